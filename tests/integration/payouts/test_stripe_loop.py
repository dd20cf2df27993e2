"""The whole way of money over Stripe: in by card, out to twenty people, with everything going wrong on the wire.

Three books are compared in the end: the fake's own, our ledger, and what is owed.
"""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import Sum
from django.utils import timezone

from accounts.models import PayoutAccount, User
from contests.models import Contest
from payouts import ledger
from payouts.models import Disbursement, Escrow, Obligation
from payouts.services.audit import run_checks
from payouts.services.card_payments import look_at_card_payment, start_card_payment
from payouts.services.deposits import carry_out_due_deposits
from payouts.services.disbursements import prepare_disbursements, send_due
from payouts.services.funding import request_funding
from payouts.services.reconcile import reconcile
from tests.fixtures.payday import OPENED
from tests.fixtures.rails import NoticeBoard
from tests.fixtures.stripe import FakeStripe
from tests.fixtures.stripe_money import StripeMoney, connected
from tests.fixtures.worlds import award, destination_of, draft_contest, enter, make_creative, owner_of, shortlist

pytestmark = pytest.mark.django_db

PEOPLE = 20
ROUNDS = 12
TOO_SHORT_SECONDS = 0.5
STEP = timedelta(minutes=10)


def fund_by_card(money: StripeMoney, **terms: object) -> Contest:
    """A contest that a brand has paid for on Stripe's page, and that has opened."""
    contest = draft_contest(now=OPENED, **terms)  # type: ignore[arg-type]
    owner = owner_of(contest.brand)
    escrow = request_funding(owner, contest.pk, now=OPENED)
    deposit = start_card_payment(owner, contest.pk, escrow.liability_minor, "once", OPENED)
    waiting = look_at_card_payment(owner, contest.pk, deposit.public_id, OPENED)
    money.fake.pay(waiting.deposit.provider_reference)
    look_at_card_payment(owner, contest.pk, deposit.public_id, OPENED)
    contest.refresh_from_db()
    assert contest.state == "open"
    return contest


def decide(contest: Contest, payees: list[User]) -> None:
    """Each of these is owed the floor, released; the first has also won."""
    entries = [enter(contest, payee, now=OPENED) for payee in payees]
    shortlist(contest, entries)
    award(contest, entries[0])


def pay_until_done(start: int = 0) -> int:
    """Let the workers work until nobody waits for money. Returns how many rounds it took."""
    prepare_disbursements(timezone.now())
    for number in range(start, ROUNDS):
        while send_due(timezone.now() + number * STEP):
            pass
        if not Disbursement.objects.exclude(state="paid").exists():
            return number
    raise AssertionError(Counter(Disbursement.objects.values_list("state", "last_error")))


def paid_out(fake: FakeStripe) -> dict[str, int]:
    """What arrived at each account, by the fake's own book."""
    arrived: Counter[str] = Counter()
    for transfer in fake.objects("transfer"):
        arrived[transfer["destination"]] += transfer["amount"] - transfer["amount_reversed"]
    return dict(arrived)


def bank() -> int:
    return ledger.balance(ledger.account_id("bank:stripe", "EUR"))


def check_the_books() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    wrong = [check for check in run_checks(now=timezone.now()) if not check.ok and check.name != "nothing_stuck"]
    assert wrong == []


def owed() -> dict[str, int]:
    """What is released, by the account it goes to."""
    rows = Obligation.objects.filter(released_at__isnull=False, payee_user__isnull=False)
    found = rows.values_list("payee_user_id").annotate(total=Sum("amount_minor"))
    accounts = {one.user_id: destination_of(one) for one in PayoutAccount.objects.filter(retired_at=None)}
    return {accounts[user]: total for user, total in found}


def test_twenty_people_are_paid_once_each_whatever_goes_wrong(stripe_money: StripeMoney, settings: object) -> None:
    fake = stripe_money.fake
    contest = fund_by_card(stripe_money, prizes=[50_000], shortlist_max=PEOPLE)
    payees = [make_creative(payout_account=False) for _ in range(PEOPLE)]
    for payee in payees:
        stripe_money.sign_up(payee)
    decide(contest, payees)

    fake.webhooks(double=True, reversed=True, hold=True)
    for misfortune in ("timeout_after", "timeout_before", "error_after", "error_before", "unreadable", "in_use"):
        fake.arm(misfortune, "POST /v1/transfers", times=2)
    fake.arm("error_before", "GET /v1/transfers", times=3)
    settings.RAILS = settings.RAILS | {"stripe": fake.options | {"timeout_seconds": TOO_SHORT_SECONDS}}  # type: ignore[attr-defined]
    assert pay_until_done() >= 1
    assert len(fake.fired()) == 15

    assert len(fake.objects("transfer")) == PEOPLE
    assert paid_out(fake) == owed()
    assert not Obligation.objects.filter(released_at__isnull=False, paid_at=None).exists()

    settings.RAILS = settings.RAILS | {"stripe": fake.options}  # type: ignore[attr-defined]
    fake.webhooks(hold=False)
    events = stripe_money.hear(len(fake.deliveries()))
    carry_out_due_deposits(events)
    send_due(events)
    assert bank() == fake.balance() > 0
    found = reconcile("stripe", timezone.now() + STEP)
    assert (found.differences, found.is_clean, found.movements) == ((), True, PEOPLE + 1)
    check_the_books()


def test_a_reversal_restores_the_debt_which_is_paid_once_the_account_is_chosen_again(stripe_money: StripeMoney) -> None:
    contest = fund_by_card(stripe_money, prizes=[50_000], shortlist_max=3)
    payees = [make_creative(payout_account=False) for _ in range(3)]
    for payee in payees:
        stripe_money.sign_up(payee)
    decide(contest, payees)
    pay_until_done()
    before = bank()

    (first,) = [one for one in Disbursement.objects.all() if one.obligation.payee_user == payees[0]]
    stripe_money.fake.call("POST", f"/v1/transfers/{first.provider_reference}/reversals")
    stripe_money.hear(len(stripe_money.fake.deliveries()))
    first.refresh_from_db()
    first.obligation.refresh_from_db()
    assert (first.state, first.reason, first.obligation.paid_at) == ("returned", "transfer_reversed", None)
    assert bank() == before + first.amount_minor == stripe_money.fake.balance()
    prepare_disbursements(timezone.now())
    assert Disbursement.objects.count() == 3, "the account that failed is not tried again by itself"
    assert reconcile("stripe", timezone.now() + STEP).differences == ()

    stripe_money.sign_up(payees[0])  # They have looked at it, and choose the same account again.
    prepare_disbursements(timezone.now())
    send_due(timezone.now())
    assert sorted(Disbursement.objects.filter(obligation=first.obligation).values_list("attempt", "state")) == [
        (1, "returned"),
        (2, "paid"),
    ]
    check_the_books()


def test_whoever_signs_up_too_late_is_paid_then(stripe_money: StripeMoney) -> None:
    contest = fund_by_card(stripe_money, prizes=[50_000], shortlist_max=3)
    payees = [make_creative(payout_account=False) for _ in range(3)]
    for payee in payees:
        stripe_money.sign_up(payee)
    stripped = connected(payees[0]).account
    stripe_money.fake.control("POST", "accounts", account=stripped, enabled=False)
    decide(contest, payees)
    prepare_disbursements(timezone.now())
    send_due(timezone.now())
    turned_away = Disbursement.objects.get(payout_account__user=payees[0])
    assert destination_of(turned_away.payout_account) == stripped
    assert (turned_away.state, turned_away.reason) == ("rejected", "insufficient_capabilities_for_transfer")

    stripe_money.sign_up(payees[0])
    prepare_disbursements(timezone.now())
    send_due(timezone.now())
    assert sorted(Disbursement.objects.filter(obligation=turned_away.obligation).values_list("attempt", "state")) == [
        (1, "rejected"),
        (2, "paid"),
    ]
    assert paid_out(stripe_money.fake) == owed()
    assert PayoutAccount.objects.filter(user=payees[0]).count() == 2
    check_the_books()


def test_a_stripe_that_is_killed_meanwhile_pays_nobody_twice(
    start_stripe_fake: Callable[..., FakeStripe], notice_board: NoticeBoard, settings: object
) -> None:
    fake = start_stripe_fake(notice_board)
    settings.RAILS = settings.RAILS | {"stripe": fake.options}  # type: ignore[attr-defined]
    money = StripeMoney(fake)
    contest = fund_by_card(money, prizes=[50_000], shortlist_max=6)
    payees = [make_creative(payout_account=False) for _ in range(6)]
    for payee in payees:
        money.sign_up(payee)
    decide(contest, payees)
    fake.arm("error_after", "POST /v1/transfers", times=3)
    prepare_disbursements(timezone.now())
    send_due(timezone.now())
    fake.kill()
    send_due(timezone.now() + STEP)
    assert Disbursement.objects.filter(state="unknown").count() == 3
    fake.start()
    pay_until_done(2)
    assert paid_out(fake) == owed()
    assert len(fake.objects("transfer")) == 6
    assert bank() == fake.balance()
    check_the_books()


def test_the_escrow_holds_what_stripe_holds_for_it(stripe_money: StripeMoney) -> None:
    contest = fund_by_card(stripe_money, prizes=[50_000], shortlist_max=3)
    held = ledger.balance(Escrow.objects.get(contest=contest).account_id)
    assert held == stripe_money.fake.balance() == bank()
