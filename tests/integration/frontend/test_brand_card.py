"""Paying by card on the pages and over the API, Stripe's own page included; strangers on every new address."""

import urllib.error
import urllib.parse
import urllib.request
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import MemberRole
from accounts.scopes import Scope
from contests.models import Contest
from payouts.models import Deposit, Escrow
from payouts.services.funding import request_funding
from tests.fixtures.calls import Caller, token_of
from tests.fixtures.people import hire, sign_in
from tests.fixtures.stripe_money import StripeMoney
from tests.fixtures.worlds import add_member, draft_contest, make_brand, make_user, owner_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest(stripe_money: StripeMoney, client: Client) -> Contest:
    brand = make_brand()
    contest = draft_contest(brand, now=timezone.now())
    request_funding(owner_of(brand), contest.pk, now=timezone.now())
    sign_in(client, owner_of(brand))
    return contest


def address(name: str, contest: Contest, *more: object) -> str:
    return reverse(f"pages:{name}", args=[contest.pk, *more])


def needed(contest: Contest) -> int:
    return Escrow.objects.get(contest=contest).liability_minor


def begin(client: Client, contest: Contest, token: str = "once") -> Deposit:
    amount = f"{needed(contest) / 100:.2f}"
    answer = client.post(address("pay_by_card", contest), {"card_token": token, "card_amount_minor": amount})
    deposit = Deposit.objects.get()
    assert answer["Location"] == address("card_payment", contest, deposit.public_id)
    return deposit


def led_to(client: Client, contest: Contest, deposit: Deposit) -> str:
    """The address of Stripe's page, to which the browser is led."""
    answer = client.get(address("card_payment", contest, deposit.public_id))
    found = answer["Refresh"].removeprefix("0; url=")
    assert f'href="{found}"' in answer.content.decode()
    return found


def pay(page: str, card: str = "4242 4242 4242 4242") -> tuple[int, str]:
    """What a browser does on Stripe's page. Returns the status and where it leads."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *arguments: object) -> None:
            return None

    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), Stay())
    assert b'name="card"' in opener.open(page).read()
    try:
        opener.open(page, urllib.parse.urlencode({"card": card}).encode())
    except urllib.error.HTTPError as answer:
        return answer.code, urllib.parse.urlsplit(answer.headers.get("Location") or "").path
    raise AssertionError("Stripe led nowhere")


def said(answer: object) -> str:
    return " ".join(str(message) for message in answer.context["messages"])  # type: ignore[attr-defined]


def test_the_whole_way_by_browser(client: Client, contest: Contest) -> None:
    page = client.get(address("funding", contest)).content.decode()
    assert "Pay by card" in page and "By bank account" in page
    deposit = begin(client, contest)
    stripe = led_to(client, contest, deposit)
    assert pay(stripe, "4000 0000 0000 0002")[0] == 402
    status, back = pay(stripe)
    assert (status, back) == (303, address("card_payment_back", contest, deposit.public_id))
    answer = client.get(back, follow=True)
    assert "has arrived" in said(answer)
    assert "your brief is open" in answer.content.decode()
    contest.refresh_from_db()
    assert contest.state == "open"
    assert "By card" in client.get(address("contest_money", contest)).content.decode()


def test_the_button_pressed_twice_begins_one_payment(client: Client, contest: Contest) -> None:
    assert begin(client, contest).pk == begin(client, contest).pk


def test_back_without_having_paid_one_can_go_on_or_give_it_up(client: Client, contest: Contest) -> None:
    deposit = begin(client, contest)
    stripe = led_to(client, contest, deposit)
    answer = client.get(address("card_payment_back", contest, deposit.public_id), follow=True)
    assert "Nothing is paid yet" in said(answer)
    page = answer.content.decode()
    assert address("card_payment", contest, deposit.public_id) in page
    give_up = address("give_up_payment", contest, deposit.public_id)
    assert give_up in page
    assert led_to(client, contest, deposit) == stripe

    answer = client.post(give_up, follow=True)
    assert "given up" in said(answer)
    page = answer.content.decode()
    assert "Nobody paid in time, or it was given up" in page and give_up not in page
    again = client.get(address("card_payment", contest, deposit.public_id), follow=True)
    assert "Nothing was paid" in said(again)


def test_given_up_too_late_it_has_arrived(client: Client, contest: Contest) -> None:
    deposit = begin(client, contest)
    pay(led_to(client, contest, deposit))
    answer = client.post(address("give_up_payment", contest, deposit.public_id), follow=True)
    assert "has arrived" in said(answer)


def test_a_stripe_that_does_not_answer_leads_nowhere(
    stripe_money: StripeMoney, client: Client, contest: Contest
) -> None:
    deposit = begin(client, contest)
    stripe_money.fake.arm("error_before", "POST /v1/checkout/sessions")
    answer = client.get(address("card_payment", contest, deposit.public_id), follow=True)
    assert "has not said yet" in said(answer)


@pytest.mark.parametrize("amount", ["", "much", "0", "-5", "99999999"])
def test_an_amount_that_is_none_is_refused(client: Client, contest: Contest, amount: str) -> None:
    sent = {"card_token": "once", "card_amount_minor": amount}
    answer = client.post(address("pay_by_card", contest), sent, follow=True)
    assert said(answer)
    assert not Deposit.objects.exists()


def test_without_stripe_it_is_not_offered(client: Client, contest: Contest, settings: object) -> None:
    settings.RAILS = {"sandbox": settings.RAILS["sandbox"]}  # type: ignore[attr-defined]
    assert "By card" not in client.get(address("funding", contest)).content.decode()
    sent = {"card_token": "once", "card_amount_minor": "5"}
    assert "not offered" in said(client.post(address("pay_by_card", contest), sent, follow=True))
    assert not Deposit.objects.exists()


# Strangers.


def addresses_of(contest: Contest, ref: object) -> list[tuple[str, str]]:
    return [
        ("post", address("pay_by_card", contest)),
        ("get", address("card_payment", contest, ref)),
        ("get", address("card_payment_back", contest, ref)),
        ("post", address("give_up_payment", contest, ref)),
    ]


@pytest.mark.parametrize(("who", "status"), [("nobody", 302), ("stranger", 404), ("judge", 403), ("auditor", 403)])
def test_strangers_are_led_nowhere(client: Client, contest: Contest, who: str, status: int) -> None:
    deposit = begin(client, contest)
    other = Client()
    if who != "nobody":
        person = {
            "stranger": make_user,
            "judge": lambda: add_member(contest.brand, MemberRole.JUDGE),
            "auditor": hire,
        }[who]()
        sign_in(other, person)
    for method, place in addresses_of(contest, deposit.public_id):
        answer = getattr(other, method)(place)
        assert answer.status_code == status, place
        assert "Refresh" not in answer
        if who == "nobody":
            assert reverse("account_login") in answer["Location"]
    deposit.refresh_from_db()
    assert (deposit.state, deposit.provider_reference) == ("pending", "")


def test_a_payment_that_is_none_or_another_contest_s_is_not_there(client: Client, contest: Contest) -> None:
    deposit = begin(client, contest)
    other = draft_contest(contest.brand, now=timezone.now())
    request_funding(owner_of(contest.brand), other.pk, now=timezone.now())
    for place, ref in ((contest, uuid4()), (other, deposit.public_id)):
        for method, found in addresses_of(place, ref)[1:]:
            assert getattr(client, method)(found).status_code == 404, found


# Over the API.


def test_over_the_api(stripe_money: StripeMoney, contest: Contest) -> None:
    caller = Caller(add_member(contest.brand, MemberRole.FINANCE))
    path, amount = f"contests/{contest.pk}/card-payments", {"amount_minor": needed(contest)}
    begun = caller.post(path, amount, status=202, key="once")
    assert (begun["state"], begun["source"], begun["continue_url"]) == ("pending", "card", "")
    assert caller.post(path, amount, status=202, key="once") == begun
    one = f"{path}/{begun['id']}"
    waiting = caller.get(one)
    assert waiting["continue_url"].startswith(stripe_money.fake.url)
    stripe_money.fake.pay(waiting["continue_url"].rpartition("/")[2])
    arrived = caller.get(one)
    assert (arrived["state"], arrived["continue_url"]) == ("received", "")
    listed = caller.get(f"contests/{contest.pk}/deposits")["results"]
    assert [(row["id"], row["source"], row["rail"]) for row in listed] == [(begun["id"], "card", "stripe")]


def test_over_the_api_it_can_be_given_up(contest: Contest) -> None:
    caller = Caller(owner_of(contest.brand))
    path = f"contests/{contest.pk}/card-payments"
    begun = caller.post(path, {"amount_minor": 500}, status=202)
    answer = caller.send("DELETE", f"{path}/{begun['id']}")
    assert (answer.status_code, answer.json()["state"]) == (200, "refused")


def test_a_program_funds_with_the_scope_to_write_and_looks_with_the_scope_to_read(contest: Contest) -> None:
    owner = owner_of(contest.brand)
    path = f"contests/{contest.pk}/card-payments"
    writer, reader = (Caller(token=token_of(owner, one)) for one in (Scope.CONTESTS_WRITE, Scope.MONEY_READ))
    begun = writer.post(path, {"amount_minor": 500}, status=202)
    reader.post(path, {"amount_minor": 500}, status=403)
    assert reader.get(f"{path}/{begun['id']}")["continue_url"]
    writer.get(f"{path}/{begun['id']}", status=403)


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("judge", 403), ("auditor", 403)])
def test_strangers_over_the_api(contest: Contest, who: str, status: int) -> None:
    owner = Caller(owner_of(contest.brand))
    path = f"contests/{contest.pk}/card-payments"
    begun = owner.post(path, {"amount_minor": 500}, status=202)
    person = {"stranger": make_user, "judge": lambda: add_member(contest.brand, MemberRole.JUDGE), "auditor": hire}[
        who
    ]()
    other = Caller(person)
    other.post(path, {"amount_minor": 500}, status=status)
    other.get(f"{path}/{begun['id']}", status=status)
    assert other.send("DELETE", f"{path}/{begun['id']}").status_code == status
    assert Caller().send("GET", f"{path}/{begun['id']}").status_code == 401
    owner.get(f"{path}/{uuid4()}", status=404)
