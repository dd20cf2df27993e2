"""The Stripe rail against a Stripe of its own: orders, what becomes of them, and the book. No misfortunes."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from payouts.rails.base import AccountRefused, ChargeRequest, TransferRequest
from tests.fixtures.stripe import FakeStripe

RETURN = "http://127.0.0.1:8000/back/"


def transfer(account: str, *, key: str = "obligation:1:1", amount: int = 16828) -> TransferRequest:
    return TransferRequest(key, amount, "EUR", account, "Fairbrief pay 1")


def charge(source: str = "pm_card_visa", *, key: str = "deposit:1", amount: int = 50_000) -> ChargeRequest:
    return ChargeRequest(key, amount, "EUR", source, "Fairbrief escrow 1")


@pytest.fixture
def account(stripe_fake: FakeStripe) -> str:
    stripe_fake.top_up(100_000)
    return stripe_fake.open_account("ines")


# Money out.


def test_a_transfer_arrives_once_however_often_it_is_sent(stripe_fake: FakeStripe, account: str) -> None:
    answers = [stripe_fake.rail.send_transfer(transfer(account)) for _ in range(3)]
    assert {(answer.status, answer.amount_minor, answer.currency) for answer in answers} == {("paid", 16828, "EUR")}
    (made,) = stripe_fake.objects("transfer")
    assert (made["destination"], made["transfer_group"]) == (account, "obligation:1:1")
    assert made["metadata"] == {"fairbrief_key": "obligation:1:1"}
    assert answers[0].provider_reference == made["id"]
    assert stripe_fake.balance() == 100_000 - 16828


def test_fifty_at_once_are_one(stripe_fake: FakeStripe, account: str) -> None:
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: stripe_fake.rail.send_transfer(transfer(account)), range(50)))
    assert {answer.status for answer in answers} <= {"paid", "unknown"}
    assert {answer.reason for answer in answers if answer.status == "unknown"} <= {"idempotency_key_in_use"}
    assert len(stripe_fake.objects("transfer")) == 1
    found = stripe_fake.rail.fetch_transfer("obligation:1:1")
    assert found is not None
    assert found.status == "paid"


def test_a_transfer_is_found_by_its_key_and_another_is_not(stripe_fake: FakeStripe, account: str) -> None:
    stripe_fake.rail.send_transfer(transfer(account))
    found = stripe_fake.rail.fetch_transfer("obligation:1:1")
    assert found is not None
    assert (found.status, found.amount_minor) == ("paid", 16828)
    assert stripe_fake.rail.fetch_transfer("obligation:1:2") is None


def test_a_key_with_another_amount_is_unknown_and_moves_nothing(stripe_fake: FakeStripe, account: str) -> None:
    stripe_fake.rail.send_transfer(transfer(account))
    again = stripe_fake.rail.send_transfer(transfer(account, amount=16829))
    assert (again.status, again.reason) == ("unknown", "idempotency_key_reused")
    assert len(stripe_fake.objects("transfer")) == 1


@pytest.mark.parametrize("part", [None, 828])
def test_a_reversal_is_seen(stripe_fake: FakeStripe, account: str, part: int | None) -> None:
    sent = stripe_fake.rail.send_transfer(transfer(account))
    path = f"/v1/transfers/{sent.provider_reference}/reversals"
    assert stripe_fake.call("POST", path, data={"amount": part} if part else {}).is_success
    found = stripe_fake.rail.fetch_transfer("obligation:1:1")
    again = stripe_fake.rail.send_transfer(transfer(account))
    assert found is not None
    assert (found.status, found.amount_minor) == (("paid", 16000) if part else ("returned", 16828))
    assert again == found, "a repeated answer is read anew"


def test_who_has_not_signed_up_cannot_be_paid(stripe_fake: FakeStripe, account: str) -> None:
    other = stripe_fake.open_account("late", enabled=False)
    answer = stripe_fake.rail.send_transfer(transfer(other))
    assert (answer.status, answer.reason) == ("rejected", "insufficient_capabilities_for_transfer")
    assert stripe_fake.objects("transfer") == []


@pytest.mark.parametrize(
    ("destination", "reason"),
    [("acct_doesnotexist", "resource_missing"), ("FR1420041010050500013M02606", "not_a_connected_account")],
)
def test_who_does_not_exist_cannot_be_paid(stripe_fake: FakeStripe, destination: str, reason: str) -> None:
    answer = stripe_fake.rail.send_transfer(transfer(destination))
    assert (answer.status, answer.reason) == ("rejected", reason)


def test_a_balance_that_does_not_suffice_pays_a_day_later_and_once(stripe_fake: FakeStripe) -> None:
    account = stripe_fake.open_account("ines")
    poor = stripe_fake.rail.send_transfer(transfer(account))
    assert (poor.status, poor.reason) == ("unknown", "balance_insufficient")
    stripe_fake.top_up(100_000)
    assert stripe_fake.rail.fetch_transfer("obligation:1:1") is None
    assert stripe_fake.rail.send_transfer(transfer(account)) == poor, "Stripe repeats its answer for a day"
    stripe_fake.forget_keys()
    assert stripe_fake.rail.send_transfer(transfer(account)).status == "paid"
    assert len(stripe_fake.objects("transfer")) == 1


# Money in, without the card's holder.


def test_a_card_is_charged_once_however_often_it_is_asked_for(stripe_fake: FakeStripe) -> None:
    answers = [stripe_fake.rail.create_charge(charge()) for _ in range(3)]
    assert {(answer.status, answer.amount_minor) for answer in answers} == {("paid", 50_000)}
    (made,) = stripe_fake.objects("payment_intent")
    assert (made["transfer_group"], made["metadata"]) == ("deposit:1", {"fairbrief_key": "deposit:1"})
    assert stripe_fake.balance() == 50_000
    assert stripe_fake.rail.fetch_charge("deposit:1") == answers[0]


@pytest.mark.parametrize(
    ("card", "reason"),
    [
        ("pm_card_visa_chargeDeclined", "generic_decline"),
        ("pm_card_visa_chargeDeclinedInsufficientFunds", "insufficient_funds"),
        ("pm_card_chargeDeclinedExpiredCard", "expired_card"),
        ("pm_card_authenticationRequired", "authentication_required"),
        ("pm_not_there", "resource_missing"),
        ("FR1420041010050500013M02606", "not_a_payment_method"),
    ],
)
def test_a_card_that_cannot_be_charged_is_rejected_with_its_reason(
    stripe_fake: FakeStripe, card: str, reason: str
) -> None:
    first, second = (stripe_fake.rail.create_charge(charge(card)) for _ in range(2))
    assert (first.status, first.reason) == ("rejected", reason)
    assert second == first
    assert stripe_fake.balance() == 0
    found = stripe_fake.rail.fetch_charge("deposit:1")
    assert found is None or (found.status, found.reason) == ("rejected", reason)


def test_an_amount_below_stripe_s_least_is_rejected(stripe_fake: FakeStripe) -> None:
    answer = stripe_fake.rail.create_charge(charge(amount=49))
    assert (answer.status, answer.reason) == ("rejected", "amount_too_small")


# What is taken back.


def test_a_dispute_returns_a_charge_from_the_moment_its_money_is_gone(stripe_fake: FakeStripe) -> None:
    paid = stripe_fake.rail.create_charge(charge())
    dispute = stripe_fake.control("POST", "disputes", payment_intent=paid.provider_reference)
    gone = stripe_fake.rail.fetch_charge("deposit:1")
    assert gone is not None
    assert (gone.status, gone.reason, gone.amount_minor) == ("returned", "dispute_fraudulent", 50_000)
    assert stripe_fake.balance() == 0
    stripe_fake.control("POST", "disputes/close", dispute=dispute["id"], status="won")
    back = stripe_fake.rail.fetch_charge("deposit:1")
    assert back is not None
    assert back.status == "paid"
    assert stripe_fake.balance() == 50_000


def test_an_inquiry_takes_nothing(stripe_fake: FakeStripe) -> None:
    paid = stripe_fake.rail.create_charge(charge())
    stripe_fake.control("POST", "disputes", payment_intent=paid.provider_reference, status="warning_needs_response")
    found = stripe_fake.rail.fetch_charge("deposit:1")
    assert found is not None
    assert found.status == "paid"


def test_a_refund_made_by_hand_returns_a_charge(stripe_fake: FakeStripe) -> None:
    paid = stripe_fake.rail.create_charge(charge())
    assert stripe_fake.call("POST", "/v1/refunds", data={"payment_intent": paid.provider_reference}).is_success
    found = stripe_fake.rail.fetch_charge("deposit:1")
    assert found is not None
    assert (found.status, found.reason) == ("returned", "refunded")


def test_a_refund_of_ours_is_a_movement_of_its_own(stripe_fake: FakeStripe) -> None:
    rail = stripe_fake.rail
    rail.create_charge(charge())
    assert rail.fetch_refund("refund:1", "deposit:1") is None
    answers = [rail.refund_charge("refund:1", "deposit:1", 20_000) for _ in range(2)]
    assert {(answer.status, answer.amount_minor) for answer in answers} == {("paid", 20_000)}
    assert rail.fetch_refund("refund:1", "deposit:1") == answers[0]
    assert stripe_fake.balance() == 30_000
    found = rail.fetch_charge("deposit:1")
    assert found is not None
    assert (found.status, found.amount_minor) == ("paid", 50_000)
    rest = rail.refund_charge("refund:2", "deposit:1", 30_000)
    assert (rest.status, stripe_fake.balance()) == ("paid", 0)
    whole = rail.fetch_charge("deposit:1")
    assert whole is not None
    assert whole.status == "paid", "also once all of it went back under keys of ours"


def test_more_than_is_left_is_not_refunded(stripe_fake: FakeStripe) -> None:
    rail = stripe_fake.rail
    rail.create_charge(charge())
    too_much = rail.refund_charge("refund:1", "deposit:1", 50_001)
    assert (too_much.status, too_much.amount_minor) == ("rejected", None)
    rail.refund_charge("refund:2", "deposit:1", 50_000)
    again = rail.refund_charge("refund:3", "deposit:1", 1)
    assert (again.status, again.reason) == ("rejected", "charge_already_refunded")
    assert stripe_fake.balance() == 0


def test_a_refund_of_nothing_is_unknown(stripe_fake: FakeStripe) -> None:
    answer = stripe_fake.rail.refund_charge("refund:1", "deposit:none", 100)
    assert (answer.status, answer.reason) == ("unknown", "no_such_charge")


def test_a_refund_that_fails_days_later_came_back(stripe_fake: FakeStripe) -> None:
    rail = stripe_fake.rail
    rail.create_charge(charge())
    made = rail.refund_charge("refund:1", "deposit:1", 20_000)
    stripe_fake.control("POST", "refunds/fail", refund=made.provider_reference)
    found = rail.fetch_refund("refund:1", "deposit:1")
    assert found is not None
    assert (found.status, found.reason) == ("returned", "lost_or_stolen_card")
    assert stripe_fake.balance() == 50_000


# Pages to pay on.


def test_a_page_is_one_page_and_one_charge(stripe_fake: FakeStripe) -> None:
    rail = stripe_fake.rail
    pages = [rail.open_page(charge("page"), return_url=RETURN) for _ in range(2)]
    assert pages[0] == pages[1]
    assert (pages[0].status, pages[0].amount_minor) == ("accepted", 50_000)
    assert pages[0].continue_url.startswith(f"{stripe_fake.url}/pay/cs_")
    assert rail.fetch_page("deposit:1", pages[0].provider_reference) == pages[0]

    assert stripe_fake.pay(pages[0].provider_reference, "4000000000000002") == "generic_decline"
    still = rail.fetch_page("deposit:1", pages[0].provider_reference)
    assert still is not None
    assert (still.status, still.continue_url) == ("accepted", pages[0].continue_url)

    assert stripe_fake.pay(pages[0].provider_reference) == ""
    for reference in (pages[0].provider_reference, ""):
        paid = rail.fetch_page("deposit:1", reference)
        assert paid is not None
        assert (paid.status, paid.amount_minor, paid.continue_url) == ("paid", 50_000, "")
        assert paid.provider_reference.startswith("pi_")
    assert rail.fetch_page("deposit:1", paid.provider_reference) == rail.fetch_charge("deposit:1") == paid
    assert len(stripe_fake.objects("payment_intent")) == 1


def test_a_page_whose_time_is_over_is_rejected(stripe_fake: FakeStripe) -> None:
    page = stripe_fake.rail.open_page(charge("page"), return_url=RETURN)
    stripe_fake.control("POST", "expire", page=page.provider_reference)
    found = stripe_fake.rail.fetch_page("deposit:1", page.provider_reference)
    assert found is not None
    assert (found.status, found.reason) == ("rejected", "page_expired")


def test_a_page_can_be_closed_unless_somebody_was_faster(stripe_fake: FakeStripe) -> None:
    rail = stripe_fake.rail
    first = rail.open_page(charge("page"), return_url=RETURN)
    closed = rail.close_page("deposit:1", first.provider_reference)
    assert closed is not None
    assert (closed.status, rail.close_page("deposit:1", first.provider_reference)) == ("rejected", closed)

    second = rail.open_page(charge("page", key="deposit:2"), return_url=RETURN)
    stripe_fake.pay(second.provider_reference)
    paid = rail.close_page("deposit:2", second.provider_reference)
    assert paid is not None
    assert paid.status == "paid"
    assert rail.close_page("deposit:3", "") is None


def test_a_page_with_a_declined_card_is_found_without_its_id(stripe_fake: FakeStripe) -> None:
    page = stripe_fake.rail.open_page(charge("page"), return_url=RETURN)
    stripe_fake.pay(page.provider_reference, "4000000000000002")
    assert stripe_fake.rail.fetch_charge("deposit:1") == page
    stripe_fake.control("POST", "expire", page=page.provider_reference)
    found = stripe_fake.rail.fetch_charge("deposit:1")
    assert found is not None
    assert found.status == "rejected"


# Accounts.


def test_an_account_is_made_once_and_is_payable_once_stripe_says_so(stripe_fake: FakeStripe) -> None:
    rail = stripe_fake.rail
    made = rail.open_account("account:1", "FR")
    assert (made.is_payable, made.is_submitted) == (False, False)
    assert rail.open_account("account:1", "FR") == made
    assert rail.account_page(made.reference, return_url=RETURN, refresh_url=RETURN).startswith(stripe_fake.url)
    stripe_fake.control("POST", "accounts", account=made.reference, enabled=False)
    waiting = rail.fetch_account(made.reference)
    assert waiting is not None
    assert (waiting.is_payable, waiting.is_submitted) == (False, True)
    stripe_fake.control("POST", "accounts", account=made.reference, enabled=True)
    ready = rail.fetch_account(made.reference)
    assert ready is not None
    assert ready.is_payable


def test_an_account_in_a_country_without_stripe_is_refused(stripe_fake: FakeStripe) -> None:
    with pytest.raises(AccountRefused) as caught:
        stripe_fake.rail.open_account("account:1", "KP")
    assert caught.value.reason == "country_unsupported"


def test_an_account_that_does_not_exist_is_none(stripe_fake: FakeStripe) -> None:
    assert stripe_fake.rail.fetch_account("acct_doesnotexist") is None


# The book.


@pytest.mark.parametrize("limit", [1, 2, 3, 500])
def test_everything_that_moved_is_listed_once_oldest_first(stripe_fake: FakeStripe, account: str, limit: int) -> None:
    rail = stripe_fake.rail
    for number in range(3):
        rail.send_transfer(transfer(account, key=f"obligation:{number}:1", amount=100 + number))
        rail.create_charge(charge(key=f"deposit:{number}"))
    page = rail.open_page(charge("page", key="deposit:page"), return_url=RETURN)
    rail.open_page(charge("page", key="deposit:open"), return_url=RETURN)
    stripe_fake.pay(page.provider_reference)
    rail.refund_charge("refund:1", "deposit:0", 700)
    stripe_fake.call("POST", "/v1/transfers", data={"amount": 5, "currency": "eur", "destination": account})

    def read(listing: str) -> list[tuple[str, str, int | None]]:
        seen, after, has_more = [], "", True
        while has_more:
            found = getattr(rail, listing)(after, limit)
            seen += [(one.idempotency_key, one.answer.status.value, one.answer.amount_minor) for one in found.movements]
            after, has_more = found.cursor, found.has_more
        return seen

    (by_hand,) = [one["id"] for one in stripe_fake.objects("transfer") if not one["metadata"]]
    assert read("list_transfers") == [
        ("obligation:0:1", "paid", 100),
        ("obligation:1:1", "paid", 101),
        ("obligation:2:1", "paid", 102),
        (by_hand, "paid", 5),
        ("refund:1", "paid", 700),
    ]
    assert read("list_charges") == [
        ("deposit:page", "paid", 50_000),
        ("deposit:open", "accepted", 50_000),
        ("deposit:0", "paid", 50_000),
        ("deposit:1", "paid", 50_000),
        ("deposit:2", "paid", 50_000),
    ]


def test_what_was_taken_back_shows_in_the_book(stripe_fake: FakeStripe) -> None:
    rail = stripe_fake.rail
    disputed = rail.create_charge(charge())
    page = rail.open_page(charge("page", key="deposit:page"), return_url=RETURN)
    stripe_fake.pay(page.provider_reference)
    stripe_fake.control("POST", "disputes", payment_intent=disputed.provider_reference)
    paid = rail.fetch_page("deposit:page", page.provider_reference)
    assert paid is not None
    stripe_fake.control("POST", "disputes", payment_intent=paid.provider_reference, amount=1_000)
    found = {one.idempotency_key: one.answer for one in rail.list_charges().movements}
    assert (found["deposit:1"].status, found["deposit:1"].amount_minor) == ("returned", 50_000)
    assert (found["deposit:page"].status, found["deposit:page"].amount_minor) == ("paid", 49_000)
