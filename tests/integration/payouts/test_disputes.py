"""A dispute over a line of pay: what waits, what is paid meanwhile, when waiting ends, and who may say so."""

from datetime import datetime, timedelta

import pytest

from accounts.models import MemberRole, OutgoingMail
from contests.errors import NotVisible
from payouts import ledger
from payouts.errors import DisputeNotReady, DisputeRefused, NotTheirDispute
from payouts.models import Disbursement, Dispute, Escrow, JournalEntry, Obligation
from payouts.services.disbursements import prepare_disbursements
from payouts.services.dispute_mails import tell_of_ended_holds
from payouts.services.disputing import open_dispute, withdraw_dispute
from tests.fixtures.disputes import CLAIM, REASON, Quarrel, decided, fair_2, settled, the_audit_is_content
from tests.fixtures.worlds import add_member, make_user, pass_time

pytestmark = pytest.mark.django_db

FLOOR = 16_828
HOLD = timedelta(days=14)


def moment(quarrel: Quarrel) -> datetime:
    """A day after the contest was over."""
    quarrel.contest.refresh_from_db()
    return quarrel.contest.state_since + timedelta(days=1)


def by_payee(quarrel: Quarrel, claim: int = CLAIM, number: int = 1) -> Dispute:
    debt = quarrel.debt(number)
    return open_dispute(quarrel.payees[number], debt.public_id, claim_minor=claim, reason=REASON, now=moment(quarrel))


def by_brand(quarrel: Quarrel, claim: int = CLAIM, number: int = 1, kind: str = "earned") -> Dispute:
    debt = quarrel.debt(number, kind)
    return open_dispute(quarrel.owner, debt.public_id, claim_minor=claim, reason="Copied.", now=moment(quarrel))


def unpaid(quarrel: Quarrel) -> list[tuple[str, int]]:
    """The payments that wait to be sent."""
    rows = Disbursement.objects.filter(obligation__contest=quarrel.contest, state="pending")
    return sorted(rows.values_list("obligation__kind", "amount_minor"))


def mails(template: str) -> list[dict[str, object]]:
    rows = OutgoingMail.objects.filter(template=template).order_by("pk")
    return [row.context for row in rows]


# --- What waits ------------------------------------------------------------------------------------------------------


def test_the_payee_s_dispute_holds_so_much_of_the_refund_and_nothing_else(quarrel: Quarrel) -> None:
    refund = quarrel.debt_to_brand().amount_minor

    dispute = by_payee(quarrel)

    assert dispute.held is not None
    assert quarrel.standing(kind="refund") == [CLAIM, refund - CLAIM]
    assert dispute.held.held_until == moment(quarrel) + HOLD
    prepare_disbursements(moment(quarrel))
    assert unpaid(quarrel) == [("earned", FLOOR)] * 3 + [("prize", 50_000), ("refund", refund - CLAIM)]
    the_audit_is_content()


def test_the_brand_s_dispute_holds_so_much_of_that_debt_and_the_rest_is_paid() -> None:
    quarrel = settled(fair_2())
    whole = quarrel.debt(1)

    dispute = by_brand(quarrel)

    assert dispute.held is not None and dispute.obligation == dispute.held
    assert quarrel.standing(entry=quarrel.entries[1], kind="earned") == [CLAIM, FLOOR - CLAIM]
    part = dispute.held
    same = ("settlement_id", "entry_id", "payee_user_id", "kind", "pay_by", "released_at", "currency")
    assert [getattr(part, name) for name in same] == [getattr(whole, name) for name in same]
    prepare_disbursements(moment(quarrel))
    assert ("earned", FLOOR - CLAIM) in unpaid(quarrel) and ("earned", CLAIM) not in unpaid(quarrel)
    the_audit_is_content()


def test_a_debt_that_is_disputed_as_a_whole_stays_the_one_it_was() -> None:
    quarrel = settled(fair_2())
    prepare_disbursements(moment(quarrel))
    whole = quarrel.debt(1)

    dispute = by_brand(quarrel, FLOOR)

    assert dispute.held == whole
    payment = Disbursement.objects.get(obligation=whole)
    assert (payment.state, payment.reason, payment.due_state) == ("rejected", "disputed", "done")
    assert prepare_disbursements(moment(quarrel)) == 0
    the_audit_is_content()


def test_what_was_about_to_be_sent_is_prepared_anew_for_the_rest(quarrel: Quarrel) -> None:
    prepare_disbursements(moment(quarrel))
    refund = quarrel.debt_to_brand()

    by_payee(quarrel)

    assert list(Disbursement.objects.filter(obligation=refund).values_list("state", flat=True)) == ["rejected"]
    assert prepare_disbursements(moment(quarrel)) == 1
    assert ("refund", refund.amount_minor - CLAIM) in unpaid(quarrel)
    the_audit_is_content()


@pytest.mark.parametrize("begun", [{"attempts": 1}, {"state": "held"}], ids=["claimed", "held by an operator"])
def test_a_payment_that_has_begun_is_left_alone_and_the_opener_is_told(
    quarrel: Quarrel, begun: dict[str, object]
) -> None:
    prepare_disbursements(moment(quarrel))
    refund = quarrel.debt_to_brand()
    Disbursement.objects.filter(obligation=refund).update(**begun)

    dispute = by_payee(quarrel)

    assert dispute.held is None
    assert quarrel.debt_to_brand() == refund
    assert Disbursement.objects.filter(state="rejected").count() == 0
    assert all("held" not in context for context in mails("dispute_received"))
    the_audit_is_content()


def test_two_payees_hold_each_their_own_part_of_the_refund(quarrel: Quarrel) -> None:
    refund = quarrel.debt_to_brand().amount_minor

    first, second = by_payee(quarrel, 5_000, 0), by_payee(quarrel, refund, 1)

    assert first.held is not None and second.held is not None
    assert (first.held.amount_minor, second.held.amount_minor) == (5_000, refund - 5_000)
    assert by_payee(quarrel, 100, 2).held is None
    prepare_disbursements(moment(quarrel))
    assert ("refund", refund - 5_000) not in unpaid(quarrel)
    the_audit_is_content()


def test_parts_that_were_released_are_held_again_as_one(quarrel: Quarrel) -> None:
    refund = quarrel.debt_to_brand().amount_minor
    withdraw_dispute(quarrel.payees[0], by_payee(quarrel, 5_000, 0).public_id, now=moment(quarrel))
    assert quarrel.standing(kind="refund") == [5_000, refund - 5_000]

    dispute = by_payee(quarrel, refund - 1_000, 1)

    assert dispute.held is not None and dispute.held.amount_minor == refund - 1_000
    assert quarrel.standing(kind="refund") == [refund - 1_000, 1_000]
    the_audit_is_content()


@pytest.mark.parametrize(("kind", "number", "most"), [("earned", 1, FLOOR // 2), ("prize", 0, 50_000)])
def test_without_a_clawback_no_more_waits_than_a_disqualification_would_cost(
    quarrel: Quarrel, kind: str, number: int, most: int
) -> None:
    dispute = by_brand(quarrel, quarrel.debt(number, kind).amount_minor, number, kind)
    assert dispute.held is not None and dispute.held.amount_minor == most
    the_audit_is_content()


# --- When waiting ends -----------------------------------------------------------------------------------------------


def test_a_hold_ends_by_itself_and_both_sides_hear_of_it_once(quarrel: Quarrel) -> None:
    until = moment(quarrel) + HOLD
    by_payee(quarrel)
    prepare_disbursements(moment(quarrel))

    assert prepare_disbursements(until - timedelta(seconds=1)) == 0
    assert tell_of_ended_holds(until - timedelta(seconds=1)) == 0
    assert prepare_disbursements(until) == 1
    assert ("refund", CLAIM) in unpaid(quarrel)
    assert [tell_of_ended_holds(until), tell_of_ended_holds(until)] == [1, 0]
    told = OutgoingMail.objects.filter(template="dispute_hold_ended").values_list("to", flat=True)
    assert set(told) == {quarrel.payees[1].pk, quarrel.owner.pk}
    the_audit_is_content()


def test_a_whole_debt_is_paid_to_the_same_account_once_its_hold_has_ended() -> None:
    quarrel = settled(fair_2())
    prepare_disbursements(moment(quarrel))
    by_brand(quarrel, FLOOR)

    assert prepare_disbursements(moment(quarrel) + HOLD) == 1

    payments = list(Disbursement.objects.filter(obligation=quarrel.debt(1)).order_by("attempt"))
    assert [(one.attempt, one.state) for one in payments] == [(1, "rejected"), (2, "pending")]
    assert len({one.payout_account_id for one in payments}) == 1
    assert OutgoingMail.objects.filter(template="payout_needs_account").count() == 0
    the_audit_is_content()


def test_taking_it_back_lets_the_money_go_at_once(quarrel: Quarrel) -> None:
    dispute = by_payee(quarrel)
    later = moment(quarrel) + timedelta(hours=1)

    withdraw_dispute(quarrel.payees[1], dispute.public_id, now=later)

    assert prepare_disbursements(later) == 6
    assert len(mails("dispute_decided")) == 2
    with pytest.raises(DisputeNotReady):
        withdraw_dispute(quarrel.payees[1], dispute.public_id, now=later)
    the_audit_is_content()


def test_only_the_side_that_opened_it_takes_it_back(quarrel: Quarrel) -> None:
    dispute = by_payee(quarrel)
    for person in (quarrel.payees[0], quarrel.owner, quarrel.admin):
        with pytest.raises(NotTheirDispute):
            withdraw_dispute(person, dispute.public_id, now=moment(quarrel))
    other = by_brand(quarrel, number=0)
    colleague = add_member(quarrel.contest.brand, MemberRole.FINANCE)
    withdraw_dispute(colleague, other.public_id, now=moment(quarrel))


# --- While the contest goes on ---------------------------------------------------------------------------------------


def test_what_is_not_payable_yet_is_held_from_the_day_on_which_it_is() -> None:
    quarrel = decided(fair_2())
    contest = quarrel.contest
    opened = contest.decided_at + timedelta(days=1)
    prize = quarrel.debt(0, "prize")
    dispute = open_dispute(quarrel.owner, prize.public_id, claim_minor=20_000, reason="Copied.", now=opened)
    contest.awards.get(rank=1).handover.__class__.objects.filter(award__contest=contest).update(delivered_at=opened)
    for kind in ("delivery_due", "acceptance_due"):
        pass_time(contest, contest.deadlines.get(kind=kind, due_state="waiting").due_at)

    assert contest.state == "settled"
    dispute.refresh_from_db()
    assert dispute.held is not None
    assert dispute.held.held_until == contest.state_since + HOLD > opened + HOLD
    prepare_disbursements(contest.state_since)
    assert ("prize", 30_000) in unpaid(quarrel) and ("prize", 20_000) not in unpaid(quarrel)
    the_audit_is_content()


def test_disputes_follow_a_later_settlement() -> None:
    """Nobody delivers: the prize of the disputed winner is settled anew for all, and the refund is written anew."""
    quarrel = decided(fair_2())
    contest = quarrel.contest
    opened = contest.decided_at + timedelta(days=1)
    prize, earned = quarrel.debt(0, "prize"), quarrel.debt(1)
    of_prize = open_dispute(quarrel.owner, prize.public_id, claim_minor=20_000, reason="Copied.", now=opened)
    of_pay = open_dispute(quarrel.payees[1], earned.public_id, claim_minor=CLAIM, reason=REASON, now=opened)
    assert of_pay.held is not None and of_pay.held.released_at is None
    assert quarrel.standing(kind="prize") == [20_000, 30_000]
    the_audit_is_content()

    pass_time(contest, contest.deadlines.get(kind="delivery_due", due_state="waiting").due_at)

    assert contest.state == "settled"
    of_prize.refresh_from_db()
    of_pay.refresh_from_db()
    assert of_prize.held is None, "the passed-over winner is owed no prize that could be held"
    assert of_pay.held is not None and of_pay.held.settlement.sequence == 2
    assert of_pay.held.amount_minor == CLAIM
    assert of_pay.held.held_until == contest.state_since + HOLD
    the_audit_is_content()


# --- Who may, and what makes no sense --------------------------------------------------------------------------------


def test_strangers_and_judges_dispute_nothing(quarrel: Quarrel) -> None:
    debt = quarrel.debt(1)
    people = (make_user(), quarrel.payees[0], quarrel.admin, add_member(quarrel.contest.brand, MemberRole.JUDGE))
    for person in people:
        with pytest.raises(NotVisible):
            open_dispute(person, debt.public_id, claim_minor=1, reason=REASON, now=moment(quarrel))
    with pytest.raises(NotVisible):
        refund = quarrel.debt_to_brand()
        open_dispute(quarrel.owner, refund.public_id, claim_minor=1, reason=REASON, now=moment(quarrel))


@pytest.mark.parametrize(
    ("claim", "reason", "field"),
    [(0, REASON, "claim_minor"), (10**12, REASON, "claim_minor"), (100, "  ", "reason"), (100, "x" * 2001, "reason")],
)
def test_a_dispute_has_a_reason_and_a_sensible_amount(quarrel: Quarrel, claim: int, reason: str, field: str) -> None:
    for person in (quarrel.payees[1], quarrel.owner):
        with pytest.raises(DisputeRefused) as refusal:
            open_dispute(person, quarrel.debt(1).public_id, claim_minor=claim, reason=reason, now=moment(quarrel))
        assert refusal.value.field == field


def test_a_brand_disputes_no_more_than_the_debt(quarrel: Quarrel) -> None:
    with pytest.raises(DisputeRefused):
        by_brand(quarrel, FLOOR + 1)


def test_one_dispute_at_a_time_and_one_of_each_side(quarrel: Quarrel) -> None:
    dispute = by_payee(quarrel)
    for attempt in (by_payee, by_brand):
        with pytest.raises(DisputeRefused, match="in dispute already"):
            attempt(quarrel)
    withdraw_dispute(quarrel.payees[1], dispute.public_id, now=moment(quarrel))
    with pytest.raises(DisputeRefused, match="before"):
        by_payee(quarrel)
    assert by_brand(quarrel).held is not None


def test_splitting_leaves_the_books_as_they_were(quarrel: Quarrel) -> None:
    escrow = Escrow.objects.get(contest=quarrel.contest)
    before = (ledger.balance(escrow.account_id), sum(quarrel.standing()))

    by_payee(quarrel)
    by_brand(quarrel, number=2)

    assert (ledger.balance(escrow.account_id), sum(quarrel.standing())) == before
    assert JournalEntry.objects.filter(memo__startswith="in dispute").count() == 2 * 3
    cancelled = Obligation.objects.filter(contest=quarrel.contest, cancelled_at__isnull=False)
    assert all(row.journal_entry.reversed_by is not None for row in cancelled)
    the_audit_is_content()
