"""What is paid, refused and said stays to the letter what `pinned/*.txt` holds."""

from collections.abc import Callable, Iterator

import pytest

from payouts.policy.promises import PROMISES
from tests.unit.policy.pinned import BOOKS, FIT, UNFIT, read

PAGES = [pytest.param(book, title, write, id=f"{book}: {title}") for book in BOOKS for title, write in BOOKS[book]()]


@pytest.mark.parametrize(("book", "title", "write"), PAGES)
def test_a_page_reads_as_it_did(book: str, title: str, write: Callable[[], Iterator[str]]) -> None:
    assert "\n".join(write()) == read(book)[title]


@pytest.mark.parametrize("book", BOOKS)
def test_no_page_was_lost(book: str) -> None:
    assert list(read(book)) == [title for title, _ in BOOKS[book]()]


def test_every_promise_is_broken_by_some_policy() -> None:
    tried = {promise for promises, _ in UNFIT.values() for promise in promises}
    assert tried == {promise.__name__ for promise in PROMISES}


@pytest.mark.parametrize("name", FIT)
def test_what_is_at_the_edge_breaks_nothing(name: str) -> None:
    assert read("refusals")[name] == ""


@pytest.mark.parametrize("name", UNFIT)
def test_what_is_beyond_it_is_refused(name: str) -> None:
    assert " promised, " in read("refusals")[name]
