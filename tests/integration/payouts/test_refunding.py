"""What was paid in for a brief that never opened goes back to its brand; what an open one can owe stays."""

from datetime import datetime
from uuid import uuid4

import pytest
from django.db import connection

from accounts.models import MemberRole, PayoutAccount
from contests.lifecycle import NotAllowed
from contests.models import Contest
from payouts import ledger
from payouts.errors import HeldInAnotherCurrency, NothingToRefund
from payouts.models import Escrow, Obligation, Settlement
from payouts.selectors.funding import escrow_position
from payouts.services.audit import run_checks
from payouts.services.funding import open_if_funded, request_funding, withdraw_from_funding
from payouts.services.refunding import refund_draft
from tests.fixtures.payday import Payday
from tests.fixtures.worlds import (
    NOON,
    add_member,
    award,
    destination_of,
    draft_contest,
    enter,
    make_user,
    owner_of,
    pay_in,
    shortlist,
)

pytestmark = pytest.mark.django_db
PAID_IN = 12_345


@pytest.fixture
def contest() -> Contest:
    """A draft again, after something was paid in for it."""
    contest = draft_contest()
    fund_and_take_back(contest)
    return contest


def fund_and_take_back(contest: Contest, amount_minor: int = PAID_IN) -> None:
    request_funding(owner_of(contest.brand), contest.pk, now=NOON)
    pay_in(contest, amount_minor)
    withdraw_from_funding(owner_of(contest.brand), contest.pk, now=NOON)


def held(contest: Contest) -> int:
    return ledger.balance(Escrow.objects.get(contest=contest).account_id)


def check_the_books(now: datetime = NOON) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert [check for check in run_checks(now=now) if not check.ok] == []


def test_a_draft_gives_back_all_it_holds_once(contest: Contest, payday: Payday) -> None:
    owner = owner_of(contest.brand)
    account = PayoutAccount.objects.get(brand=contest.brand, retired_at=None)

    debt = refund_draft(owner, contest.pk, now=NOON)
    with pytest.raises(NothingToRefund):
        refund_draft(owner, contest.pk, now=NOON)
    payday.pay()

    assert (debt.amount_minor, debt.payee_brand_id, held(contest)) == (PAID_IN, contest.brand_id, 0)
    assert payday.paid_out() == {destination_of(account): PAID_IN}
    check_the_books()


def test_money_that_arrives_late_can_be_asked_back_as_well(contest: Contest) -> None:
    owner = owner_of(contest.brand)
    refund_draft(owner, contest.pk, now=NOON)
    pay_in(contest, 500)

    assert refund_draft(owner, contest.pk, now=NOON).amount_minor == 500
    assert Obligation.objects.filter(contest=contest).count() == 2
    check_the_books()


def test_a_brief_may_still_be_funded_opened_and_settled(contest: Contest) -> None:
    refund_draft(owner_of(contest.brand), contest.pk, now=NOON)
    escrow = request_funding(owner_of(contest.brand), contest.pk, now=NOON)
    pay_in(contest, escrow.liability_minor)
    assert open_if_funded(contest.pk, now=NOON)
    contest.refresh_from_db()
    entries = [enter(contest) for _ in range(4)]
    award(shortlist(contest, entries[:3]), entries[0], entries[1])

    settlement = Settlement.objects.get(contest=contest)
    position = escrow_position(contest)
    assert settlement.refund_minor == escrow.liability_minor - settlement.owed_minor - settlement.fee_minor - (
        settlement.tax_minor
    )
    assert position is not None
    assert position.refunded_minor == PAID_IN + settlement.refund_minor
    check_the_books()


@pytest.mark.parametrize("role", [MemberRole.OWNER, MemberRole.MANAGER, MemberRole.FINANCE])
def test_whoever_may_pay_in_may_ask_it_back(contest: Contest, role: MemberRole) -> None:
    refund_draft(add_member(contest.brand, role), contest.pk, now=NOON)
    assert held(contest) == 0


def test_others_may_not(contest: Contest) -> None:
    for person in (add_member(contest.brand, MemberRole.JUDGE), make_user()):
        with pytest.raises(NotAllowed):
            refund_draft(person, contest.pk, now=NOON)
    assert held(contest) == PAID_IN


def test_what_waits_for_funds_must_be_taken_back_first(contest: Contest) -> None:
    owner = owner_of(contest.brand)
    request_funding(owner, contest.pk, now=NOON)
    with pytest.raises(NothingToRefund, match="Take the brief back"):
        refund_draft(owner, contest.pk, now=NOON)
    assert held(contest) == PAID_IN


def test_a_draft_that_was_never_funded_has_nothing() -> None:
    contest = draft_contest()
    with pytest.raises(NothingToRefund):
        refund_draft(owner_of(contest.brand), contest.pk, now=NOON)


def test_a_currency_changes_only_once_the_money_is_back(contest: Contest) -> None:
    owner = owner_of(contest.brand)
    Contest.objects.filter(pk=contest.pk).update(currency="CHF")
    with pytest.raises(HeldInAnotherCurrency, match="EUR"):
        request_funding(owner, contest.pk, now=NOON)
    assert refund_draft(owner, contest.pk, now=NOON).currency == "EUR"


def test_nor_while_money_in_the_other_one_is_on_its_way(contest: Contest) -> None:
    owner = owner_of(contest.brand)
    late = pay_in(contest, 500)
    refund_draft(owner, contest.pk, now=NOON)
    late.pk, late.public_id, late.idempotency_key, late.state, late.received_at = None, uuid4(), "late", "pending", None
    late.save(force_insert=True)
    Contest.objects.filter(pk=contest.pk).update(currency="CHF")
    with pytest.raises(HeldInAnotherCurrency, match="on its way"):
        request_funding(owner, contest.pk, now=NOON)
