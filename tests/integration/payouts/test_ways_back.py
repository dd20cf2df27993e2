"""A refund goes back where it came from; where that cannot be, or fails for good, to the brand's payout account."""

from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.db import connection

from accounts.models import OutgoingMail, PayoutAccount, User
from contests.models import Contest
from payouts.models import Deposit, Disbursement, Escrow, Obligation
from payouts.rails.base import RailAnswer, RailStatus
from payouts.selectors.payout_runs import preview_run
from payouts.services.audit import run_checks
from payouts.services.controls import confirm_proposal, propose_start, stop_rail
from payouts.services.disbursements import hold, prepare_disbursements, release_hold
from payouts.services.disputing import open_dispute
from payouts.services.funding import request_funding, withdraw_from_funding
from payouts.services.receiving import record_deposit
from payouts.services.reconcile import reconcile
from payouts.services.refunding import refund_draft
from payouts.services.verdicts import Verdict
from tests.fixtures.calls import Caller
from tests.fixtures.disputes import settled
from tests.fixtures.four_eyes import ALL, approve_all, lower_limits
from tests.fixtures.payday import LATER, PAYDAY, Payday
from tests.fixtures.people import hire
from tests.fixtures.worlds import BRANDS_ACCOUNT, NOON, draft_contest, give_account, owner_of, pay_in
from tests.integration.payouts.test_audit import forge

pytestmark = pytest.mark.django_db

SOURCE = "FR7630006000019876543210987"
REJECTED = "FR7699999000010000079990001"
RETURNED = "FR7699999000010000061990002"
LATEST = PAYDAY + 6 * LATER


def refunded_draft(*paid_in: tuple[str, int], has_account: bool = True) -> Contest:
    """A draft again, whose brand has asked back all that was paid in for it, each part from its own account."""
    contest = draft_contest()
    if not has_account:
        PayoutAccount.objects.filter(brand=contest.brand).update(retired_at=NOON)
    request_funding(owner_of(contest.brand), contest.pk, now=NOON)
    for number, (source, amount) in enumerate(paid_in):
        pay_in(contest, amount, source=source, now=NOON + timedelta(minutes=number))
    withdraw_from_funding(owner_of(contest.brand), contest.pk, now=NOON)
    refund_draft(owner_of(contest.brand), contest.pk, now=NOON)
    return contest


def attempts(contest: Contest) -> list[Disbursement]:
    rows = Disbursement.objects.filter(obligation__contest=contest).order_by("obligation", "attempt")
    return list(rows.select_related("payout_account", "origin"))


def ways(contest: Contest) -> list[tuple[str, str]]:
    """Each attempt's state, and where it goes."""
    return [(one.state, one.destination) for one in attempts(contest)]


def work(payday: Payday) -> None:
    """Let the workers and the bank do what there is to do, failures and what follows from them included."""
    for number in range(5):
        payday.pay(PAYDAY + number * LATER)
        payday.bank.advance()


def wrong(now: object = NOON) -> list[str]:
    """The audit's checks that do not hold: at noon, when nothing was overdue yet."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return [check.name for check in run_checks(now=now) if not check.ok]  # type: ignore[arg-type]


def asked_for_an_account() -> int:
    return OutgoingMail.objects.filter(template="payout_needs_account").count()


@pytest.mark.parametrize("has_account", [True, False])
def test_a_refund_goes_back_to_the_account_it_came_from(payday: Payday, has_account: bool) -> None:
    """Whether the brand has given another account or none: nobody is asked for one."""
    contest = refunded_draft((SOURCE, 5_000), has_account=has_account)
    assert wrong() == []
    work(payday)

    (payment,) = attempts(contest)
    assert (payment.state, payment.origin, payment.payout_account) == ("paid", Deposit.objects.get(), None)
    assert payday.paid_out() == {SOURCE: 5_000}
    assert Obligation.objects.get(contest=contest).paid_at is not None
    assert (asked_for_an_account(), wrong()) == (0, [])
    assert [one for one in reconcile("sandbox", LATEST).differences if one.direction == "out"] == []
    mail = OutgoingMail.objects.get(template="payout_paid")
    assert mail.context["back"] is True


@pytest.mark.parametrize(("source", "state"), [(REJECTED, "rejected"), (RETURNED, "returned")])
def test_what_cannot_go_back_goes_to_the_payout_account_on_its_original_clock(
    payday: Payday, source: str, state: str
) -> None:
    contest = refunded_draft((source, 5_000))
    pay_by = Obligation.objects.get(contest=contest).pay_by
    work(payday)
    if state == "returned":
        payday.hear(2)
        assert Obligation.objects.get(contest=contest).paid_at is None
        work(payday)

    assert ways(contest) == [(state, f"↩ •••• {source[-4:]}"), ("paid", f"•••• {BRANDS_ACCOUNT[-4:]}")]
    assert [one["destination"] for one in payday.bank.movements("transfer")] == [source, BRANDS_ACCOUNT]
    assert Obligation.objects.get(contest=contest).pay_by == pay_by
    assert (asked_for_an_account(), wrong()) == (0, [])


def test_only_then_is_a_brand_without_an_account_asked_for_one(payday: Payday) -> None:
    contest = refunded_draft((REJECTED, 5_000), has_account=False)
    prepare_disbursements(PAYDAY)
    assert asked_for_an_account() == 0
    work(payday)
    assert (ways(contest), asked_for_an_account()) == ([("rejected", "↩ •••• 0001")], 1)

    give_account(contest.brand, BRANDS_ACCOUNT)
    work(payday)
    assert ways(contest)[1] == ("paid", f"•••• {BRANDS_ACCOUNT[-4:]}")
    assert len(payday.bank.movements("transfer")) == 2, "never a second time to where it failed"


def test_another_refund_of_the_contest_is_not_sent_where_one_has_failed(payday: Payday) -> None:
    contest = refunded_draft((REJECTED, 5_000))
    work(payday)
    pay_in(contest, 700, source=SOURCE)
    Deposit.objects.filter(amount_minor=700).update(received_at=NOON - timedelta(days=1))
    refund_draft(owner_of(contest.brand), contest.pk, now=NOON)
    work(payday)
    assert ways(contest)[2:] == [("paid", f"↩ •••• {SOURCE[-4:]}")]


def test_the_newest_deposit_that_covers_it_alone(payday: Payday) -> None:
    """Those that came in before are still there: what was asked back first has gone to the payout account."""
    contest = refunded_draft(("FR76OLD", 9_000), ("FR76NEW", 9_000), ("FR76SMALL", 100))
    request_funding(owner_of(contest.brand), contest.pk, now=NOON)
    prepare_disbursements(PAYDAY)
    assert ways(contest) == [("pending", f"•••• {BRANDS_ACCOUNT[-4:]}")], "a draft no more: not cut, and none covers it"

    later = pay_in(contest, 8_000, source="FR76LAST", now=NOON + timedelta(hours=1))
    pay_in(contest, 500, source="FR76TINY", now=NOON + timedelta(hours=2))
    withdraw_from_funding(owner_of(contest.brand), contest.pk, now=NOON)
    refund_draft(owner_of(contest.brand), contest.pk, now=NOON)
    prepare_disbursements(PAYDAY)
    assert (attempts(contest)[1].amount_minor, attempts(contest)[1].destination) == (8_500, "↩ •••• 6NEW")
    assert later.sent_back.count() == 0


def test_two_refunds_at_once_share_a_deposit_and_never_take_more_than_it_brought(payday: Payday) -> None:
    contest = refunded_draft((SOURCE, 10_000))
    pay_in(contest, 4_000, source="FR76SMALL")
    refund_draft(owner_of(contest.brand), contest.pk, now=NOON)
    assert prepare_disbursements(PAYDAY) == 2
    assert ways(contest) == [("pending", f"↩ •••• {SOURCE[-4:]}"), ("pending", "↩ •••• MALL")]
    work(payday)
    assert payday.paid_out() == {SOURCE: 10_000, "FR76SMALL": 4_000}


def test_a_hold_and_its_end_are_as_for_any_payment(payday: Payday, admin: User) -> None:
    contest = refunded_draft((SOURCE, 5_000))
    prepare_disbursements(PAYDAY)
    (payment,) = attempts(contest)
    hold(admin, payment.pk, reason="a look", until=PAYDAY + timedelta(days=2), now=PAYDAY)
    work(payday)
    assert payday.paid_out() == {}
    release_hold(admin, payment.pk, now=PAYDAY)
    work(payday)
    assert payday.paid_out() == {SOURCE: 5_000}


def test_above_its_rail_s_limit_two_people_look_at_where_it_goes_back_to(
    payday: Payday, admin: User, second_admin: User
) -> None:
    lower_limits(admin, above=4_999)
    contest = refunded_draft((SOURCE, 5_000))
    work(payday)
    assert (payday.paid_out(), ways(contest)) == ({}, [("pending", f"↩ •••• {SOURCE[-4:]}")])
    (shown,) = preview_run(ALL).members
    assert shown.member.destination == f"↩ •••• {SOURCE[-4:]}"
    approve_all(admin, second_admin)
    work(payday)
    assert (payday.paid_out(), wrong()) == ({SOURCE: 5_000}, [])


def test_it_waits_while_its_rail_is_stopped(payday: Payday, admin: User, second_admin: User) -> None:
    stop_rail(admin, "sandbox", reason="a breach", now=PAYDAY)
    contest = refunded_draft((SOURCE, 5_000))
    work(payday)
    assert (payday.paid_out(), ways(contest)) == ({}, [("pending", f"↩ •••• {SOURCE[-4:]}")])
    confirm_proposal(second_admin, propose_start(admin, "sandbox", reason="mended", now=PAYDAY).pk, now=PAYDAY)
    work(payday)
    assert payday.paid_out() == {SOURCE: 5_000}


@pytest.mark.parametrize("waits", [False, True])
def test_what_the_payer_s_bank_has_taken_back_meanwhile_is_no_way_back(
    payday: Payday, admin: User, waits: bool
) -> None:
    """Given up before anything left: when it is about to, or at once while it waits for two people."""
    if waits:
        lower_limits(admin, above=1)
    contest = refunded_draft((SOURCE, 5_000))
    prepare_disbursements(PAYDAY)
    taken_back(contest)
    work(payday)
    assert ways(contest)[0] == ("rejected", f"↩ •••• {SOURCE[-4:]}")
    assert attempts(contest)[0].reason == "origin_closed"
    assert ways(contest)[1] == ("pending" if waits else "paid", f"•••• {BRANDS_ACCOUNT[-4:]}")
    assert SOURCE not in payday.paid_out()


def taken_back(contest: Contest) -> None:
    """The money had been spent by then: the brand owes it, as for a contest that runs."""
    escrow, deposit = Escrow.objects.get(contest=contest), Deposit.objects.get(escrow=contest.pk)
    escrow.contest.state = "open"
    answer = RailAnswer(RailStatus.RETURNED, reason="MD06")
    record_deposit(escrow, deposit, Verdict(RailStatus.RETURNED), answer, now=PAYDAY)


def test_what_a_dispute_holds_of_a_refund_goes_back_by_the_same_deposit_afterwards(payday: Payday) -> None:
    quarrel = settled()
    prepare_disbursements(PAYDAY)
    whole = quarrel.debt_to_brand()
    back = f"↩ •••• {BRANDS_ACCOUNT[-4:]}"
    assert ways_of_refunds(quarrel.contest) == [("pending", back, whole.amount_minor)]

    debt = quarrel.debt(1)
    dispute = open_dispute(quarrel.payees[1], debt.public_id, claim_minor=100, reason="Too low.", now=PAYDAY)
    prepare_disbursements(PAYDAY)
    rest = whole.amount_minor - 100
    assert ways_of_refunds(quarrel.contest) == [("rejected", back, whole.amount_minor), ("pending", back, rest)]

    assert dispute.held is not None and dispute.held.held_until is not None
    afterwards = dispute.held.held_until
    prepare_disbursements(afterwards)
    assert ways_of_refunds(quarrel.contest)[2:] == [("pending", back, 100)]
    payday.pay(afterwards)
    payday.bank.advance()
    payday.pay(afterwards + LATER)
    assert {state for state, *_ in ways_of_refunds(quarrel.contest)[1:]} == {"paid"}


def ways_of_refunds(contest: Contest) -> list[tuple[str, str, int]]:
    rows = Disbursement.objects.filter(obligation__contest=contest, obligation__kind="refund").order_by("pk")
    return [(one.state, one.destination, one.amount_minor) for one in rows.select_related("origin")]


def test_a_way_back_that_nobody_has_taken_is_overdue_without_excuse() -> None:
    """A brand without an account is no reason for it to wait."""
    contest = refunded_draft((SOURCE, 5_000), has_account=False)
    late = Obligation.objects.get(contest=contest).pay_by + timedelta(days=1)
    assert wrong(late) == ["nothing_silently_overdue"]
    assert preview_run(ALL).without_account_count == 0


def test_without_either_it_waits_for_an_account_and_says_so() -> None:
    contest = refunded_draft((SOURCE, 5_000), has_account=False)
    taken_back(contest)
    late = Obligation.objects.get(contest=contest).pay_by + timedelta(days=1)
    assert (prepare_disbursements(PAYDAY), asked_for_an_account(), wrong(late)) == (0, 1, [])
    assert preview_run(ALL).without_account_count == 1


def test_the_audit_finds_that_more_went_back_than_came_in(
    payday: Payday, as_owner: AbstractContextManager[None]
) -> None:
    refunded_draft((SOURCE, 5_000))
    prepare_disbursements(PAYDAY)
    assert wrong() == []
    with as_owner:
        forge("UPDATE payouts_deposit SET amount_minor = amount_minor - 1")
    assert "ways_back_kept" in wrong()


def test_auditors_see_by_which_deposit_it_goes_back(payday: Payday) -> None:
    refunded_draft((SOURCE, 5_000))
    prepare_disbursements(PAYDAY)
    (row,) = Caller(hire("auditor")).get("audit/disbursements")["results"]
    assert (row["destination"], row["origin"]) == (f"↩ •••• {SOURCE[-4:]}", str(Deposit.objects.get().public_id))
