"""A contest's life as `frontend.charts` wants it: stages, which of them is now, and what ends each by itself."""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from contests.lifecycle import DECIDING, Timeline
from contests.selectors.cards import ContestPage
from frontend.charts import LifeStage, contest_life

REMEMBERED = 1000
"""Some four kilobytes each; it is drawn in a fifth of the time that the whole page takes."""

ORDER = ("open", "shortlisting", "final_round", "judging", "silence")


@dataclass(frozen=True, slots=True)
class Life:
    """The stages as they are lived, the index of the one that it is in (None when all are over), and the time."""

    stages: tuple[LifeStage, ...]
    current: int | None
    now: datetime


def life_shown(page: ContestPage, now: datetime) -> SafeString:
    """The life of a contest as its pages show it, to the minute; nothing before it has opened."""
    life = life_of(page, now.replace(second=0, microsecond=0))
    return _figure(life, get_language(), get_current_timezone_name()) if life else SafeString("")


@lru_cache(maxsize=REMEMBERED)
def _figure(life: Life, language: str, zone: str) -> SafeString:
    """Of these arguments alone: the same for every reader of that language in that zone."""
    chart = contest_life(life.stages, life.current, life.now)
    return render_to_string("contest/_life.html", {"chart": chart, "now": life.now})


def life_of(page: ContestPage, now: datetime) -> Life | None:
    """The life of a contest that has opened; None before."""
    if page.timeline is None:
        return None
    state = page.suspended_from or page.card.state
    stages = _planned(page.timeline)
    if state in ("lapsed", "cancelled"):
        return Life(tuple(_broken(stages, page, state)), None, now)
    if state in ("awarded", "handover", "settled"):
        decided = page.card.decided_at
        ends = page.card.state_since if state == "settled" else None
        ending = _("If the brand stays silent on the delivery, it counts as accepted.")
        lived = [_cut(stage, decided) for stage in stages[:-1]] if decided else stages[:-1]
        stages = [*lived, LifeStage(_("Handover"), decided, ends, ending)]
        return Life(tuple(stages), None if state == "settled" else len(stages) - 1, now)
    if state in DECIDING and now > page.timeline.decide_by:
        return Life(tuple(stages), len(stages) - 1, now)
    return Life(tuple(stages), ORDER.index(state), now)


def _cut(stage: LifeStage, at: datetime) -> LifeStage:
    """A stage that ended early, because the brand decided before it had to."""
    if stage.starts_at is None or stage.ends_at is None or stage.ends_at <= at:
        return stage
    return replace(stage, starts_at=min(stage.starts_at, at), ends_at=at)


def _planned(timeline: Timeline) -> list[LifeStage]:
    return [
        LifeStage(_("Entries"), timeline.opens_at, timeline.closes_at, _("Then it closes by itself.")),
        LifeStage(
            _("Shortlist"),
            timeline.closes_at,
            timeline.shortlist_by,
            _("Whoever is on it will be paid at least the floor."),
        ),
        LifeStage(
            _("Final round"),
            timeline.shortlist_by,
            timeline.final_round_ends_at,
            _("The shortlisted may send new versions."),
        ),
        LifeStage(_("Judging"), timeline.final_round_ends_at, timeline.decide_by, _("The brand is reminded.")),
        LifeStage(
            _("Silence"),
            timeline.decide_by,
            timeline.lapses_at,
            _("If the brand has still not decided, the money goes to those who worked, and no rights pass."),
        ),
    ]


def _broken(stages: list[LifeStage], page: ContestPage, state: str) -> list[LifeStage]:
    """What had been lived, and the break."""
    ended = page.card.decided_at or page.card.state_since
    lived = [stage for stage in stages if stage.starts_at and stage.starts_at < ended]
    if state == "lapsed":
        last = lived[-1] if lived else stages[-1]
        words = _("The brand did not decide: the money went to those who worked.")
        return [*lived[:-1], LifeStage(_("Lapsed"), last.starts_at, ended, words, broken=True)]
    last = lived[-1] if lived else stages[0]
    cut = LifeStage(last.label, last.starts_at, ended)
    return [*lived[:-1], cut, LifeStage(_("Cancelled"), ended, None, page.cancel_reason, broken=True)]
