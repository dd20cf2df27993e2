"""A refund that came in by several deposits goes back by all of them: a debt, and a payment, for each part."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import OutgoingMail, PayoutAccount, StaffRole
from contests.models import Contest, Handover
from payouts import ledger
from payouts.documents.services.papers import issue_papers
from payouts.models import Dispute, Obligation
from payouts.rails.sepa.references import contest_reference
from payouts.selectors.brand_statements import brand_statement, statement_brand
from payouts.selectors.payout_runs import preview_run
from payouts.services import cutting, preparing, refunds_in_parts
from payouts.services.card_payments import look_at_card_payment, start_card_payment
from payouts.services.disbursements import prepare_disbursements, send_due
from payouts.services.dispute_decisions import dismiss_dispute, uphold_dispute
from payouts.services.disputing import open_dispute
from payouts.services.filing import submit_files
from payouts.services.funding import open_if_funded, request_funding, withdraw_from_funding
from payouts.services.gathering import gather_files
from payouts.services.refunding import refund_draft
from payouts.services.refunds_in_parts import cut_refunds
from payouts.services.transfers import match_transfers
from tests.fixtures.disputes import Quarrel
from tests.fixtures.four_eyes import ALL
from tests.fixtures.payday import LATER, PAYDAY, Payday
from tests.fixtures.sepa import SepaDay
from tests.fixtures.stripe_money import StripeMoney
from tests.fixtures.worlds import (
    BRANDS_ACCOUNT,
    DAY,
    NOON,
    award,
    draft_contest,
    enter,
    make_creative,
    make_user,
    owner_of,
    pass_time,
    pay_in,
    shortlist,
)
from tests.integration.payouts.test_crash_points import Killed, dying
from tests.integration.payouts.test_ways_back import (
    REJECTED,
    SOURCE,
    asked_for_an_account,
    refunded_draft,
    ways_of_refunds,
    work,
    wrong,
)

pytestmark = pytest.mark.django_db

PAYER = {"name": "Halden Tea BV", "iban": "NL14MOCK0000000002"}
TO_ACCOUNT = f"•••• {BRANDS_ACCOUNT[-4:]}"
TWO_PARTS = (("FR76LARGE", 6_000), ("FR76SMALL", 4_000))
SIX = ("FR76ONE", "FR76TWO", "FR76THREE", "FR76FOUR", "FR76FIVE", "FR76SIX")


def debts(contest: Contest) -> list[int]:
    """What is owed back, by the order in which it was written."""
    rows = Obligation.objects.filter(contest=contest, kind="refund", cancelled_at=None).order_by("pk")
    return list(rows.values_list("amount_minor", flat=True))


def settled_in_parts(*sources: str, last: int = 0) -> Quarrel:
    """A contest that is over, funded in equal parts; or, with `last`, in one of that much and one of all the rest."""
    contest = draft_contest(prizes=[50_000])
    liability = request_funding(owner_of(contest.brand), contest.pk, now=NOON).liability_minor
    share = -(-liability // len(sources))
    for number, source in enumerate(sources):
        amount = (liability - last, last)[number] if last else min(share, liability - number * share)
        pay_in(contest, amount, source=source, now=NOON + timedelta(minutes=number))
    assert open_if_funded(contest.pk, now=NOON)
    contest.refresh_from_db()
    payees = [make_creative() for _ in range(3)]
    entries = [enter(contest, payee) for payee in payees]
    award(shortlist(contest, entries), entries[0])
    Handover.objects.filter(award__contest=contest).update(delivered_at=contest.decided_at)
    for kind in ("delivery_due", "acceptance_due"):
        pass_time(contest, contest.deadlines.get(kind=kind, due_state="waiting").due_at)
    assert contest.state == "settled"
    admin = make_user("admin", staff_role=StaffRole.ADMIN)
    return Quarrel(contest, entries, payees, owner_of(contest.brand), admin)


def moment(quarrel: Quarrel) -> datetime:
    return quarrel.contest.state_since + DAY


def disputed(quarrel: Quarrel, claim_minor: int) -> Dispute:
    """The second payee says that their line is too low."""
    debt = quarrel.debt(1)
    return open_dispute(
        quarrel.payees[1], debt.public_id, claim_minor=claim_minor, reason="Too low.", now=moment(quarrel)
    )


def movements(quarrel: Quarrel) -> list[tuple[str, int, int]]:
    """The brand's statement of the whole year, in short."""
    brand = statement_brand(quarrel.owner, quarrel.contest.brand_id)
    found = brand_statement(brand, "EUR", since=NOON - 9 * DAY, until=NOON + 300 * DAY)
    return [(one.kind.value, one.change.escrow_minor, one.change.owed_back_minor) for one in found.movements.items]


def test_two_cards_and_a_transfer_each_get_back_what_came_from_them(
    stripe_money: StripeMoney, sepa_day: SepaDay
) -> None:
    contest = draft_contest(now=sepa_day.now)
    owner = owner_of(contest.brand)
    PayoutAccount.objects.filter(brand=contest.brand).update(retired_at=sepa_day.now)
    request_funding(owner, contest.pk, now=sepa_day.now)
    for amount in (5_000, 7_001):
        deposit = start_card_payment(owner, contest.pk, amount, f"k{amount}", timezone.now())
        waiting = look_at_card_payment(owner, contest.pk, deposit.public_id, timezone.now())
        stripe_money.fake.pay(waiting.continue_url.rpartition("/")[2])
        look_at_card_payment(owner, contest.pk, deposit.public_id, timezone.now())
    sepa_day.bank.transfer_in(9_902, note=contest_reference(contest.pk), debtor=PAYER)
    sepa_day.hear()
    match_transfers(sepa_day.now)
    withdraw_from_funding(owner, contest.pk, now=sepa_day.now)
    refund_draft(owner, contest.pk, now=sepa_day.now)

    prepare_disbursements(sepa_day.now)
    assert debts(contest) == [9_902, 7_001, 5_000]
    while send_due(max(timezone.now(), sepa_day.now)):
        pass
    gather_files(sepa_day.now)
    submit_files(sepa_day.now)
    sepa_day.next_day()
    sepa_day.hear()

    refunds = [(one["amount"], one["status"]) for one in stripe_money.fake.objects("refund")]
    assert sorted(refunds) == [(5_000, "succeeded"), (7_001, "succeeded")]
    (paid,) = sepa_day.bank.payments()
    assert (paid["creditor_iban"], paid["amount"]) == (PAYER["iban"], 9_902)
    assert ways_of_refunds(contest) == [
        ("paid", "↩ •••• 0002", 9_902),
        ("paid", "↩ card", 7_001),
        ("paid", "↩ card", 5_000),
    ]
    assert ledger.balance(ledger.account_id(ledger.PAYABLE_REFUNDS, "EUR")) == 0
    issue_papers(sepa_day.now)
    assert (asked_for_an_account(), wrong(sepa_day.now)) == (0, [])


def test_what_a_contest_leaves_goes_back_in_few_parts_and_moves_nothing_in_the_brand_s_statement(
    payday: Payday,
) -> None:
    quarrel = settled_in_parts(*SIX)
    whole, before = quarrel.debt_to_brand(), movements(quarrel)
    share = max(one[1] for one in before if one[0] == "payment_in")
    assert share < whole.amount_minor < 6 * share

    assert cut_refunds(moment(quarrel)) == 1
    assert (cut_refunds(moment(quarrel)), wrong()) == (0, []), "once cut, it waits for its payments"
    parts = list(Obligation.objects.filter(contest=quarrel.contest, kind="refund", cancelled_at=None).order_by("part"))
    assert sum(one.amount_minor for one in parts) == whole.amount_minor
    assert len(parts) == -(-whole.amount_minor // share)
    assert {(one.pay_by, one.released_at, one.payee_brand_id) for one in parts} == {
        (whole.pay_by, whole.released_at, whole.payee_brand_id)
    }
    assert movements(quarrel) == before

    payday.pay(moment(quarrel))
    payday.bank.advance()
    payday.pay(moment(quarrel) + LATER)
    assert {state for state, *_ in ways_of_refunds(quarrel.contest)} == {"paid"}
    back = {source: minor for source, minor in payday.paid_out().items() if source in SIX}
    assert sum(back.values()) == whole.amount_minor and all(minor <= share for minor in back.values())
    assert [one for one in movements(quarrel) if one[0] != "refund_paid"] == before
    issue_papers(moment(quarrel))
    assert wrong() == []


def test_a_part_that_cannot_go_back_goes_to_the_payout_account_alone(payday: Payday) -> None:
    contest = refunded_draft((REJECTED, 4_000), (SOURCE, 6_000))
    work(payday)
    assert ways_of_refunds(contest) == [
        ("paid", f"↩ •••• {SOURCE[-4:]}", 6_000),
        ("rejected", f"↩ •••• {REJECTED[-4:]}", 4_000),
        ("paid", TO_ACCOUNT, 4_000),
    ]
    assert (payday.paid_out(), wrong()) == ({SOURCE: 6_000, BRANDS_ACCOUNT: 4_000}, [])


@pytest.mark.parametrize("has_account", [True, False])
def test_what_no_way_covers_any_more_goes_to_the_payout_account_and_the_rest_back(
    payday: Payday, has_account: bool
) -> None:
    """A way has failed before, and what a dispute held meanwhile is more than the other one brought."""
    quarrel = settled_in_parts(REJECTED, SOURCE, last=1_500)
    dispute, now = disputed(quarrel, 5_000), moment(quarrel)
    payday.pay(now)
    payday.bank.advance()
    payday.pay(now + LATER)
    assert ways_of_refunds(quarrel.contest)[0][:2] == ("rejected", f"↩ •••• {REJECTED[-4:]}")
    if not has_account:
        PayoutAccount.objects.filter(brand=quarrel.contest.brand).update(retired_at=now)

    dismiss_dispute(quarrel.admin, dispute.public_id, reason="It was right.", now=now + LATER)
    prepare_disbursements(now + 2 * LATER)

    assert debts(quarrel.contest)[-2:] == [1_500, 3_500]
    expected = [("pending", f"↩ •••• {SOURCE[-4:]}", 1_500), ("pending", TO_ACCOUNT, 3_500)]
    assert ways_of_refunds(quarrel.contest)[2:] == expected[: 1 + has_account]
    assert (asked_for_an_account(), wrong()) == (0 if has_account else 1, [])
    prepare_disbursements(now + 3 * LATER)
    assert debts(quarrel.contest)[-2:] == [1_500, 3_500]


def test_what_a_dispute_holds_stays_whole_until_somebody_has_decided(payday: Payday) -> None:
    quarrel = settled_in_parts(*SIX)
    whole = quarrel.debt_to_brand().amount_minor
    dispute, now = disputed(quarrel, whole), moment(quarrel)
    prepare_disbursements(now)
    assert (debts(quarrel.contest), ways_of_refunds(quarrel.contest)) == ([whole], [])

    dismiss_dispute(quarrel.admin, dispute.public_id, reason="It was right.", now=now + LATER)
    prepare_disbursements(now + LATER)
    assert len(debts(quarrel.contest)) > 1 and sum(debts(quarrel.contest)) == whole
    assert all(where.startswith("↩") for _, where, _ in ways_of_refunds(quarrel.contest))
    assert wrong() == []


def test_a_hold_that_ends_undecided_sends_it_whole(payday: Payday) -> None:
    """So that the person who decides finds what the dispute was about."""
    quarrel = settled_in_parts(*SIX)
    whole = quarrel.debt_to_brand().amount_minor
    dispute = disputed(quarrel, whole)
    assert dispute.held is not None and dispute.held.held_until is not None
    prepare_disbursements(dispute.held.held_until)
    assert ways_of_refunds(quarrel.contest) == [("pending", TO_ACCOUNT, whole)]
    dismiss_dispute(quarrel.admin, dispute.public_id, reason="It was right.", now=dispute.held.held_until)
    prepare_disbursements(dispute.held.held_until + LATER)
    assert (debts(quarrel.contest), wrong()) == ([whole], [])


def test_parts_that_a_dispute_takes_are_one_debt_again_and_cut_anew_afterwards(payday: Payday) -> None:
    quarrel = settled_in_parts(*SIX)
    now, total = moment(quarrel), sum(quarrel.standing())
    prepare_disbursements(now)
    parts = debts(quarrel.contest)
    dispute = disputed(quarrel, parts[0] + 1)
    prepare_disbursements(now)
    assert dispute.held is not None and dispute.held.amount_minor == parts[0] + 1
    dismiss_dispute(quarrel.admin, dispute.public_id, reason="It was right.", now=now + LATER)
    prepare_disbursements(now + 2 * LATER)
    assert sum(debts(quarrel.contest)) == sum(parts)
    assert {where[:1] for state, where, _ in ways_of_refunds(quarrel.contest) if state == "pending"} == {"↩"}
    assert (sum(quarrel.standing()), wrong()) == (total, [])


def test_a_draft_that_asks_for_funds_again_before_its_refund_was_cut_gets_it_whole(payday: Payday) -> None:
    contest = refunded_draft(*TWO_PARTS)
    request_funding(owner_of(contest.brand), contest.pk, now=NOON)
    prepare_disbursements(PAYDAY)
    assert ways_of_refunds(contest) == [("pending", TO_ACCOUNT, 10_000)]
    assert wrong() == []


def test_what_a_decision_gave_the_brand_stays_the_one_debt_that_was_decided(payday: Payday) -> None:
    """Two of three took from each other until nobody was left to share: the rest is the brand's."""
    quarrel = settled_in_parts(*(f"FR76N{number}" for number in range(60)))
    now = moment(quarrel)
    for number in (1, 2, 0):
        debt = quarrel.debt(number)
        claim = debt.amount_minor // 2
        dispute = open_dispute(quarrel.owner, debt.public_id, claim_minor=claim, reason="No.", now=now)
        uphold_dispute(quarrel.admin, dispute.public_id, decided_minor=claim, reason="So.", now=now)
    given = Obligation.objects.get(adjustment__isnull=False, kind="refund")
    prepare_disbursements(now)
    assert len(debts(quarrel.contest)) > 10
    assert ("pending", TO_ACCOUNT, given.amount_minor) in ways_of_refunds(quarrel.contest)
    assert (Obligation.objects.get(pk=given.pk).cancelled_at, wrong()) == (None, [])


# --- However often, and whoever dies ---------------------------------------------------------------------------------

STEPS: list[tuple[Any, str]] = [
    (refunds_in_parts, "_search"),
    (refunds_in_parts, "_lock_escrow"),
    (refunds_in_parts, "owe_otherwise"),
    (cutting, "_write"),
    (refunds_in_parts, "_cut"),
    (preparing, "cut_refunds"),
    (preparing, "_prepare_batch"),
]


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize(("where", "name"), STEPS, ids=[name for _, name in STEPS])
def test_a_death_at_any_step_leaves_nothing_half_cut(
    payday: Payday, monkeypatch: pytest.MonkeyPatch, where: Any, name: str, before: bool
) -> None:
    contest = refunded_draft(*TWO_PARTS)
    monkeypatch.setattr(where, name, dying(getattr(where, name), before=before))
    with pytest.raises(Killed):
        prepare_disbursements(PAYDAY)
    assert debts(contest) in ([10_000], [6_000, 4_000])
    assert wrong() == []
    work(payday)
    assert debts(contest) == [6_000, 4_000]
    assert (payday.paid_out(), wrong()) == (dict(TWO_PARTS), [])


def test_what_one_visit_does_not_get_to_waits_for_the_next(payday: Payday, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refunds_in_parts, "AT_ONCE", 1)
    contests = [refunded_draft(*TWO_PARTS) for _ in range(2)]
    assert prepare_disbursements(PAYDAY) == 2
    assert sorted(map(debts, contests)) == [[6_000, 4_000], [10_000]]
    assert prepare_disbursements(PAYDAY) == 2
    assert list(map(debts, contests)) == [[6_000, 4_000]] * 2


def test_what_the_database_refuses_keeps_nobody_else_waiting(payday: Payday, monkeypatch: pytest.MonkeyPatch) -> None:
    refused, other = (refunded_draft(*TWO_PARTS, has_account=False) for _ in range(2))

    def refuse(escrow: Any, *rest: Any, **named: Any) -> Sequence[Obligation]:
        if escrow.contest_id == refused.pk:
            raise IntegrityError
        return cutting.owe_otherwise(escrow, *rest, **named)

    monkeypatch.setattr(refunds_in_parts, "owe_otherwise", refuse)
    assert prepare_disbursements(PAYDAY) == 2
    assert (debts(refused), debts(other), ways_of_refunds(refused)) == ([10_000], [6_000, 4_000], [])
    work(payday)
    late = Obligation.objects.filter(contest=refused).earliest("pk").pay_by + DAY
    assert wrong(late) == ["nothing_silently_overdue"], "no lack of an account excuses it, and nobody is asked for one"
    assert (asked_for_an_account(), preview_run(ALL).without_account_count) == (0, 0)


def test_where_nothing_is_to_be_cut_a_visit_asks_once(payday: Payday) -> None:
    refunded_draft((SOURCE, 5_000))
    refunded_draft((SOURCE, 5_000))
    with CaptureQueriesContext(connection) as asked:
        assert cut_refunds(PAYDAY) == 0
    assert len(asked) == 1


def test_each_part_is_told_of(payday: Payday) -> None:
    contest = refunded_draft(*TWO_PARTS)
    work(payday)
    mails = OutgoingMail.objects.filter(template="payout_paid")
    assert mails.count() == len(ways_of_refunds(contest)) == 2
