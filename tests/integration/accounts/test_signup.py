"""Signing up with a code by mail, as a creative, a brand or a colleague; what a stranger learns by trying: nothing."""

import re

import pytest
from django.core import mail
from django.db import IntegrityError

from accounts.models import Brand, CreativeProfile, MemberRole, Membership, User
from tests.fixtures.people import PASSWORD, sign_up

pytestmark = pytest.mark.django_db

EMAIL = "mara@people.example"


def send_form(client, **changes):
    data = {"email": EMAIL, "password1": PASSWORD, "kind": "creative", "brand_name": ""} | changes
    return client.post("/account/signup/", data)


def code_in(message) -> str:
    return re.search(r"^ {4}(\S+)$", message.body, re.MULTILINE).group(1)


def confirm(client, code: str):
    return client.post("/account/confirm-email/", {"code": code, "action": "verify"})


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


def test_a_creative_signs_up_with_the_code_that_was_mailed(client):
    send_form(client)
    assert not is_signed_in(client)
    assert [message.to for message in mail.outbox] == [[EMAIL]]
    confirm(client, code_in(mail.outbox[0]))
    assert is_signed_in(client)
    user = User.objects.get(email=EMAIL)
    assert CreativeProfile.objects.filter(user=user).exists()
    assert user.emailaddress_set.get().verified
    assert not Membership.objects.filter(user=user).exists()


def test_a_wrong_code_opens_nothing_and_three_of_them_end_the_attempt(client):
    send_form(client)
    code = code_in(mail.outbox[0])
    for _ in range(3):
        confirm(client, "AAAA-AAAA")
    confirm(client, code)
    assert not is_signed_in(client)


def test_a_brand_signs_up_and_owns_its_brand(client):
    send_form(client, kind="brand", brand_name="  Halden   Tea ")
    brand = Brand.objects.get()
    membership = Membership.objects.get()
    assert (brand.name, brand.slug) == ("Halden Tea", "halden-tea")
    assert (membership.user.email, membership.role) == (EMAIL, MemberRole.OWNER)
    assert not CreativeProfile.objects.exists()


def test_a_colleague_signs_up_with_neither_profile_nor_brand(client):
    send_form(client, kind="colleague", brand_name="Ignored Ltd")
    assert User.objects.filter(email=EMAIL).exists()
    assert not Brand.objects.exists()
    assert not CreativeProfile.objects.exists()


@pytest.mark.parametrize("changes", [{"kind": "brand"}, {"kind": "admin"}, {"password1": "short"}, {"email": "nobody"}])
def test_a_form_that_is_not_right_makes_nobody(client, changes):
    response = send_form(client, **changes)
    assert response.context["form"].errors
    assert not User.objects.exists()
    assert not mail.outbox


def test_the_person_reads_the_language_in_which_they_signed_up(client):
    client.post(
        "/account/signup/",
        {"email": EMAIL, "password1": PASSWORD, "kind": "creative"},
        headers={"Accept-Language": "fr-CA,fr;q=0.9"},
    )
    assert User.objects.get(email=EMAIL).locale == "fr"
    assert "votre code Fairbrief" in mail.outbox[0].subject


def test_an_address_that_is_taken_looks_the_same_on_the_page_and_is_told_by_mail(client):
    known = sign_up(EMAIL)
    taken = send_form(client)
    client.cookies.clear()
    free = send_form(client, email="free@people.example")
    assert (taken.status_code, taken.url) == (free.status_code, free.url)
    assert "already has an account" in mail.outbox[0].body
    assert User.objects.filter(email=EMAIL).get() == known


def test_upper_case_does_not_make_a_second_account(client):
    sign_up(EMAIL)
    send_form(client, email=EMAIL.upper())
    assert User.objects.count() == 1
    with pytest.raises(IntegrityError):
        User.objects.create(email=EMAIL.upper())


def test_an_address_taken_at_the_last_moment_is_answered_as_if_taken_before(client, monkeypatch):
    from allauth.account.internal.flows import manage_email

    sign_up(EMAIL)
    monkeypatch.setattr(manage_email, "assess_unique_email", lambda *args, **kwargs: True)
    response = send_form(client)
    assert response.status_code == 302
    assert User.objects.count() == 1


def test_person_and_brand_appear_together_or_not_at_all(client, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("the database went away")

    monkeypatch.setattr("accounts.services.people.create_brand", fail)
    with pytest.raises(RuntimeError):
        send_form(client, kind="brand", brand_name="Halden Tea")
    assert not User.objects.exists()


def test_whoever_has_just_come_is_led_to_what_is_theirs(client):
    send_form(client)
    assert confirm(client, code_in(mail.outbox[-1]))["Location"] == "/entries/"
    client.logout()
    send_form(client, email="ida@people.example", kind="brand", brand_name="Halden Tea")
    assert confirm(client, code_in(mail.outbox[-1]))["Location"] == "/dashboard/"
    client.logout()
    signed_in = {"login": EMAIL, "password": PASSWORD}
    assert client.post("/account/login/", signed_in)["Location"] == "/entries/"
    client.logout()
    assert client.post("/account/login/?next=/briefs/", signed_in | {"next": "/briefs/"})["Location"] == "/briefs/"


def test_a_link_for_brands_has_answered_as_what_one_comes(client):
    checked = 'name="kind" value="brand"'
    for address, is_brand in (("/account/signup/?kind=brand", True), ("/account/signup/?kind=king", False)):
        page = client.get(address).content.decode()
        radio = page[page.index(checked) :].split(">", 1)[0]
        assert ("checked" in radio) is is_brand
