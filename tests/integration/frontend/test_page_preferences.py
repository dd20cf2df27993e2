"""The forms in the header and the footer, sent through the whole stack of middleware."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.fixtures.people import sign_in, sign_up

pytestmark = pytest.mark.django_db


def test_a_person_keeps_the_language_they_chose(client: Client) -> None:
    person = sign_up(locale="en")
    sign_in(client, person)
    answer = client.post("/language/", {"language": "fr", "next": reverse("account_email")})
    assert answer.status_code == 302
    person.refresh_from_db()
    assert person.locale == "fr"
    assert '<html lang="fr"' in client.get(reverse("account_email")).content.decode()


def test_a_stranger_keeps_theirs_in_a_cookie(client: Client) -> None:
    client.post("/language/", {"language": "fr"})
    assert '<html lang="fr"' in client.get(reverse("account_login")).content.decode()


def test_a_chosen_theme_is_in_the_page_itself(client: Client) -> None:
    assert "data-theme" not in client.get(reverse("account_login")).content.decode()[:200]
    client.post("/theme/", {"theme": "dark"})
    assert '<html lang="en" data-theme="dark">' in client.get(reverse("account_login")).content.decode()
    client.post("/theme/", {"theme": "auto"})
    assert "data-theme" not in client.get(reverse("account_login")).content.decode()[:200]


def test_account_pages_speak_the_design_systems_language(client: Client) -> None:
    page = client.get(reverse("account_login")).content.decode()
    assert 'class="entrance-form"' in page
    assert 'class="field"' in page
    assert "style=" not in page


def test_a_page_that_is_not_there_offers_ways_out(client: Client) -> None:
    answer = client.get("/there/is/nothing/")
    assert answer.status_code == 404
    assert "There is nothing here" in answer.content.decode()
