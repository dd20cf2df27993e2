"""Dated levies that the law withholds from authors' pay: decides which applied on a day, and names their source.

A new rate is a new row. A country without a row, or a day after the last one that was looked up, withholds nothing that
we would know of, so it is refused by name.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from payouts.policy.arithmetic import BPS


class UnknownLevies(LookupError):
    """No table of levies is on record for that country and day."""


@dataclass(frozen=True, slots=True)
class Levy:
    """One levy: its rate, on `base_bps` of the gross."""

    name: str
    rate_bps: int
    base_bps: int = BPS

    def amount(self, gross: int) -> int:
        """Return what is withheld of a gross amount, to the nearest minor unit.

        >>> Levy("CSG", 920, 9_825).amount(100_000)
        9039
        """
        whole = BPS * BPS
        return (gross * self.rate_bps * self.base_bps * 2 + whole) // (2 * whole)


@dataclass(frozen=True, slots=True)
class LevyTable:
    """What was withheld from `since` until the next table, and no later than `known_until`."""

    since: date
    known_until: date
    levies: tuple[Levy, ...]
    source: str


WITHHELD: Final[Mapping[str, tuple[LevyTable, ...]]] = {
    "FR": (
        LevyTable(
            date(2020, 1, 1),
            date(2024, 12, 31),
            (
                Levy("vieillesse plafonnée", 615),
                Levy("CSG", 920, 9_825),
                Levy("CRDS", 50, 9_825),
                Levy("formation professionnelle", 35),
            ),
            "Urssaf, artistes-auteurs: taux du précompte (the State bears 0.75 points of the capped pension and all of "
            "the uncapped one); unchanged in the tables published for 2020 to 2024",
        ),
    ),
}
"""Country → tables, oldest first."""


def withheld_levies(country: str, on: date) -> tuple[Levy, ...]:
    """Return the levies of a country on a day. Raises UnknownLevies.

    >>> [levy.name for levy in withheld_levies("FR", date(2024, 6, 1))][:2]
    ['vieillesse plafonnée', 'CSG']
    """
    tables = WITHHELD.get(country, ())
    index = bisect_right(tables, on, key=lambda table: table.since)
    if not index or on > tables[index - 1].known_until:
        raise UnknownLevies(f"no table of levies on record for {country} on {on.isoformat()}; add one with its source")
    return tables[index - 1].levies
