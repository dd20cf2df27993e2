"""Several workers at the same work, on connections of their own: one payment each, one deposit each."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from payouts import ledger
from payouts.models import Deposit, Disbursement, Escrow, JournalEntry, Obligation
from payouts.services.audit import run_checks
from payouts.services.deposits import carry_out_due_deposits, start_deposit
from payouts.services.disbursements import prepare_disbursements, send_due
from payouts.services.funding import request_funding
from payouts.services.notices import process_notices, store_notice
from tests.fixtures.payday import LATER, PAYDAY, Payday, decided_contest
from tests.fixtures.worlds import BRANDS_ACCOUNT, draft_contest, make_creative, owner_of

pytestmark = pytest.mark.django_db(transaction=True)

WORKERS = 4


def all_at_once(*work: Callable[[], Any]) -> list[Any]:
    """Run each piece of work in a thread of its own, started together; returns what they returned."""
    gate = threading.Barrier(len(work))

    def start(piece: Callable[[], Any]) -> Any:
        gate.wait()
        try:
            return piece()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(work)) as pool:
        return list(pool.map(start, work))


def check_books() -> None:
    assert [check for check in run_checks(now=PAYDAY) if not check.ok] == []


def test_many_preparers_and_senders_pay_each_debt_once(payday: Payday) -> None:
    payees = [make_creative() for _ in range(8)]
    decided_contest(*payees)

    prepared = all_at_once(*[lambda: prepare_disbursements(PAYDAY)] * WORKERS)
    assert sum(prepared) == 8
    sent = all_at_once(*[lambda: send_due(PAYDAY)] * WORKERS)
    assert sum(sent) == 8
    payday.bank.advance()
    all_at_once(*[lambda: send_due(PAYDAY + LATER)] * WORKERS)

    assert len(payday.bank.movements("transfer")) == 8
    assert set(Disbursement.objects.values_list("state", flat=True)) == {"paid"}
    assert JournalEntry.objects.filter(kind="disbursement").count() == 8
    check_books()


def test_askers_and_notices_at_once_book_each_payment_once(payday: Payday) -> None:
    decided_contest(*[make_creative() for _ in range(8)])
    payday.pay()
    payday.bank.advance()
    notices = payday.bank.board.wait_for(8)
    for posted in notices:
        store_notice("sandbox", posted.headers, posted.body, timezone.now())

    all_at_once(
        *[lambda: send_due(PAYDAY + LATER)] * 2,
        *[lambda: process_notices(timezone.now() + LATER)] * 2,
    )

    assert set(Disbursement.objects.values_list("state", flat=True)) == {"paid"}
    assert JournalEntry.objects.filter(kind="disbursement").count() == 8
    check_books()


def test_a_hundred_identical_requests_are_one_deposit(payday: Payday) -> None:
    contest = draft_contest()
    owner = owner_of(contest.brand)
    total = request_funding(owner, contest.pk, now=PAYDAY).liability_minor

    def ask() -> list[int]:
        return [start_deposit(owner, contest.pk, total, BRANDS_ACCOUNT, "once", PAYDAY).pk for _ in range(25)]

    assert len({pk for keys in all_at_once(*[ask] * WORKERS) for pk in keys}) == 1
    all_at_once(*[lambda: carry_out_due_deposits(PAYDAY)] * WORKERS)
    payday.bank.advance()
    all_at_once(*[lambda: carry_out_due_deposits(PAYDAY + LATER)] * WORKERS)

    assert len(payday.bank.movements("charge")) == 1
    contest.refresh_from_db()
    assert contest.state == "open"
    assert ledger.balance(Escrow.objects.get(contest=contest).account_id) == total
    check_books()


def test_different_requests_at_once_never_take_more_than_is_missing(payday: Payday) -> None:
    contest = draft_contest()
    owner = owner_of(contest.brand)
    total = request_funding(owner, contest.pk, now=PAYDAY).liability_minor

    def ask(number: int) -> Callable[[], bool]:
        def piece() -> bool:
            try:
                start_deposit(owner, contest.pk, total * 2 // 3, BRANDS_ACCOUNT, f"k{number}", PAYDAY)
            except Exception:
                return False
            return True

        return piece

    assert sum(all_at_once(*(ask(number) for number in range(WORKERS)))) == 1
    assert Deposit.objects.count() == 1


def test_a_debt_that_is_being_cancelled_is_not_prepared_meanwhile(payday: Payday) -> None:
    decided_contest(make_creative())

    with transaction.atomic():
        Obligation.objects.filter(kind="earned").update(cancelled_at=PAYDAY)
        assert all_at_once(lambda: prepare_disbursements(PAYDAY)) == [0]
    assert prepare_disbursements(PAYDAY) == 0
    assert Disbursement.objects.count() == 0
