"""The brand's side of a jury: how it is set up, who sits on it, how far it is, and, once it is over, its standings.

No score is shown to anybody before the jury is over, so that nobody's ballot follows another's. Of conflicts the brand
learns nothing: in a blind contest even their number could betray a maker. So while it is blind nobody but an admin is
told who judged how many, nor what: a juror who has one ballot fewer than the others would be known to have a tie.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from uuid import UUID

from contests.errors import NotVisible
from contests.jury import JuryState
from contests.jury_result import Placing, Spread, TieBreak, spreads
from contests.lifecycle import Role
from contests.models import Contest, Jury
from contests.selectors.cards import EntryCard
from contests.selectors.entries import EntryFilters, entries_of
from contests.selectors.jury.reading import CriterionCard, Judged, criteria_of, read_jury, weightiest_name
from contests.selectors.paging import MAX_PAGE, fetch_all
from contests.selectors.roles import Viewer, read_as
from contests.visibility import BRAND_ROLES, DECIDERS, PLATFORM_ROLES, Reader

OVER = frozenset({JuryState.COMPLETE.value, JuryState.INQUORATE.value, JuryState.OVERTAKEN.value})
JURORS = """
    SELECT j.id, j.email, COALESCE(NULLIF(u.display_name, ''), u.handle, ''), j.is_stand_in, j.invited_at,
           j.accepted_at, j.declined_at, j.excused_at,
           CASE WHEN %(tells)s THEN count(b.id) FILTER (WHERE b.state IN ('open', 'submitted')) END,
           CASE WHEN %(tells)s THEN count(b.id) FILTER (WHERE b.state = 'submitted') END,
           bool_or(b.state = 'submitted') IS TRUE AND bool_or(b.state = 'open') IS NOT TRUE
    FROM contests_juror j
    LEFT JOIN accounts_user u ON u.id = j.user_id
    LEFT JOIN contests_juryballot b ON b.juror_id = j.id
    WHERE j.jury_id = %(jury)s GROUP BY j.id, u.id ORDER BY j.is_stand_in, j.invited_at, j.id
"""
COMMENTS = """
    SELECT b.entry_id, b.juror_id, b.comment FROM contests_juryballot b JOIN contests_juror j ON j.id = b.juror_id
    WHERE j.jury_id = %(jury)s AND b.state = 'submitted' AND b.comment <> '' ORDER BY j.invited_at, j.id
"""
AWARDED = """
    SELECT data->>'jury', data->>'reason' FROM contests_contestevent
    WHERE contest_id = %(contest)s AND kind = 'award' ORDER BY id DESC LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class JurorCard:
    """Somebody who was invited, as the brand knows them."""

    id: UUID
    email: str
    name: str
    """Empty until they have accepted."""
    is_stand_in: bool
    invited_at: datetime
    accepted_at: datetime | None
    declined_at: datetime | None
    excused_at: datetime | None
    ballots: int | None
    """As `submitted`: None while the contest is blind."""
    submitted: int | None
    has_sent_all: bool

    @property
    def is_at_work(self) -> bool:
        return self.accepted_at is not None and self.excused_at is None


@dataclass(frozen=True, slots=True)
class JuryDesk:
    """A jury as its brand follows it."""

    contest_id: UUID
    state: str
    quorum: int
    ballots_per_entry: int
    shows_comments: bool
    criteria: tuple[CriterionCard, ...]
    jurors: tuple[JurorCard, ...]
    opened_at: datetime | None
    ballots_by: datetime | None
    closes_at: datetime | None
    closed_at: datetime | None

    @property
    def is_over(self) -> bool:
        return self.state in OVER


@dataclass(frozen=True, slots=True)
class StandingRow:
    """One entry's place in the jury's ranking. Scores are shares of 1; means by criterion lie between 0 and 10."""

    entry: EntryCard
    rank: int
    score: Fraction
    means: tuple[Fraction | None, ...]
    """In the order of the criteria."""
    ballots: int | None
    """None while the contest is blind."""
    first_places: int
    broken_by: TieBreak | None
    comments: tuple[tuple[str, str], ...]
    """Each with who wrote it; without, while the contest is blind."""


@dataclass(frozen=True, slots=True)
class SpreadRow:
    name: str
    spread: Spread[UUID]
    ballots: int | None
    """None while the contest is blind."""


@dataclass(frozen=True, slots=True)
class JuryStandings:
    desk: JuryDesk
    seed: str
    """Empty while the contest is blind: whoever draws again finds out who was left out."""
    rows: tuple[StandingRow, ...]
    spreads: tuple[SpreadRow, ...]
    tie_criterion: str
    award: str
    """What the award made of it: followed, departed, not_awaited; empty before it, or where the jury had no say."""
    reason: str


def jury_desk(viewer: Viewer, contest_id: UUID) -> JuryDesk | None:
    """The contest's jury for its brand and the platform; None where there is none. Raises NotVisible."""
    reader = read_as(viewer)
    jury = _jury_for(reader, contest_id)
    return _desk(reader, jury) if jury else None


def jury_standings(viewer: Viewer, contest_id: UUID) -> JuryStandings:
    """The ranking with all that explains it, once the jury is over: for those who decide, and the platform.

    Raises NotVisible, also while the jury is at work.
    """
    reader = read_as(viewer)
    jury = _jury_for(reader, contest_id)
    if jury is None or jury.state not in OVER or _role(reader, jury) not in DECIDERS | PLATFORM_ROLES:
        raise NotVisible
    desk, judged = _desk(reader, jury), read_jury(jury)
    shortlist = entries_of(reader, contest_id, EntryFilters(shortlisted=True), limit=MAX_PAGE).items
    cards = {card.id: card for card in shortlist}
    names = {juror.id: juror.name for juror in desk.jurors}
    comments = fetch_all(COMMENTS, {"jury": jury.pk})
    rows = [
        _row(
            cards[placing.entry],
            placing,
            judged,
            [(names[who], text) for entry, who, text in comments if entry == placing.entry],
        )
        for placing in judged.placings
        if placing.entry in cards
    ]
    ((award, reason),) = fetch_all(AWARDED, {"contest": contest_id}) or [(None, None)]
    found = JuryStandings(
        desk=desk,
        seed=jury.seed,
        rows=tuple(rows),
        spreads=tuple(SpreadRow(names[one.juror], one, one.ballots) for one in spreads(judged.sheets, judged.weights)),
        tie_criterion=weightiest_name(judged.criteria),
        award=award or "",
        reason=reason or "",
    )
    return found if _tells_who_judged(reader, jury) else _without_who_judged(found)


def suggested_ranks(viewer: Viewer, contest_id: UUID) -> dict[UUID, int]:
    """The ranks that the jury's standings suggest for the award, for those who decide; empty without a jury's say."""
    reader = read_as(viewer)
    jury = Jury.objects.select_related("contest").filter(contest=contest_id, state=JuryState.COMPLETE.value).first()
    if jury is None or _role(reader, jury) not in DECIDERS:
        return {}
    return read_jury(jury).ranks


def _jury_for(reader: Reader, contest_id: UUID) -> Jury | None:
    contest = Contest.objects.select_related("jury").filter(pk=contest_id).first()
    if contest is None or reader.role_in(contest.brand_id) not in BRAND_ROLES | PLATFORM_ROLES:
        raise NotVisible
    jury: Jury | None = getattr(contest, "jury", None)
    return jury


def _role(reader: Reader, jury: Jury) -> Role:
    return reader.role_in(jury.contest.brand_id)


def _tells_who_judged(reader: Reader, jury: Jury) -> bool:
    return not jury.contest.is_blind_now or _role(reader, jury) == Role.ADMIN


def _without_who_judged(found: JuryStandings) -> JuryStandings:
    rows = (
        replace(row, ballots=None, comments=tuple(("", text) for text in sorted(text for _who, text in row.comments)))
        for row in found.rows
    )
    spread = tuple(replace(one, ballots=None) for one in found.spreads)
    return replace(found, seed="", rows=tuple(rows), spreads=spread)


def _desk(reader: Reader, jury: Jury) -> JuryDesk:
    return JuryDesk(
        contest_id=jury.contest_id,
        state=jury.state,
        quorum=jury.quorum,
        ballots_per_entry=jury.ballots_per_entry,
        shows_comments=jury.shows_comments,
        criteria=criteria_of(jury.pk),
        jurors=tuple(
            JurorCard(*row) for row in fetch_all(JURORS, {"jury": jury.pk, "tells": _tells_who_judged(reader, jury)})
        ),
        opened_at=jury.opened_at,
        ballots_by=jury.ballots_by,
        closes_at=jury.closes_at,
        closed_at=jury.closed_at,
    )


def _row(card: EntryCard, placing: Placing[UUID, int], judged: Judged, comments: list[tuple[str, str]]) -> StandingRow:
    return StandingRow(
        entry=card,
        rank=placing.rank,
        score=placing.score,
        means=tuple(placing.by_criterion.get(one.id) for one in judged.criteria),
        ballots=placing.ballots,
        first_places=placing.first_places,
        broken_by=placing.broken_by,
        comments=tuple(comments),
    )
