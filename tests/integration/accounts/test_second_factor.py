"""Staff get nowhere before this very session has shown a second factor; everybody may have one, and nobody's leaks."""

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.utils import timezone

from accounts.errors import AdminsOnly, NotYourself
from accounts.models import OutgoingMail, StaffRole
from accounts.selectors import has_second_factor
from accounts.services.mail_sending import send_due
from accounts.services.second_factor import enrol, reset_second_factor
from tests.fixtures.people import PASSWORD, TOTP_SECRET, hire, sign_in, sign_up, totp_code

pytestmark = pytest.mark.django_db

ACTIVATE = "/account/second-factor/totp/activate/"
SHOW = "/account/second-factor/reauthenticate/"
ADMIN_PAGE = "/admin/"
API = "/api/v1/contests"


def log_in(client, user, password=PASSWORD):
    return client.post("/account/login/", {"login": user.email, "password": password})


def activate(client):
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    client.get(ACTIVATE)
    secret = client.session["mfa.totp.secret"]
    return client.post(ACTIVATE, {"code": totp_code(secret)})


@pytest.mark.parametrize("role", [StaffRole.AUDITOR, StaffRole.ADMIN])
def test_staff_without_a_second_factor_are_led_to_set_one_up(client, role):
    log_in(client, hire(role, second_factor=False))
    for path in (ADMIN_PAGE, "/account/password/change/"):
        response = client.get(path)
        assert (response.status_code, response.url) == (302, ACTIVATE)


def test_in_the_api_they_get_a_problem(client):
    log_in(client, hire(second_factor=False))
    response = client.get(API)
    assert response.status_code == 403
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "second-factor-needed"


def test_an_htmx_request_is_led_away_as_a_whole_page(client):
    log_in(client, hire(second_factor=False))
    response = client.get(ADMIN_PAGE, headers={"HX-Request": "true"})
    assert (response.status_code, response["HX-Redirect"]) == (204, ACTIVATE)


def test_they_may_leave_again(client):
    log_in(client, hire(second_factor=False))
    client.post("/account/logout/")
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db(transaction=True)
def test_setting_one_up_opens_the_door_in_that_session(client):
    user = hire(second_factor=False)
    log_in(client, user)
    activate(client)
    assert has_second_factor(user)
    assert client.get(ADMIN_PAGE).status_code == 200


def test_a_session_older_than_the_second_factor_must_show_it(client):
    user = hire(second_factor=False)
    log_in(client, user)
    enrol(user, TOTP_SECRET)
    response = client.get(ADMIN_PAGE)
    assert (response.status_code, response.url) == (302, f"{SHOW}?next=%2Fadmin%2F")
    client.post(response.url, {"code": totp_code()})
    assert client.get(ADMIN_PAGE).status_code == 200


def test_signing_in_asks_for_the_code_and_takes_it_once(client, django_user_model):
    user = hire()
    assert log_in(client, user).url == "/account/second-factor/authenticate/"
    assert "_auth_user_id" not in client.session
    code = totp_code()
    client.post("/account/second-factor/authenticate/", {"code": code})
    assert client.get(ADMIN_PAGE).status_code == 200
    client.post("/account/logout/")
    log_in(client, user)
    client.post("/account/second-factor/authenticate/", {"code": code})
    assert "_auth_user_id" not in client.session


def test_a_recovery_code_opens_once(client):
    user = hire()
    code = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()[0]
    for entered in (True, False):
        log_in(client, user)
        client.post("/account/second-factor/authenticate/", {"code": code})
        assert ("_auth_user_id" in client.session) == entered
        client.post("/account/logout/")


def test_staff_cannot_put_their_second_factor_off_but_others_can(client):
    for user, kept in ((hire(), True), (sign_up(), False)):
        enrol(user, TOTP_SECRET)
        sign_in(client, user)
        client.post("/account/reauthenticate/", {"password": PASSWORD})
        client.post("/account/second-factor/totp/deactivate/")
        assert has_second_factor(user) == kept


def test_everybody_else_is_left_alone(client):
    log_in(client, sign_up())
    assert client.get("/account/password/change/").status_code == 200


def test_the_secret_lies_encrypted_in_the_database():
    user = hire()
    stored = Authenticator.objects.get(user=user, type="totp")
    assert TOTP_SECRET not in str(stored.data)
    assert stored.wrap().validate_code(totp_code())


def test_a_rotated_key_still_reads_what_the_old_one_wrote(settings):
    user = hire()
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "a-new-key"
    assert Authenticator.objects.get(user=user, type="totp").wrap().validate_code(totp_code())


def test_a_new_second_factor_is_told_by_mail(client, django_capture_on_commit_callbacks):
    user = sign_up(locale="fr")
    log_in(client, user)
    with django_capture_on_commit_callbacks(execute=True):
        activate(client)
    send_due(now=timezone.now())
    assert [(message.to, message.subject) for message in mail.outbox] == [
        ([user.email], "Votre compte a désormais un second facteur")
    ]


def test_an_admin_resets_a_lost_one_and_the_person_is_told():
    admin, person = hire(StaffRole.ADMIN), hire()
    reset_second_factor(admin, person, now=timezone.now())
    assert not Authenticator.objects.filter(user=person).exists()
    assert OutgoingMail.objects.get().to == person


def test_nobody_else_resets_one_and_nobody_their_own():
    admin, auditor, stranger = hire(StaffRole.ADMIN), hire(), sign_up()
    for actor in (auditor, stranger):
        with pytest.raises(AdminsOnly):
            reset_second_factor(actor, auditor, now=timezone.now())
    with pytest.raises(NotYourself):
        reset_second_factor(admin, admin, now=timezone.now())
    assert has_second_factor(auditor) and has_second_factor(admin)
