"""The fairness figures as open data: what is shown, what is kept back, and a table that no spreadsheet computes."""

import csv
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from api.views.fairness import cell
from payouts.models import FairnessFigure
from payouts.services.fairness import refresh_fairness
from tests.fixtures.calls import Caller
from tests.fixtures.worlds import DAY, NOON, award, enter, open_contest, shortlist

pytestmark = pytest.mark.django_db


@pytest.fixture
def figures() -> None:
    """Two logos with five entrants each in March and April, a poster with three."""
    for category, opened, entrants in (("logo", NOON, 5), ("poster", NOON, 3), ("logo", NOON + 40 * DAY, 5)):
        contest = open_contest(category=category, now=opened)
        entries = [enter(contest) for _ in range(entrants)]
        award(shortlist(contest, entries[:3]), entries[0])
    refresh_fairness(NOON + 90 * DAY)


def test_anybody_reads_the_figures_with_their_numerators(figures: None) -> None:
    found = Caller().get("fairness", category="logo")["results"]
    assert [(group["month"], group["suppressed"]) for group in found] == [
        (None, True),
        ("2026-04-01", False),
        ("2026-03-01", True),
    ]
    april = found[1]
    assert april["counts"]["entries"] == april["counts"]["entrants"] == 5
    assert april["counts"]["paid_entries"] == 3 and april["ratios"]["paid_share_bps"] == 6000
    assert april["ratios"]["expected_pay_minor"] == april["counts"]["pay_minor"] // 5
    assert april["ratios"]["take_rate_bps"] + april["ratios"]["creative_share_bps"] in (9_999, 10_000)
    assert april["ratios"]["time_to_pay_p95_at_least"] is True


def test_of_a_suppressed_group_nothing_is_told_but_its_name(figures: None) -> None:
    groups = Caller().get("fairness")["results"]
    hidden = [group for group in groups if group["suppressed"]]
    assert {(group["month"], group["category"]) for group in hidden} == {
        (month, category) for month in (None, "2026-03-01") for category in ("logo", "poster")
    }
    assert all(group["counts"] is None and group["ratios"] is None for group in hidden)
    assert set(hidden[0]) == {"month", "category", "currency", "suppressed", "counts", "ratios", "computed_at"}


def test_by_year(figures: None) -> None:
    assert {group["month"] for group in Caller().get("fairness", year=2026)["results"]} == {"2026-03-01", "2026-04-01"}
    assert Caller().get("fairness", year=2025)["results"] == []
    assert Caller().get("fairness", status=400, year="soon")["code"] == "invalid"


def test_reading_costs_one_query_however_many_groups(figures: None) -> None:
    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as caught:
            reply = Client().get(path)
            reply.getvalue()
        return len([one for one in caught if "payouts_" in one["sql"]])

    paths = ("/api/v1/fairness", "/api/v1/fairness.csv")
    before = [queries(path) for path in paths]
    row = FairnessFigure.objects.get(month=None, category="")
    for month in range(1, 13):
        row.pk, row.month = None, NOON.date().replace(year=2020, month=month, day=1)
        row.save()
    assert [queries(path) for path in paths] == before == [1, 1]


def test_the_table_holds_the_same_numbers(figures: None, client: Client) -> None:
    reply = client.get("/api/v1/fairness.csv")
    assert reply.headers["Content-Type"].startswith("text/csv") and reply.streaming
    assert "max-age" in reply.headers["Cache-Control"]
    rows = list(csv.DictReader(io.StringIO(reply.getvalue().decode())))
    groups = Caller().get("fairness")["results"]
    assert len(rows) == len(groups) == 8
    for row, group in zip(rows, groups, strict=True):
        assert (row["month"] or None, row["category"]) == (group["month"], group["category"])
        numbers = (group["counts"] or {}) | (group["ratios"] or {})
        told = {name: value for name, value in numbers.items() if isinstance(value, int) and value is not True}
        assert {name: row[name] for name in told} == {name: str(value).lower() for name, value in told.items()}
        assert group["suppressed"] == (row["entrants"] == "") == (row["suppressed"] == "true")


@pytest.mark.parametrize("text", ["=cmd()", "+1", "-1", "@sum", "\ttab", "\rreturn"])
def test_no_cell_of_the_table_is_a_formula(text: str) -> None:
    assert cell(text) == "'" + text
