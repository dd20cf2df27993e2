"""Going on with a maker, and showing one's work, on the pages: by both sides, with nothing typed lost."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from contests.models import Contest, Entry, FollowUp
from tests.fixtures.kinds import open_draft
from tests.fixtures.people import sign_in
from tests.fixtures.worlds import DAY, award, enter, make_creative, open_contest, owner_of, shortlist

pytestmark = pytest.mark.django_db


def _lost(author: User) -> Entry:
    contest = open_contest(prizes=[100_000], now=timezone.now() - 40 * DAY)
    entries = [enter(contest, one) for one in (make_creative(), author, make_creative())]
    award(shortlist(contest, entries), entries[0])
    return entries[1]


def _text(client: Client, address: str) -> str:
    reply = client.get(address)
    assert reply.status_code == 200
    return reply.content.decode()


def test_a_work_is_offered_for_and_sold() -> None:
    ana = make_creative("ana")
    entry = _lost(ana)
    brand, maker = sign_in(Client(), owner_of(entry.contest.brand)), sign_in(Client(), ana)
    shown, buy = reverse("pages:entry", args=[entry.pk]), reverse("pages:buy", args=[entry.pk])
    assert buy in _text(brand, shown)
    assert buy not in _text(maker, shown)
    refused = brand.post(buy, {"prize_minor": "499.99"})
    assert refused.status_code == 422
    assert "field-error" in refused.content.decode() and 'value="499.99"' in refused.content.decode()
    begun = brand.post(buy, {"prize_minor": "600"})
    contest = Contest.objects.get(follow_up__entry=entry)
    assert begun["Location"] == reverse("pages:brief_review", args=[contest.pk])
    assert _text(brand, begun["Location"])
    offer = reverse("pages:offer", args=[contest.pk])
    assert "Not funded yet" in _text(brand, offer)
    assert maker.get(offer).status_code == 404
    open_draft_funded(contest)
    assert offer in _text(maker, reverse("pages:contest", args=[contest.pk]))
    accept = reverse("pages:offer_accept", args=[contest.pk])
    assert accept in _text(maker, offer)
    assert accept not in _text(brand, offer)
    assert maker.post(accept)["Location"] == offer
    contest.refresh_from_db()
    assert contest.state == "awarded"
    assert "Sold" in _text(brand, offer)
    late = maker.post(reverse("pages:offer_decline", args=[contest.pk]))
    assert late.status_code == 422 and "does not stand any more" in late.content.decode()


def test_a_job_is_begun_and_declined() -> None:
    ana = make_creative("ana")
    entry = _lost(ana)
    brand, maker = sign_in(Client(), owner_of(entry.contest.brand)), sign_in(Client(), ana)
    brand.post(reverse("pages:hire", args=[entry.pk]), {"prize_minor": "200"})
    contest = FollowUp.objects.get(entry=entry, purpose="job").contest
    open_draft_funded(contest)
    brief = _text(maker, reverse("pages:contest", args=[contest.pk]))
    offer = reverse("pages:offer", args=[contest.pk])
    assert offer in brief and reverse("pages:enter", args=[contest.pk]) in brief
    assert maker.post(reverse("pages:offer_decline", args=[contest.pk])).status_code == 302
    assert "Declined" in _text(brand, offer)
    assert sign_in(Client(), make_creative()).get(offer).status_code == 404


def test_a_work_is_put_on_ones_page_and_taken_away() -> None:
    ana = make_creative("ana")
    entry = _lost(ana)
    maker, shown = sign_in(Client(), ana), reverse("pages:entry", args=[entry.pk])
    show = reverse("pages:show_work", args=[entry.pk])
    assert show in _text(maker, shown)
    assert maker.post(show).status_code == 302
    assert entry.title in _text(Client(), reverse("pages:person", args=[ana.handle]))
    assert maker.post(reverse("pages:take_away_work", args=[entry.pk])).status_code == 302
    assert Client().get(reverse("pages:person", args=[ana.handle])).status_code == 404


def open_draft_funded(contest: Contest) -> None:
    """Funded by now, so that it is open at this moment."""
    open_draft(contest, now=timezone.now())
