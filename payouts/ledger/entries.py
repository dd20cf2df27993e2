"""Posting and reversing journal entries.

What balances here is balanced once more by the database, which also refuses a second entry under the same key.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from duerows.bulk import insert_columns, reserve_ids
from duerows.clock import database_now
from payouts.ledger.periods import check_open
from payouts.models import JournalEntry, Posting

SideName = Literal["debit", "credit"]


class UnbalancedJournalEntry(ValueError):
    """Debits and credits of an entry differ, or it has no legs; nothing is written."""


@dataclass(frozen=True, slots=True)
class Leg:
    """One side of an entry: an account, debit or credit, and a positive amount in minor units."""

    account_id: int
    side: SideName
    amount_minor: int


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry to be posted. All its legs are in one currency (the accounts'), and its key is unique for ever."""

    kind: str
    idempotency_key: str
    effective_at: datetime
    legs: tuple[Leg, ...]
    contest_id: UUID | None = None
    memo: str = ""
    reverses_id: int | None = None


def transfer(debit_account: int, credit_account: int, amount_minor: int) -> tuple[Leg, Leg]:
    """The legs of the plainest entry.

    >>> [(leg.side, leg.amount_minor) for leg in transfer(1, 2, 500)]
    [('debit', 500), ('credit', 500)]
    """
    return Leg(debit_account, "debit", amount_minor), Leg(credit_account, "credit", amount_minor)


def check_balanced(entry: NewEntry) -> None:
    """Raise UnbalancedJournalEntry unless debits equal credits and every amount is positive."""
    total = 0
    for leg in entry.legs:
        if leg.amount_minor <= 0:
            raise UnbalancedJournalEntry(f"{entry.idempotency_key}: a leg of {leg.amount_minor} is not positive")
        total += leg.amount_minor if leg.side == "debit" else -leg.amount_minor
    if total or not entry.legs:
        raise UnbalancedJournalEntry(f"{entry.idempotency_key}: debits and credits differ by {total}")


def post_entries(entries: Sequence[NewEntry]) -> list[int]:
    """Post many entries with two statements, inside the caller's transaction. Returns their keys, in order.

    All bear the same moment, and their legs bear it too.

    Raises UnbalancedJournalEntry, PeriodClosed.
    """
    if not entries:
        return []
    for entry in entries:
        check_balanced(entry)
    check_open(entry.effective_at for entry in entries)
    ids, posted_at = reserve_ids(JournalEntry, len(entries)), database_now()
    insert_columns(
        JournalEntry,
        {
            "id": ("bigint", ids),
            "kind": ("text", [entry.kind for entry in entries]),
            "idempotency_key": ("text", [entry.idempotency_key for entry in entries]),
            "effective_at": ("timestamptz", [entry.effective_at for entry in entries]),
            "posted_at": ("timestamptz", [posted_at] * len(entries)),
            "contest_id": ("uuid", [entry.contest_id for entry in entries]),
            "memo": ("text", [entry.memo for entry in entries]),
            "reverses_id": ("bigint", [entry.reverses_id for entry in entries]),
        },
    )
    legs = [(key, leg) for key, entry in zip(ids, entries, strict=True) for leg in entry.legs]
    insert_columns(
        Posting,
        {
            "entry_id": ("bigint", [key for key, _ in legs]),
            "account_id": ("bigint", [leg.account_id for _, leg in legs]),
            "side": ("text", [leg.side for _, leg in legs]),
            "amount_minor": ("bigint", [leg.amount_minor for _, leg in legs]),
            "posted_at": ("timestamptz", [posted_at] * len(legs)),
        },
    )
    return ids


def post_entry(entry: NewEntry) -> int:
    """Post one entry; see post_entries."""
    return post_entries([entry])[0]


def reverse_entries(entry_ids: Sequence[int], *, keys: Sequence[str], effective_at: datetime, memo: str) -> list[int]:
    """Post the mirror image of each entry. An entry is reversed at most once (the database refuses a second time)."""
    legs: dict[int, list[Leg]] = {key: [] for key in entry_ids}
    rows = Posting.objects.filter(entry_id__in=entry_ids).order_by("id")
    for entry_id, account, side, amount in rows.values_list("entry_id", "account_id", "side", "amount_minor"):
        legs[entry_id].append(Leg(account, "credit" if side == "debit" else "debit", amount))
    contests = dict(JournalEntry.objects.filter(pk__in=entry_ids).values_list("pk", "contest_id"))
    return post_entries(
        [
            NewEntry("reversal", key, effective_at, tuple(legs[entry]), contests[entry], memo, entry)
            for entry, key in zip(entry_ids, keys, strict=True)
        ]
    )


def reverse_entry(entry_id: int, *, key: str, effective_at: datetime, memo: str) -> int:
    """Reverse one entry; see reverse_entries."""
    return reverse_entries([entry_id], keys=[key], effective_at=effective_at, memo=memo)[0]
