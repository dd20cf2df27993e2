"""The kinds of contest: who may come, what the first stage may ask for, and what the winner gives.

Pure: values in, values out. A kind stands beside the visibility of entries (`Visibility`), never in its place: who sees
a *brief* is said here, who sees an *entry* there. What a kind forbids is refused by the database, too.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from contests.errors import Problem

if TYPE_CHECKING:
    from contests.brief_rules import BriefDraft


class Kind(StrEnum):
    """standard: nothing special. invited: shown to those who were invited. nda: read after accepting confidentiality.
    fast: short periods. two_stage: a sketch first, the work after the shortlist. zero_spec: no new work before the
    shortlist. open_licence: the winner licenses to everybody, and transfers nothing.
    """

    STANDARD = "standard"
    INVITED = "invited"
    NDA = "nda"
    FAST = "fast"
    TWO_STAGE = "two_stage"
    ZERO_SPEC = "zero_spec"
    OPEN_LICENCE = "open_licence"


CLOSED: Final = frozenset({Kind.INVITED.value, Kind.NDA.value})
"""Kinds whose brief is not for everybody: it is in no public list, and its entries are never public."""

FAST_LIMITS: Final = {
    "entries_period": timedelta(days=4),
    "shortlisting_period": timedelta(days=2),
    "final_round_period": timedelta(days=3),
    "judging_period": timedelta(days=2),
}
"""The longest that each part of a fast contest may take. The clocks that protect creatives are the policy's, not these:
silence, delivery and acceptance last as long as in any other contest.
"""

FAST_PRESET: Final = {
    "entries_period": timedelta(days=3),
    "shortlisting_period": timedelta(days=1),
    "final_round_period": timedelta(days=2),
    "judging_period": timedelta(days=1),
}
"""What a fast contest starts from."""

STAGED: Final = frozenset({Kind.TWO_STAGE.value, Kind.ZERO_SPEC.value})
"""Kinds that say in words what each of the two stages asks for."""

STAGE_LENGTH: Final = (20, 1000)
STAGE_WORDS: Final = {
    "en": ("A sketch of the idea, not a finished piece.", "The idea worked out in full, with all that is delivered."),
    "fr": ("Une esquisse de l’idée, pas un travail fini.", "L’idée menée à bien, avec tout ce qui est à livrer."),
}
"""What two stages ask for until their brand says it better, in the language of its brief."""

SKETCH_MINUTES: Final = 45
"""What a first stage with a sketch starts from."""


def problems_of_kind(draft: "BriefDraft") -> Iterator[Problem]:
    """What in this draft its kind does not allow."""
    if draft.kind not in set(Kind):
        yield Problem("kind", _("Choose one of the kinds of contest that are listed."))
        return
    if draft.kind in CLOSED and draft.visibility == "public":
        yield Problem("visibility", _("The entries of this kind of contest are not public: choose private or blind."))
    if draft.kind == Kind.FAST:
        yield from _too_long(draft)
    if draft.kind == Kind.ZERO_SPEC:
        yield from _zero_spec(draft)
    if draft.kind == Kind.TWO_STAGE and draft.unpaid_effort_minutes == 0:
        sentence = _("The first stage asks for a sketch: say how many minutes it may take.")
        yield Problem("unpaid_effort_minutes", sentence)
    yield from _stages(draft)


def fitted(draft: "BriefDraft") -> "BriefDraft":
    """The same draft with the terms that its kind does not allow put right, as little as can be: for whoever has just
    chosen another kind.
    """
    changes: dict[str, Any] = {}
    if draft.kind in CLOSED and draft.visibility == "public":
        changes["visibility"] = "private"
    if draft.kind == Kind.FAST:
        changes |= {name: FAST_PRESET[name] for name, most in FAST_LIMITS.items() if getattr(draft, name) > most}
    if draft.kind == Kind.ZERO_SPEC:
        changes["unpaid_effort_minutes"] = 0
        if draft.visibility == "blind":
            changes["visibility"] = "private"
    if draft.kind == Kind.TWO_STAGE:
        if draft.unpaid_effort_minutes == 0:
            changes["unpaid_effort_minutes"] = SKETCH_MINUTES
        words = STAGE_WORDS["fr" if draft.language == "fr" else "en"]
        for field, usual in zip(("first_stage", "second_stage"), words, strict=True):
            if len(getattr(draft, field).strip()) < STAGE_LENGTH[0]:
                changes[field] = usual
    return replace(draft, **changes) if changes else draft


def asks_for_transfer(kind: str) -> bool:
    """Whether the winner passes rights to the brand; under an open licence everybody is licensed instead.

    >>> asks_for_transfer("standard"), asks_for_transfer("open_licence")
    (True, False)
    """
    return kind != Kind.OPEN_LICENCE


def takes_new_work(kind: str, *, is_shortlisted: bool) -> bool:
    """Whether files may be sent for an entry now.

    >>> takes_new_work("zero_spec", is_shortlisted=False), takes_new_work("zero_spec", is_shortlisted=True)
    (False, True)
    """
    return is_shortlisted or kind != Kind.ZERO_SPEC


def _too_long(draft: "BriefDraft") -> Iterator[Problem]:
    for field, longest in FAST_LIMITS.items():
        if getattr(draft, field) > longest:
            sentence = _("In a fast contest this takes at most %(days)d days.")
            yield Problem(field, sentence % {"days": longest.days})


def _zero_spec(draft: "BriefDraft") -> Iterator[Problem]:
    if draft.unpaid_effort_minutes != 0:
        sentence = _("Without speculative work nothing new is asked for before the shortlist: set this to 0.")
        yield Problem("unpaid_effort_minutes", sentence)
    if draft.visibility == "blind":
        sentence = _("A portfolio tells whose it is, so this kind cannot be blind: choose public or private.")
        yield Problem("visibility", sentence)


def _stages(draft: "BriefDraft") -> Iterator[Problem]:
    least, most = STAGE_LENGTH
    for field in ("first_stage", "second_stage"):
        length = len(getattr(draft, field).strip())
        if draft.kind == Kind.TWO_STAGE and length < least:
            sentence = _("Say in at least %(least)d characters what this stage asks for.")
            yield Problem(field, sentence % {"least": least})
        elif length > most:
            sentence = _("Shorten this to at most %(most)d characters; it has %(length)d.")
            yield Problem(field, sentence % {"most": most, "length": length})
        elif "\0" in getattr(draft, field):
            yield Problem(field, _("This holds a character that cannot be kept."))
