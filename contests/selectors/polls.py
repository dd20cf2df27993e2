"""Polls: for the brand with their results; for whoever has the link without any, and without a word of who made what.

A picture is found by the poll's link and the option's own reference, while the poll takes votes and no longer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from orjson import loads

from contests.errors import NotVisible
from contests.gallery_rules import POLLED_WHILE, is_open, order_for
from contests.poll_secrets import digest_of, voter_digest
from contests.selectors.files import DERIVATIVE, WIDEST, ShownImage
from contests.selectors.paging import PAGE, Order, Page, fetch_all, fetch_page
from contests.selectors.roles import Viewer, read_as
from contests.visibility import SEES_CURATION, reader_params

NEWEST = Order((("q.created_at", "timestamptz"), ("q.id", "uuid")), descending=True)
POLLS = f"""
    SELECT q.id, q.contest_id, q.question, q.kind, q.created_at, q.closes_at, q.closed_at, c.state,
        (SELECT count(*) FROM contests_ballot b WHERE b.poll_id = q.id),
        (SELECT jsonb_agg(jsonb_build_array(e.id, e.code, f.ref, count, stars) ORDER BY e.code) FROM (
            SELECT o.entry_id, o.file_id, count(m.id) AS count, COALESCE(sum(m.stars), 0) AS stars
            FROM contests_polloption o LEFT JOIN contests_ballotmark m ON m.option_id = o.id
            WHERE o.poll_id = q.id GROUP BY o.id
         ) r JOIN contests_entry e ON e.id = r.entry_id JOIN contests_storedfile f ON f.id = r.file_id)::text
    FROM contests_poll q JOIN contests_contest c ON c.id = q.contest_id
    WHERE {SEES_CURATION}
"""
BY_LINK = """
    SELECT q.id, q.question, q.kind, q.closes_at, q.closed_at, c.state, r.name
    FROM contests_poll q JOIN contests_contest c ON c.id = q.contest_id JOIN accounts_brand r ON r.id = c.brand_id
    WHERE q.token_digest = %(digest)s
"""
OPTIONS = """
    SELECT o.ref, e.code, f.width, f.height, m.id IS NOT NULL, m.stars,
        ARRAY(SELECT d.width FROM contests_derivative d WHERE d.file_id = f.id ORDER BY d.width)
    FROM contests_polloption o
    JOIN contests_entry e ON e.id = o.entry_id AND e.state = 'submitted' AND e.hidden_at IS NULL
    JOIN contests_storedfile f ON f.id = o.file_id AND f.state = 'ready'
    LEFT JOIN contests_ballot b ON b.poll_id = o.poll_id AND b.voter_digest = %(voter)s
    LEFT JOIN contests_ballotmark m ON m.ballot_id = b.id AND m.option_id = o.id
    WHERE o.poll_id = %(poll)s
"""
PICTURE = """
    SELECT f.id, q.closes_at, q.closed_at, c.state
    FROM contests_polloption o
    JOIN contests_poll q ON q.id = o.poll_id AND q.token_digest = %(digest)s
    JOIN contests_contest c ON c.id = q.contest_id
    JOIN contests_entry e ON e.id = o.entry_id AND e.state = 'submitted' AND e.hidden_at IS NULL
    JOIN contests_storedfile f ON f.id = o.file_id AND f.state = 'ready'
    WHERE o.ref = %(ref)s
"""


@dataclass(frozen=True, slots=True)
class PollResult:
    """What voters said of one entry: so many marks, and of a rating the sum of their stars."""

    entry: UUID
    code: str
    image: UUID
    """The picture that they were shown."""
    marks: int
    stars: int


@dataclass(frozen=True, slots=True)
class PollCard:
    """A poll as its brand sees it."""

    id: UUID
    contest_id: UUID
    question: str
    kind: str
    created_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    """Closed by hand, before its time."""
    is_over: bool
    voters: int
    results: tuple[PollResult, ...]
    """The most liked first."""


@dataclass(frozen=True, slots=True)
class PollChoice:
    """One of the proposals that a voter is asked about, and what they have said of it."""

    ref: UUID
    code: str
    width: int
    height: int
    is_marked: bool
    stars: int | None
    widths: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PollSheet:
    """A poll as a voter meets it; without choices once it is closed."""

    question: str
    kind: str
    closes_at: datetime
    brand: str
    is_open: bool
    choices: tuple[PollChoice, ...]

    @property
    def has_voted(self) -> bool:
        return any(choice.is_marked for choice in self.choices)


def polls_of(
    viewer: Viewer, contest_id: UUID, *, now: datetime, after: str | None = None, limit: int = PAGE
) -> Page[PollCard]:
    """The polls of a contest, the latest first: two queries beside the reader's. Raises NotVisible for strangers."""
    params = {**reader_params(read_as(viewer)), "contest": contest_id}
    if not fetch_all(f"SELECT 1 FROM contests_contest c WHERE c.id = %(contest)s AND {SEES_CURATION}", params):
        raise NotVisible
    columns, tables = POLLS.split("\n    FROM contests_poll q ")
    sql = (
        f"{columns}, {{columns}} FROM contests_poll q {tables} AND c.id = %(contest)s AND {{behind}} ORDER BY {{order}}"
    )
    return fetch_page(sql, params, NEWEST, lambda *row: _card(row, now), after=after, limit=limit)


def get_poll(viewer: Viewer, poll_id: UUID, *, now: datetime) -> PollCard:
    """One poll with its results; one query beside the reader's. Raises NotVisible for all but the brand and the
    platform."""
    rows = fetch_all(f"{POLLS} AND q.id = %(poll)s", {**reader_params(read_as(viewer)), "poll": poll_id})
    if not rows:
        raise NotVisible
    return _card(rows[0], now)


def poll_sheet(token: str, voter: str, *, now: datetime) -> PollSheet:
    """The poll behind a link, in this voter's own order: two queries. Raises NotVisible."""
    rows = fetch_all(BY_LINK, {"digest": digest_of(token)})
    if not rows:
        raise NotVisible
    key, question, kind, closes_at, closed_at, state, brand = rows[0]
    takes_votes = state in POLLED_WHILE and is_open(closes_at, closed_at, now)
    if not takes_votes:
        return PollSheet(question, kind, closes_at, brand, False, ())
    found = fetch_all(OPTIONS, {"poll": key, "voter": voter_digest(key, voter)})
    choices = {row[0]: _choice(*row) for row in found}
    ordered = tuple(choices[ref] for ref in order_for(voter, choices))
    return PollSheet(question, kind, closes_at, brand, True, ordered)


def poll_picture(token: str, ref: UUID, width: int, *, now: datetime) -> ShownImage:
    """A derivative of an option's picture, never the original, while the poll is open. Raises NotVisible."""
    rows = fetch_all(PICTURE, {"digest": digest_of(token), "ref": ref})
    if not rows:
        raise NotVisible
    file_id, closes_at, closed_at, state = rows[0]
    if state not in POLLED_WHILE or not is_open(closes_at, closed_at, now):
        raise NotVisible
    params = {"file": file_id, "width": max(0, min(width, 1_000_000))}
    found = fetch_all(DERIVATIVE, params) or fetch_all(WIDEST, params)
    if not found:
        raise NotVisible
    return ShownImage(*found[0])


def _choice(
    ref: UUID, code: str, width: int, height: int, is_marked: bool, stars: int | None, widths: list[int]
) -> PollChoice:
    return PollChoice(ref, code, width, height, is_marked, stars, tuple(widths))


def _card(row: Sequence[Any], now: datetime) -> PollCard:
    key, contest_id, question, kind, created_at, closes_at, closed_at, state, voters, results = row
    told = (PollResult(UUID(entry), code, UUID(ref), marks, stars) for entry, code, ref, marks, stars in loads(results))
    liked = sorted(told, key=lambda one: (-one.stars / max(1, one.marks), -one.marks, one.code))
    is_over = state not in POLLED_WHILE or not is_open(closes_at, closed_at, now)
    return PollCard(key, contest_id, question, kind, created_at, closes_at, closed_at, is_over, voters, tuple(liked))
