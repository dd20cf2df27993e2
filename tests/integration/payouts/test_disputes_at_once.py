"""Disputes on connections of their own, at the same moment as workers and as each other; and dying at any step."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from accounts.models import StaffRole
from duerows.claims import claim
from payouts.errors import DisputeNotReady, DisputeRefused, PayoutRefusal
from payouts.models import Adjustment, Disbursement, Dispute, JournalEntry, Obligation
from payouts.services import cutting, dispute_decisions, dispute_mails, disputing, stakes
from payouts.services.disbursements import prepare_disbursements, send_due
from payouts.services.dispute_decisions import dismiss_dispute, uphold_dispute
from payouts.services.disputing import open_dispute, withdraw_dispute
from payouts.services.late_interest import write_late_interest
from tests.fixtures.disputes import REASON, Quarrel, carry_out_payments, fair_2, settled, the_audit_is_content
from tests.fixtures.payday import Payday
from tests.fixtures.worlds import LONG_AGO, give_account, make_user
from tests.integration.payouts.test_crash_points import Killed, dying
from tests.integration.payouts.test_paying_at_once import all_at_once

CLAIM = 5_000


def moment(quarrel: Quarrel) -> datetime:
    return quarrel.contest.state_since + timedelta(days=1)


def disputes(quarrel: Quarrel) -> Callable[[], Dispute]:
    """The second payee's dispute, to be opened."""
    debt, payee, now = quarrel.debt(1), quarrel.payees[1], moment(quarrel)
    return lambda: open_dispute(payee, debt.public_id, claim_minor=CLAIM, reason=REASON, now=now)


def tried(act: Callable[[], Any]) -> Callable[[], Any]:
    """Does it, and returns what it was refused with, if it was."""

    def piece() -> Any:
        try:
            return act()
        except PayoutRefusal as refusal:
            return refusal

    return piece


def check_all(quarrel: Quarrel, total: int) -> None:
    """Nothing was lost or made: what stands is what was owed, and everything adds up."""
    assert sum(quarrel.standing()) == total
    the_audit_is_content()


# --- Workers ---------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("prepared", [False, True], ids=["while it is prepared", "while it is sent"])
def test_a_dispute_and_workers_at_once(payday: Payday, prepared: bool) -> None:
    quarrel = settled()
    now, total, refund = moment(quarrel), sum(quarrel.standing()), quarrel.debt_to_brand()
    if prepared:
        prepare_disbursements(now)
    work = (lambda: send_due(now)) if prepared else (lambda: prepare_disbursements(now))

    dispute, *_ = all_at_once(disputes(quarrel), work, work)
    prepare_disbursements(now)
    while send_due(now):
        pass

    held = dispute.held.amount_minor if dispute.held else 0
    assert held in (0, CLAIM)
    sent = Disbursement.objects.filter(obligation__kind="refund", state="sent")
    assert sum(sent.values_list("amount_minor", flat=True)) == refund.amount_minor - held
    assert len(payday.bank.movements("transfer")) == 5
    check_all(quarrel, total)


@pytest.mark.django_db(transaction=True)
def test_a_payment_that_a_worker_is_just_claiming_counts_as_begun_and_is_not_waited_for() -> None:
    quarrel = settled()
    now = moment(quarrel)
    prepare_disbursements(now)

    with transaction.atomic():
        assert len(claim(Disbursement, now=now)) == 5
        (dispute,) = all_at_once(disputes(quarrel))
    assert dispute.held is None
    assert Disbursement.objects.filter(state="rejected").count() == 0
    the_audit_is_content()


@pytest.mark.django_db(transaction=True)
def test_a_debt_that_is_being_disputed_is_not_prepared_meanwhile() -> None:
    quarrel = settled()
    now = moment(quarrel)

    with transaction.atomic():
        dispute = disputes(quarrel)()
        (prepared,) = all_at_once(lambda: prepare_disbursements(now))
    assert prepared == 3, "everything but the refund and the disputed line"
    assert prepare_disbursements(now) == 2
    assert not Disbursement.objects.filter(obligation=dispute.held).exists()
    the_audit_is_content()


@pytest.mark.django_db(transaction=True)
def test_a_decision_and_workers_at_once_after_the_hold_has_ended(payday: Payday) -> None:
    quarrel = settled(fair_2())
    debt = quarrel.debt(1)
    dispute = open_dispute(quarrel.owner, debt.public_id, claim_minor=CLAIM, reason="Copied.", now=moment(quarrel))
    total, ended = sum(quarrel.standing()), moment(quarrel) + timedelta(days=14)
    prepare_disbursements(ended)

    def decide() -> Dispute:
        return uphold_dispute(quarrel.admin, dispute.public_id, decided_minor=CLAIM, reason="So.", now=ended)

    all_at_once(decide, lambda: send_due(ended), lambda: send_due(ended))
    prepare_disbursements(ended)
    while send_due(ended):
        pass

    moved = sum(Obligation.objects.filter(adjustment__isnull=False).values_list("amount_minor", flat=True))
    paid = Disbursement.objects.filter(obligation__entry=quarrel.entries[1], state="sent")
    assert moved in (0, CLAIM)
    assert sum(paid.values_list("amount_minor", flat=True)) == debt.amount_minor - moved
    check_all(quarrel, total)


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_write_each_interest_once() -> None:
    quarrel = settled(fair_2())
    late = moment(quarrel) + timedelta(days=20)
    for payee in quarrel.payees[1:]:
        payee.payout_accounts.update(retired_at=LONG_AGO)
        give_account(payee, f"FR76300060000111111111{payee.pk:05d}", now=late)
    carry_out_payments(late)

    written = all_at_once(*[lambda: write_late_interest(late)] * 3)

    assert sum(written) == 2, "the floor and the prize of the first; the others gave no account in time"
    assert JournalEntry.objects.filter(kind="interest").count() == 2
    the_audit_is_content()


# --- Each other ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_both_sides_and_a_double_click_open_one_dispute() -> None:
    quarrel = settled()
    total, debt, now = sum(quarrel.standing()), quarrel.debt(1), moment(quarrel)

    def by_brand() -> Dispute:
        return open_dispute(quarrel.owner, debt.public_id, claim_minor=CLAIM, reason="Copied.", now=now)

    answers = all_at_once(tried(disputes(quarrel)), tried(disputes(quarrel)), tried(by_brand))

    assert [isinstance(one, Dispute) for one in answers].count(True) == 1
    assert [isinstance(one, DisputeRefused) for one in answers].count(True) == 2
    assert Dispute.objects.count() == 1
    check_all(quarrel, total)


@pytest.mark.django_db(transaction=True)
def test_of_many_decisions_at_once_one_stands() -> None:
    quarrel = settled(fair_2())
    total = sum(quarrel.standing())
    dispute = disputes(quarrel)()
    now = moment(quarrel) + timedelta(hours=1)
    other = make_user("admin", staff_role=StaffRole.ADMIN)

    def uphold(amount: int) -> Callable[[], Dispute]:
        return lambda: uphold_dispute(other, dispute.public_id, decided_minor=amount, reason="So.", now=now)

    answers = all_at_once(
        tried(uphold(3_000)),
        tried(uphold(4_000)),
        tried(lambda: dismiss_dispute(quarrel.admin, dispute.public_id, reason="No.", now=now)),
        tried(lambda: withdraw_dispute(quarrel.payees[1], dispute.public_id, now=now)),
    )

    assert [isinstance(one, DisputeNotReady) for one in answers].count(True) == 3
    (stands,) = [one for one in answers if isinstance(one, Dispute)]
    moved = list(Obligation.objects.filter(adjustment__isnull=False).values_list("amount_minor", flat=True))
    assert moved == ([stands.decided_minor] if stands.decision == "upheld" else [])
    check_all(quarrel, total)


# --- Dying -----------------------------------------------------------------------------------------------------------

STEPS: list[tuple[Any, str]] = [
    (disputing, "set_apart"),
    (stakes, "give_up_payments"),
    (stakes, "owe_otherwise"),
    (cutting, "_write"),
    (disputing, "hold"),
    (dispute_mails, "tell_opened"),
    (dispute_decisions, "close"),
    (dispute_decisions, "owe_otherwise"),
    (dispute_decisions, "_carry_out"),
    (dispute_mails, "tell_decided"),
]


@pytest.mark.django_db
@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize(("where", "name"), STEPS, ids=[f"{where.__name__[18:]}.{name}" for where, name in STEPS])
def test_a_death_at_any_step_leaves_nothing_half_done(
    monkeypatch: pytest.MonkeyPatch, where: Any, name: str, before: bool
) -> None:
    quarrel = settled(fair_2())
    total = sum(quarrel.standing())
    prepare_disbursements(moment(quarrel))
    monkeypatch.setattr(where, name, dying(getattr(where, name), before=before))
    course = [
        disputes(quarrel),
        lambda: uphold_dispute(
            quarrel.admin,
            Dispute.objects.get().public_id,
            decided_minor=3_000,
            reason="So.",
            now=moment(quarrel) + timedelta(hours=1),
        ),
    ]
    deaths = 0
    for step in course:
        try:
            step()
        except Killed:
            deaths += 1
            check_all(quarrel, total)
            step()

    assert deaths == 1
    assert [row.obligation.amount_minor for row in Adjustment.objects.select_related("obligation")] == [3_000]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    check_all(quarrel, total)
