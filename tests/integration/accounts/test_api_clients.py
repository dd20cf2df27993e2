"""Programs' tokens: got over HTTP for what the owner may, short-lived, and never worth more than their owner."""

import base64
from datetime import timedelta

import pytest
from allauth.idp.oidc.models import Client, Token
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.errors import AdminsOnly, NoSuchPerson, ScopeNotHeld, UnknownScope
from accounts.models import StaffRole, User
from accounts.scopes import Scope
from accounts.services.api_clients import NewClient, caller_for, create_client, withdraw_clients
from tests.fixtures.people import hire, sign_up
from tests.fixtures.worlds import NOON

pytestmark = pytest.mark.django_db

TOKEN_URL = "/oauth/token"


def register(owner, *scopes) -> NewClient:
    return create_client(owner, name="ledger reader", scopes=scopes or ["contests:read"], now=NOON)


def ask(client, program: NewClient, secret="", **data):
    pair = base64.b64encode(f"{program.client_id}:{secret or program.secret}".encode()).decode()
    form = {"grant_type": "client_credentials"} | data
    return client.post(TOKEN_URL, form, headers={"Authorization": f"Basic {pair}"})


def token_for(client, program: NewClient, **data) -> str:
    return ask(client, program, **data).json()["access_token"]


def test_a_token_is_got_over_http_and_names_its_owner(client):
    auditor = hire()
    program = register(auditor, "audit:read", "money:read")
    answer = ask(client, program, scope="audit:read").json()
    assert (answer["token_type"], answer["expires_in"], answer["scope"]) == ("Bearer", 3600, "audit:read")
    caller = caller_for(answer["access_token"], now=timezone.now())
    assert (caller.user, caller.client_id, caller.scopes) == (auditor, program.client_id, {Scope.AUDIT_READ})


def test_without_a_wish_it_carries_all_that_the_client_has(client):
    program = register(sign_up(), "contests:read", "entries:write")
    caller = caller_for(token_for(client, program), now=timezone.now())
    assert caller.scopes == {Scope.CONTESTS_READ, Scope.ENTRIES_WRITE}


def test_the_secret_may_come_in_the_form_as_well(client):
    program = register(sign_up())
    form = {"grant_type": "client_credentials", "client_id": program.client_id, "client_secret": program.secret}
    assert client.post(TOKEN_URL, form).status_code == 200


def test_a_wrong_secret_or_an_unknown_client_gets_none(client):
    program = register(sign_up())
    assert ask(client, program, secret="wrong").status_code == 401
    assert ask(client, NewClient("nobody", "nothing")).status_code == 401
    assert not Token.objects.exists()


@pytest.mark.parametrize("scope", ["money:read", "contests:read audit:read", "everything", "openid"])
def test_a_scope_that_the_client_was_not_given_is_refused(client, scope):
    response = ask(client, register(sign_up()), scope=scope)
    assert (response.status_code, response.json()["error"]) == (400, "invalid_scope")


@pytest.mark.parametrize("grant", ["password", "refresh_token", "implicit", "", *Client.GrantType.values[:2]])
def test_there_is_no_other_way_to_a_token_even_for_a_client_that_allows_it(client, grant):
    program = register(sign_up())
    Client.objects.update(grant_types="\n".join(["password", "implicit", *Client.GrantType.values]))
    response = ask(client, program, grant_type=grant, username="x", password="x", code="x", device_code="x")
    assert (response.status_code, response.json()["error"]) == (400, "unsupported_grant_type")
    assert not Token.objects.exists()


def test_an_owner_who_is_no_auditor_any_more_gets_no_token_to_audit(client):
    auditor = hire()
    program = register(auditor, "audit:read", "money:read")
    User.objects.filter(pk=auditor.pk).update(staff_role=StaffRole.NONE)
    assert ask(client, program, scope="audit:read").json()["error"] == "invalid_scope"
    assert ask(client, program, scope="money:read").status_code == 200


def test_a_token_got_before_loses_with_its_owner(client):
    auditor = hire()
    token = token_for(client, register(auditor, "audit:read", "money:read"))
    User.objects.filter(pk=auditor.pk).update(staff_role=StaffRole.NONE)
    assert caller_for(token, now=timezone.now()).scopes == {Scope.MONEY_READ}
    User.objects.filter(pk=auditor.pk).update(is_active=False)
    assert caller_for(token, now=timezone.now()) is None


def test_a_token_loses_with_its_clients_scopes(client):
    program = register(sign_up(), "contests:read", "money:read")
    token = token_for(client, program)
    Client.objects.update(scopes="contests:read")
    assert caller_for(token, now=timezone.now()).scopes == {Scope.CONTESTS_READ}


def test_a_closed_account_or_nobody_gets_no_token(client):
    owner = sign_up()
    program = register(owner)
    User.objects.filter(pk=owner.pk).update(is_active=False)
    assert ask(client, program).json()["error"] == "unauthorized_client"
    Client.objects.update(owner=None)
    assert ask(client, program).json()["error"] == "unauthorized_client"


def test_a_token_expires(client):
    token = token_for(client, register(sign_up()))
    now = timezone.now()
    assert caller_for(token, now=now + timedelta(minutes=59))
    assert caller_for(token, now=now + timedelta(minutes=61)) is None


def test_a_token_that_never_expires_is_not_taken(client):
    token = token_for(client, register(sign_up()))
    Token.objects.update(expires_at=None)
    assert caller_for(token, now=timezone.now()) is None


@pytest.mark.parametrize("token", ["", "nonsense", "ß" * 200])
def test_nonsense_is_nobodys_token(token):
    assert caller_for(token, now=timezone.now()) is None


def test_a_token_is_kept_as_a_hash_and_read_in_one_query(client, django_assert_num_queries):
    token = token_for(client, register(sign_up()))
    assert token not in Token.objects.get().hash
    with django_assert_num_queries(1):
        caller_for(token, now=timezone.now())


def test_a_token_can_be_given_back(client):
    program = register(sign_up())
    token = token_for(client, program)
    pair = base64.b64encode(f"{program.client_id}:{program.secret}".encode()).decode()
    client.post("/oauth/revoke", {"token": token}, headers={"Authorization": f"Basic {pair}"})
    assert caller_for(token, now=timezone.now()) is None


def test_guessing_secrets_is_slowed_down(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"api_token": "3/m/ip"}
    program = register(sign_up())
    assert [ask(client, program, secret="wrong").status_code for _ in range(4)] == [401, 401, 401, 429]
    assert ask(client, program).status_code == 429


def test_the_endpoint_only_takes_posts(client):
    assert client.get(TOKEN_URL).status_code == 405


def test_a_client_is_withdrawn_with_its_tokens_by_an_admin_only(client):
    program = register(sign_up())
    token = token_for(client, program)
    for actor in (hire(), sign_up("stranger@people.example")):
        with pytest.raises(AdminsOnly):
            withdraw_clients(actor, [program.client_id])
    assert withdraw_clients(hire(StaffRole.ADMIN), [program.client_id]) == 1
    assert caller_for(token, now=timezone.now()) is None


@pytest.mark.parametrize(
    ("scopes", "refusal"), [(["audit:read"], ScopeNotHeld), (["audit:*"], UnknownScope), ([], UnknownScope)]
)
def test_a_client_is_not_registered_for_more_than_its_owner_may(scopes, refusal):
    with pytest.raises(refusal):
        create_client(sign_up(), name="x", scopes=scopes, now=NOON)
    with pytest.raises(NoSuchPerson):
        create_client(sign_up("gone@people.example", is_active=False), name="x", scopes=["contests:read"], now=NOON)


def test_the_command_prints_a_working_pair_once(client, capsys):
    hire(email="ida@staff.example")
    call_command("create_api_client", owner="Ida@Staff.example", name="audit", scopes=["audit:read,money:read"])
    printed = dict(line.split("=", 1) for line in capsys.readouterr().out.splitlines())
    program = NewClient(printed["client_id"], printed["client_secret"])
    assert caller_for(token_for(client, program), now=timezone.now()).scopes == {Scope.AUDIT_READ, Scope.MONEY_READ}
    assert program.secret not in Client.objects.get().secret


@pytest.mark.parametrize(
    ("owner", "scope"), [("nobody@people.example", "contests:read"), ("ines@people.example", "audit:read")]
)
def test_the_command_says_what_is_wrong(owner, scope):
    sign_up()
    with pytest.raises(CommandError):
        call_command("create_api_client", owner=owner, name="audit", scopes=[scope])
