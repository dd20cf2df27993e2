"""Funding by card on a page of Stripe's: one charge whatever goes wrong, and the contest opens once it has come."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import MemberRole
from contests.lifecycle import NotAllowed
from contests.models import Contest
from payouts import ledger
from payouts.errors import DepositRefused, KeyReused, NoSuchDeposit, NoSuchRail
from payouts.models import Deposit, Escrow, JournalEntry
from payouts.services import deposits
from payouts.services.audit import run_checks
from payouts.services.card_payments import CardPayment, give_up_card_payment, look_at_card_payment, start_card_payment
from payouts.services.deposits import carry_out_due_deposits, missing_minor, start_deposit
from payouts.services.funding import request_funding, withdraw_from_funding
from payouts.services.reconcile import reconcile
from tests.fixtures.stripe import FakeStripe
from tests.fixtures.stripe_money import StripeMoney
from tests.fixtures.worlds import add_member, draft_contest, make_user, owner_of

pytestmark = pytest.mark.django_db

NOW = timezone.now()
LATER = NOW + timedelta(minutes=30)
DECLINED = "4000000000000002"


@pytest.fixture(autouse=True)
def the_books_hold(db: None) -> Iterator[None]:
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert [check for check in run_checks(now=NOW) if not check.ok and check.name != "nothing_stuck"] == []


@pytest.fixture
def contest(stripe_money: StripeMoney) -> Contest:
    """A contest that awaits funds."""
    contest = draft_contest(now=NOW)
    request_funding(owner_of(contest.brand), contest.pk, now=NOW)
    contest.refresh_from_db()
    return contest


def liability(contest: Contest) -> int:
    return Escrow.objects.get(contest=contest).liability_minor


def held(contest: Contest) -> int:
    return ledger.balance(Escrow.objects.get(contest=contest).account_id)


def state(contest: Contest) -> str:
    contest.refresh_from_db()
    return str(contest.state)


def begin(contest: Contest, amount: int | None = None, key: str = "k1") -> Deposit:
    return start_card_payment(owner_of(contest.brand), contest.pk, amount or liability(contest), key, NOW)


def look(contest: Contest, deposit: Deposit, now: datetime = NOW) -> CardPayment:
    return look_at_card_payment(owner_of(contest.brand), contest.pk, deposit.public_id, now)


def page_of(payment: CardPayment) -> str:
    """The id of the page in its address."""
    return payment.continue_url.rpartition("/")[2]


def test_a_contest_is_funded_by_card_and_opens(stripe_money: StripeMoney, contest: Contest) -> None:
    deposit = begin(contest)
    assert (deposit.state, deposit.rail, stripe_money.fake.objects("checkout.session")) == ("pending", "stripe", [])

    waiting = look(contest, deposit)
    assert waiting.deposit.state == "pending"
    assert waiting.deposit.provider_reference == page_of(waiting)
    assert look(contest, deposit).continue_url == waiting.continue_url
    assert (held(contest), state(contest)) == (0, "awaiting_funds")

    stripe_money.fake.pay(page_of(waiting))
    arrived = look(contest, deposit)
    assert (arrived.deposit.state, arrived.continue_url) == ("received", "")
    assert arrived.deposit.provider_reference.startswith("pi_")
    assert (held(contest), state(contest)) == (liability(contest), "open")
    assert stripe_money.fake.balance() == liability(contest)
    assert reconcile("stripe", LATER).differences == ()


def test_its_event_alone_is_enough(stripe_money: StripeMoney, contest: Contest) -> None:
    waiting = look(contest, begin(contest))
    stripe_money.fake.webhooks(double=True, reversed=True)
    stripe_money.fake.pay(page_of(waiting))
    now = stripe_money.hear(8)
    assert carry_out_due_deposits(now) == 1
    assert state(contest) == "open"
    assert JournalEntry.objects.filter(kind="deposit").count() == 1


def test_the_page_is_made_by_the_sweep_if_nobody_went_there(stripe_money: StripeMoney, contest: Contest) -> None:
    begin(contest)
    assert carry_out_due_deposits(NOW) == 0, "the payer has a head start"
    assert carry_out_due_deposits(NOW + timedelta(minutes=1)) == 1
    assert len(stripe_money.fake.objects("checkout.session")) == 1


@pytest.mark.parametrize("misfortune", ["error_before", "error_after", "unreadable", "in_use"])
def test_whatever_goes_wrong_with_the_page_one_charge_comes_of_it(
    stripe_money: StripeMoney, contest: Contest, misfortune: str
) -> None:
    deposit = begin(contest)
    stripe_money.fake.arm(misfortune, "POST /v1/checkout/sessions")
    unclear = look(contest, deposit)
    assert (unclear.deposit.state, unclear.continue_url) == ("unknown", "")
    if misfortune == "error_after":
        assert look(contest, deposit).continue_url == "", "Stripe repeats its 500 for a day"
        stripe_money.fake.forget_keys()
    waiting = look(contest, deposit)
    assert waiting.deposit.state == "pending"
    stripe_money.fake.pay(page_of(waiting))
    assert look(contest, deposit).deposit.state == "received"
    assert stripe_money.fake.balance() == held(contest) == liability(contest)


def test_a_declined_card_can_be_followed_by_another(stripe_money: StripeMoney, contest: Contest) -> None:
    deposit = begin(contest)
    page = page_of(look(contest, deposit))
    assert stripe_money.fake.pay(page, DECLINED) == "generic_decline"
    assert look(contest, deposit).continue_url
    stripe_money.fake.pay(page)
    assert look(contest, deposit).deposit.state == "received"
    assert stripe_money.fake.balance() == liability(contest)


def test_a_page_whose_time_is_over_is_refused_and_its_amount_is_missing_again(
    stripe_money: StripeMoney, contest: Contest
) -> None:
    deposit = begin(contest)
    page = page_of(look(contest, deposit))
    escrow = Escrow.objects.get(contest=contest)
    assert missing_minor(escrow) == 0
    stripe_money.fake.control("POST", "expire", page=page)
    carry_out_due_deposits(stripe_money.hear(1))
    deposit.refresh_from_db()
    assert (deposit.state, deposit.reason) == ("refused", "page_expired")
    assert missing_minor(escrow) == liability(contest)
    assert reconcile("stripe", LATER).differences == ()


def test_given_up_nobody_can_pay_there_any_more(stripe_money: StripeMoney, contest: Contest) -> None:
    owner, deposit = owner_of(contest.brand), begin(contest)
    page = page_of(look(contest, deposit))
    given_up = give_up_card_payment(owner, contest.pk, deposit.public_id, NOW)
    assert given_up.deposit.state == "refused"
    with pytest.raises(AssertionError, match="expired"):
        stripe_money.fake.pay(page)
    assert look(contest, deposit).deposit.state == "refused"


def test_given_up_too_late_it_is_received(stripe_money: StripeMoney, contest: Contest) -> None:
    deposit = begin(contest)
    stripe_money.fake.pay(page_of(look(contest, deposit)))
    late = give_up_card_payment(owner_of(contest.brand), contest.pk, deposit.public_id, NOW)
    assert (late.deposit.state, state(contest)) == ("received", "open")


def test_given_up_before_there_was_a_page_it_can_never_be_paid(stripe_money: StripeMoney, contest: Contest) -> None:
    deposit = begin(contest)
    given_up = give_up_card_payment(owner_of(contest.brand), contest.pk, deposit.public_id, NOW)
    assert given_up.deposit.state == "refused"
    (page,) = stripe_money.fake.objects("checkout.session")
    assert page["status"] == "expired"


def test_money_that_comes_after_the_brief_was_taken_back_waits_in_its_escrow(
    stripe_money: StripeMoney, contest: Contest
) -> None:
    deposit = begin(contest)
    page = page_of(look(contest, deposit))
    withdraw_from_funding(owner_of(contest.brand), contest.pk, now=NOW)
    stripe_money.fake.pay(page)
    carry_out_due_deposits(stripe_money.hear(4))
    deposit.refresh_from_db()
    assert (deposit.state, state(contest), held(contest)) == ("received", "draft", deposit.amount_minor)


# What comes back.


def fund(stripe_money: StripeMoney, contest: Contest, amount: int | None = None) -> Deposit:
    deposit = begin(contest, amount)
    stripe_money.fake.pay(page_of(look(contest, deposit)))
    return look(contest, deposit).deposit


def test_a_chargeback_after_the_opening_leaves_the_escrow_whole_and_the_brand_owes(
    stripe_money: StripeMoney, contest: Contest
) -> None:
    deposit = fund(stripe_money, contest)
    assert state(contest) == "open"
    stripe_money.hear(4)
    stripe_money.fake.control("POST", "disputes", payment_intent=deposit.provider_reference)
    carry_out_due_deposits(stripe_money.hear(6))

    deposit.refresh_from_db()
    assert (deposit.state, deposit.reason) == ("returned", "dispute_fraudulent")
    assert held(contest) == liability(contest)
    owed = ledger.balance(ledger.account_id(ledger.RECEIVABLE_BRANDS, "EUR"))
    assert owed == deposit.amount_minor
    assert (stripe_money.fake.balance(), ledger.balance(ledger.account_id("bank:stripe", "EUR"))) == (0, 0)
    assert reconcile("stripe", LATER).differences == ()


def test_a_chargeback_that_is_won_back_is_for_a_person(stripe_money: StripeMoney, contest: Contest) -> None:
    deposit = fund(stripe_money, contest)
    dispute = stripe_money.fake.control("POST", "disputes", payment_intent=deposit.provider_reference)
    carry_out_due_deposits(stripe_money.hear(6))
    stripe_money.fake.control("POST", "disputes/close", dispute=dispute["id"], status="won")
    carry_out_due_deposits(stripe_money.hear(8))
    deposit.refresh_from_db()
    assert (deposit.state, deposit.due_state) == ("returned", "parked")
    assert deposit.last_error == "the rail says paid after returned"


def test_a_chargeback_before_the_opening_leaves_less_in_the_escrow(stripe_money: StripeMoney, contest: Contest) -> None:
    deposit = fund(stripe_money, contest, 10_000)
    assert held(contest) == 10_000
    stripe_money.fake.control("POST", "disputes", payment_intent=deposit.provider_reference)
    carry_out_due_deposits(stripe_money.hear(6))
    assert (held(contest), state(contest)) == (0, "awaiting_funds")


def test_a_refund_of_a_part_by_hand_is_for_a_person(stripe_money: StripeMoney, contest: Contest) -> None:
    deposit = fund(stripe_money, contest)
    stripe_money.fake.call("POST", "/v1/refunds", data={"payment_intent": deposit.provider_reference, "amount": 100})
    carry_out_due_deposits(stripe_money.hear(6))
    deposit.refresh_from_db()
    assert (deposit.state, deposit.due_state) == ("received", "parked")
    assert "instead of" in deposit.last_error
    assert [difference.kind for difference in reconcile("stripe", LATER).differences] == ["amount"]


def test_a_dispute_about_somebody_else_s_charge_is_read_and_forgotten(
    stripe_money: StripeMoney, contest: Contest
) -> None:
    deposit = fund(stripe_money, contest)
    given = {"amount": 900, "currency": "eur", "payment_method": "pm_card_createDispute"}
    stripe_money.fake.call("POST", "/v1/payment_intents", data=given | {"confirm": "true", "off_session": "true"})
    carry_out_due_deposits(stripe_money.hear(9))
    deposit.refresh_from_db()
    assert (deposit.state, deposit.due_state) == ("received", "done")


# Who may, and what is refused.


def test_without_stripe_it_is_not_offered(settings: object, stripe_money: StripeMoney, contest: Contest) -> None:
    settings.RAILS = {"sandbox": settings.RAILS["sandbox"]}  # type: ignore[attr-defined]
    with pytest.raises(NoSuchRail):
        begin(contest)


def test_no_more_is_taken_than_what_is_missing(contest: Contest) -> None:
    with pytest.raises(DepositRefused):
        begin(contest, liability(contest) + 1)
    begin(contest, 500)
    with pytest.raises(DepositRefused):
        begin(contest, liability(contest), "k2")


def test_the_same_request_is_one_payment(contest: Contest) -> None:
    assert begin(contest, 500).pk == begin(contest, 500).pk
    with pytest.raises(KeyReused):
        begin(contest, 501)
    with pytest.raises(KeyReused):
        start_deposit(owner_of(contest.brand), contest.pk, 500, "FR7630006000011234567890189", "k1", NOW)


def test_only_payers_see_where_it_is_paid(stripe_money: StripeMoney, contest: Contest) -> None:
    deposit = begin(contest)
    for stranger in (make_user(), add_member(contest.brand, MemberRole.JUDGE)):
        for act in (look_at_card_payment, give_up_card_payment):
            with pytest.raises(NotAllowed):
                act(stranger, contest.pk, deposit.public_id, NOW)
    finance = add_member(contest.brand, MemberRole.FINANCE)
    assert look_at_card_payment(finance, contest.pk, deposit.public_id, NOW).continue_url


def test_a_payment_of_another_contest_or_kind_is_none(stripe_money: StripeMoney, contest: Contest) -> None:
    deposit = begin(contest, 500)
    other = draft_contest(contest.brand, now=NOW)
    request_funding(owner_of(contest.brand), other.pk, now=NOW)
    with pytest.raises(NoSuchDeposit):
        look(other, deposit)
    by_bank = start_deposit(owner_of(contest.brand), contest.pk, 600, "FR7630006000011234567890189", "k9", NOW)
    with pytest.raises(NoSuchDeposit):
        look(contest, by_bank)


def test_two_at_once_ask_for_one_page(stripe_money: StripeMoney, contest: Contest, stripe_fake: FakeStripe) -> None:
    deposit = begin(contest)
    ask = deposits._ask_or_charge

    def ask_and_be_overtaken(row: Deposit) -> object:
        answer = ask(row)
        if row.attempts == 1:
            assert look(contest, deposit).continue_url == answer.continue_url
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(deposits, "_ask_or_charge", ask_and_be_overtaken)
        look(contest, deposit)
    assert len(stripe_fake.objects("checkout.session")) == 1
    deposit.refresh_from_db()
    assert deposit.state == "pending"
