"""Pieces that are drawn once: nobody gets another's language, zone, time or rights, and a fact that changes is seen."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from contests.models import Contest
from contests.services.briefing.attachments import attach_files
from contests.services.examining import examine_files
from contests.standing import Standing
from frontend.templatetags import drawn as tag
from payouts.services.funding import open_if_funded, request_funding
from tests.fixtures.contests import submit_examined, upload
from tests.fixtures.people import sign_in
from tests.fixtures.worlds import draft_contest, make_brand, make_creative, open_contest, owner_of, pay_in

pytestmark = pytest.mark.django_db


def words_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def time_left() -> str:
    found = re.search(r"closes (in [\w ]+?) 0 entries", words_of(Client().get(reverse("pages:briefs"))))
    assert found
    return found[1]


def test_each_reader_gets_their_own_language() -> None:
    told = []
    for language in ("en", "fr", "en"):
        with translation.override(language):
            told.append(tag.drawn("reviews/_standing.html", standing=Standing(is_new=True), standing_facts=()))
    assert told[0] == told[2] != told[1] and "New here" in told[0]


def test_each_reader_gets_their_own_zone() -> None:
    open_contest(make_brand(), now=timezone.now())
    seen = set()
    for zone in ("Pacific/Auckland", "America/Lima"):
        person = make_creative(zone[-5:].lower())
        type(person).objects.filter(pk=person.pk).update(time_zone=zone)
        page = sign_in(Client(), person).get(reverse("pages:briefs")).content.decode()
        seen |= set(re.findall(r'<time [^>]*title="([^"]+)"', page))
    assert len(seen) == 2


def test_what_time_is_left_is_told_anew_each_minute(monkeypatch) -> None:
    now = timezone.now()
    open_contest(make_brand(), now=now)
    told = [time_left()]
    monkeypatch.setattr(tag.timezone, "now", lambda: now + timedelta(days=5))
    told.append(time_left())
    assert told[0] != told[1]


def test_a_fact_that_changes_is_seen_at_once() -> None:
    now = timezone.now()
    contest = open_contest(make_brand(), now=now)
    pages = [reverse("pages:briefs"), reverse("pages:contest", args=[contest.pk])]
    for address in pages:
        Client().get(address)
    submit_examined(contest, make_creative(), now=now)
    Contest.objects.filter(pk=contest.pk).update(entry_count=7)
    assert "7 entries" in words_of(Client().get(pages[0]))
    assert "Entries so far 7" in words_of(Client().get(pages[1]))


def test_a_visitor_is_not_shown_what_somebody_signed_in_was() -> None:
    now = timezone.now()
    contest = draft_contest(make_brand())
    attach_files(owner_of(contest.brand), contest.pk, [upload("style.png")], now=now)
    examine_files(now)
    escrow = request_funding(owner_of(contest.brand), contest.pk, now=now)
    pay_in(contest, escrow.liability_minor, now=now)
    assert open_if_funded(contest.pk, now=now)
    address, person = reverse("pages:contest", args=[contest.pk]), sign_in(Client(), make_creative())
    for _time in range(2):
        assert re.search(r"<a [^>]*download", person.get(address).content.decode())
        assert not re.search(r"<a [^>]*download", Client().get(address).content.decode())


def test_filters_come_back_as_they_were_asked_for() -> None:
    address = reverse("pages:briefs")
    for words in ("poster", "logo"):
        page = Client().get(address, {"words": words, "uncrowded": "on"}).content.decode()
        assert f'value="{words}"' in page and re.search(r'name="uncrowded"[^>]*checked', page)
    assert not re.search(r'name="uncrowded"[^>]*checked', Client().get(address).content.decode())


def test_the_same_is_drawn_once(monkeypatch) -> None:
    now = timezone.now()
    open_contest(make_brand(), now=now)
    monkeypatch.setattr(tag.timezone, "now", lambda: now)  # No minute ends between the two.
    with translation.override("en"):
        Client().get(reverse("pages:briefs"))
        before = tag._drawn.cache_info()
        Client().get(reverse("pages:briefs"))
    after = tag._drawn.cache_info()
    assert after.misses == before.misses and after.hits > before.hits
