"""Shortlisting, awarding, accepting and cancelling on the brand's pages: each shows its price before it is done."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Brand
from contests.models import Contest, Entry, ShortlistPlace
from contests.services import questions
from payouts.models import Settlement
from tests.fixtures.people import sign_in
from tests.fixtures.worlds import close_entries, enter, make_brand, make_creative, open_contest, owner_of, shortlist

pytestmark = pytest.mark.django_db


@pytest.fixture
def brand(client: Client) -> Brand:
    brand = make_brand()
    sign_in(client, owner_of(brand))
    return brand


def entered(brand: Brand, count: int = 4, **terms: object) -> tuple[Contest, list[Entry]]:
    contest = open_contest(brand, **terms)
    return contest, [enter(contest) for _ in range(count)]


def text_of(answer) -> str:  # type: ignore[no-untyped-def]
    return str(answer.content.decode()).replace("\xa0", " ").replace("\u202f", " ")


def test_a_shortlist_shows_its_price_first_and_is_made_by_a_second_sending(client: Client, brand: Brand) -> None:
    contest, entries = entered(brand)
    close_entries(contest)
    address, picked = reverse("pages:choose", args=[contest.pk]), [str(entry.pk) for entry in entries[:3]]
    shown = client.post(address, {"entry": picked})
    contest.refresh_from_db()
    assert contest.state == "shortlisting"
    assert "3 × " in text_of(shown)
    assert "Floors that are then certain" in text_of(shown)
    assert text_of(client.post(address, {"entry": picked, "back": "1"})).count('form="shortlist" checked') == 3
    answer = client.post(address, {"entry": picked, "confirm": "1"})
    assert answer["Location"] == reverse("pages:decide", args=[contest.pk])
    contest.refresh_from_db()
    assert contest.state == "final_round"
    places = ShortlistPlace.objects.filter(contest=contest).order_by("slot")
    assert [place.entry_id for place in places] == [entry.pk for entry in entries[:3]]


def test_too_few_are_refused_and_what_was_picked_stays_picked(client: Client, brand: Brand) -> None:
    contest, entries = entered(brand)
    close_entries(contest)
    address = reverse("pages:choose", args=[contest.pk])
    for data in ({"entry": [str(entries[0].pk)]}, {"entry": [str(entries[0].pk)], "confirm": "1"}):
        answer = client.post(address, data)
        assert answer.status_code == 422
        assert "Choose at least 3 entries." in text_of(answer)
        assert f'value="{entries[0].pk}" form="shortlist" checked' in text_of(answer)


def test_made_up_entries_are_not_picked(client: Client, brand: Brand) -> None:
    contest, _entries = entered(brand)
    close_entries(contest)
    _other, strange = entered(make_brand(), 1)
    data = {"entry": [str(strange[0].pk), "nonsense", str(contest.pk)]}
    assert client.post(reverse("pages:choose", args=[contest.pk]), data).status_code == 422


def test_the_gallery_filters_by_rating(client: Client, brand: Brand) -> None:
    contest, entries = entered(brand, now=timezone.now())
    for entry, stars in zip(entries, ("5", "3", "1"), strict=False):
        client.post(reverse("pages:rate", args=[entry.pk]), {"stars": stars})
    address = reverse("pages:choose", args=[contest.pk])

    def shown(stars: str) -> set[str]:
        page = text_of(client.get(address, {"stars": stars}))
        return {entry.code for entry in entries if f"Entry {entry.code}" in page}

    assert shown("") == {entry.code for entry in entries}
    assert shown("4") == {entries[0].code}
    assert shown("none") == {entries[3].code}
    assert shown("12") == {entry.code for entry in entries}


def awaiting_award(brand: Brand) -> tuple[Contest, list[Entry]]:
    contest, entries = entered(brand, 3, prizes=(90_000, 30_000))
    shortlist(contest, entries)
    return contest, entries


def test_an_award_is_previewed_to_the_cent_then_made(client: Client, brand: Brand) -> None:
    contest, entries = awaiting_award(brand)
    address = reverse("pages:decide", args=[contest.pk])
    client.post(address, {"end_round": "1"})
    ranks = {f"rank-{entries[1].pk}": "1", f"rank-{entries[0].pk}": "1"}
    preview = client.post(address, ranks)
    assert text_of(preview).count("600.00 €") >= 2  # Tied: both prizes pooled and shared.
    assert not Settlement.objects.exists()
    answer = client.post(address, ranks | {"confirm": "1"})
    assert answer["Location"] == reverse("pages:review", args=[contest.pk])
    settlement = Settlement.objects.get(contest=contest)
    assert preview.context["preview"].to_creatives_minor == settlement.owed_minor
    assert preview.context["preview"].fee_minor == settlement.fee_minor


@pytest.mark.parametrize(
    ("ranks", "words"), [((), "Name at least one first place."), (("1", "3"), "the next rank is 2")]
)
def test_ranks_that_make_no_award_are_refused_and_kept(
    client: Client, brand: Brand, ranks: tuple[str, ...], words: str
) -> None:
    contest, entries = awaiting_award(brand)
    address = reverse("pages:decide", args=[contest.pk])
    client.post(address, {"end_round": "1"})
    given = {f"rank-{entry.pk}": rank for entry, rank in zip(entries, ranks, strict=False)}
    for more in ({}, {"confirm": "1"}):
        answer = client.post(address, given | more)
        assert answer.status_code == 422
        assert words in text_of(answer)
        assert text_of(answer).count(" selected>") == len(ranks)


def test_cancelling_names_its_price_and_takes_a_reason(client: Client, brand: Brand) -> None:
    contest, entries = awaiting_award(brand)
    address = reverse("pages:cancel", args=[contest.pk])
    preview = client.get(address).context["preview"]
    refused = client.post(address, {"reason": " "})
    assert refused.status_code == 422
    contest.refresh_from_db()
    assert contest.state == "final_round"
    answer = client.post(address, {"reason": "The shop will not open after all."})
    assert answer["Location"] == reverse("pages:contest_money", args=[contest.pk])
    settlement = Settlement.objects.get(contest=contest)
    assert (preview.to_creatives_minor, preview.back_minor) == (settlement.owed_minor, settlement.refund_minor)
    money = text_of(client.get(answer["Location"]))
    assert all(f"Entry {entry.code}" in money for entry in entries)


def test_a_question_is_answered_on_its_page(client: Client, brand: Brand) -> None:
    now = timezone.now()
    contest = open_contest(brand, now=now)
    asked = questions.ask(make_creative(), contest.pk, "May it be in two colours?", now=now)
    address = reverse("pages:answers", args=[contest.pk])
    refused = client.post(address, {"question": str(asked.pk), f"q-{asked.pk}-answer": " "})
    assert refused.status_code == 422
    client.post(address, {"question": str(asked.pk), f"q-{asked.pk}-answer": "Yes, two."})
    asked.refresh_from_db()
    assert asked.answer == "Yes, two."


def test_an_entry_is_ruled_out_with_a_reason(client: Client, brand: Brand) -> None:
    contest, entries = entered(brand, now=timezone.now())
    address = reverse("pages:disqualify", args=[entries[0].pk])
    refused = client.post(address, {"reason": "no"})
    assert refused.status_code == 422
    assert ">no</textarea>" in text_of(refused).replace("\n", "")
    answer = client.post(address, {"reason": "It shows another brand’s registered mark."})
    assert answer["Location"] == reverse("pages:choose", args=[contest.pk])
    entries[0].refresh_from_db()
    assert entries[0].state == "disqualified"
