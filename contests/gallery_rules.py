"""What may be said in a gallery and its polls: reasons, notes, names, questions, votes. Pure."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.utils.translation import gettext as _

from contests.errors import Problem
from contests.lifecycle import DECIDING, State

MAX_WORDS = 500
MIN_WORDS = 3
MAX_NOTE = 2000
MAX_NOTES = 200
"""Of one entry."""

MAX_COLLECTION_NAME = 60
MAX_COLLECTIONS = 30
"""Of one contest."""

POLL_OPTIONS = (2, 8)
MAX_QUESTION = 200
MAX_POLLS = 20
"""Of one contest."""

POLLED_WHILE = frozenset({State.OPEN, *DECIDING})
"""A poll's link dies with the choice that it helps to make."""

SHORTEST_POLL = timedelta(minutes=5)
LONGEST_POLL = timedelta(days=30)
COMPARED = (2, 4)


def text_problems(field: str, text: str, *, least: int, most: int) -> list[Problem]:
    """What is wrong with some words; nothing if they can be kept."""
    if len(text) < least:
        return [Problem(field, _("Write at least %(least)d characters.") % {"least": least})]
    if len(text) > most:
        sentence = _("Shorten this to at most %(most)d characters; it has %(length)d.")
        return [Problem(field, sentence % {"most": most, "length": len(text)})]
    if "\0" in text:
        return [Problem(field, _("This holds a character that cannot be kept."))]
    return []


def elimination_problems(reason: str, words: str, known: Collection[str]) -> list[Problem]:
    """What is wrong with a reason. Words may be added to any; “other” is nothing without them.

    >>> elimination_problems("style", "", ("style", "other"))
    []
    >>> [problem.field for problem in elimination_problems("other", "", ("style", "other"))]
    ['words']
    """
    if reason not in known:
        return [Problem("reason", _("Choose one of the reasons; its author is told it."))]
    if reason == "other" and not words:
        return [Problem("words", _("Say in a few words what the reason is; its author reads them."))]
    return text_problems("words", words, least=MIN_WORDS if words else 0, most=MAX_WORDS)


def poll_problems(
    question: str, kind: str, entries: Sequence[UUID], closes_at: datetime, *, kinds: Collection[str], now: datetime
) -> list[Problem]:
    """What is wrong with a poll."""
    found = text_problems("question", question, least=MIN_WORDS, most=MAX_QUESTION)
    if kind not in kinds:
        found.append(Problem("kind", _("Let people pick one, or rate each.")))
    least, most = POLL_OPTIONS
    if not least <= len(set(entries)) <= most:
        sentence = _("Choose from %(least)d to %(most)d entries.")
        found.append(Problem("entries", sentence % {"least": least, "most": most}))
    if not SHORTEST_POLL <= closes_at - now <= LONGEST_POLL:
        found.append(Problem("closes_at", _("Let it close in five minutes at the earliest and thirty days at most.")))
    return found


def vote_problems(kind: str, marks: Mapping[UUID, int | None], options: Collection[UUID]) -> list[Problem]:
    """What is wrong with a vote: one option without stars where one picks, stars for some where one rates.

    >>> from uuid import UUID
    >>> one, two = UUID(int=1), UUID(int=2)
    >>> vote_problems("pick", {one: None}, (one, two)), vote_problems("rate", {one: 5}, (one, two))
    ([], [])
    >>> [len(vote_problems("pick", marks, (one, two))) for marks in ({}, {one: None, two: None}, {one: 3})]
    [1, 1, 1]
    """
    if not set(marks) <= set(options):
        return [Problem("vote", _("One of these is not in the poll. Reload the page and vote again."))]
    if kind == "pick":
        fits = len(marks) == 1 and all(stars is None for stars in marks.values())
        return [] if fits else [Problem("vote", _("Pick one of them."))]
    fits = bool(marks) and all(stars is not None and 1 <= stars <= 5 for stars in marks.values())
    return [] if fits else [Problem("vote", _("Give at least one of them its stars."))]


def is_open(closes_at: datetime, closed_at: datetime | None, now: datetime) -> bool:
    """Whether a poll takes votes."""
    return closed_at is None and now < closes_at


def order_for(voter: str, options: Iterable[UUID]) -> list[UUID]:
    """The options in this voter's own order: always the same one for them, and chance over all voters.

    >>> from uuid import UUID
    >>> options = [UUID(int=n) for n in range(8)]
    >>> order_for("ann", options) == order_for("ann", reversed(options)) != order_for("ben", options)
    True
    """
    return sorted(options, key=lambda ref: sha256(f"{voter}:{ref}".encode()).digest())
