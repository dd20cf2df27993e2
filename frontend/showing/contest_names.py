"""Contests by name, for lists that know them by key only."""

from collections.abc import Iterable
from uuid import UUID

from contests.selectors.contests import cards_of


def names_of(contest_ids: Iterable[UUID | None]) -> dict[UUID, str]:
    """Titles by key; one query for all."""
    keys = sorted({key for key in contest_ids if key is not None})
    return {key: card.title for key, card in cards_of(keys).items()}
