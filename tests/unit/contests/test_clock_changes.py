"""Deadlines are so many hours away, whatever clocks on walls do in between and in whatever zone a moment is written."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from contests.lifecycle import Periods, State, deadlines_on_entering, plan_timeline

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
PERIODS = Periods(14 * DAY, 5 * DAY, 4 * DAY, 3 * DAY, 14 * DAY, 7 * DAY, 7 * DAY, 7 * DAY)
CHANGES = {
    "spring": datetime(2026, 3, 29, 1, 0, tzinfo=UTC),  # Paris: 02:00 is followed by 03:00.
    "autumn": datetime(2026, 10, 25, 1, 0, tzinfo=UTC),  # Paris: 03:00 is followed by 02:00.
    "overseas": datetime(2026, 3, 8, 7, 0, tzinfo=UTC),  # New York.
}
AROUND = [-HOUR, -timedelta(microseconds=1), timedelta(), HOUR / 2, HOUR]
ZONES = ["Europe/Paris", "America/New_York", "Pacific/Auckland"]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("around", AROUND, ids=str)
@pytest.mark.parametrize("change", CHANGES)
def test_every_moment_of_a_contest_is_the_same_in_every_zone(change: str, around: timedelta, zone: str) -> None:
    """Its entries close right at the change, so that all that follows lies beyond it."""
    opens_at = CHANGES[change] + around - PERIODS.entries
    there = plan_timeline(opens_at.astimezone(ZoneInfo(zone)), PERIODS)
    here = plan_timeline(opens_at, PERIODS)
    assert there == here
    assert here.closes_at == CHANGES[change] + around
    assert (here.lapses_at - here.opens_at) == (14 + 5 + 4 + 3 + 14 + 7) * DAY


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("state", [State.AWAITING_FUNDS, State.SUSPENDED, State.AWARDED, State.HANDOVER])
@pytest.mark.parametrize("change", CHANGES)
def test_every_deadline_is_as_far_away_in_every_zone(change: str, state: State, zone: str) -> None:
    now = CHANGES[change] - HOUR
    timeline = plan_timeline(now - 60 * DAY, PERIODS)

    def due_at(moment: datetime) -> datetime:
        (due,) = deadlines_on_entering(state, now=moment, timeline=timeline, periods=PERIODS)
        return due.due_at.astimezone(UTC)

    assert due_at(now.astimezone(ZoneInfo(zone))) == due_at(now)
    assert (due_at(now) - now) % DAY == timedelta()
