"""What is shown of how brands have dealt with their contests: one query for any number of them."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Final
from uuid import UUID

from contests.selectors.paging import fetch_all
from contests.standing import Counts, Standing, standing

COUNTS: Final = f"""
    SELECT brand_id, {", ".join(field.name for field in fields(Counts))}
    FROM contests_brandstanding WHERE brand_id = ANY(%(brands)s)
"""
NAMES: Final = tuple(field.name for field in fields(Counts))


def standings_of(brands: Iterable[UUID]) -> Mapping[UUID, Standing]:
    """For each of these brands; one of which nothing was counted yet is new."""
    wanted = sorted(set(brands))
    if not wanted:
        return {}
    known = {
        brand: standing(Counts(**dict(zip(NAMES, counts, strict=True))))
        for brand, *counts in fetch_all(COUNTS, {"brands": wanted})
    }
    return {brand: known.get(brand, standing(None)) for brand in wanted}
