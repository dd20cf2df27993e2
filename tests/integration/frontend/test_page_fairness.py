"""The pages on fairness: figures with their denominators, nothing of what is kept back, evidence that exists."""

import re
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from frontend.showing.fairwork import Known, principles
from payouts.models import FairnessFigure
from payouts.selectors.fairness import fairness_groups
from payouts.selectors.figures import PublicFigures
from payouts.selectors.policies import default_policy_or_none
from payouts.services.fairness import refresh_fairness
from payouts.services.reference_data import publish_reference_data
from tests.fixtures.worlds import DAY, NOON, award, enter, open_contest, shortlist

pytestmark = pytest.mark.django_db

NOBODY = PublicFigures("EUR", 0, 0, 0, 0, 0, 0)


def decide(category: str, entrants: int, opened: Any = NOON) -> None:
    contest = open_contest(category=category, now=opened)
    entries = [enter(contest) for _ in range(entrants)]
    award(shortlist(contest, entries[:3]), entries[0])


def text_of(client: Client, name: str, language: str = "en") -> str:
    reply = client.get(reverse(f"pages:{name}"), headers={"Accept-Language": language})
    assert reply.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", reply.content.decode())).replace("\xa0", " ")


def test_the_figures_are_shown_with_their_denominators(client: Client) -> None:
    decide("logo", 6)
    decide("logo", 5, NOON + 40 * DAY)
    refresh_fairness(NOON + 90 * DAY)
    text = text_of(client, "fairness")
    assert "6 of 11 admissible entries" in text and "54.54%" in text
    assert "2 of 2 contests" in text
    assert "March 2026" in text and "April 2026" in text
    assert "not shown, to protect" not in text
    assert "avril 2026" in text_of(client, "fairness", "fr")


def test_nothing_of_a_small_group_is_on_the_page(client: Client) -> None:
    decide("poster", 4)
    refresh_fairness(NOON + 90 * DAY)
    text = text_of(client, "fairness")
    assert "Not enough people yet" in text and text.count("not shown, to protect") == 2
    assert "admissible entries" not in text


def test_before_anything_was_decided_the_page_says_so(client: Client) -> None:
    publish_reference_data(now=NOON)
    assert "Nothing has been decided yet" in text_of(client, "fairness")
    assert "not met" in text_of(client, "fairwork")


def test_many_groups_cost_no_more_queries(client: Client) -> None:
    decide("logo", 6)
    refresh_fairness(NOON + 90 * DAY)

    def queries(name: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            text_of(client, name)
        return len(caught)

    names = ("fairness", "fairwork")
    before = [(queries(name), queries(name))[1] for name in names]
    row = FairnessFigure.objects.get(month=None, category="")
    for month in range(1, 13):
        row.pk, row.month = None, NOON.date().replace(year=2025, month=month, day=1)
        row.save()
    assert [queries(name) for name in names] == before
    assert "1 earlier month is in the download" in text_of(client, "fairness")
    assert max(before) <= 6


def known() -> Known:
    total = next(group for group in fairness_groups(category="") if group.month is None)
    return Known(NOBODY, total, default_policy_or_none())


def verdict(claim: str, of: Known) -> str:
    return next(point.verdict for part in principles(of) for point in part.points if point.claim.startswith(claim))


def test_figures_decide_the_points_that_rest_on_them() -> None:
    decide("logo", 6)
    refresh_fairness(NOON + 15 * DAY)
    assert verdict("All work is paid", known()) == "not_met"
    assert verdict("Pay arrives", known()) == "met"
    refresh_fairness(NOON + 60 * DAY)
    assert verdict("Pay arrives", known()) == "not_met", "three debts are overdue by now"
    broken = PublicFigures("EUR", 0, 0, 0, shortlisted=3, shortlisted_owed=2, guarded_minor=0)
    assert verdict("Whoever is shortlisted", Known(broken, None, None)) == "not_met"
    assert verdict("Whoever is shortlisted", known()) == "met"


def test_every_guard_that_is_named_stands_in_the_database() -> None:
    publish_reference_data(now=NOON)
    named = {guard for part in principles(Known(NOBODY, None, None)) for point in part.points for guard in point.guards}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT tgname FROM pg_trigger UNION SELECT conname FROM pg_constraint
            UNION SELECT indexname FROM pg_indexes
            """
        )
        there = [name for (name,) in cursor.fetchall()]
    assert len(named) > 10
    assert {guard for guard in named if not any(guard in name for name in there)} == set()


def test_both_pages_are_linked_from_everywhere(client: Client) -> None:
    publish_reference_data(now=timezone.now())
    call_command("refresh_fairness", verbosity=0)
    page = client.get(reverse("pages:policies")).content.decode()
    assert all(f'href="{reverse(f"pages:{name}")}"' in page for name in ("fairness", "fairwork"))
    assert reverse("pages:fairness") in client.get("/").content.decode().partition("<footer")[0]
