"""Entering, improving and withdrawing through the pages, with and without a script."""

import re
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import CreativeProfile
from contests.models import Contest, Entry, StoredFile
from contests.services.examining import examine_files
from tests.fixtures.contests import picture, submit_examined, upload
from tests.fixtures.people import sign_in
from tests.fixtures.worlds import make_creative, open_contest, pass_time

pytestmark = pytest.mark.django_db

HTMX = {"headers": {"hx-request": "true"}}


@pytest.fixture
def contest() -> Contest:
    return open_contest(now=timezone.now())


@pytest.fixture
def maker(client: Client):  # type: ignore[no-untyped-def]
    person = make_creative()
    sign_in(client, person)
    return person


def form_of(client: Client, address: str) -> dict[str, object]:
    """A form as it was sent to the browser, filled in."""
    page = client.get(address).content.decode()
    token = re.search(r'name="token" value="([^"]+)"', page)
    assert token
    words = {"token": token[1], "title": "Low tide", "sources": "None.", "ai_use": "none", "declared": "on"}
    return words | {"files": [upload()]}


def test_an_entry_comes_in_and_its_maker_is_led_to_it(client: Client, maker, contest: Contest) -> None:  # type: ignore[no-untyped-def]
    address = reverse("pages:enter", args=[contest.pk])
    answer = client.post(address, form_of(client, address) | {"minutes_spent": "45"})
    entry = Entry.objects.get(contest=contest, author=maker)
    assert answer["Location"] == reverse("pages:entry", args=[entry.pk])
    assert (entry.title, entry.minutes_spent, entry.sources) == ("Low tide", 45, "None.")
    assert "being examined" in client.get(answer["Location"]).content.decode().lower()


def test_htmx_is_led_on_by_a_header(client: Client, maker, contest: Contest) -> None:  # type: ignore[no-untyped-def]
    address = reverse("pages:enter", args=[contest.pk])
    answer = client.post(address, form_of(client, address), **HTMX)
    entry = Entry.objects.get(contest=contest)
    assert (answer.status_code, answer["HX-Redirect"]) == (204, reverse("pages:entry", args=[entry.pk]))


def test_a_session_that_ended_leads_to_signing_in_and_back_to_the_form(client: Client, maker, contest: Contest) -> None:  # type: ignore[no-untyped-def]
    enter, brief = (reverse(f"pages:{name}", args=[contest.pk]) for name in ("enter", "contest"))
    sent, site = form_of(client, enter), "http://testserver"
    client.logout()
    answer = client.post(enter, sent, headers={"hx-request": "true", "hx-current-url": f"{site}{enter}?from=mail"})
    assert (answer.status_code, answer.content) == (204, b""), "htmx would put a page in the form's place"
    assert answer["HX-Redirect"] == f"/account/login/?next={quote(enter + '?from=mail', safe='')}"
    asked = reverse("pages:contest_questions", args=[contest.pk])
    for referer, back in ((f"{site}{brief}", brief), ("https://elsewhere.example/", asked)):
        answer = client.post(asked, {"body": "Why?"}, headers={"referer": referer})
        assert answer["Location"] == f"/account/login/?next={quote(back, safe='')}"
    assert client.get(enter, **HTMX).status_code == 204, "what follows a page leaves it as it is"
    assert client.get(enter)["Location"] == f"/account/login/?next={enter}"


def test_several_files_are_one_version(client: Client, maker, contest: Contest) -> None:  # type: ignore[no-untyped-def]
    address = reverse("pages:enter", args=[contest.pk])
    files = [upload("a.png"), upload("b.png", picture(colour="#993366")), upload("c.pdf", b"%PDF-1.7\n%%EOF\n")]
    client.post(address, form_of(client, address) | {"files": files})
    assert list(StoredFile.objects.values_list("original_name", flat=True)) == ["a.png", "b.png", "c.pdf"]


def test_a_refused_file_is_named_beside_the_field_and_nothing_typed_is_lost(
    client: Client,
    maker,  # type: ignore[no-untyped-def]
    contest: Contest,
) -> None:
    address = reverse("pages:enter", args=[contest.pk])
    filled = form_of(client, address) | {"files": [upload("song.mp3", b"ID3nothing to see")], "statement": "By hand."}
    answer = client.post(address, filled)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_files_error"' in page and "song.mp3" in page
    assert 'value="Low tide"' in page and "By hand." in page
    assert not Entry.objects.exists()
    again = client.post(address, filled | {"files": [upload()]})
    assert again.status_code == 302, "the form that failed may be sent again"


@pytest.mark.parametrize("missing", ["title", "ai_use", "declared", "files"])
def test_what_is_missing_is_said(client: Client, maker, contest: Contest, missing: str) -> None:  # type: ignore[no-untyped-def]
    address = reverse("pages:enter", args=[contest.pk])
    filled = form_of(client, address)
    del filled[missing]
    answer = client.post(address, filled)
    assert answer.status_code == 422
    assert f'id="id_{missing}_error"' in answer.content.decode()
    assert not Entry.objects.exists()


def test_pressing_the_button_twice_enters_once(client: Client, maker, contest: Contest) -> None:  # type: ignore[no-untyped-def]
    address = reverse("pages:enter", args=[contest.pk])
    filled = form_of(client, address)
    client.post(address, filled)
    again = client.post(address, filled | {"files": [upload()]})
    assert again["Location"] == reverse("pages:contest", args=[contest.pk])
    assert Entry.objects.count() == 1


def test_after_the_closing_the_form_says_so(client: Client, maker, contest: Contest) -> None:  # type: ignore[no-untyped-def]
    address = reverse("pages:enter", args=[contest.pk])
    filled = form_of(client, address)
    submit_examined(contest, now=timezone.now())
    pass_time(contest, "closes_at")
    answer = client.post(address, filled)
    assert answer.status_code == 422
    assert "takes no entries now" in answer.content.decode()


def test_a_new_version_is_shown_first_and_the_old_one_stays(client: Client, maker, contest: Contest) -> None:  # type: ignore[no-untyped-def]
    entry = submit_examined(contest, maker, now=timezone.now())
    address = reverse("pages:entry_version", args=[entry.pk])
    client.post(address, {**form_of(client, address), "note": "Calmer."})
    examine_files(timezone.now())
    first, second = entry.versions.order_by("number")
    page = client.get(reverse("pages:entry", args=[entry.pk])).content.decode()
    assert "Calmer." in page
    assert str(second.files.get().ref) in page
    older = client.get(reverse("pages:entry", args=[entry.pk]), {"version": 1}).content.decode()
    assert "Calmer." not in older and str(first.files.get().ref) in older


def test_withdrawing_takes_it_out_of_sight(client: Client, maker, contest: Contest) -> None:  # type: ignore[no-untyped-def]
    entry = submit_examined(contest, maker, now=timezone.now())
    address = reverse("pages:entry", args=[entry.pk])
    client.post(reverse("pages:entry_withdraw", args=[entry.pk]))
    assert client.get(address).status_code == 200
    assert Client().get(address).status_code == 404


def test_a_refused_file_is_explained_to_its_maker(client: Client, maker, contest: Contest) -> None:  # type: ignore[no-untyped-def]
    torn = picture()[:200]
    entry = submit_examined(contest, maker, now=timezone.now(), files=[upload("torn.png", torn)])
    page = client.get(reverse("pages:entry", args=[entry.pk])).content.decode()
    assert entry.versions.get().files.get().state == "refused"
    assert "torn.png" in page and "Send a new version with a file that works" in page


def test_what_is_wrong_with_a_declared_row_stands_at_that_row(client: Client, maker, contest: Contest) -> None:  # type: ignore[no-untyped-def]
    """Also where an empty row lies before it, and in a row beyond those that a page has without a script."""
    address = reverse("pages:enter", args=[contest.pk])
    rows = {"item_2_kind": "font", "item_2_name": "Inter", "item_2_licence": "OFL", "item_13_kind": "source"}
    sent = form_of(client, address) | {"files": [upload()], "item_13_address": "no address", "item_13_licence": "mine"}
    page = client.post(address, sent | rows).content.decode()
    wrong = re.findall(r'class="field-error" id="(\w+)_error"', page)
    assert wrong == ["id_item_13_address"]
    assert 'value="Inter"' in page and 'value="no address"' in page
    right = {"item_13_address": "https://example.org/one", "files": [upload()]}
    client.post(address, sent | rows | right)
    kept = Entry.objects.get().versions.get().declaration.items.order_by("position")
    assert list(kept.values_list("kind", "name")) == [("font", "Inter"), ("source", "")]


def test_a_version_offers_every_row_of_a_long_declaration_again(client: Client, maker, contest: Contest) -> None:  # type: ignore[no-untyped-def]
    address = reverse("pages:enter", args=[contest.pk])
    rows = {
        f"item_{n}_{part}": text
        for n in range(1, 12)
        for part, text in (("kind", "font"), ("name", f"Face {n}"), ("licence", "OFL"))
    }
    client.post(address, form_of(client, address) | rows | {"files": [upload()]})
    page = client.get(reverse("pages:entry_version", args=[Entry.objects.get().pk])).content.decode()
    assert re.findall(r'value="(Face \d+)"', page) == [f"Face {n}" for n in range(1, 12)]


def test_a_newcomer_is_led_by_the_steps_that_are_left(client: Client, contest: Contest) -> None:
    newcomer = make_creative(payout_account=False)
    sign_in(client, newcomer)
    address = reverse("pages:my_entries")
    page = client.get(address).content.decode()
    for step in ("profile", "payout_account", "briefs"):
        assert f'<a href="{reverse(f"pages:{step}")}">' in page
    CreativeProfile.objects.filter(user=newcomer).update(headline="Marks and letters")
    page = client.get(address).content.decode()
    assert f'<a href="{reverse("pages:profile")}">Say who' not in page
    submit_examined(contest, newcomer)
    assert "Your first steps" not in client.get(address).content.decode()
