"""A quote as a brand reads it: the gate's bar, the floor and where it comes from, and what each way of ending costs."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from frontend.charts.funding import FundingChart
from frontend.showing.money import gate_of
from payouts.policy import CostRange, Floor, Problem
from payouts.services.quoting import Quote

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Ending:
    """One way of ending, with the least and the most that it costs the brand, fee and tax included."""

    title: Words
    note: Words
    minimum_minor: int
    maximum_minor: int


@dataclass(frozen=True, slots=True)
class ShownQuote:
    """A quote ready to be shown. With problems there is no chart and there are no endings."""

    currency: str
    problems: tuple[str, ...]
    total_minor: int
    prizes_minor: int
    fee_minor: int
    tax_minor: int
    floor: Floor | None
    hourly_minimum_minor: int
    chart: FundingChart | None
    endings: tuple[Ending, ...]


ENDINGS: dict[tuple[str, str | None], tuple[Words, Words]] = {
    ("awarded", None): (_("You award"), _("Every shortlisted entry has its floor, the winners their prizes.")),
    ("lapsed", None): (_("You stay silent"), _("Everything is shared by rule; no rights pass to you.")),
    ("cancelled", "open"): (_("You cancel while entries come in"), _("Nobody entered: nothing.")),
    ("cancelled", "shortlisting"): (_("You cancel before the shortlist"), ""),
    ("cancelled", "final"): (_("You cancel after the shortlist"), _("The work is done: it is paid.")),
}


def shown_quote(quote: Quote, *, held_minor: int = 0) -> ShownQuote:
    """A quote for a page; `held_minor` is what the escrow holds already."""
    liability = quote.liability
    return ShownQuote(
        currency=quote.terms.currency,
        problems=_sentences(quote.problems),
        total_minor=liability.total_minor if liability else 0,
        prizes_minor=liability.prizes_minor if liability else 0,
        fee_minor=liability.fee_minor if liability else 0,
        tax_minor=liability.tax_minor if liability else 0,
        floor=liability.floors[-1] if liability else None,
        hourly_minimum_minor=quote.terms.hourly_minimum_minor,
        chart=gate_of(liability, held_minor) if liability else None,
        endings=tuple(_ending(cost) for cost in quote.costs if (cost.outcome, cost.stage) in ENDINGS),
    )


def _ending(cost: CostRange) -> Ending:
    title, note = ENDINGS[cost.outcome, cost.stage]
    return Ending(title, note, cost.minimum.total_minor, cost.maximum.total_minor)


def _sentences(problems: Sequence[Problem]) -> tuple[str, ...]:
    language = "fr" if (get_language() or "en").startswith("fr") else "en"
    return tuple(problem.say(language) for problem in problems)
