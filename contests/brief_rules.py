"""What makes a brief complete and clear enough to be funded: every field looked at, every problem named at once.

Reads nothing and writes nothing. Whether a policy accepts the brief's terms (unpaid effort, the worst case) is decided
where its funds are asked for.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contests.errors import Problem
from contests.models import Visibility
from contests.rights import RIGHTS, USUAL

SHORTEST_PERIOD = timedelta(seconds=15)
"""Demonstrations live on seconds; a page warns below one day."""

LONGEST_PERIOD = timedelta(days=180)
"""A half-year for any one part: beyond it people's work, and the money held for it, would be left hanging."""

MAX_PRIZE_MINOR = 10_000_000_00
MAX_DELIVERABLES = 20
MAX_SHORTLIST = 100
MAX_UNPAID_MINUTES = 24 * 60
MAX_RIGHTS_YEARS = 70
LANGUAGES = ("en", "fr")
CURRENCY = re.compile(r"[A-Z]{3}")


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefDraft:
    """A brief as its brand writes it. Prizes in minor units, from the first rank down."""

    category: str
    title: str
    description: str
    deliverables: tuple[str, ...]
    prizes: tuple[int, ...]
    rights_scope: str
    rights_territory: str
    rights_years: int = 10
    rights_kinds: tuple[str, ...] = USUAL
    summary: str = ""
    audience: str = ""
    language: str = "en"
    visibility: str = Visibility.PUBLIC.value
    currency: str = "EUR"
    shortlist_max: int = 5
    unpaid_effort_minutes: int = 60
    entries_period: timedelta = timedelta(days=14)
    shortlisting_period: timedelta = timedelta(days=5)
    final_round_period: timedelta = timedelta(days=5)
    judging_period: timedelta = timedelta(days=5)


PERIODS = ("entries_period", "shortlisting_period", "final_round_period", "judging_period")
LIMITS = {
    "title": (5, 120),
    "summary": (0, 240),
    "description": (20, 20_000),
    "audience": (0, 2000),
    "rights_scope": (3, 400),
    "rights_territory": (2, 200),
}


def problems_in(draft: BriefDraft) -> list[Problem]:
    """Everything that is wrong with the draft, in the order of its fields; nothing if it can be kept."""
    return [*_words(draft), *_deliverables(draft), *_prizes(draft), *_terms(draft), *_periods(draft)]


def _words(draft: BriefDraft) -> Iterator[Problem]:
    if not draft.category:
        yield Problem("category", _("Choose a category."))
    for field, (least, most) in LIMITS.items():
        yield from _length(field, getattr(draft, field), least, most)
    if draft.language not in LANGUAGES:
        yield Problem("language", _("Choose the language in which the brief is written."))


def _length(field: str, text: str, least: int, most: int) -> Iterator[Problem]:
    length = len(text.strip())
    if length < least:
        sentence = _("Write at least %(least)d characters.") if length else _("This cannot be left empty.")
        yield Problem(field, sentence % {"least": least})
    elif length > most:
        yield Problem(
            field,
            _("Shorten this to at most %(most)d characters; it has %(length)d.") % {"most": most, "length": length},
        )
    elif "\0" in text:
        yield Problem(field, _("This holds a character that cannot be kept."))


def _deliverables(draft: BriefDraft) -> Iterator[Problem]:
    if not [line for line in draft.deliverables if line.strip()]:
        yield Problem("deliverables", _("Name at least one thing that you want delivered."))
    elif len(draft.deliverables) > MAX_DELIVERABLES:
        yield Problem("deliverables", _("Name at most %(most)d deliverables.") % {"most": MAX_DELIVERABLES})
    for line in draft.deliverables:
        yield from _length("deliverables", line, 0, 200)


def _prizes(draft: BriefDraft) -> Iterator[Problem]:
    prizes = draft.prizes
    if not prizes:
        yield Problem("prizes", _("Announce at least one prize."))
    elif min(prizes) <= 0:
        yield Problem("prizes", _("Every prize must be more than zero."))
    elif max(prizes) > MAX_PRIZE_MINOR:
        yield Problem("prizes", _("A prize this large must be agreed with us first."))
    elif list(prizes) != sorted(prizes, reverse=True):
        yield Problem("prizes", _("No prize may be larger than the one ranked before it."))
    elif len(prizes) > draft.shortlist_max:
        yield Problem(
            "prizes",
            ngettext(
                "Only shortlisted entries win prizes, and at most %(n)d is shortlisted: announce no more prizes.",
                "Only shortlisted entries win prizes, and at most %(n)d are shortlisted: announce no more prizes.",
                draft.shortlist_max,
            )
            % {"n": draft.shortlist_max},
        )


def _terms(draft: BriefDraft) -> Iterator[Problem]:
    if not draft.rights_kinds or not set(draft.rights_kinds) <= set(RIGHTS):
        yield Problem("rights_kinds", _("Choose at least one of the rights that are listed."))
    if draft.visibility not in Visibility.values:
        yield Problem("visibility", _("Choose who sees the entries: public, private or blind."))
    if not CURRENCY.fullmatch(draft.currency):
        yield Problem("currency", _("Give the currency by its three letters, such as EUR."))
    yield from _range("shortlist_max", draft.shortlist_max, 1, MAX_SHORTLIST)
    yield from _range("unpaid_effort_minutes", draft.unpaid_effort_minutes, 0, MAX_UNPAID_MINUTES)
    yield from _range("rights_years", draft.rights_years, 1, MAX_RIGHTS_YEARS)


def _range(field: str, number: int, least: int, most: int) -> Iterator[Problem]:
    if not least <= number <= most:
        yield Problem(field, _("Choose a number from %(least)d to %(most)d.") % {"least": least, "most": most})


def _periods(draft: BriefDraft) -> Iterator[Problem]:
    for field in PERIODS:
        period: timedelta = getattr(draft, field)
        if period < SHORTEST_PERIOD:
            yield Problem(field, _("This takes at least %(n)d seconds.") % {"n": SHORTEST_PERIOD.total_seconds()})
        elif period > LONGEST_PERIOD:
            yield Problem(field, _("This takes at most %(days)d days.") % {"days": LONGEST_PERIOD.days})
