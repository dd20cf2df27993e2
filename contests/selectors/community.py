"""The community's vote as each reader meets it: voters their sheet, everybody the result, once it is counted.

While a vote is open nobody is told how many have voted, or for what; not the brand, and not the platform either. A
sheet names entries by their codes, in an order of the voter's own, with a picture that only voters get at.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from contests.community import Bar, VoterFacts, VoteState, bar_of
from contests.errors import NotVisible
from contests.gallery_rules import order_for
from contests.lifecycle import State
from contests.selectors.cards import ContestCard
from contests.selectors.contests import cards_of, get_contest
from contests.selectors.files import DERIVATIVE, WIDEST, ShownImage
from contests.selectors.images import OF_FIRST_PICTURE, WIDTHS
from contests.selectors.paging import PAGE, Order, Page, fetch_all, fetch_page
from contests.selectors.roles import Viewer, read_as
from contests.visibility import NOBODY

VOTED_WHILE = frozenset({State.FINAL_ROUND, State.JUDGING})
"""While the contest is in one of these; suspended, its vote stands still."""

_RUNS = "v.state = 'open' AND v.closes_at > %(now)s AND c.state IN ('final_round', 'judging')"
_PICTURE = f"""LATERAL (
    SELECT f.id, f.width, f.height, {WIDTHS} {OF_FIRST_PICTURE}
) AS g(file, width, height, widths)"""
VOTED_ON = """
    SELECT p.entry_id FROM contests_shortlistplace p JOIN contests_entry e ON e.id = p.entry_id
    WHERE p.contest_id = %(contest)s AND e.state = 'submitted' AND e.hidden_at IS NULL
"""
VOTER = """
    SELECT u.blocked_at IS NOT NULL OR NOT u.is_active,
        EXISTS (SELECT FROM accounts_membership m JOIN contests_contest c ON c.brand_id = m.brand_id
                WHERE c.id = %(contest)s AND m.user_id = u.id),
        u.is_staff OR u.staff_role <> '',
        EXISTS (SELECT FROM accounts_creativeprofile k WHERE k.user_id = u.id),
        EXISTS (SELECT FROM account_emailaddress a WHERE a.user_id = u.id AND a.email = u.email AND a.verified),
        EXISTS (SELECT FROM contests_shortlistplace p JOIN contests_entry e ON e.id = p.entry_id
                LEFT JOIN contests_entryshare s ON s.entry_id = e.id AND s.user_id = u.id
                WHERE p.contest_id = %(contest)s AND (e.author_id = u.id OR s.id IS NOT NULL)),
        EXISTS (SELECT FROM contests_juror j JOIN contests_jury y ON y.id = j.jury_id
                WHERE y.contest_id = %(contest)s AND j.user_id = u.id AND j.accepted_at IS NOT NULL
                  AND j.excused_at IS NULL),
        u.created_at,
        LEAST((SELECT min(e.created_at) FROM contests_entry e WHERE e.author_id = u.id AND e.state = 'submitted'),
              (SELECT min(e.created_at) FROM contests_entryshare s JOIN contests_entry e ON e.id = s.entry_id
               WHERE s.user_id = u.id AND e.state = 'submitted'))
    FROM accounts_user u WHERE u.id = %(me)s
"""
SHEET = f"""
    SELECT e.id, e.code, g.width, g.height, g.widths
    FROM contests_shortlistplace p JOIN contests_entry e ON e.id = p.entry_id LEFT JOIN {_PICTURE} ON TRUE
    WHERE p.contest_id = %(contest)s AND e.state = 'submitted' AND e.hidden_at IS NULL
"""
OWN_BALLOT = """
    SELECT h.entries FROM contests_communityballot b JOIN contests_communitychoice h ON h.ballot_id = b.id
    WHERE b.vote_id = %(contest)s AND b.voter_id = %(me)s ORDER BY h.number DESC LIMIT 1
"""
VOTE = """
    SELECT v.state, v.opened_at, v.closes_at, v.check_by, v.ended_at, v.ballots, v.struck
    FROM contests_communityvote v WHERE v.contest_id = %(contest)s
"""
RESULTS = """
    SELECT e.id, e.code, r.votes FROM contests_communityresult r JOIN contests_entry e ON e.id = r.entry_id
    WHERE r.vote_id = %(contest)s ORDER BY r.votes DESC, e.code
"""
PICTURE = f"""
    SELECT g.file FROM contests_communityvote v JOIN contests_contest c ON c.id = v.contest_id
    JOIN contests_shortlistplace p ON p.contest_id = c.id JOIN contests_entry e ON e.id = p.entry_id
    CROSS JOIN {_PICTURE}
    WHERE c.id = %(contest)s AND e.id = %(entry)s AND e.state = 'submitted' AND e.hidden_at IS NULL AND {_RUNS}
"""
OPENED = "SELECT opened_at FROM contests_communityvote WHERE contest_id = %(contest)s"
RUNNING = f"""
    SELECT c.id, b.community_name, b.community_minor, v.closes_at, {{columns}}
    FROM contests_communityvote v JOIN contests_contest c ON c.id = v.contest_id
    JOIN contests_brief b ON b.contest_id = c.id
    WHERE {_RUNS} AND c.kind NOT IN ('invited', 'nda') AND {{behind}} ORDER BY {{order}}
"""
SOONEST = Order((("v.closes_at", "timestamptz"), ("v.contest_id", "uuid")))


@dataclass(frozen=True, slots=True)
class VoteChoice:
    """An entry that may be voted for; without widths it has no picture that could be shown."""

    entry: UUID
    code: str
    width: int
    height: int
    widths: tuple[int, ...]
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class VoteResult:
    """How many counted votes an entry has, and whether those are the most: several may share the award."""

    entry: UUID
    code: str
    votes: int
    is_first: bool


@dataclass(frozen=True, slots=True)
class VotePage:
    """A vote, or an award that is announced and not voted on yet (`state` is then `announced`)."""

    contest: ContestCard
    award: str
    amount_minor: int
    state: str
    """One of `contests.community.VoteState`, or `announced`."""
    opened_at: datetime | None
    closes_at: datetime | None
    check_by: datetime | None
    ended_at: datetime | None
    is_open: bool
    bar: Bar | None
    """Why this reader does not vote; None if they may, or if there is no vote."""
    choices: tuple[VoteChoice, ...]
    """For voters, while it is open."""
    results: tuple[VoteResult, ...]
    """For everybody, once it is counted; the most votes first."""
    ballots: int | None
    struck: int | None

    @property
    def has_voted(self) -> bool:
        return any(choice.is_chosen for choice in self.choices)


@dataclass(frozen=True, slots=True)
class OpenVote:
    """A vote that takes ballots."""

    contest: ContestCard
    award: str
    amount_minor: int
    closes_at: datetime


def vote_page(viewer: Viewer, contest_id: UUID, *, now: datetime) -> VotePage:
    """The vote of a contest that announced an award for it: five queries at most beside the contest's own.

    Raises NotVisible, also where there is no such award.
    """
    reader = read_as(viewer)
    contest = get_contest(reader, contest_id)
    if contest.is_covered or not contest.community_minor:
        raise NotVisible
    params = {"contest": contest_id, "me": NOBODY if reader.user_id is None else reader.user_id}
    rows = fetch_all(VOTE, params)
    said = (contest.card, contest.community_name, contest.community_minor)
    if not rows:
        return VotePage(*said, "announced", None, None, None, None, False, None, (), (), None, None)
    state, opened_at, closes_at, check_by, ended_at, ballots, struck = rows[0]
    runs = state == VoteState.OPEN and now < closes_at and contest.card.state in VOTED_WHILE
    bar = bar_of(voter_facts(reader.user_id, contest_id), opened_at)
    choices = _choices(contest_id, params) if runs and bar is None else ()
    results = _results(fetch_all(RESULTS, params)) if state == VoteState.COUNTED else ()
    moments = (opened_at, closes_at, check_by, ended_at)
    return VotePage(*said, state, *moments, runs, bar, choices, results, ballots, struck)


def vote_picture(viewer: Viewer, contest_id: UUID, entry_id: UUID, width: int, *, now: datetime) -> ShownImage:
    """A derivative of an entry's picture, for whoever may vote on it, while they may. Raises NotVisible."""
    reader = read_as(viewer)
    opened = fetch_all(OPENED, {"contest": contest_id})
    if not opened or bar_of(voter_facts(reader.user_id, contest_id), opened[0][0]):
        raise NotVisible
    rows = fetch_all(PICTURE, {"contest": contest_id, "entry": entry_id, "now": now})
    if not rows:
        raise NotVisible
    params = {"file": rows[0][0], "width": max(0, min(width, 1_000_000))}
    found = fetch_all(DERIVATIVE, params) or fetch_all(WIDEST, params)
    if not found:
        raise NotVisible
    return ShownImage(*found[0])


def open_votes(*, now: datetime, after: str | None = None, limit: int = PAGE) -> Page[OpenVote]:
    """The votes that take ballots, those that close soonest first; two queries. Public, as their briefs are."""
    page = fetch_page(RUNNING, {"now": now}, SOONEST, lambda *row: row, after=after, limit=limit)
    cards = cards_of([row[0] for row in page.items])
    return Page(tuple(OpenVote(cards[key], *rest) for key, *rest in page.items), page.next)


def voter_facts(user_id: int | None, contest_id: UUID) -> VoterFacts | None:
    """What decides whether this person votes in this contest; one query. None for nobody."""
    rows = fetch_all(VOTER, {"me": user_id, "contest": contest_id}) if user_id is not None else []
    return VoterFacts(*rows[0]) if rows else None


def entries_voted_on(contest_id: UUID) -> set[UUID]:
    """The shortlisted entries that may be voted for: those still in the contest, and shown."""
    return {key for (key,) in fetch_all(VOTED_ON, {"contest": contest_id})}


def _choices(contest_id: UUID, params: dict[str, Any]) -> tuple[VoteChoice, ...]:
    ballot = fetch_all(OWN_BALLOT, params)
    chosen = set(ballot[0][0]) if ballot else set()
    found = {
        entry: VoteChoice(entry, code, width or 0, height or 0, tuple(widths or ()), entry in chosen)
        for entry, code, width, height, widths in fetch_all(SHEET, params)
    }
    return tuple(found[key] for key in order_for(f"{contest_id}:{params['me']}", found))


def _results(rows: Sequence[Any]) -> tuple[VoteResult, ...]:
    best = max((votes for _, _, votes in rows), default=0)
    return tuple(VoteResult(entry, code, votes, bool(best) and votes == best) for entry, code, votes in rows)
