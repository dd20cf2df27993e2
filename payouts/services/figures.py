"""Sums the public figures anew for all currencies, so that pages read one row. Called every minute."""

from dataclasses import asdict
from datetime import datetime

from payouts.models import Escrow, SummedFigures
from payouts.selectors.figures import sum_figures


def refresh_public_figures(now: datetime) -> int:
    """Write them as of now. Returns how many currencies there are; of two at once the later one's stand."""
    currencies = sorted(set(Escrow.objects.values_list("currency", flat=True)))
    rows = [SummedFigures(computed_at=now, **asdict(sum_figures(currency))) for currency in currencies]
    changed = [field.name for field in SummedFigures._meta.fields if not field.primary_key]
    SummedFigures.objects.bulk_create(rows, update_conflicts=True, unique_fields=["currency"], update_fields=changed)
    return len(rows)
