"""The comparison at the end of a storm sees what it is there for: each kind of wrong is named, and nothing else is."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from payouts.models import Disbursement
from tests.faults.storm.banks import Line
from tests.faults.storm.books import compare, heard_everything
from tests.fixtures.payday import LATER, PAYDAY, Payday, decided_contest
from tests.fixtures.worlds import make_creative

pytestmark = pytest.mark.django_db


@dataclass
class Copy:
    """A bank's book as the test would have it."""

    rail: str
    book: list[Line]

    def lines(self) -> list[Line]:
        return self.book


@pytest.fixture
def bank(payday: Payday) -> Copy:
    """Three payees and the brand have been paid."""
    decided_contest(*(make_creative() for _ in range(3)))
    payday.pay()
    payday.bank.advance()
    payday.pay(PAYDAY + LATER)
    movements = payday.bank.movements("transfer")
    assert len(movements) == Disbursement.objects.filter(state="paid").count() > 0
    return Copy("sandbox", [Line(m["idempotency_key"], m["status"], m["amount_minor"]) for m in movements])


def test_books_that_agree_are_found_to_agree(bank: Copy) -> None:
    found = compare([bank])
    assert (found.wrong, found.figures["lost"], found.figures["doubled"]) == ([], 0, 0)
    assert heard_everything([bank])


Change = Callable[[list[Line]], list[Line]]
WRONGS: list[tuple[str, Change, str]] = [
    ("lost", lambda book: book[1:], "never paid"),
    ("sent back unheard", lambda book: [replace(book[0], status="returned"), *book[1:]], "never paid"),
    ("doubled", lambda book: [book[0], *book], "paid twice"),
    ("not ours", lambda book: [*book, Line("somebody-else", "paid", 1)], "which nobody ordered"),
    ("too much", lambda book: [replace(book[0], amount_minor=book[0].amount_minor + 1), *book[1:]], "instead of"),
]


@pytest.mark.parametrize(("change", "words"), [wrong[1:] for wrong in WRONGS], ids=[wrong[0] for wrong in WRONGS])
def test_whatever_is_wrong_is_named_and_the_sums_differ(bank: Copy, change: Change, words: str) -> None:
    bank.book = change(bank.book)
    wrong = compare([bank]).wrong
    assert any(words in one for one in wrong)
    assert any(one.startswith("owed ") for one in wrong)
    assert any("in the books" in one for one in wrong)
