"""A refund to the account that a bank transfer came from: in a file like any payment, its number sealed until then."""

import pytest

from accounts.models import OutgoingMail, PayoutAccount
from contests.models import Contest
from payouts.models import Disbursement, IncomingTransfer, Obligation, PaymentFileLine
from payouts.rails.sepa.references import contest_reference
from payouts.services.file_desk import try_again
from payouts.services.funding import request_funding, withdraw_from_funding
from payouts.services.reconcile import reconcile
from payouts.services.refunding import refund_draft
from payouts.services.transfers import match_transfers
from tests.fixtures.bank_words import Booking, statement, status_report
from tests.fixtures.people import hire
from tests.fixtures.sepa import SepaDay, an_iban, wrong
from tests.fixtures.worlds import draft_contest, give_account, owner_of

pytestmark = pytest.mark.django_db

PAYER = {"name": "Halden Tea BV", "iban": "NL14MOCK0000000002"}
PAID_IN = 5_000


def refunded(sepa_day: SepaDay, **transfer: object) -> Contest:
    """A draft again for which a transfer has come in; its brand has no account, and asks the money back."""
    contest = draft_contest(now=sepa_day.now)
    owner = owner_of(contest.brand)
    PayoutAccount.objects.filter(brand=contest.brand).update(retired_at=sepa_day.now)
    request_funding(owner, contest.pk, now=sepa_day.now)
    if transfer:
        booking = Booking(PAID_IN, "C-1", rf=contest_reference(contest.pk), **transfer)
        sepa_day.told(statement(sepa_day.bank.iban, "S1", booking))
    else:
        sepa_day.bank.transfer_in(PAID_IN, note=contest_reference(contest.pk), debtor=PAYER)
        sepa_day.hear()
    match_transfers(sepa_day.now)
    withdraw_from_funding(owner, contest.pk, now=sepa_day.now)
    refund_draft(owner, contest.pk, now=sepa_day.now)
    return contest


def ways() -> list[tuple[str, str]]:
    rows = Disbursement.objects.order_by("attempt").select_related("payout_account", "origin")
    return [(one.state, one.destination) for one in rows]


def order_id() -> str:
    return PaymentFileLine.objects.order_by("-pk")[0].order_id


def test_a_refund_goes_back_to_the_account_the_transfer_came_from(sepa_day: SepaDay) -> None:
    contest = refunded(sepa_day)
    sepa_day.pay()
    assert ways() == [("sent", "↩ •••• 0002")]
    sepa_day.next_day()
    sepa_day.hear()

    (paid,) = sepa_day.bank.payments()
    assert (paid["creditor_name"], paid["creditor_iban"], paid["amount"]) == (PAYER["name"], PAYER["iban"], PAID_IN)
    assert (ways(), Obligation.objects.get(contest=contest).paid_at is None) == ([("paid", "↩ •••• 0002")], False)
    assert OutgoingMail.objects.filter(template="payout_needs_account").count() == 0
    assert (wrong(sepa_day.now), reconcile("sepa", sepa_day.now).is_clean) == ([], True)


@pytest.mark.parametrize("late", [False, True], ids=["rejected", "returned"])
def test_a_closed_account_sends_it_to_the_brand_s_own(sepa_day: SepaDay, late: bool) -> None:
    contest = refunded(sepa_day)
    pay_by = Obligation.objects.get(contest=contest).pay_by
    sepa_day.pay()
    if late:
        left = Booking(-PAID_IN, "B-1", order_id=order_id())
        back = Booking(PAID_IN, "B-2", order_id=order_id(), return_reason="AC04")
        sepa_day.told(statement(sepa_day.bank.iban, "S2", left, back))
    else:
        report = status_report(sepa_day.file().message_id, group="PART", orders=[(order_id(), "RJCT", "AC04")])
        sepa_day.told(report)
    sepa_day.pay()
    assert ways() == [("returned" if late else "rejected", "↩ •••• 0002")]
    assert OutgoingMail.objects.filter(template="payout_needs_account").count() == 1

    iban = an_iban()
    give_account(contest.brand, iban, rail="sepa")
    sepa_day.pay()
    assert ways()[1] == ("sent", f"•••• {iban[-4:]}")
    assert Obligation.objects.get(contest=contest).pay_by == pay_by


def test_what_is_not_the_payer_s_business_waits_for_a_person_and_goes_back_all_the_same(sepa_day: SepaDay) -> None:
    contest = refunded(sepa_day)
    give_account(contest.brand, an_iban(), rail="sepa")
    sepa_day.pay()
    sepa_day.told(status_report(sepa_day.file().message_id, group="PART", orders=[(order_id(), "RJCT", "AM04")]))
    sepa_day.pay()
    assert (ways(), wrong(sepa_day.now)) == ([("rejected", "↩ •••• 0002")], ["nothing_stuck"])
    try_again(hire("admin"), [Disbursement.objects.get().pk], now=sepa_day.now)
    sepa_day.pay()
    assert ways() == [("rejected", "↩ •••• 0002"), ("sent", "↩ •••• 0002")]


def test_where_the_bank_has_named_no_account_it_goes_to_the_brand_s_own(sepa_day: SepaDay) -> None:
    contest = refunded(sepa_day, payer_account="")
    assert IncomingTransfer.objects.get().payer_sealed is None
    iban = an_iban()
    give_account(contest.brand, iban, rail="sepa")
    sepa_day.pay()
    assert ways() == [("sent", f"•••• {iban[-4:]}")]
