"""A juror's side: the juries that ask for them, their table in one of them, and one ballot. Nobody else's scores."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contests.errors import NotVisible
from contests.selectors.cards import ContestCard, EntryCard, EntryPage
from contests.selectors.contests import cards_of
from contests.selectors.entry_pages import get_entry
from contests.selectors.entry_rows import ENTRY_COLUMNS, ENTRY_TABLES, card_and_rest
from contests.selectors.jury.reading import CriterionCard, criteria_of
from contests.selectors.paging import fetch_all
from contests.selectors.roles import Viewer, read_as
from contests.visibility import SEES_CONTEST, SEES_ENTRY, reader_params

SEAT_COLUMNS = """
    j.id, y.contest_id, y.id, y.state, j.is_stand_in, j.accepted_at, j.declined_at, j.excused_at,
    j.may_be_named, j.releases_comments, y.shows_comments,
    CASE WHEN j.is_stand_in THEN y.closes_at ELSE y.ballots_by END,
    (SELECT count(*) FROM contests_juryballot b WHERE b.juror_id = j.id AND b.state = 'open'),
    (SELECT count(*) FROM contests_juryballot b WHERE b.juror_id = j.id AND b.state = 'submitted')
"""
OWN_SEATS = f"""
    SELECT {SEAT_COLUMNS} FROM contests_juror j JOIN contests_jury y ON y.id = j.jury_id
    WHERE j.user_id = %(me)s OR (j.user_id IS NULL AND j.declined_at IS NULL AND j.excused_at IS NULL
        AND y.state IN ('preparing', 'scoring')
        AND lower(j.email) IN (SELECT lower(a.email) FROM account_emailaddress a
                               WHERE a.user_id = %(me)s AND a.verified))
    ORDER BY j.invited_at DESC, j.id LIMIT 100
"""
OWN_SEAT = f"""
    SELECT {SEAT_COLUMNS} FROM contests_juror j JOIN contests_jury y ON y.id = j.jury_id
    JOIN contests_contest c ON c.id = y.contest_id
    WHERE j.user_id = %(me)s AND y.contest_id = %(contest)s AND j.accepted_at IS NOT NULL
        AND ({SEES_CONTEST} OR (y.state = 'preparing' AND j.excused_at IS NULL))
"""
"""Of a closed contest a jury sees nothing before it is drawn, and yet has a table at which one leaves."""
OWN_BALLOTS = f"""
    SELECT {ENTRY_COLUMNS}, o.id, o.state, o.saved_at, o.closed_at,
           (SELECT count(*) FROM contests_score g WHERE g.ballot_id = o.id), {SEES_ENTRY}
    FROM {ENTRY_TABLES}
    JOIN contests_juryballot o ON o.entry_id = e.id
    JOIN contests_juror j ON j.id = o.juror_id
    WHERE j.id = %(seat)s AND o.state <> 'recused' ORDER BY e.code
"""
ONE_BALLOT = """
    SELECT o.id, o.state, o.entry_id, o.comment, o.abstained_because, o.saved_at, o.closed_at, j.id
    FROM contests_juryballot o JOIN contests_juror j ON j.id = o.juror_id
    WHERE o.id = %(ballot)s AND j.user_id = %(me)s AND j.accepted_at IS NOT NULL
"""
SEAT_BY_KEY = f"""
    SELECT {SEAT_COLUMNS} FROM contests_juror j JOIN contests_jury y ON y.id = j.jury_id WHERE j.id = %(seat)s
"""
POINTS = "SELECT criterion_id, points FROM contests_score WHERE ballot_id = %(ballot)s"


@dataclass(frozen=True, slots=True)
class SeatCard:
    """One's own seat, or an invitation to one of one's addresses."""

    id: UUID
    contest_id: UUID
    jury_id: int
    jury_state: str
    is_stand_in: bool
    accepted_at: datetime | None
    declined_at: datetime | None
    excused_at: datetime | None
    may_be_named: bool
    releases_comments: bool
    shows_comments: bool
    """Whether the brand lets entrants read comments."""
    due_at: datetime | None
    open: int
    submitted: int

    @property
    def is_invited(self) -> bool:
        return self.accepted_at is None and self.declined_at is None

    @property
    def is_at_work(self) -> bool:
        return self.accepted_at is not None and self.excused_at is None and self.jury_state in ("preparing", "scoring")


@dataclass(frozen=True, slots=True)
class OwnSeat:
    seat: SeatCard
    contest: ContestCard


@dataclass(frozen=True, slots=True)
class BallotCard:
    """A ballot in a juror's list. Its entry is None once it is not theirs to see any more; the code stays."""

    id: UUID
    code: str
    entry: EntryCard | None
    state: str
    saved_at: datetime | None
    closed_at: datetime | None
    scored: int


@dataclass(frozen=True, slots=True)
class JurorTable:
    """All that a juror has before them in one contest."""

    seat: SeatCard
    contest: ContestCard
    criteria: tuple[CriterionCard, ...]
    ballots: tuple[BallotCard, ...]


@dataclass(frozen=True, slots=True)
class BallotPage:
    """One ballot with its entry, and the points given so far by criterion."""

    id: UUID
    state: str
    seat: SeatCard
    entry: EntryPage
    criteria: tuple[CriterionCard, ...]
    points: dict[int, int]
    comment: str
    abstained_because: str
    saved_at: datetime | None
    closed_at: datetime | None


def my_seats(viewer: Viewer) -> tuple[OwnSeat, ...]:
    """Invitations and seats, the latest first: two queries beside the reader's."""
    seats = [SeatCard(*row) for row in fetch_all(OWN_SEATS, reader_params(read_as(viewer)))]
    contests = cards_of([seat.contest_id for seat in seats])
    return tuple(OwnSeat(seat, contests[seat.contest_id]) for seat in seats if seat.contest_id in contests)


def juror_table(viewer: Viewer, contest_id: UUID) -> JurorTable:
    """One's ballots in a contest: five queries beside the reader's. Raises NotVisible for whoever has no seat."""
    reader = read_as(viewer)
    params = reader_params(reader)
    rows = fetch_all(OWN_SEAT, {**params, "contest": contest_id})
    if not rows:
        raise NotVisible
    seat = SeatCard(*rows[0])
    found = [card_and_rest(row) for row in fetch_all(OWN_BALLOTS, {**params, "seat": seat.id})]
    cards = {card.id: card for card in (card for card, rest in found if rest[-1])}
    ballots = tuple(
        BallotCard(key, card.code, cards.get(card.id), state, saved_at, closed_at, scored)
        for card, (key, state, saved_at, closed_at, scored, _seen) in found
    )
    return JurorTable(seat, cards_of([contest_id])[contest_id], criteria_of(seat.jury_id), ballots)


def own_ballot(viewer: Viewer, ballot_id: UUID) -> BallotPage:
    """One of one's own ballots, while its entry is there to be seen. Raises NotVisible."""
    reader = read_as(viewer)
    rows = fetch_all(ONE_BALLOT, {**reader_params(reader), "ballot": ballot_id})
    if not rows:
        raise NotVisible
    key, state, entry_id, comment, because, saved_at, closed_at, seat_id = rows[0]
    seat = SeatCard(*fetch_all(SEAT_BY_KEY, {"seat": seat_id})[0])
    return BallotPage(
        id=key,
        state=state,
        seat=seat,
        entry=get_entry(reader, entry_id),
        criteria=criteria_of(seat.jury_id),
        points=dict(fetch_all(POINTS, {"ballot": key})),
        comment=comment,
        abstained_because=because,
        saved_at=saved_at,
        closed_at=closed_at,
    )
