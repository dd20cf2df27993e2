"""What a person's decision moves, to the cent; what it never touches; and who that person may be."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.db.models import Sum

from accounts.models import MemberRole, Membership, OutgoingMail, StaffRole, User
from contests.models import Entry, EntryShare
from payouts import ledger
from payouts.errors import DisputeNotReady, DisputeRefused, NotTheirDispute, OperatorOnly, PayoutRefusal
from payouts.models import Adjustment, Disbursement, Dispute, Escrow, LedgerAccount, Obligation
from payouts.policy import Consequence
from payouts.services.disbursements import prepare_disbursements
from payouts.services.dispute_decisions import dismiss_dispute, preview_upholding, uphold_dispute
from payouts.services.disputing import open_dispute
from tests.fixtures.disputes import (
    REASON,
    Quarrel,
    carry_out_payments,
    decided,
    fair_2,
    settled,
    the_audit_is_content,
)
from tests.fixtures.worlds import make_user

pytestmark = pytest.mark.django_db

FLOOR = 16_828
WHY = "The report and the sketches agree."


def moment(quarrel: Quarrel) -> datetime:
    quarrel.contest.refresh_from_db()
    return quarrel.contest.state_since + timedelta(days=1)


def disputed(quarrel: Quarrel, by: User, claim: int, number: int = 1, kind: str = "earned") -> Dispute:
    debt = quarrel.debt(number, kind)
    return open_dispute(by, debt.public_id, claim_minor=claim, reason=REASON, now=moment(quarrel))


def uphold(quarrel: Quarrel, dispute: Dispute, amount: int, *, later: timedelta = timedelta(hours=1)) -> Dispute:
    now = moment(quarrel) + later
    return uphold_dispute(quarrel.admin, dispute.public_id, decided_minor=amount, reason=WHY, now=now)


def owed(quarrel: Quarrel, **which: object) -> int:
    rows = Obligation.objects.filter(contest=quarrel.contest, cancelled_at=None, **which)
    return rows.aggregate(total=Sum("amount_minor"))["total"] or 0


def held_in_escrow(quarrel: Quarrel) -> int:
    return ledger.balance(Escrow.objects.get(contest=quarrel.contest).account_id)


# --- For the payee ---------------------------------------------------------------------------------------------------


def test_upheld_for_the_payee_the_brand_gets_so_much_less_back(quarrel: Quarrel) -> None:
    refund = owed(quarrel, kind="refund")
    dispute = disputed(quarrel, quarrel.payees[1], 5_000)

    uphold(quarrel, dispute, 3_000)

    adjustment = Adjustment.objects.get(dispute=dispute).obligation
    assert (adjustment.amount_minor, adjustment.payee_user, adjustment.kind) == (3_000, quarrel.payees[1], "adjustment")
    assert adjustment.released_at is not None
    assert adjustment.pay_by == adjustment.released_at + timedelta(days=7)
    assert quarrel.standing(kind="refund") == [refund - 5_000, 2_000]
    assert owed(quarrel, kind="refund") == refund - 3_000
    assert owed(quarrel, kind="earned") == 3 * FLOOR
    assert held_in_escrow(quarrel) == 0
    assert ledger.balance(LedgerAccount.objects.get(code="payable:creatives:EUR").pk) == 3 * FLOOR + 50_000 + 3_000
    assert prepare_disbursements(moment(quarrel) + timedelta(hours=1)) == 7
    the_audit_is_content()


def test_upheld_whole_leaves_no_empty_remainder(quarrel: Quarrel) -> None:
    refund = owed(quarrel, kind="refund")
    uphold(quarrel, disputed(quarrel, quarrel.payees[1], refund), refund)
    assert owed(quarrel, kind="refund") == 0
    assert owed(quarrel, kind="adjustment") == refund
    the_audit_is_content()


# --- For the brand ---------------------------------------------------------------------------------------------------


def test_upheld_for_the_brand_the_others_of_the_shortlist_share_it_and_the_brand_gets_nothing() -> None:
    quarrel = settled(fair_2(), teams=(1, 1, 2, 1))
    refund = owed(quarrel, kind="refund")
    share = EntryShare.objects.get(entry=quarrel.entries[2], user=quarrel.payees[2])
    dispute = disputed(quarrel, quarrel.owner, 10_000)

    uphold(quarrel, dispute, 9_001)

    shares = Obligation.objects.filter(adjustment__dispute=dispute)
    by_entry: Counter[object] = Counter()
    for row in shares:
        by_entry[row.entry_id] += row.amount_minor
    assert sorted(by_entry.values()) == [3_000, 3_000, 3_001]
    assert set(by_entry) == {quarrel.entries[number].pk for number in (0, 2, 3)}
    of_team = [row.amount_minor for row in shares if row.entry_id == quarrel.entries[2].pk]
    assert len(of_team) == 2 and max(of_team) - min(of_team) <= 1 and share.weight == 1
    assert owed(quarrel, entry=quarrel.entries[1]) == FLOOR - 9_001
    assert owed(quarrel, kind="refund") == refund
    assert held_in_escrow(quarrel) == 0
    the_audit_is_content()


def test_what_a_person_took_is_the_only_way_below_the_floor(quarrel: Quarrel) -> None:
    """Fair 1 has no clawback: half of the floor is the most, as it is for a disqualification."""
    dispute = disputed(quarrel, quarrel.owner, FLOOR)
    with pytest.raises(DisputeRefused):
        uphold(quarrel, dispute, FLOOR // 2 + 1)

    uphold(quarrel, dispute, FLOOR // 2)

    assert owed(quarrel, entry=quarrel.entries[1]) == FLOOR - FLOOR // 2
    assert owed(quarrel, kind="adjustment") == FLOOR // 2
    the_audit_is_content()


def test_when_nobody_is_left_to_share_it_goes_to_the_brand() -> None:
    quarrel = settled(fair_2())
    refund = owed(quarrel, kind="refund")
    for number in (1, 2):
        uphold(quarrel, disputed(quarrel, quarrel.owner, 4_000, number), 4_000)
    before = owed(quarrel, kind="adjustment")

    last = disputed(quarrel, quarrel.owner, 4_000, 0)
    uphold(quarrel, last, 4_000)

    assert Adjustment.objects.get(dispute=last).obligation.payee_brand == quarrel.contest.brand
    assert owed(quarrel, kind="refund") == refund + 4_000
    assert owed(quarrel, kind="adjustment") == before == 8_000
    the_audit_is_content()


def test_neither_disqualified_entries_nor_those_found_guilty_share() -> None:
    quarrel = settled(fair_2(), teams=(1, 1, 1, 1))
    uphold(quarrel, disputed(quarrel, quarrel.owner, 600, 2), 600)
    second = disputed(quarrel, quarrel.owner, 600, 1)

    uphold(quarrel, second, 600)

    rows = Obligation.objects.filter(adjustment__dispute=second)
    assert {row.entry_id for row in rows} == {quarrel.entries[0].pk, quarrel.entries[3].pk}
    the_audit_is_content()


@pytest.mark.parametrize("side", ["payee", "brand"])
def test_before_the_contest_is_over_nothing_is_upheld_and_something_else_is_said(side: str) -> None:
    quarrel = decided(fair_2())
    now = quarrel.contest.decided_at + timedelta(hours=1)
    by = quarrel.payees[1] if side == "payee" else quarrel.owner
    dispute = open_dispute(by, quarrel.debt(1).public_id, claim_minor=500, reason=REASON, now=now)

    with pytest.raises(DisputeNotReady, match="ruled out" if side == "brand" else "can wait"):
        uphold_dispute(quarrel.admin, dispute.public_id, decided_minor=500, reason=WHY, now=now)

    dismiss_dispute(quarrel.admin, dispute.public_id, reason=WHY, now=now)
    the_audit_is_content()


# --- What was paid stays paid ----------------------------------------------------------------------------------------


def test_what_has_been_paid_is_never_taken_back(quarrel: Quarrel) -> None:
    dispute = disputed(quarrel, quarrel.owner, 5_000)
    held = dispute.held
    assert held is not None
    later = timedelta(days=15)
    prepare_disbursements(moment(quarrel) + later)
    Disbursement.objects.filter(obligation=held).update(attempts=1)
    before = quarrel.standing()

    uphold(quarrel, dispute, 4_000, later=later)

    assert quarrel.standing() == before
    assert Adjustment.objects.count() == 0
    dispute.refresh_from_db()
    assert (dispute.decision, dispute.decided_minor) == ("upheld", 4_000)
    the_audit_is_content()


def test_a_hold_that_has_ended_still_moves_what_nobody_has_begun_to_pay(quarrel: Quarrel) -> None:
    dispute = disputed(quarrel, quarrel.owner, 5_000)
    later = timedelta(days=15)
    prepare_disbursements(moment(quarrel) + later)

    uphold(quarrel, dispute, 4_000, later=later)

    assert owed(quarrel, kind="adjustment") == 4_000
    assert Disbursement.objects.get(obligation=dispute.held).reason == "disputed"
    the_audit_is_content()


def test_a_dispute_that_holds_nothing_is_decided_on_record(quarrel: Quarrel) -> None:
    prepare_disbursements(moment(quarrel))
    Disbursement.objects.filter(obligation__kind="refund").update(attempts=1)
    dispute = disputed(quarrel, quarrel.payees[1], 5_000)

    assert preview_upholding(dispute, 5_000) is None
    uphold(quarrel, dispute, 5_000)

    assert Adjustment.objects.count() == 0
    the_audit_is_content()


def test_dismissed_everything_is_paid_as_it_was(quarrel: Quarrel) -> None:
    before = sum(quarrel.standing())
    dispute = disputed(quarrel, quarrel.payees[1], 5_000)
    now = moment(quarrel) + timedelta(hours=1)

    dismiss_dispute(quarrel.admin, dispute.public_id, reason=WHY, now=now)

    assert sum(quarrel.standing()) == before
    assert prepare_disbursements(now) == 6
    told = OutgoingMail.objects.filter(template="dispute_decided")
    assert {(mail.to_id, mail.context["decision"]) for mail in told} == {
        (quarrel.payees[1].pk, "dismissed"),
        (quarrel.owner.pk, "dismissed"),
    }
    the_audit_is_content()


# --- Looking ahead ---------------------------------------------------------------------------------------------------


def test_the_preview_is_what_happens(quarrel: Quarrel) -> None:
    dispute = disputed(quarrel, quarrel.owner, 5_000)

    ahead = preview_upholding(dispute, 4_001)

    assert isinstance(ahead, Consequence)
    assert (ahead.kept_minor, ahead.moved_minor, ahead.to_brand_minor) == (999, 4_001, 0)
    assert Dispute.objects.filter(decision="").count() == 1
    uphold(quarrel, dispute, 4_001)
    written = Obligation.objects.filter(adjustment__dispute=dispute)
    assert sorted((str(row.entry_id), row.amount_minor) for row in written) == sorted(
        (one.entry_id, one.amount_minor) for one in ahead.adjustments
    )


@pytest.mark.parametrize("amount", [0, -1, 5_001])
def test_no_more_is_upheld_than_is_held(quarrel: Quarrel, amount: int) -> None:
    dispute = disputed(quarrel, quarrel.payees[1], 5_000)
    for attempt in (lambda: preview_upholding(dispute, amount), lambda: uphold(quarrel, dispute, amount)):
        with pytest.raises(DisputeRefused) as refusal:
            attempt()
        assert refusal.value.field == "decided_minor"


# --- Who decides -----------------------------------------------------------------------------------------------------


def partial_judges(quarrel: Quarrel) -> dict[str, tuple[User, type[PayoutRefusal]]]:
    """People who may not decide on a dispute of the second payee's, and why not."""

    def admin(**ties: object) -> User:
        person = make_user("tied", staff_role=StaffRole.ADMIN)
        if "brand" in ties:
            Membership.objects.create(brand=quarrel.contest.brand, user=person, role=MemberRole.JUDGE)
        if "entry" in ties:
            EntryShare.objects.create(entry=quarrel.entries[2], user=person, weight=1, consented_at=moment(quarrel))
        return person

    payee = quarrel.payees[1]
    User.objects.filter(pk=payee.pk).update(staff_role=StaffRole.ADMIN)
    payee.refresh_from_db()
    return {
        "an auditor": (make_user("auditor", staff_role=StaffRole.AUDITOR), OperatorOnly),
        "the brand's owner": (quarrel.owner, OperatorOnly),
        "the payee, who opened it": (payee, NotTheirDispute),
        "a member of the brand": (admin(brand=True), NotTheirDispute),
        "an entrant": (admin(entry=True), NotTheirDispute),
    }


def test_nobody_with_a_part_in_it_decides(quarrel: Quarrel) -> None:
    dispute = disputed(quarrel, quarrel.payees[1], 5_000)
    now = moment(quarrel)
    for who, (person, refusal) in partial_judges(quarrel).items():
        with pytest.raises(refusal):
            dismiss_dispute(person, dispute.public_id, reason=WHY, now=now)
            pytest.fail(who)
        with pytest.raises(refusal):
            uphold_dispute(person, dispute.public_id, decided_minor=1, reason=WHY, now=now)
            pytest.fail(who)
    assert Dispute.objects.get().is_open


def test_a_decision_has_a_reason_and_stands(quarrel: Quarrel) -> None:
    dispute = disputed(quarrel, quarrel.payees[1], 5_000)
    now = moment(quarrel)
    with pytest.raises(DisputeRefused):
        dismiss_dispute(quarrel.admin, dispute.public_id, reason=" ", now=now)
    uphold(quarrel, dispute, 5_000)
    for again in (
        lambda: dismiss_dispute(quarrel.admin, dispute.public_id, reason=WHY, now=now),
        lambda: uphold(quarrel, dispute, 1),
    ):
        with pytest.raises(DisputeNotReady):
            again()
    assert owed(quarrel, kind="adjustment") == 5_000
    assert Entry.objects.filter(contest=quarrel.contest).count() == 3


def test_what_a_decision_gave_the_brand_is_no_longer_at_stake() -> None:
    """Nobody is left to inherit, so the brand gets it; whoever then claims more finds nothing that could wait."""
    quarrel = settled(teams=(1,))
    taken = disputed(quarrel, quarrel.owner, 5_000, number=0)
    carry_out_payments(moment(quarrel))
    uphold(quarrel, taken, 5_000)
    given = Obligation.objects.get(kind="refund", adjustment__dispute=taken)

    claimed = disputed(quarrel, quarrel.payees[0], 3_000, number=0, kind="prize")

    the_audit_is_content()
    assert claimed.held is None
    given.refresh_from_db()
    assert (given.amount_minor, given.cancelled_at) == (5_000, None)
