"""What creatives will miss in a brief, told to its brand before the launch: each with what to do about it.

Advice, never a block: whether a brief may be funded is for `contests.brief_rules` and its policy. Pure: the draft, the
moment and a few facts about its pay in, sentences out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from contests.brief_rules import BriefDraft
from contests.kinds import Kind

ENOUGH_WORDS: Final = 60
"""Of a description: shorter ones draw questions, and entries that miss the point."""

VAGUE: Final = frozenset(
    {"logo", "design", "files", "file", "fichier", "fichiers", "visuel", "visuels", "image", "images"}
)
SHORT_DELIVERABLE: Final = 6
LONG_ENOUGH: Final = timedelta(days=5)
FAST_ENOUGH: Final = timedelta(days=1)
LOW_ODDS_BPS: Final = 1500
HOLIDAYS: Final = (((7, 25), (8, 20)), ((12, 20), (12, 31)), ((1, 1), (1, 3)))
"""Spans of days in which most people of the trade are away, by month and day, both included."""


@dataclass(frozen=True, slots=True)
class PayFacts:
    """What the draft would pay, and what briefs of its category usually do; in minor units, None where unknown."""

    hourly_minor: int | None = None
    usual_hourly_minor: int | None = None
    odds_bps: int | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing that will be missed: `code` for programs, `field` where it is mended."""

    code: str
    field: str
    missing: str
    remedy: str


def advise(draft: BriefDraft, pay: PayFacts, *, attachments: int, now: datetime, invited: int = 0) -> list[Advice]:
    """Everything that creatives will miss, the most telling first; nothing for a brief that has it all.

    `invited`: the people and the open links by which anybody may see a brief that is for guests only.
    """
    return [
        *_guests(draft, invited),
        *_words(draft),
        *_style(draft, attachments),
        *_delivery(draft),
        *_time(draft, now),
        *_pay(pay),
    ]


def _guests(draft: BriefDraft, invited: int) -> Iterator[Advice]:
    if draft.kind == Kind.INVITED and not invited:
        yield Advice(
            "nobody-invited",
            "guests",
            _("Nobody is invited yet."),
            _("Only guests see this brief: without any, its time to enter passes and nobody comes."),
        )


def _words(draft: BriefDraft) -> Iterator[Advice]:
    if len(draft.description.split()) < ENOUGH_WORDS:
        yield Advice(
            "short-description",
            "description",
            _("The description is short."),
            _("Say what you do, what the work is for, what to avoid, and how you will recognise a good entry."),
        )
    if not draft.summary.strip():
        yield Advice(
            "no-summary",
            "summary",
            _("There is no sentence that sums it up."),
            _("Write one: in lists it is all that people read."),
        )
    if not draft.audience.strip():
        yield Advice(
            "no-audience",
            "audience",
            _("Nobody knows whom it speaks to."),
            _("Name the people: their age, where they meet the work, and what they know already."),
        )


def _style(draft: BriefDraft, attachments: int) -> Iterator[Advice]:
    if not draft.references.strip() and not attachments and draft.kit is None:
        yield Advice(
            "no-examples",
            "references",
            _("There is no example of style."),
            _("Describe two works that you like and why, attach pictures, or choose your brand’s kit."),
        )
    if not any(draft.tones):
        yield Advice(
            "no-tone",
            "tones",
            _("The tone is left open."),
            _("Set the sliders that matter to you; leave the others alone."),
        )


def _delivery(draft: BriefDraft) -> Iterator[Advice]:
    lines = [line.strip() for line in draft.deliverables if line.strip()]
    if any(line.lower() in VAGUE or len(line) < SHORT_DELIVERABLE for line in lines):
        yield Advice(
            "vague-deliverables",
            "deliverables",
            _("What is to be delivered is vague."),
            _("Name each thing with its form: “Vector file in one colour”, not “Logo”."),
        )
    if not draft.sizes.strip() and not draft.formats:
        yield Advice(
            "no-format",
            "sizes",
            _("No size and no kind of file is named."),
            _("Give the sizes and supports, and tick the kinds of files that you can use."),
        )


def _time(draft: BriefDraft, now: datetime) -> Iterator[Advice]:
    if draft.entries_period < (FAST_ENOUGH if draft.kind == Kind.FAST else LONG_ENOUGH):
        yield Advice(
            "short-time",
            "entries_period",
            _("There is little time to enter."),
            _("Give at least five days, or choose the fast kind, so that people know what they are in for."),
        )
    if falls_in_holidays(now.date(), (now + draft.entries_period + draft.shortlisting_period).date()):
        yield Advice(
            "holidays",
            "entries_period",
            _("Most of the time to enter falls in holidays."),
            _("Open it later or for longer: fewer people will see it, and fewer of yours will answer questions."),
        )


def _pay(pay: PayFacts) -> Iterator[Advice]:
    if (
        pay.hourly_minor is not None
        and pay.usual_hourly_minor is not None
        and pay.hourly_minor < pay.usual_hourly_minor
    ):
        yield Advice(
            "low-pay",
            "prizes",
            _("It is expected to pay less for an hour than briefs of its category do."),
            _("Raise the prizes or the places on the shortlist; people choose briefs by this figure."),
        )
    if pay.odds_bps is not None and pay.odds_bps < LOW_ODDS_BPS:
        yield Advice(
            "low-odds",
            "shortlist_max",
            _("Few who enter can be shortlisted."),
            _("Add a place on the shortlist: with better odds more experienced people come."),
        )


def falls_in_holidays(first: date, last: date) -> bool:
    """Whether at least half of these days, both ends included, are in holidays.

    >>> falls_in_holidays(date(2026, 8, 1), date(2026, 8, 14)), falls_in_holidays(date(2026, 3, 2), date(2026, 3, 16))
    (True, False)
    """
    days = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    away = sum(1 for day in days if any(start <= (day.month, day.day) <= end for start, end in HOLIDAYS))
    return bool(days) and away * 2 >= len(days)
