"""What it is to pay a field of contests: what comes in, what comes out, and what it means not to be able to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from payouts.lab.arrays import Ints
from payouts.lab.assumptions import Assumptions
from payouts.lab.field import Field
from payouts.policy import Terms


class NotModelled(ValueError):
    """The document holds a rule that the lab cannot compute to the cent; the message names it."""


@dataclass(frozen=True, slots=True)
class Paid:
    """What is paid, in minor units: to each entry; and by each contest's brand to the platform, as the tax on that, and
    to the authors' social security on top of the pay.
    """

    entry: Ints
    fee: Ints
    tax: Ints
    contributions: Ints


class Payer(Protocol):
    """Pays a field as if it had ended in the given ways."""

    @property
    def key(self) -> str: ...

    @property
    def entries_a_place(self) -> int | None:
        """The cap on entries, for each place of the shortlist; none if everybody may enter."""

    @property
    def least_shortlisted(self) -> int: ...

    def pay(self, field: Field, outcome: Ints) -> Paid: ...


def lab_terms(assumptions: Assumptions, prizes_minor: tuple[int, ...], places: int, entries_a_place: int) -> Terms:
    """Return the terms of one drawn contest, as the engine reads them."""
    return Terms(
        currency="EUR",
        prizes_minor=prizes_minor,
        shortlist_max=places,
        effort_minutes=assumptions.effort_minutes,
        study_price_minor=assumptions.study_price_minor,
        hourly_minimum_minor=assumptions.hourly_minimum_minor,
        reference_date=assumptions.reference_date,
        unpaid_effort_minutes=60,
        vat_bps=assumptions.vat_bps,
        entry_cap=entries_a_place * places,
    )
