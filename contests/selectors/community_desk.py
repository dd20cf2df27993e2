"""Marked ballots for the platform's admins: who cast them, when, for what, and why they are looked at."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from contests.errors import NotVisible
from contests.selectors.paging import PAGE, Order, Page, fetch_all, fetch_page
from contests.selectors.roles import Viewer, read_as
from contests.visibility import reader_params

BALLOTS = """
    SELECT b.id, v.contest_id, t.title, v.state, v.check_by, u.handle, u.created_at, b.cast_at,
        (SELECT count(*) FROM contests_communitychoice h WHERE h.ballot_id = b.id),
        ARRAY(SELECT m.sign FROM contests_communitymark m WHERE m.ballot_id = b.id ORDER BY m.sign),
        ARRAY(SELECT e.code FROM contests_entry e WHERE e.contest_id = v.contest_id AND ARRAY[e.id] <@
            (SELECT h.entries FROM contests_communitychoice h WHERE h.ballot_id = b.id ORDER BY h.number DESC LIMIT 1)
            ORDER BY e.code),
        COALESCE((SELECT left(h.network, 6) FROM contests_communitychoice h
                  WHERE h.ballot_id = b.id AND h.network <> '' ORDER BY h.number LIMIT 1), ''),
        r.is_struck, COALESCE(r.reason, ''), COALESCE(w.handle, ''), r.ruled_at
"""
TABLES = """
    FROM contests_communityballot b
    JOIN contests_communityvote v ON v.contest_id = b.vote_id
    JOIN contests_contest c ON c.id = v.contest_id
    JOIN contests_brief t ON t.contest_id = c.id
    JOIN accounts_user u ON u.id = b.voter_id
    LEFT JOIN contests_communityruling r ON r.ballot_id = b.id
    LEFT JOIN accounts_user w ON w.id = r.ruled_by_id
    WHERE %(admin)s AND NOT c.brand_id = ANY(%(brands)s)
      AND EXISTS (SELECT FROM contests_communitymark m WHERE m.ballot_id = b.id)
"""
LATEST = Order((("b.cast_at", "timestamptz"), ("b.id", "uuid")), descending=True)
WAITING = "AND r.id IS NULL AND v.state = 'checking'"


@dataclass(frozen=True, slots=True)
class MarkedBallot:
    """A ballot that shows signs of one hand. Equal `network`s of one contest are one network."""

    id: UUID
    contest_id: UUID
    title: str
    vote_state: str
    check_by: datetime
    voter: str
    voter_since: datetime
    cast_at: datetime
    versions: int
    signs: tuple[str, ...]
    codes: tuple[str, ...]
    network: str
    is_struck: bool | None
    """None until somebody has decided."""
    reason: str
    ruled_by: str
    ruled_at: datetime | None

    @property
    def waits(self) -> bool:
        """Whether somebody can still decide on it."""
        return self.is_struck is None and self.vote_state == "checking"


def marked_ballots(
    viewer: Viewer, *, everything: bool = False, after: str | None = None, limit: int = PAGE
) -> Page[MarkedBallot]:
    """Those that wait for somebody, or every one, the latest first; none of a brand that the reader belongs to, and
    none for anybody but admins. One query beside the reader's."""
    sql = f"{BALLOTS}, {{columns}} {TABLES} {'' if everything else WAITING} AND {{behind}} ORDER BY {{order}}"
    return fetch_page(sql, reader_params(read_as(viewer)), LATEST, _ballot, after=after, limit=limit)


def marked_ballot(viewer: Viewer, ballot_id: UUID) -> MarkedBallot:
    """One of them. Raises NotVisible."""
    params = {**reader_params(read_as(viewer)), "ballot": ballot_id}
    rows = fetch_all(f"{BALLOTS} {TABLES} AND b.id = %(ballot)s", params)
    if not rows:
        raise NotVisible
    return _ballot(*rows[0])


def _ballot(*row: Any) -> MarkedBallot:
    values: list[Any] = [tuple(value) if isinstance(value, list) else value for value in row]
    return MarkedBallot(*values)
