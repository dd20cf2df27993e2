"""What is paid, refused and said stays to the letter what `pinned/*.txt` holds."""

from collections.abc import Callable, Iterator

import pytest

from tests.unit.policy.pinned import BOOKS, read

PAGES = [pytest.param(book, title, write, id=f"{book}: {title}") for book in BOOKS for title, write in BOOKS[book]()]


@pytest.mark.parametrize(("book", "title", "write"), PAGES)
def test_a_page_reads_as_it_did(book: str, title: str, write: Callable[[], Iterator[str]]) -> None:
    assert "\n".join(write()) == read(book)[title]


@pytest.mark.parametrize("book", BOOKS)
def test_no_page_was_lost(book: str) -> None:
    assert list(read(book)) == [title for title, _ in BOOKS[book]()]
