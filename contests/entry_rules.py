"""What an entry says of itself, and what may be kept of it. Reads nothing and writes nothing."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from contests.declaration_rules import DeclarationDraft
from contests.errors import Problem
from contests.kinds import takes_new_work

MAX_ENTRIES_PER_AUTHOR = 3
"""The places are few (four for each shortlisted one): nobody may take them all."""

MAX_VERSIONS = 20
MAX_FILES = 12
"""Of one version or one delivery; more belongs into an archive."""

MAX_TEAM = 8
MAX_WEIGHT = 1_000_000
MAX_MINUTES = 100 * 24 * 60
MIN_REASON = 10


class Upload(Protocol):
    """What is needed of a file that somebody sends; Django's UploadedFile is one."""

    @property
    def name(self) -> str | None: ...

    @property
    def size(self) -> int | None: ...

    def read(self, size: int = ..., /) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Share:
    """A team member's weight in what the entry earns, with their signed consent (see `contests.services.teams`).

    The author's own share needs no consent beyond submitting.
    """

    user_id: int
    weight: int
    consent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDraft:
    """An entry as it is submitted. Without shares its author is alone."""

    title: str
    files: Sequence[Upload] = ()
    uploads: Sequence[UUID] = ()
    """Files that were sent in pieces before (`contests.services.uploading`), by id; they follow the others."""
    statement: str = ""
    minutes_spent: int | None = None
    sources: str = ""
    shares: tuple[Share, ...] = ()
    split: UUID | None = None
    """The offered split that it stands on, signed by everybody (`contests.services.splitting`), instead of shares."""
    declaration: DeclarationDraft | None = None
    portfolio: tuple[str, ...] = ()
    """Links to existing work; for contests that take no new work before the shortlist, and needed there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionDraft:
    """A new version of an entry. `minutes_spent` is the new total, if its author counts."""

    files: Sequence[Upload] = ()
    uploads: Sequence[UUID] = ()
    note: str = ""
    minutes_spent: int | None = None
    declaration: DeclarationDraft | None = None


MAX_LINKS = 8
MAX_LINK = 300
MIN_WORDS = 40
LINK = re.compile(r"https?://[^\s/$.?#][^\s]*\.[^\s]+", re.IGNORECASE)


def problems_in_stage(draft: EntryDraft, kind: str) -> list[Problem]:
    """What a kind of contest does not take at this stage, or misses."""
    if takes_new_work(kind, is_shortlisted=False):
        sentence = _("This contest asks for work, not for a portfolio: leave the links out.")
        return [Problem("portfolio", sentence)] if draft.portfolio else []
    return list(_without_new_work(draft))


def _without_new_work(draft: EntryDraft) -> Iterator[Problem]:
    if draft.files or draft.uploads:
        yield Problem("files", _("No new work is taken before the shortlist: send links to what exists, and no files."))
    if not draft.portfolio:
        yield Problem("portfolio", _("Link to at least one piece of your existing work."))
    elif len(draft.portfolio) > MAX_LINKS:
        yield Problem("portfolio", _("Send at most %(most)d links.") % {"most": MAX_LINKS})
    for link in draft.portfolio:
        if len(link) > MAX_LINK or not LINK.fullmatch(link) or "\0" in link:
            yield Problem("portfolio", _("Write each link in full, such as https://example.org/portfolio"))
            break
    if len(draft.statement.strip()) < MIN_WORDS:
        sentence = _("Say in a few sentences how you would go about it: at least %(least)d characters.")
        yield Problem("statement", sentence % {"least": MIN_WORDS})


def problems_in_entry(draft: EntryDraft) -> list[Problem]:
    """Everything wrong with the words and figures of an entry; its files are looked at when they are stored."""
    return [
        *_text("title", draft.title, 120, needed=True),
        *_text("statement", draft.statement, 4000),
        *_text("sources", draft.sources, 2000),
        *_minutes(draft.minutes_spent),
        *_shares(draft.shares),
    ]


def problems_in_version(draft: VersionDraft) -> list[Problem]:
    """Everything wrong with the words and figures of a new version."""
    return [*_text("note", draft.note, 400), *_minutes(draft.minutes_spent)]


def _text(field: str, text: str, most: int, *, needed: bool = False) -> Iterator[Problem]:
    length = len(text.strip())
    if needed and not length:
        yield Problem(field, _("This cannot be left empty."))
    elif length > most:
        sentence = _("Shorten this to at most %(most)d characters; it has %(length)d.")
        yield Problem(field, sentence % {"most": most, "length": length})
    elif "\0" in text:
        yield Problem(field, _("This holds a character that cannot be kept."))


def _minutes(minutes: int | None) -> Iterator[Problem]:
    if minutes is not None and not 0 <= minutes <= MAX_MINUTES:
        yield Problem("minutes_spent", _("Give the time you spent in minutes, as a whole number from zero."))


def _shares(shares: tuple[Share, ...]) -> Iterator[Problem]:
    if len(shares) > MAX_TEAM:
        yield Problem("shares", _("A team has at most %(most)d people.") % {"most": MAX_TEAM})
    if len({share.user_id for share in shares}) != len(shares):
        yield Problem("shares", _("The same person is in the team twice."))
    if any(not 1 <= share.weight <= MAX_WEIGHT for share in shares):
        yield Problem("shares", _("Every share is a whole number from one."))
