"""Works the published fairness figures out anew, all of them, from what was decided, settled and paid until now."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final, TypeAlias

from django.db import connection, transaction

from contests.selectors.paging import fetch_all
from payouts.fairness import suppressed_cells
from payouts.fairness.sql import FAMILIES
from payouts.models import FairnessFigure
from payouts.policy import LEGAL_MINIMUMS

Group: TypeAlias = tuple[str, date | None, str]
"""Currency, month and category; no month and no category mean all."""

NOTHING: Final[Mapping[str, int | None]] = {
    name: None if name in ("hourly_median_bps", "youngest_unpaid_seconds") or name.startswith("time_to_pay") else 0
    for _, columns in FAMILIES
    for name in columns
}
"""The figures of a group in which there was nothing to count."""


@transaction.atomic
def refresh_fairness(now: datetime) -> int:
    """Rewrite all figures; readers see the old ones until the end. Returns the number of groups.

    Four statements, whatever there is to count. Two at once wait for each other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('fairness figures'))")
    figures = count_figures(now)
    hidden = _hidden(figures)
    FairnessFigure.objects.all().delete()
    FairnessFigure.objects.bulk_create(
        [
            FairnessFigure(
                currency=currency,
                month=month,
                category=category,
                suppressed=(currency, month, category) in hidden,
                computed_at=now,
                **found,
            )
            for (currency, month, category), found in figures.items()
        ],
        batch_size=1000,
    )
    return len(figures)


def count_figures(now: datetime) -> dict[Group, dict[str, Any]]:
    """Every group with its figures, by the names of the model's fields. Suppresses nothing."""
    rates = [rate for dated in LEGAL_MINIMUMS.values() for rate in dated]
    given = {
        "now": now,
        "countries": [rate.country for rate in rates],
        "currencies": [rate.currency for rate in rates],
        "sinces": [rate.since for rate in rates],
        "minimums": [rate.amount_minor for rate in rates],
    }
    figures: dict[Group, dict[str, Any]] = {}
    for statement, columns in FAMILIES:
        for currency, month, category, *values in fetch_all(statement, given):
            group = figures.setdefault((currency, month, category or ""), dict(NOTHING))
            group.update(zip(columns, values, strict=True))
    return figures


def _hidden(figures: Mapping[Group, Mapping[str, Any]]) -> set[Group]:
    """The groups to keep back. Money of different currencies never adds up, so that each has a table of its own."""
    hidden: set[Group] = set()
    for currency in {currency for currency, _, _ in figures}:
        names = {
            (month.isoformat() if month else "", category): (currency, month, category)
            for of, month, category in figures
            if of == currency
        }
        sizes = {cell: figures[group]["entrants"] for cell, group in names.items()}
        hidden |= {names[cell] for cell in suppressed_cells(sizes)}
    return hidden
