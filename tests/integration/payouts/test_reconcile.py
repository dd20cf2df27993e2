"""Comparing the bank's book with ours: every difference is a typed row, and the two balances are explained by them."""

import sqlite3
from contextlib import AbstractContextManager
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.models import User
from payouts.rails.base import RailUnavailable
from payouts.services.deposits import carry_out_due_deposits, start_deposit
from payouts.services.disbursements import send_due
from payouts.services.funding import request_funding
from payouts.services.reconcile import Reconciliation, reconcile
from tests.fixtures.payday import LATER, PAYDAY, Payday, payments_of, states_of
from tests.fixtures.worlds import (
    award,
    draft_contest,
    enter,
    make_creative,
    owner_of,
    shortlist,
)

pytestmark = pytest.mark.django_db


def kinds(outcome: Reconciliation) -> list[tuple[str, str]]:
    return sorted((difference.direction, str(difference.kind)) for difference in outcome.differences)


@pytest.fixture
def payees(payday: Payday) -> list[User]:
    """Two people who are paid out of a contest that was funded through the bank."""
    people = [make_creative(), make_creative()]
    contest = draft_contest(prizes=[50_000])
    owner = owner_of(contest.brand)
    total = request_funding(owner, contest.pk, now=PAYDAY).liability_minor
    start_deposit(owner, contest.pk, total, "FR7630006000011234567890189", "k", PAYDAY)
    carry_out_due_deposits(PAYDAY)
    payday.bank.advance()
    carry_out_due_deposits(PAYDAY + LATER)
    contest.refresh_from_db()
    entries = [enter(contest, person) for person in people]
    award(shortlist(contest, entries), entries[0])
    payday.pay(contest.closes_at)
    return people


@pytest.fixture
def later(payees: list[User]) -> object:
    """A moment after everything that the world did."""
    (payment,) = payments_of(payees[0])
    return payment.sent_at + LATER  # type: ignore[operator]


def test_equal_books_have_no_difference(payday: Payday, payees: list[User], later: object) -> None:
    outcome = reconcile("sandbox", later)  # type: ignore[arg-type]

    assert outcome.movements == 3
    assert outcome.differences == ()
    (bank,) = outcome.banks
    assert (bank.ledger_minor, bank.explained_minor, bank.unexplained_minor) == (bank.rail_minor, 0, 0)
    assert outcome.is_clean


def test_a_lost_notice_is_a_difference_that_ends_by_itself(payday: Payday, payees: list[User], later: object) -> None:
    payday.bank.advance()

    outcome = reconcile("sandbox", later)  # type: ignore[arg-type]
    assert kinds(outcome) == [("out", "behind")] * 2
    (bank,) = outcome.banks
    assert (
        bank.ledger_minor - bank.rail_minor
        == bank.explained_minor
        == sum(payments_of(payee)[0].amount_minor for payee in payees)
    )
    assert outcome.is_clean

    send_due(later)  # type: ignore[arg-type]
    assert states_of(payees[0]) == ["paid"]
    assert reconcile("sandbox", later + LATER).differences == ()  # type: ignore[operator]


def test_a_return_whose_notice_was_lost_is_found_and_booked(payday: Payday, payees: list[User], later: object) -> None:
    payday.bank.advance()
    send_due(later)  # type: ignore[arg-type]
    key = payments_of(payees[0])[0].idempotency_key
    assert states_of(payees[0]) == ["paid"]
    _make_the_bank_return(payday, key)

    outcome = reconcile("sandbox", later + LATER)  # type: ignore[operator]
    assert kinds(outcome) == [("out", "behind")]
    send_due(later + LATER)  # type: ignore[operator]
    assert states_of(payees[0]) == ["returned"]
    assert reconcile("sandbox", later + 2 * LATER).is_clean  # type: ignore[operator]


def _make_the_bank_return(payday: Payday, key: str) -> None:
    """The bank gets the money back and its notice is lost. (Written into its book: it offers no such button.)"""
    with sqlite3.connect(payday.bank._book_path) as book:
        book.execute("UPDATE movement SET status = 'returned', reason = 'AC06' WHERE idempotency_key = ?", (key,))


def test_money_that_we_never_ordered_is_for_a_person(payday: Payday, payees: list[User], later: object) -> None:
    order = {"amount_minor": 700, "currency": "EUR", "destination": "FR76", "reference": "?"}
    payday.bank._control.post("/transfers", json=order, headers={"Idempotency-Key": "nobody-knows"})
    payday.bank.advance()
    send_due(later)  # type: ignore[arg-type]

    outcome = reconcile("sandbox", later + LATER)  # type: ignore[operator]
    (difference,) = outcome.differences
    assert (difference.kind, difference.key, difference.effect_minor) == ("unknown_to_us", "nobody-knows", 700)
    (bank,) = outcome.banks
    assert (bank.ledger_minor - bank.rail_minor, bank.unexplained_minor) == (700, 0)
    assert not outcome.is_clean


def test_a_payment_that_the_bank_does_not_have_is_for_a_person(
    payday: Payday, payees: list[User], later: object
) -> None:
    payday.bank.empty()

    outcome = reconcile("sandbox", later)  # type: ignore[arg-type]
    assert kinds(outcome) == [("in", "missing_at_rail"), ("out", "missing_at_rail"), ("out", "missing_at_rail")]
    (bank,) = outcome.banks
    assert bank.unexplained_minor == 0
    assert not outcome.is_clean


def test_what_moved_meanwhile_is_not_called_missing(payday: Payday, payees: list[User]) -> None:
    (payment,) = payments_of(payees[0])
    payday.bank.empty()

    outcome = reconcile("sandbox", payment.sent_at)  # type: ignore[arg-type]
    assert ("out", "moving") in kinds(outcome)


def test_another_amount_is_for_a_person(
    payday: Payday, payees: list[User], later: object, as_owner: AbstractContextManager[None]
) -> None:
    with as_owner, connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE payouts_disbursement DISABLE TRIGGER USER")
        cursor.execute("UPDATE payouts_disbursement SET amount_minor = 1 WHERE id = %s", [payments_of(payees[0])[0].pk])

    assert kinds(reconcile("sandbox", later)) == [("out", "amount")]  # type: ignore[arg-type]


def test_books_that_do_not_follow_from_our_rows_stay_unexplained(
    payday: Payday, payees: list[User], later: object, as_owner: AbstractContextManager[None]
) -> None:
    with as_owner, connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE payouts_posting DISABLE TRIGGER USER")
        cursor.execute(
            """UPDATE payouts_posting SET amount_minor = amount_minor + 5 WHERE side = 'debit' AND entry_id =
                   (SELECT min(id) FROM payouts_journalentry WHERE kind = 'deposit')"""
        )

    outcome = reconcile("sandbox", later)  # type: ignore[arg-type]
    assert outcome.differences == ()
    assert [bank.unexplained_minor for bank in outcome.banks] == [5]
    assert not outcome.is_clean


def test_a_bank_that_cannot_be_read_is_said_so(payday: Payday, settings: object) -> None:
    settings.RAILS = {"sandbox": payday.bank.options | {"url": "http://127.0.0.1:9"}}  # type: ignore[attr-defined]
    with pytest.raises(RailUnavailable):
        reconcile("sandbox", PAYDAY)
    with pytest.raises(CommandError):
        call_command("reconcile")


def test_the_command_prints_banks_and_differences(payday: Payday, payees: list[User]) -> None:
    order = {"amount_minor": 700, "currency": "EUR", "destination": "FR76", "reference": "?"}
    payday.bank._control.post("/transfers", json=order, headers={"Idempotency-Key": "nobody-knows"})
    out = StringIO()
    with pytest.raises(CommandError, match="person"):
        call_command("reconcile", stdout=out)
    assert "unknown_to_us: nobody-knows" in out.getvalue()
    assert "unexplained 0" in out.getvalue()
