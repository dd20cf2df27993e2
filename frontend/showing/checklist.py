"""The items of a handover with the words of their states, and how many are still open."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from contests.selectors.cards import FileCard
from contests.selectors.checklist import ItemCard
from frontend.showing.states import Shown

ITEM = {
    "open": Shown(_("Not marked yet")),
    "delivered": Shown(_("Delivered"), "note"),
    "ticked": Shown(_("Ticked off"), "good"),
    "missing": Shown(_("Something is missing"), "warn"),
}


@dataclass(frozen=True, slots=True)
class Said:
    """One mark, with the names of the files that it is about."""

    shown: Shown
    words: str
    at: object
    files: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ItemRow:
    card: ItemCard
    state: Shown
    said: tuple[Said, ...]
    """The latest first."""


def item_rows(items: Sequence[ItemCard], files: Sequence[FileCard]) -> list[ItemRow]:
    """A row for each item; a file that the reader may not see is not named."""
    names = {file.ref: file.name for file in files}
    return [ItemRow(item, ITEM[item.state], _said(item, names)) for item in items]


def _said(item: ItemCard, names: Mapping[UUID, str]) -> tuple[Said, ...]:
    return tuple(
        Said(ITEM[mark.kind], mark.words, mark.at, tuple(names[ref] for ref in mark.files if ref in names))
        for mark in reversed(item.marks)
    )
