"""What a split may be that somebody offers to others. Reads nothing and writes nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from contests.entry_rules import MAX_TEAM, MAX_WEIGHT
from contests.errors import Problem

MAX_OFFERS = 10
"""That one author may have waiting or unused in one contest."""


@dataclass(frozen=True, slots=True)
class PartDraft:
    """Somebody by their handle, and their part."""

    handle: str
    weight: int

    @property
    def key(self) -> str:
        """The handle as it is looked for.

        >>> PartDraft(" @Ana-Maker ", 1).key
        'ana-maker'
        """
        return self.handle.strip().lstrip("@").lower()


@dataclass(frozen=True, slots=True)
class SplitDraft:
    """The author's own part, and those of the others."""

    own_weight: int
    others: Sequence[PartDraft]


def problems_in_split(draft: SplitDraft, author_handle: str) -> list[Problem]:
    """Everything wrong with a split before anybody is looked up.

    >>> [one.field for one in problems_in_split(SplitDraft(0, ()), "ana")]
    ['own_weight', 'others']
    """
    return [*_own(draft), *_others(draft, author_handle)]


def _own(draft: SplitDraft) -> Iterator[Problem]:
    if not 1 <= draft.own_weight <= MAX_WEIGHT:
        yield Problem("own_weight", _("Give your own part as a whole number from one."))


def _others(draft: SplitDraft, author_handle: str) -> Iterator[Problem]:
    keys = [part.key for part in draft.others]
    if not keys:
        yield Problem("others", _("Name at least one other person, by their handle."))
    if len(keys) + 1 > MAX_TEAM:
        yield Problem("others", _("A team has at most %(most)d people.") % {"most": MAX_TEAM})
    if author_handle.lower() in keys:
        yield Problem("others", _("Your own part has a field of its own: name only the others here."))
    if len(set(keys)) < len(keys):
        yield Problem("others", _("The same person is in the team twice."))
    if any(not 1 <= part.weight <= MAX_WEIGHT for part in draft.others):
        yield Problem("others", _("Every share is a whole number from one."))
