"""Terms at publish: decides whether a contest's figures may be shown at all under a policy. Never looks at escrow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from payouts.policy.document import PolicyDocument
from payouts.policy.problems import Problem
from payouts.policy.reading import LARGEST_AMOUNT
from payouts.policy.reference import UnknownLegalMinimum, hourly_minimum
from payouts.policy.terms import Terms
from payouts.policy.voice import CURRENCIES

LARGEST_SHORTLIST: Final = 100
LONGEST_EFFORT: Final = 100_000
HIGHEST_HOUR: Final = 1_000_000
HIGHEST_VAT_BPS: Final = 5_000

_BOUNDS: Final[dict[str, tuple[int, int]]] = {
    "shortlist_max": (1, LARGEST_SHORTLIST),
    "effort_minutes": (1, LONGEST_EFFORT),
    "study_price_minor": (0, LARGEST_AMOUNT),
    "hourly_minimum_minor": (1, HIGHEST_HOUR),
    "vat_bps": (0, HIGHEST_VAT_BPS),
}


def check_terms(policy: PolicyDocument, terms: Terms) -> list[Problem]:
    """Return everything that forbids publishing these terms under this policy; nothing, if they are fit.

    >>> from dataclasses import replace
    >>> from datetime import date
    >>> from payouts.policy import FAIR_1, Terms
    >>> terms = Terms("EUR", (100_000,), 6, 480, 20_000, 1202, date(2026, 1, 1), 60, 2000, 24)
    >>> check_terms(FAIR_1, terms)
    []
    >>> for problem in check_terms(FAIR_1, replace(terms, hourly_minimum_minor=1188, unpaid_effort_minutes=90)):
    ...     print(problem)
    hourly_minimum_minor: below the legal minimum hour of FR on 2026-01-01 (at least 1202)
    unpaid_effort_minutes: too much work is asked for before the shortlist (from 0 to 60 minutes)
    """
    return list(_problems(policy, terms))


def _problems(policy: PolicyDocument, terms: Terms) -> Iterator[Problem]:
    if terms.currency not in CURRENCIES:
        listed = ", ".join(CURRENCIES)
        yield Problem(
            "currency",
            f"one of {listed}",
            "this currency is not supported",
            f"parmi {listed}",
            "cette monnaie n’est pas prise en charge",
        )
    for name, (least, most) in _BOUNDS.items():
        value = getattr(terms, name)
        if not least <= value <= most:
            yield Problem(
                name,
                f"from {least} to {most}",
                f"{value} is out of bounds",
                f"de {least} à {most}",
                f"{value} est hors limites",
            )
    yield from _check_hour(terms)
    for name, value in terms.quantities:
        if name not in policy.reads or value < 0:
            yield Problem(
                f"quantities.{name}",
                "a name some rule reads, from 0",
                "no rule reads it, or it is negative",
                "un nom lu par une règle, à partir de 0",
                "aucune règle ne le lit, ou il est négatif",
            )
    for rule in policy.rules:
        yield from rule.check_terms(terms)


def _check_hour(terms: Terms) -> Iterator[Problem]:
    """The hour is checked against the dated table, so that a floor can never rest on an invented wage."""
    day = terms.reference_date.isoformat()
    try:
        rate = hourly_minimum(terms.country, terms.reference_date)
    except UnknownLegalMinimum as error:
        yield Problem(
            "reference_date",
            "a country and a day in the table of legal minimums",
            str(error),
            "un pays et un jour de la table des minimums légaux",
            f"aucun minimum horaire légal n’est connu pour {terms.country} au {day}",
        )
        return
    if rate.currency != terms.currency:
        yield Problem(
            "currency",
            rate.currency,
            f"the legal minimum hour of {terms.country} is in another currency",
            reason_fr=f"le minimum horaire légal de {terms.country} est dans une autre monnaie",
        )
    elif terms.hourly_minimum_minor < rate.amount_minor:
        yield Problem(
            "hourly_minimum_minor",
            f"at least {rate.amount_minor}",
            f"below the legal minimum hour of {terms.country} on {day}",
            f"au moins {rate.amount_minor}",
            f"inférieur au minimum horaire légal de {terms.country} au {day}",
        )
