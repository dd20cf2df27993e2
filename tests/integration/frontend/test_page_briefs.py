"""The list of briefs and a brief's own page: orders, filters, pages, and promises that the engine keeps."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from contests.models import Contest
from contests.selectors.browsing import BrowseFilters
from contests.selectors.contests import browse_contests
from payouts.models import Settlement
from payouts.selectors.expected_pay import expected_pay_of
from payouts.selectors.figures import FRESH, GOOD_FOR, public_figures, sum_figures
from payouts.services.figures import refresh_public_figures
from tests.fixtures.contests import submit_examined
from tests.fixtures.people import sign_in
from tests.fixtures.worlds import (
    DAY,
    NOON,
    award,
    close_entries,
    draft_contest,
    enter,
    make_brand,
    make_creative,
    open_contest,
    pass_time,
    shortlist,
)

pytestmark = pytest.mark.django_db


def listed(client: Client, **filters: str) -> list[str]:
    page = client.get(reverse("pages:briefs"), filters).content.decode()
    return re.findall(r'class="brief-card-link" href="/contests/([0-9a-f-]+)/"', page)


def test_the_best_paid_hour_comes_first(client: Client) -> None:
    brand, now = make_brand(), timezone.now()
    poor = open_contest(brand, prizes=[20_000], now=now)
    rich = open_contest(brand, prizes=[300_000], now=now)
    crowded = open_contest(brand, prizes=[300_000], now=now)
    for _ in range(7):
        enter(crowded, now=now)
    assert listed(client) == [str(rich.pk), str(crowded.pk), str(poor.pk)]


def test_an_empty_brief_is_no_sure_win() -> None:
    contest = open_contest(prizes=[100_000], shortlist_max=5)
    pay = expected_pay_of([contest.pk])[contest.pk]
    assert (pay.entrants, pay.places, pay.floor_minor) == (5, 5, 16_828)
    assert pay.expected_minor == 16_828 + 20_000
    assert [card.id for card in browse_contests(BrowseFilters(), order="pay", limit=5).items] == [contest.pk]


def test_pages_go_on_where_the_last_one_ended(client: Client) -> None:
    brand, now = make_brand(), timezone.now()
    made = {str(open_contest(brand, prizes=[20_000 + 1_000 * n], now=now).pk) for n in range(14)}
    first = client.get(reverse("pages:briefs")).content.decode()
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following
    second = client.get(following[1].replace("&amp;", "&")).content.decode()
    shown = [re.findall(r'class="brief-card-link" href="/contests/([0-9a-f-]+)/"', page) for page in (first, second)]
    assert [len(page) for page in shown] == [12, 2]
    assert set(shown[0]) | set(shown[1]) == made


@pytest.mark.parametrize("mark", ["zzz", "WyJ4Il0", "%00"])
def test_a_made_up_mark_is_a_bad_request(client: Client, mark: str) -> None:
    assert client.get(reverse("pages:briefs"), {"after": mark}).status_code == 400


def test_filters_keep_what_they_say_and_an_old_address_still_works(client: Client) -> None:
    brand, now = make_brand(), timezone.now()
    logo, poster = open_contest(brand, now=now), open_contest(brand, category="poster", now=now)
    draft_contest(brand)
    assert set(listed(client)) == {str(logo.pk), str(poster.pk)}
    assert listed(client, category="poster") == [str(poster.pk)]
    assert listed(client, words="submarine") == []
    assert set(listed(client, phase="never", category="", order="bogus")) == {str(logo.pk), str(poster.pk)}
    assert listed(client, phase="ended") == []


def test_a_brief_promises_what_its_settlement_then_pays(client: Client) -> None:
    contest = open_contest(prizes=[60_000], shortlist_max=3)
    entries = [enter(contest) for _ in range(3)]
    page = client.get(reverse("pages:contest", args=[contest.pk])).content.decode().replace("\xa0", " ")
    assert "You are shortlisted and the brand goes silent" in page
    assert "368.28 €" in re.split("goes silent", page)[1][:400]
    shortlist(contest, entries)
    pass_time(contest, "lapses_at")
    settled = Settlement.objects.get(contest=contest)
    assert settled.owed_minor == 3 * 36_828


def test_a_decided_brief_shows_where_its_money_went(client: Client) -> None:
    contest = open_contest(prizes=[60_000])
    entries = [enter(contest) for _ in range(3)]
    award(shortlist(contest, entries), entries[0])
    page = client.get(reverse("pages:contest", args=[contest.pk])).content.decode()
    assert "Where the money went" in page and "Funding gate" not in page


def test_a_question_is_published_without_a_name_and_a_short_one_keeps_its_words(client: Client) -> None:
    contest, asker = open_contest(now=timezone.now()), make_creative()
    sign_in(client, asker)
    address = reverse("pages:contest_questions", args=[contest.pk])
    refused = client.post(address, {"body": "Why?"})
    assert refused.status_code == 422 and "Why?" in refused.content.decode()
    assert client.post(address, {"body": "May the mark be drawn by hand?"}).status_code == 302
    page = Client().get(reverse("pages:contest", args=[contest.pk])).content.decode()
    assert "May the mark be drawn by hand?" in page and asker.display_name not in page


def call_of(client: Client, contest: Contest) -> str:
    page = client.get(reverse("pages:contest", args=[contest.pk])).content.decode()
    return page.split("columns-aside")[1]


def test_the_call_to_act_follows_reader_and_state(client: Client) -> None:
    contest = open_contest(now=timezone.now())
    assert "Sign up and enter" in call_of(client, contest)
    maker = make_creative()
    sign_in(client, maker)
    assert reverse("pages:enter", args=[contest.pk]) in call_of(client, contest)
    entry = submit_examined(contest, maker, now=timezone.now())
    assert reverse("pages:entry", args=[entry.pk]) in call_of(client, contest)
    close_entries(contest)
    assert reverse("pages:enter", args=[contest.pk]) not in call_of(client, contest)


def test_public_figures_are_sums_of_the_books() -> None:
    assert public_figures(NOON).owed_minor == 0
    contest = open_contest(prizes=[60_000])
    entries = [enter(contest) for _ in range(3)]
    award(shortlist(contest, entries), entries[0])
    running = open_contest()
    assert public_figures(NOON).owed_minor == 0, "summed once for some seconds"
    figures = public_figures(NOON + FRESH)
    assert figures.owed_minor == Settlement.objects.get().owed_minor
    assert (figures.shortlisted, figures.shortlisted_owed, figures.payments) == (3, 3, 0)
    assert figures.guarded_minor == running.escrow.liability_minor


def test_a_page_reads_figures_that_were_summed_beforehand_while_they_are_good() -> None:
    contest = open_contest(prizes=[60_000])
    entries = [enter(contest) for _ in range(3)]
    award(shortlist(contest, entries), entries[0])
    later = NOON + DAY
    assert refresh_public_figures(later) == 1
    with CaptureQueriesContext(connection) as asked:
        figures = public_figures(later + GOOD_FOR - FRESH)
    assert figures == sum_figures("EUR") and len(asked) == 1 and "payouts_obligation" not in asked[0]["sql"]
    running = open_contest()
    assert public_figures(later + GOOD_FOR - FRESH).guarded_minor == 0
    assert public_figures(later + 2 * GOOD_FOR).guarded_minor == running.escrow.liability_minor
    refresh_public_figures(later + FRESH)
    assert public_figures(later + FRESH).guarded_minor == running.escrow.liability_minor


def test_htmx_loads_a_page_anew_rather_than_scroll_on_it(client: Client) -> None:
    contest = open_contest(now=timezone.now())
    sign_in(client, make_creative())
    here = "http://testserver" + reverse("pages:contest", args=[contest.pk])
    answer = client.post(
        reverse("pages:contest_questions", args=[contest.pk]),
        {"body": "May the mark be drawn by hand?"},
        headers={"hx-request": "true", "hx-current-url": here},
    )
    assert (answer.status_code, answer["HX-Refresh"]) == (204, "true")


def test_a_filter_that_cannot_be_read_is_named_and_in_view(client: Client) -> None:
    open_contest(now=timezone.now())
    page = client.get(reverse("pages:briefs"), {"least_hourly_pay": "forty"}).content.decode()
    assert "Not understood, and so left out: " in page and 'value="forty"' in page
    assert re.search(r'<details class="disclosure filters-more" open>', page)
    assert "Not understood" not in client.get(reverse("pages:briefs"), {"least_hourly_pay": "40"}).content.decode()
