"""What makes a brief complete and clear enough to be funded: every field looked at, every problem named at once.

Reads nothing and writes nothing. Whether a policy accepts the brief's terms (unpaid effort, the worst case) is decided
where its funds are asked for.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contests.community import LEAST_ENTRIES
from contests.declaration_rules import AiPolicy
from contests.errors import Problem
from contests.kinds import CLOSED, Kind, asks_for_transfer, problems_of_kind
from contests.models import Visibility
from contests.rights import RIGHTS, USUAL
from contests.tones import SLIDERS, STEPS

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
    rights_scope: str = ""
    rights_territory: str = ""
    rights_years: int = 10
    rights_kinds: tuple[str, ...] = USUAL
    summary: str = ""
    audience: str = ""
    language: str = "en"
    first_stage: str = ""
    second_stage: str = ""
    tones: tuple[int, ...] = ()
    work_languages: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    sizes: str = ""
    references: str = ""
    ai_policy: str = AiPolicy.DECLARED.value
    community_name: str = ""
    community_minor: int = 0
    """An award that the community decides, beside the prizes; none where it is 0."""
    kit: int | None = None
    """A version of the brand's kit, by its key."""
    kind: str = Kind.STANDARD.value
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
    "sizes": (0, 1000),
    "references": (0, 2000),
}
RIGHTS_LIMITS = {
    "rights_scope": (3, 400),
    "rights_territory": (2, 200),
}
"""What a transfer of rights must say; an open licence says it by itself."""

COMMUNITY_NAME = (3, 80)
WORK_LANGUAGES = ("en", "fr", "de", "es", "it", "nl", "pt", "pl", "sv", "ar", "zh", "ja")
MAX_WORK_LANGUAGES = 6
FORMATS = ("svg", "pdf", "ai", "eps", "psd", "indd", "fig", "png", "jpg", "tiff", "otf", "mp4", "mov", "docx", "pptx")
"""Kinds of files that a brief can ask for."""


def problems_in(draft: BriefDraft) -> list[Problem]:
    """Everything that is wrong with the draft, in the order of its fields; nothing if it can be kept."""
    return [
        *_words(draft),
        *_deliverables(draft),
        *_guided(draft),
        *prize_problems(draft.prizes, draft.shortlist_max),
        *_community(draft),
        *_terms(draft),
        *_periods(draft),
        *problems_of_kind(draft),
    ]


def _words(draft: BriefDraft) -> Iterator[Problem]:
    if not draft.category:
        yield Problem("category", _("Choose a category."))
    for field, (least, most) in LIMITS.items():
        yield from _length(field, getattr(draft, field), least, most)
    if asks_for_transfer(draft.kind):
        for field, (least, most) in RIGHTS_LIMITS.items():
            yield from _length(field, getattr(draft, field), least, most)
    if draft.language not in LANGUAGES:
        yield Problem("language", _("Choose the language in which the brief is written."))


def problems_in_words(words: Mapping[str, str]) -> Iterator[Problem]:
    """What is too short or too long of these fields alone, so that it can be told where it is written."""
    for field, (least, most) in (LIMITS | RIGHTS_LIMITS).items():
        if field in words:
            yield from _length(field, words[field], least, most)


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


def _guided(draft: BriefDraft) -> Iterator[Problem]:
    if draft.tones and (len(draft.tones) != len(SLIDERS) or not all(0 <= step <= STEPS for step in draft.tones)):
        yield Problem("tones", _("Choose a step from 1 to %(most)d for each of the sliders listed.") % {"most": STEPS})
    if not set(draft.work_languages) <= set(WORK_LANGUAGES):
        yield Problem("work_languages", _("Choose among the languages that are listed."))
    elif len(draft.work_languages) > MAX_WORK_LANGUAGES:
        sentence = _("Choose at most %(most)d languages.")
        yield Problem("work_languages", sentence % {"most": MAX_WORK_LANGUAGES})
    if draft.ai_policy not in {policy.value for policy in AiPolicy}:
        yield Problem("ai_policy", _("Choose what may be done with AI: nothing, ideas only, or all that is declared."))
    if not set(draft.formats) <= set(FORMATS):
        yield Problem("formats", _("Choose among the kinds of files that are listed; name others in the sizes."))


def prize_problems(prizes: Sequence[int], shortlist_max: int) -> Iterator[Problem]:
    """What is wrong with the prizes, from the first rank down, of a contest with so many places on its shortlist."""
    if not prizes:
        yield Problem("prizes", _("Announce at least one prize."))
    elif min(prizes) <= 0:
        yield Problem("prizes", _("Every prize must be more than zero."))
    elif max(prizes) > MAX_PRIZE_MINOR:
        yield Problem("prizes", _("A prize this large must be agreed with us first."))
    elif list(prizes) != sorted(prizes, reverse=True):
        yield Problem("prizes", _("No prize may be larger than the one ranked before it."))
    elif len(prizes) > shortlist_max:
        yield Problem(
            "prizes",
            ngettext(
                "Only shortlisted entries win prizes, and at most %(n)d is shortlisted: announce no more prizes.",
                "Only shortlisted entries win prizes, and at most %(n)d are shortlisted: announce no more prizes.",
                shortlist_max,
            )
            % {"n": shortlist_max},
        )


def _community(draft: BriefDraft) -> Iterator[Problem]:
    """An award by vote has a name and a sum, and works that the community may see. Its bounds are the policy's."""
    if not draft.community_minor:
        if draft.community_name.strip():
            yield Problem("community_minor", _("Give the community's award a sum, or take its name out."))
        return
    if not 0 < draft.community_minor <= MAX_PRIZE_MINOR:
        yield Problem("community_minor", _("A prize this large must be agreed with us first."))
    yield from _length("community_name", draft.community_name, *COMMUNITY_NAME)
    if draft.kind in CLOSED:
        sentence = _("The community cannot vote on a brief that is not for everybody. Take the award out.")
        yield Problem("community_minor", sentence)
    elif draft.visibility == Visibility.PRIVATE:
        sentence = _("The community votes on works that it may see: choose public or blind, or take its award out.")
        yield Problem("visibility", sentence)
    if draft.shortlist_max < LEAST_ENTRIES:
        sentence = _("The community needs something to choose from: at least %(least)d places, or no award of its own.")
        yield Problem("shortlist_max", sentence % {"least": LEAST_ENTRIES})


def _terms(draft: BriefDraft) -> Iterator[Problem]:
    if asks_for_transfer(draft.kind) and not (draft.rights_kinds and set(draft.rights_kinds) <= set(RIGHTS)):
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
