"""A quote as a brand reads it: the gate's bar, the floor and where it comes from, and what each way of ending costs."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from frontend.charts import FundingChart, liability_bar
from frontend.formatting import colon, format_number
from frontend.showing.money import gate_of
from payouts.policy import CostRange, Problem, label_rule
from payouts.policy.voice import VOICES, Language
from payouts.services.quoting import Quote

Words = str | Promise
MINUTES = 60


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
    floor_minor: int
    floor_sentence: str
    """The rule that binds and its arithmetic, in the reader's language."""
    effort_minutes: int
    hourly_minor: int
    """What the floor comes to for an hour of the standard effort."""
    hourly_minimum_minor: int
    times_minimum: str
    bar: str
    """What can be owed at most, by its parts, as a picture."""
    chart: FundingChart | None
    endings: tuple[Ending, ...]


ENDINGS: dict[tuple[str, str | None], tuple[Words, Words]] = {
    ("awarded", None): (_("You award"), _("Every shortlisted entry has its floor, the winners their prizes.")),
    ("lapsed", None): (_("You stay silent"), _("Everything is shared by rule; no rights pass to you.")),
    ("cancelled", "open"): (_("You cancel while entries come in"), _("If nobody has entered, nothing.")),
    ("cancelled", "shortlisting"): (_("You cancel before the shortlist"), ""),
    ("cancelled", "final"): (_("You cancel after the shortlist"), _("The work is done: it is paid.")),
}


def shown_quote(quote: Quote, *, held_minor: int = 0) -> ShownQuote:
    """A quote for a page; `held_minor` is what the escrow holds already."""
    liability = quote.liability
    chart = gate_of(liability, held_minor) if liability else None
    return ShownQuote(
        currency=quote.terms.currency,
        problems=_sentences(quote.problems),
        total_minor=liability.total_minor if liability else 0,
        prizes_minor=liability.prizes_minor if liability else 0,
        fee_minor=liability.fee_minor if liability else 0,
        tax_minor=liability.tax_minor if liability else 0,
        **_floor_shown(quote),
        bar=liability_bar(chart.parts, liability.currency) if liability and chart else "",
        chart=chart,
        endings=tuple(_ending(cost) for cost in quote.costs if (cost.outcome, cost.stage) in ENDINGS),
    )


def _floor_shown(quote: Quote) -> dict[str, Any]:
    """The floor with its reason, and beside the law's minimum for the same time."""
    terms = quote.terms
    known: dict[str, Any] = {
        "effort_minutes": terms.effort_minutes,
        "hourly_minimum_minor": terms.hourly_minimum_minor,
        "floor_minor": 0,
        "floor_sentence": "",
        "hourly_minor": 0,
        "times_minimum": "",
    }
    if quote.liability is None:
        return known
    lowest = quote.liability.floors[-1]
    hourly = lowest.amount_minor * MINUTES // max(terms.effort_minutes, 1)
    language = _language()
    voice = VOICES[language]
    return known | {
        "floor_minor": lowest.amount_minor,
        "floor_sentence": f"{label_rule(lowest.rule, language)}{colon()} {lowest.kind.render(lowest.inputs, voice)}",
        "hourly_minor": hourly,
        "times_minimum": format_number(round(Decimal(hourly) / terms.hourly_minimum_minor, 2)),
    }


def _ending(cost: CostRange) -> Ending:
    title, note = ENDINGS[cost.outcome, cost.stage]
    return Ending(title, note, cost.minimum.total_minor, cost.maximum.total_minor)


def _sentences(problems: Sequence[Problem]) -> tuple[str, ...]:
    language = _language()
    return tuple(problem.say(language) for problem in problems)


def _language() -> Language:
    return "fr" if (get_language() or "en").startswith("fr") else "en"
