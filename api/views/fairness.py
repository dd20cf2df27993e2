"""The fairness figures as open data: JSON, and the same groups as a table (CSV). For anybody, without signing in."""

import csv
from collections.abc import Iterator
from dataclasses import fields
from typing import Any, Final

from django.http import HttpRequest, StreamingHttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from rest_framework.response import Response

from api.base import PublicResource
from api.operations import Listing, operation
from api.queries import FairnessQuery
from payouts.selectors.fairness import FairnessCounts, FairnessGroup, FairnessRatios, fairness_groups

FRESH_SECONDS: Final = 3600
GROUP: Final = ("month", "category", "currency", "suppressed", "computed_at")
COUNTS: Final = tuple(field.name for field in fields(FairnessCounts))
RATIOS: Final = tuple(field.name for field in fields(FairnessRatios))
STARTS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


class Fairness(PublicResource):
    """The figures by month of decision and category, with their numerators and denominators.

    No month: all months. An empty category: all categories. Amounts are minor units, shares basis points (1/10 000).
    Groups with fewer than five people, and those from which such a group could be worked out, are suppressed.
    """

    @operation(gives=Listing[FairnessGroup], query=FairnessQuery)
    def get(self, request: Any) -> Response:
        groups = fairness_groups(year=self.given.get("year"), category=self.given.get("category"))
        fresh = {"Cache-Control": f"public, max-age={FRESH_SECONDS}"}
        return Response({"results": groups, "next": None}, headers=fresh)


@require_safe
@cache_control(max_age=FRESH_SECONDS, public=True)
def table(request: HttpRequest) -> StreamingHttpResponse:
    """Every group in a line, for spreadsheets; the cells of what is suppressed are empty."""
    return StreamingHttpResponse(
        lines(fairness_groups()),
        content_type="text/csv; charset=utf-8; header=present",
        headers={"Content-Disposition": 'attachment; filename="fairbrief-fairness.csv"'},
    )


def lines(groups: tuple[FairnessGroup, ...]) -> Iterator[str]:
    """The table, line for line, as RFC 4180 has it."""
    writer = csv.writer(_Echo())
    yield writer.writerow([*GROUP, *COUNTS, *RATIOS])
    for group in groups:
        numbers = [getattr(group.counts, name, None) for name in COUNTS]
        numbers += [getattr(group.ratios, name, None) for name in RATIOS]
        yield writer.writerow([cell(value) for value in [*(getattr(group, name) for name in GROUP), *numbers]])


def cell(value: Any) -> str:
    """A value as a spreadsheet may read it without computing anything.

    >>> cell("=1+1"), cell("logo"), cell(None), cell(True), cell(7)
    ("'=1+1", 'logo', '', 'true', '7')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return f"'{text}" if text.startswith(STARTS_A_FORMULA) else text


class _Echo:
    """Gives back what is written to it, so that the writer's lines can be sent one by one."""

    def write(self, line: str) -> str:
        return line
