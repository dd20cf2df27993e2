"""Entries and their files as pages show them, and what their makers may still do. A convenience: services decide."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from contests.selectors.cards import EntryPage, FileCard, OwnEntry
from frontend.showing.states import FILE, SHORTLIST_KNOWN, Shown, contest_state, entry_state


@dataclass(frozen=True, slots=True)
class FileRow:
    card: FileCard
    state: Shown

    @property
    def is_image(self) -> bool:
        return self.card.kind == "image"


@dataclass(frozen=True, slots=True)
class OwnRow:
    """One of the reader's entries: what became of it, and what it waits for."""

    own: OwnEntry
    state: Shown
    contest_state: Shown
    next_step: str


def file_rows(files: Sequence[FileCard]) -> list[FileRow]:
    return [FileRow(card, FILE[card.state]) for card in files]


def own_rows(items: Sequence[OwnEntry]) -> list[OwnRow]:
    return [_own_row(item) for item in items]


def may_improve(page: EntryPage) -> bool:
    """Whether a new version makes sense now."""
    if page.card.state != "submitted":
        return False
    return page.contest.state == "open" or (page.contest.state == "final_round" and page.card.slot is not None)


def may_withdraw(page: EntryPage) -> bool:
    return page.card.state == "submitted" and page.card.slot is None and page.contest.state in ("open", "shortlisting")


def _own_row(item: OwnEntry) -> OwnRow:
    entry, contest = item.entry, item.contest
    known = contest.state in SHORTLIST_KNOWN
    state = entry_state(entry.state, slot=entry.slot, rank=entry.rank, shortlist_known=known)
    return OwnRow(item, state, contest_state(contest.state), _next_step(item))


def _next_step(item: OwnEntry) -> str:
    """In a few words, what happens next; empty when nothing more will."""
    entry, state = item.entry, item.contest.state
    if entry.state != "submitted":
        return ""
    if state == "open":
        return _("You may send new versions until entries close.")
    if state == "shortlisting":
        return _("The brand is choosing its shortlist.")
    if state == "final_round" and entry.slot is not None:
        return _("You may send a new version in the final round.")
    if state == "judging" and entry.slot is not None:
        return _("The brand is judging. Your floor is certain.")
    if state == "awarded" and entry.rank is not None:
        return _("Hand over the final files, and the prize is paid.")
    if state == "handover" and entry.rank is not None:
        return _("The brand is looking at what you delivered; if it stays silent, it counts as accepted.")
    return ""
