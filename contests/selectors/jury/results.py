"""What the judged are told after the decision: own means by criterion, own place among how many, and released comments.

For an entry's makers, its brand and the platform. Jurors are named only if they agreed; a comment is shown only if the
brand and its juror let it out. Nobody reads another's figures here.
"""

from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from contests.errors import NotVisible
from contests.jury import BallotState, JuryState
from contests.jury_result import TieBreak
from contests.models import Entry, Jury, JuryBallot
from contests.selectors.jury.desk import AWARDED
from contests.selectors.jury.reading import read_jury, weightiest_name
from contests.selectors.paging import fetch_all
from contests.selectors.roles import Viewer, view_of
from contests.visibility import sees_entry, sees_rating

COMMENTS = """
    SELECT b.comment, CASE WHEN j.may_be_named THEN COALESCE(NULLIF(u.display_name, ''), u.handle) ELSE '' END
    FROM contests_juryballot b JOIN contests_juror j ON j.id = b.juror_id JOIN accounts_user u ON u.id = j.user_id
    WHERE j.jury_id = %(jury)s AND b.entry_id = %(entry)s AND b.state = 'submitted' AND b.comment <> ''
      AND j.releases_comments
    ORDER BY md5(b.id::text)
"""
NAMED = """
    SELECT COALESCE(NULLIF(u.display_name, ''), u.handle) FROM contests_juror j JOIN accounts_user u ON u.id = j.user_id
    WHERE j.jury_id = %(jury)s AND j.may_be_named
      AND EXISTS (SELECT FROM contests_juryballot b WHERE b.juror_id = j.id AND b.state = 'submitted')
    ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class CriterionResult:
    name: str
    weight: int
    mean: Fraction | None
    """Of the jurors' points from 0 to 10; None if nobody judged the entry."""


@dataclass(frozen=True, slots=True)
class ReleasedComment:
    text: str
    juror: str
    """Empty unless they agreed to be named."""


@dataclass(frozen=True, slots=True)
class EntryResult:
    """How a jury judged one entry."""

    entry_id: UUID
    entry_code: str
    contest_id: UUID
    is_final: bool
    """Whether the jury had its quorum, so that its ranking was the award's starting point."""
    rank: int | None
    judged: int
    """How many entries were judged."""
    jurors: int
    """How many jurors sent ballots in all."""
    ballots: int
    """How many of them judged this entry."""
    score: Fraction
    criteria: tuple[CriterionResult, ...]
    broken_by: TieBreak | None
    tie_criterion: str
    comments: tuple[ReleasedComment, ...]
    named: tuple[str, ...]
    award: str
    reason: str


def entry_result(viewer: Viewer, entry_id: UUID) -> EntryResult:
    """How the jury judged this entry. Raises NotVisible before the decision, and for whoever has no part in it."""
    entry = Entry.objects.select_related("contest__jury").filter(pk=entry_id).first()
    if entry is None:
        raise NotVisible
    view = view_of(entry, viewer)
    jury: Jury | None = getattr(entry.contest, "jury", None)
    if not (sees_entry(view) and sees_rating(view)) or jury is None or entry.contest.decided_at is None:
        raise NotVisible
    judged = read_jury(jury)
    placing = next((one for one in judged.placings if one.entry == entry.pk), None)
    if placing is None or not judged.sheets:
        raise NotVisible
    ((award, reason),) = fetch_all(AWARDED, {"contest": entry.contest_id}) or [(None, None)]
    params = {"jury": jury.pk, "entry": entry.pk}
    shown = fetch_all(COMMENTS, params) if jury.shows_comments else []
    return EntryResult(
        entry_id=entry.pk,
        entry_code=entry.code,
        contest_id=entry.contest_id,
        is_final=jury.state == JuryState.COMPLETE,
        rank=placing.rank if placing.ballots else None,
        judged=sum(1 for one in judged.placings if one.ballots),
        jurors=len({sheet.juror for sheet in judged.sheets}),
        ballots=placing.ballots,
        score=placing.score,
        criteria=tuple(
            CriterionResult(one.name, one.weight, placing.by_criterion.get(one.id)) for one in judged.criteria
        ),
        broken_by=placing.broken_by,
        tie_criterion=weightiest_name(judged.criteria),
        comments=tuple(ReleasedComment(text, name) for text, name in shown),
        named=tuple(name for (name,) in fetch_all(NAMED, {"jury": jury.pk})),
        award=award or "",
        reason=reason or "",
    )


def has_result(contest_id: UUID) -> bool:
    """Whether a jury's ballots are in for a contest; one query, for a page that links to the result."""
    return JuryBallot.objects.filter(juror__jury__contest=contest_id, state=BallotState.SUBMITTED.value).exists()
