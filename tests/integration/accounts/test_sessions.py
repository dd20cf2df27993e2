"""Sessions and what is sensitive: keys change at sign-in, guesses are counted, changes ask for the password again."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.services.mail_sending import send_due
from tests.fixtures.people import PASSWORD, TOTP_SECRET, enrol, sign_up

pytestmark = pytest.mark.django_db


def log_in(client, user, password=PASSWORD):
    return client.post("/account/login/", {"login": user.email, "password": password})


def test_the_sessions_key_changes_at_sign_in(client):
    user = sign_up()
    session = client.session
    session["theme"] = "fixed by somebody else"
    session.save()
    before = client.cookies["session"].value
    log_in(client, user)
    assert client.cookies["session"].value != before
    assert not Client(headers={"Cookie": f"session={before}"}).session.get("_auth_user_id")


def test_an_address_is_matched_in_any_letter_case(client):
    user = sign_up()
    client.post("/account/login/", {"login": user.email.upper(), "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_guessing_passwords_is_stopped_even_for_the_right_one(client):
    user = sign_up()
    for _ in range(5):
        log_in(client, user, "a wrong guess")
    log_in(client, user)
    assert "_auth_user_id" not in client.session


def test_a_closed_account_does_not_sign_in(client):
    user = sign_up(is_active=False)
    log_in(client, user)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    "path",
    ["/account/email/", "/account/second-factor/totp/activate/", "/account/second-factor/recovery-codes/generate/"],
)
def test_sensitive_changes_ask_for_the_password_again(client, path):
    user = sign_up()
    client.force_login(user)
    response = client.post(path, {"action_add": "", "email": "new@people.example"})
    assert response.status_code == 302
    assert response.url.startswith("/account/reauthenticate/")


def change_address(client, new):
    client.post("/account/email/", {"action_add": "", "email": new})
    code = re.search(r"^ {4}(\S+)$", mail.outbox[-1].body, re.MULTILINE).group(1)
    return client.post("/account/confirm-email/", {"code": code, "action": "verify"})


def test_a_new_address_takes_over_once_its_code_was_shown_and_the_old_one_is_told(client):
    user = sign_up("old@people.example")
    log_in(client, user)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    change_address(client, "new@people.example")
    user.refresh_from_db()
    assert user.email == "new@people.example"
    send_due(now=timezone.now())
    told = mail.outbox[-1]
    assert told.to == ["old@people.example"]
    assert "from old@people.example to new@people.example" in told.body


@pytest.mark.parametrize("verified", [True, False])
def test_an_address_of_somebody_else_is_refused_without_a_crash_and_without_a_hint(client, verified):
    user = sign_up("old@people.example")
    other = sign_up("taken@people.example")
    other.emailaddress_set.update(verified=verified)
    log_in(client, user)
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    response = client.post("/account/email/", {"action_add": "", "email": "taken@people.example"})
    assert response.status_code == 302
    change_address(client, "taken@people.example")
    user.refresh_from_db()
    assert user.email == "old@people.example"


def test_a_forgotten_password_is_reset_by_mail_which_is_stored_nowhere(client):
    from accounts.models import OutgoingMail

    user = sign_up()
    client.post("/account/password/reset/", {"email": user.email})
    url = re.search(r"^(http\S+/password/reset/key/\S+)$", mail.outbox[0].body, re.MULTILINE).group(1)
    assert not OutgoingMail.objects.exists()
    response = client.get(url, follow=True)
    new = "another-long-pass-phrase"
    client.post(response.request["PATH_INFO"], {"password1": new, "password2": new})
    user.refresh_from_db()
    assert user.check_password(new)
    send_due(now=timezone.now())
    assert "has been changed" in mail.outbox[-1].subject


def test_a_reset_for_an_unknown_address_looks_the_same(client):
    sign_up()
    known = client.post("/account/password/reset/", {"email": "ines@people.example"})
    unknown = client.post("/account/password/reset/", {"email": "nobody@people.example"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)


def test_a_changed_password_signs_out_every_other_browser(client):
    user = sign_up()
    other = Client()
    for browser in (client, other):
        log_in(browser, user)
    new = "another-long-pass-phrase"
    client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert client.get("/account/email/").status_code == 200
    assert other.get("/account/email/").status_code == 302


@pytest.mark.parametrize("known", ["112233445566", "1qaz2wsx3edc", "123456789abc"])
def test_a_password_known_from_breaches_is_refused(client, known):
    """Twelve characters, and yet on every list."""
    user = sign_up()
    log_in(client, user)
    client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": known, "password2": known})
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_a_session_ends_with_its_account(client):
    user = sign_up()
    log_in(client, user)
    assert client.get("/account/email/").status_code == 200
    user.is_active = False
    user.save()
    assert client.get("/account/email/").status_code == 302


def test_a_reset_password_alone_does_not_pass_the_second_factor(client):
    user = sign_up()
    enrol(user, TOTP_SECRET)
    client.post("/account/password/reset/", {"email": user.email})
    url = re.search(r"^(http\S+/password/reset/key/\S+)$", mail.outbox[0].body, re.MULTILINE).group(1)
    response = client.get(url, follow=True)
    new = "another-long-pass-phrase"
    client.post(response.request["PATH_INFO"], {"password1": new, "password2": new})
    assert "_auth_user_id" not in client.session
    assert log_in(client, user, new).url == "/account/second-factor/authenticate/"
    assert "_auth_user_id" not in client.session
