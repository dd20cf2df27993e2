"""Choosing to be paid through Stripe on the pages and over the API, Stripe's own page and strangers included."""

import urllib.error
import urllib.parse
import urllib.request

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import MemberRole, User
from accounts.scopes import Scope
from accounts.selectors import payout_account_of_brand, payout_account_of_person
from payouts.models import ConnectedAccount
from payouts.services.connected_accounts import choose_connected_account, look_after_due_accounts
from tests.fixtures.calls import Caller, token_of
from tests.fixtures.people import hire, sign_in, sign_in_freshly, sign_up
from tests.fixtures.stripe_money import StripeMoney, connected
from tests.fixtures.worlds import add_member, destination_of, make_brand, make_creative, make_user, owner_of

pytestmark = pytest.mark.django_db

CHOOSE, BACK = "pages:connected_account", "pages:connected_account_back"
BRAND_CHOOSE, BRAND_BACK = "pages:brand_connected_account", "pages:brand_connected_account_back"


def page(client: Client, name: str, *args: object, status: int = 200) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == status
    return answer.content.decode()


def said(answer: object) -> str:
    return " ".join(str(message) for message in answer.context["messages"])  # type: ignore[attr-defined]


def visit_stripe(address: str, **form: str) -> str:
    """What a browser does on Stripe's page: look, send the form, and be sent back. Returns where to."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *arguments: object) -> None:
            return None

    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), Stay())
    assert b"<form" in opener.open(address).read()
    try:
        opener.open(address, urllib.parse.urlencode(form).encode())
    except urllib.error.HTTPError as answer:
        return str(answer.headers["Location"])
    raise AssertionError("Stripe sent nobody back")


@pytest.fixture
def ines(client: Client) -> User:
    ines = make_creative("ines", payout_account=False)
    sign_in_freshly(client, ines)
    return ines


def test_the_whole_way_by_browser(stripe_money: StripeMoney, client: Client, ines: User) -> None:
    assert "Be paid through Stripe" in page(client, "pages:payout_account")
    assert client.post(reverse(CHOOSE))["Location"] == reverse(CHOOSE)
    on = client.get(reverse(CHOOSE))
    address = on["Refresh"].removeprefix("0; url=")
    assert address.startswith(stripe_money.fake.url)
    assert f'href="{address}"' in on.content.decode()

    back = visit_stripe(address, what="finish")
    assert urllib.parse.urlsplit(back).path == reverse(BACK)
    answer = client.get(urllib.parse.urlsplit(back).path, follow=True)
    assert "Stripe is ready" in said(answer)
    found = payout_account_of_person(ines.pk)
    assert found is not None
    assert (found.rail, destination_of(found)) == ("stripe", connected(ines).account)
    assert "Change it at Stripe" in answer.content.decode()


def test_left_unfinished_it_says_so_and_can_be_gone_on_with(
    stripe_money: StripeMoney, client: Client, ines: User
) -> None:
    client.post(reverse(CHOOSE))
    first = client.get(reverse(CHOOSE))["Refresh"].removeprefix("0; url=")
    back = visit_stripe(first, what="later")
    assert "still needs something" in said(client.get(urllib.parse.urlsplit(back).path, follow=True))
    assert payout_account_of_person(ines.pk) is None
    assert "Go on at Stripe" in page(client, "pages:payout_account")
    second = client.get(reverse(CHOOSE))["Refresh"].removeprefix("0; url=")
    assert second != first, "each link is good for one visit"


def test_a_stripe_that_does_not_answer_is_said_so(stripe_money: StripeMoney, client: Client, ines: User) -> None:
    client.post(reverse(CHOOSE))
    stripe_money.fake.arm("error_before", "POST /v1/accounts")
    assert "has not answered yet" in said(client.get(reverse(CHOOSE), follow=True))
    look_after_due_accounts(connected(ines).due_at)
    stripe_money.fake.arm("error_before", "POST /v1/account_links")
    assert "does not answer" in said(client.get(reverse(CHOOSE), follow=True))


def test_whoever_never_asked_is_led_nowhere(stripe_money: StripeMoney, client: Client, ines: User) -> None:
    for name in (CHOOSE, BACK):
        assert client.get(reverse(name))["Location"] == reverse("pages:payout_account")


def test_without_stripe_it_is_not_offered(client: Client, ines: User) -> None:
    assert "Stripe" not in page(client, "pages:payout_account")
    assert "not offered" in said(client.post(reverse(CHOOSE), follow=True))
    assert not ConnectedAccount.objects.exists()


def test_an_old_session_is_asked_for_the_password_again(stripe_money: StripeMoney, client: Client) -> None:
    sign_in(client, sign_up())
    for answer in (client.post(reverse(CHOOSE)), client.get(reverse(CHOOSE))):
        assert reverse("account_reauthenticate") in answer["Location"]
    assert not ConnectedAccount.objects.exists()


def test_nobody_is_asked_to_sign_in(stripe_money: StripeMoney, client: Client) -> None:
    brand = make_brand()
    for name, args in ((CHOOSE, []), (BACK, []), (BRAND_CHOOSE, [brand.pk]), (BRAND_BACK, [brand.pk])):
        assert reverse("account_login") in client.get(reverse(name, args=args))["Location"]


# A brand's refunds.


def test_a_brand_s_refunds_go_there(stripe_money: StripeMoney, client: Client) -> None:
    brand = make_brand()
    sign_in_freshly(client, add_member(brand, MemberRole.FINANCE))
    assert "Be paid through Stripe" in page(client, "pages:brand_settings", brand.pk)
    client.post(reverse(BRAND_CHOOSE, args=[brand.pk]))
    address = client.get(reverse(BRAND_CHOOSE, args=[brand.pk]))["Refresh"].removeprefix("0; url=")
    back = urllib.parse.urlsplit(visit_stripe(address, what="finish")).path
    assert back == reverse(BRAND_BACK, args=[brand.pk])
    assert "Stripe is ready" in said(client.get(back, follow=True))
    found = payout_account_of_brand(brand.pk)
    assert found is not None
    assert (found.rail, destination_of(found)) == ("stripe", connected(brand=brand).account)


@pytest.mark.parametrize("role", ["stranger", "auditor", "manager", "judge"])
def test_a_brand_s_account_is_for_those_who_handle_its_money(
    stripe_money: StripeMoney, client: Client, role: str
) -> None:
    brand = make_brand()
    stripe_money.sign_up(brand=brand, actor=owner_of(brand))
    person = make_user() if role == "stranger" else hire() if role == "auditor" else add_member(brand, MemberRole(role))
    sign_in_freshly(client, person)
    expected = 404 if role == "stranger" else 403
    for name in (BRAND_CHOOSE, BRAND_BACK):
        assert client.get(reverse(name, args=[brand.pk])).status_code == expected
        if name == BRAND_CHOOSE:
            assert client.post(reverse(name, args=[brand.pk])).status_code == expected
    assert "acct_" not in client.get(reverse("pages:brand_settings", args=[brand.pk])).content.decode()


# Over the API.


def test_over_the_api_one_sees_where_it_stands_and_cannot_choose_it(stripe_money: StripeMoney) -> None:
    """A session that somebody left open, or a program, could otherwise say where the money goes."""
    ines, admin = make_creative(payout_account=False), hire()
    caller = Caller(ines)
    assert caller.get("me/payout-account/stripe", status=404)["code"] == "no-connected-account"
    choose_connected_account(ines, user=ines, now=timezone.now())
    assert caller.get("me/payout-account/stripe")["state"] == "opening"
    look_after_due_accounts(connected(ines).due_at)
    assert caller.get("me/payout-account/stripe")["state"] == "unfinished"
    stripe_money.sign_up(admin)
    program = Caller(token=token_of(admin, Scope.MONEY_READ))
    seen = program.get("me/payout-account/stripe")
    assert seen["state"] == "ready" and stripe_money.fake.url not in str(seen)
    for one in (caller, program):
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            assert one.send(method, "me/payout-account/stripe", {}).status_code in (403, 405)


def test_an_account_cannot_be_typed_in_over_the_api(stripe_money: StripeMoney) -> None:
    account = stripe_money.sign_up(make_creative(payout_account=False))
    thief = make_creative(payout_account=False)
    sent = {"rail": "stripe", "destination": account, "holder_name": "Thief"}
    for method in ("POST", "PUT", "PATCH"):
        assert Caller(thief).send(method, "me/payout-account", sent).status_code == 405
    assert payout_account_of_person(thief.pk) is None
