"""A contest's life as `frontend.charts` wants it: stages, which of them is now, and what ends each by itself."""

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from contests.lifecycle import DECIDING, Timeline
from contests.selectors.cards import ContestPage
from frontend.charts import LifeChart, LifeStage, contest_life

ORDER = ("open", "shortlisting", "final_round", "judging", "silence")


def life_of(page: ContestPage, now: datetime) -> LifeChart | None:
    """The life of a contest that has opened; None before."""
    if page.timeline is None:
        return None
    state = page.suspended_from or page.card.state
    stages = _planned(page.timeline)
    if state in ("lapsed", "cancelled"):
        return contest_life(_broken(stages, page, state), None, now)
    if state in ("awarded", "handover", "settled"):
        decided = page.card.decided_at
        ends = page.card.state_since if state == "settled" else None
        ending = _("If the brand stays silent on the delivery, it counts as accepted.")
        lived = [_cut(stage, decided) for stage in stages[:-1]] if decided else stages[:-1]
        stages = [*lived, LifeStage(_("Handover"), decided, ends, ending)]
        return contest_life(stages, None if state == "settled" else len(stages) - 1, now)
    if state in DECIDING and now > page.timeline.decide_by:
        return contest_life(stages, len(stages) - 1, now)
    return contest_life(stages, ORDER.index(state), now)


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
