"""Earnings, handovers and payout accounts as their owners see them."""

from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import PayoutAccount
from accounts.selectors import payout_account_of_person
from contests.models import Contest
from tests.fixtures.contests import upload
from tests.fixtures.people import PASSWORD, sign_in, sign_up
from tests.fixtures.worlds import award, destination_of, enter, make_creative, open_contest, shortlist

pytestmark = pytest.mark.django_db

IBAN = "FR14 2004 1010 0505 0001 3M02 606"


def text_of(client: Client, name: str, *args: object, **options: object) -> str:
    answer = client.get(reverse(f"pages:{name}", args=args), **options)  # type: ignore[arg-type]
    assert answer.status_code == 200
    return answer.content.decode().replace("\xa0", " ").replace("\u202f", " ")


def awarded(*authors: object, now=None) -> tuple[Contest, list]:  # type: ignore[no-untyped-def, type-arg]
    contest = open_contest(prizes=[50_000], now=now) if now else open_contest(prizes=[50_000])
    entries = [enter(contest, author) for author in authors]  # type: ignore[arg-type]
    shortlist(contest, entries)
    return award(contest, entries[0]), entries


def test_each_line_tells_its_rule_in_the_readers_language(client: Client) -> None:
    winner = make_creative()
    awarded(winner, make_creative(), make_creative())
    sign_in(client, winner)
    english = text_of(client, "earnings")
    assert "hourly floor: 480 min × 12.02 €/h × 1.75" in english
    assert "668.28 €" in english, "floor and prize"
    client.post(reverse("pages:language"), {"language": "fr"})
    french = text_of(client, "earnings")
    assert "plancher horaire : 480 min × 12,02 €/h × 1,75" in french


def test_a_missing_account_is_asked_for_and_then_named(client: Client) -> None:
    loser = make_creative(payout_account=False)
    awarded(make_creative(), loser, make_creative())
    sign_in(client, loser)
    page = text_of(client, "earnings")
    assert "Money is waiting for an account" in page and reverse("pages:payout_account") in page


def test_somebody_elses_earnings_are_not_mine(client: Client) -> None:
    _contest, entries = awarded(make_creative(), make_creative(), make_creative())
    stranger = make_creative()
    sign_in(client, stranger)
    assert "Nothing has been earned yet" in text_of(client, "earnings")
    page = text_of(client, "entry", entries[0].pk)
    assert "What it earned" not in page


def test_a_winner_adds_files_and_hands_over(client: Client) -> None:
    winner = make_creative()
    contest, (entry, *_others) = awarded(winner, make_creative(), make_creative())
    sign_in(client, winner)
    address = reverse("pages:handover", args=[entry.pk])
    early = client.post(address, {"step": "deliver", "note": "Here."})
    assert early.status_code == 422 and "Add at least one final file" in early.content.decode()
    client.post(
        address,
        {"step": "files", "token": "t1", "files": [upload("final.png"), upload("final.pdf", b"%PDF-1.7\n%%EOF\n")]},
    )
    assert "final.pdf" in text_of(client, "handover", entry.pk)
    client.post(address, {"step": "deliver", "note": "With the grid."})
    contest.refresh_from_db()
    assert contest.state == "handover"
    assert "If it stays silent" in text_of(client, "handover", entry.pk)
    late = client.post(address, {"step": "files", "token": "t2", "files": [upload()]})
    assert late.status_code == 422, "nothing is added after the last word"


def test_a_payout_account_is_given_once_the_password_was_given_again(client: Client) -> None:
    person = sign_up()
    sign_in(client, person)
    address = reverse("pages:payout_account")
    assert 'name="destination"' not in text_of(client, "payout_account"), "the form comes after the password"
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": address})
    assert 'name="destination"' in text_of(client, "payout_account")
    client.post(address, {"holder_name": "Ines", "destination": IBAN})
    account = payout_account_of_person(person.pk)
    assert account is not None and destination_of(account) == IBAN.replace(" ", "")
    page = text_of(client, "payout_account")
    assert account.masked in page and destination_of(account) not in page
    refused = client.post(address, {"holder_name": "Ines", "destination": "FR00 1234"})
    assert refused.status_code == 422
    assert 'id="id_destination_error"' in refused.content.decode() and "FR00 1234" in refused.content.decode()


def test_an_old_session_is_asked_for_the_password_and_nothing_it_sent_is_kept(client: Client) -> None:
    person = sign_up()
    sign_in(client, person)
    address = reverse("pages:payout_account")
    answer = client.post(address, {"holder_name": "Ines", "destination": IBAN})
    assert answer["Location"] == f"{reverse('account_reauthenticate')}?next={quote(address, safe='')}"
    assert not PayoutAccount.objects.filter(user=person).exists()
    assert "FR14" not in str(dict(client.session))
    back = client.post(answer["Location"], {"password": PASSWORD}, follow=True)
    assert "type it once more" in back.content.decode()
    assert not PayoutAccount.objects.filter(user=person).exists()


def test_a_changed_account_says_until_when_payments_wait(client: Client) -> None:
    person = sign_up()
    sign_in(client, person)
    address = reverse("pages:payout_account")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": address})
    first = client.post(address, {"holder_name": "Ines", "destination": IBAN}, follow=True).content.decode()
    assert "Your pay goes there from now on" in first and "payments wait until" not in first
    second = client.post(address, {"holder_name": "Ines", "destination": "DE89370400440532013000"}, follow=True)
    assert "payments wait until" in second.content.decode()
    client.post(reverse("pages:language"), {"language": "fr"})
    assert "les paiements attendent jusqu’au" in text_of(client, "payout_account")


def test_a_profile_is_made_and_refusals_stand_beside_their_field(client: Client) -> None:
    person, other = sign_up(), sign_up("bea@people.example", handle="bea")
    sign_in(client, person)
    client.post(reverse("pages:become_creative"))
    filled = {"display_name": "Inès", "handle": other.handle, "headline": "Marks", "about": "", "country": "FR"}
    refused = client.post(reverse("pages:profile"), filled)
    assert refused.status_code == 422 and 'id="id_handle_error"' in refused.content.decode()
    assert client.post(reverse("pages:profile"), filled | {"handle": "ines"}).status_code == 302
    person.refresh_from_db()
    assert (person.display_name, person.handle, person.creative.headline) == ("Inès", "ines", "Marks")


def test_a_time_zone_is_kept_in_the_account_or_in_a_cookie(client: Client) -> None:
    client.post(reverse("pages:time_zone"), {"time_zone": "Asia/Tokyo"})
    assert client.cookies["time_zone"].value == "Asia/Tokyo"
    person = sign_up()
    sign_in(client, person)
    client.post(reverse("pages:time_zone"), {"time_zone": "America/Lima"})
    client.post(reverse("pages:time_zone"), {"time_zone": "Nowhere/At All"})
    person.refresh_from_db()
    assert person.time_zone == "America/Lima"
    contest = open_contest(now=timezone.now())
    assert client.get(reverse("pages:contest", args=[contest.pk])).status_code == 200
