"""What one contest promises, in figures: frozen when the brief is funded, and never afterwards a matter of opinion.

Decides nothing about fairness: `check_terms` judges terms against a policy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from payouts.policy.problems import Problem, TermsError
from payouts.policy.quantities import Quantities, quantities_to_dict, quantity, read_quantities
from payouts.policy.reading import unknown_keys


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a contest. Amounts are minor units of `currency`.

    `prizes_minor` is by rank, first prize first. `shortlist_max` is K, the most entries that may ever be
    shortlisted. `effort_minutes` (E) and `study_price_minor` come from the platform's tariff of the category,
    never from the brand. `hourly_minimum_minor` (m) is the legal minimum hour of `country` on
    `reference_date`. `unpaid_effort_minutes` (E0) is the work asked for before the shortlist. `vat_bps` is
    the tax on the platform's fee. `entry_cap` is the most entries taken. `quantities` are further whole
    numbers read by optional rules, by name.
    """

    currency: str
    prizes_minor: tuple[int, ...]
    shortlist_max: int
    effort_minutes: int
    study_price_minor: int
    hourly_minimum_minor: int
    reference_date: date
    unpaid_effort_minutes: int
    vat_bps: int
    entry_cap: int
    country: str = "FR"
    quantities: Quantities = ()
    prizes_total_minor: int = field(init=False, repr=False, compare=False)
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "prizes_minor", tuple(self.prizes_minor))
        object.__setattr__(self, "quantities", tuple(sorted(self.quantities)))
        object.__setattr__(self, "prizes_total_minor", sum(self.prizes_minor))
        # Floors are cached by terms, so the hash is taken once and not at every look-up.
        numbers = (self.shortlist_max, self.effort_minutes, self.study_price_minor, self.hourly_minimum_minor)
        object.__setattr__(self, "_hash", hash((self.currency, self.prizes_minor, numbers, self.reference_date)))

    def __hash__(self) -> int:
        return self._hash

    def quantity(self, name: str) -> int:
        """Return a further whole number by its name; zero when the terms do not give it."""
        return quantity(self.quantities, name)

    def to_dict(self) -> dict[str, Any]:
        data: dict[str, Any] = {name: getattr(self, name) for name in _SCALARS}
        data["prizes_minor"] = list(self.prizes_minor)
        data["reference_date"] = self.reference_date.isoformat()
        if self.quantities:
            data["quantities"] = quantities_to_dict(self.quantities)
        return data

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Terms:
        """Read terms back; the types are checked here, the figures by `check_terms`."""
        problems = unknown_keys(data, (*_SCALARS, "prizes_minor", "reference_date", "quantities"), "terms")
        values: dict[str, Any] = {}
        for name, kind in _SCALARS.items():
            values[name] = value = data.get(name, "FR" if name == "country" else None)
            if type(value) is not kind:
                problems.append(Problem(f"terms.{name}", kind.__name__, f"{value!r} is not of this type"))
        prizes = data.get("prizes_minor")
        if not isinstance(prizes, list | tuple) or any(type(prize) is not int for prize in prizes):
            problems.append(Problem("terms.prizes_minor", "a list of whole numbers", f"{prizes!r} is not"))
        values["quantities"], more = read_quantities(data.get("quantities", {}), "terms.quantities")
        problems += more
        try:
            values["reference_date"] = date.fromisoformat(data.get("reference_date", ""))
        except (TypeError, ValueError):
            problems.append(Problem("terms.reference_date", "an ISO 8601 date", "not a date"))
        if problems:
            raise TermsError(problems)
        return cls(prizes_minor=tuple(prizes or ()), **values)


_SCALARS: dict[str, type] = {
    "currency": str,
    "shortlist_max": int,
    "effort_minutes": int,
    "study_price_minor": int,
    "hourly_minimum_minor": int,
    "unpaid_effort_minutes": int,
    "vat_bps": int,
    "entry_cap": int,
    "country": str,
}
