"""A jury in words: its state, each juror's, why a tie came out as it did, and figures as a reader reads them."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contests.jury import MOST_POINTS
from contests.jury_result import TieBreak
from contests.selectors.jury.desk import JurorCard, JuryDesk, JuryStandings, StandingRow
from frontend.showing.states import Shown

STATES: dict[str, Shown] = {
    "preparing": Shown(gettext_lazy("being prepared"), "note"),
    "scoring": Shown(gettext_lazy("at work"), "note"),
    "complete": Shown(gettext_lazy("done"), "good"),
    "inquorate": Shown(gettext_lazy("without a quorum"), "warn"),
    "overtaken": Shown(gettext_lazy("ended before it was done"), "warn"),
}
BALLOTS: dict[str, Shown] = {
    "open": Shown(gettext_lazy("to judge"), "note"),
    "submitted": Shown(gettext_lazy("sent"), "good"),
    "abstained": Shown(gettext_lazy("not judged"), "calm"),
    "missed": Shown(gettext_lazy("time is over"), "calm"),
}


@dataclass(frozen=True, slots=True)
class ShownStanding:
    """A row of the standings as it is read."""

    row: StandingRow
    score: str
    means: tuple[tuple[str, str], ...]
    """By criterion."""
    why: str


def jury_state(state: str) -> Shown:
    return STATES[state]


def ballot_state(state: str) -> Shown:
    return BALLOTS[state]


def juror_rows(desk: JuryDesk) -> list[tuple[JurorCard, Shown]]:
    """The jurors, each with how they stand."""
    return [(juror, _juror_state(juror)) for juror in desk.jurors]


def standing_rows(standings: JuryStandings) -> list[ShownStanding]:
    """The ranking, with its ties explained."""
    return [
        ShownStanding(
            row,
            score_words(row.score),
            tuple((one.name, points_words(mean)) for one, mean in zip(standings.desk.criteria, row.means, strict=True)),
            tie_words(row.broken_by, standings.tie_criterion),
        )
        for row in standings.rows
    ]


@dataclass(frozen=True, slots=True)
class ShownSpread:
    """How one juror used the scale, as it is read."""

    name: str
    ballots: int | None
    lowest: str
    mean: str
    highest: str


def spread_rows(standings: JuryStandings) -> list[ShownSpread]:
    """Each juror's use of the scale."""
    return [
        ShownSpread(
            one.name,
            one.ballots,
            points_words(one.spread.lowest),
            points_words(one.spread.mean),
            points_words(one.spread.highest),
        )
        for one in standings.spreads
    ]


def score_words(score: Fraction) -> str:
    """A normalised score as a whole number out of a hundred; with one decimal where that hides a difference."""
    return number_format(round(float(score * 100), 1), decimal_pos=1)


def points_words(points: Fraction | None) -> str:
    """Points on the scale, or a dash where nobody gave any."""
    return "–" if points is None else number_format(round(float(points), 1), decimal_pos=1)


def tie_words(rule: TieBreak | None, criterion: str) -> str:
    """What set entries of the same score apart; empty where nothing had to."""
    if rule is None:
        return ""
    return {
        TieBreak.CRITERION: _("Equal score; more points by “%(criterion)s”, which weighs most, decided.")
        % {"criterion": criterion},
        TieBreak.FIRST_PLACES: _("Equal score; more first places decided."),
        TieBreak.EARLIER: _("Equal score; the final version that came earlier is placed first."),
    }[rule]


def award_words(award: str) -> str:
    """What the award made of the jury's ranking."""
    return {
        "followed": _("The award follows the jury’s ranking."),
        "departed": _("The brand’s award departs from the jury’s ranking. Its reason:"),
        "not_awaited": _("The brand decided before the jury was done. Its reason:"),
    }.get(award, "")


def scale() -> list[int]:
    """The points that can be given."""
    return list(range(MOST_POINTS + 1))


def mean_rows(criteria: tuple[Any, ...]) -> list[tuple[Any, str]]:
    """Criteria with their means in words."""
    return [(one, points_words(one.mean)) for one in criteria]


def _juror_state(juror: JurorCard) -> Shown:
    if juror.declined_at is not None:
        return Shown(_("declined"), "calm")
    if juror.excused_at is not None:
        return Shown(_("does not judge"), "calm")
    if juror.accepted_at is None:
        return Shown(_("has not answered"), "warn")
    if juror.has_sent_all:
        return Shown(_("all sent"), "good")
    return Shown(_("takes part"), "note")
