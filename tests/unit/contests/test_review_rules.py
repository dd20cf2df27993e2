"""Who may review whom, and until when."""

from datetime import UTC, datetime, timedelta

import pytest

from contests.lifecycle import FINAL
from contests.models import review_guards
from contests.review_rules import WINDOW, Pair, Refused, ReviewKind, average, is_due, kind_for, refuse

END = datetime(2026, 3, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)


def _pair(**changes: object) -> Pair:
    facts = {"ended_at": END, "is_shortlisted": True, "is_winner": True, "is_shown": False}
    return Pair(**(facts | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "changes", "later", "why"),
    [
        (ReviewKind.ABOUT_BRAND, {}, WINDOW, None),
        (ReviewKind.ABOUT_BRAND, {}, WINDOW + TICK, Refused.TOO_LATE),
        (ReviewKind.ABOUT_BRAND, {"ended_at": None}, WINDOW, Refused.NOT_OVER),
        (ReviewKind.ABOUT_BRAND, {"is_shortlisted": False}, TICK, Refused.NO_PART),
        (ReviewKind.ABOUT_MAKER, {"is_winner": False}, TICK, Refused.NO_WINNER),
        (ReviewKind.THANKS, {"is_winner": False}, TICK, None),
        (ReviewKind.ABOUT_MAKER, {"is_shown": True}, TICK, Refused.SHOWN),
    ],
)
def test_a_review_has_its_turn(kind: ReviewKind, changes: dict[str, object], later: timedelta, why: Refused) -> None:
    assert refuse(kind, _pair(**changes), now=END + later) == why


def test_what_was_written_is_shown_when_the_time_is_over() -> None:
    assert not is_due(END, now=END + WINDOW - TICK)
    assert is_due(END, now=END + WINDOW)


def test_each_side_has_its_kind() -> None:
    kinds = [kind_for(by_maker=maker, is_winner=won) for maker in (True, False) for won in (True, False)]
    assert kinds == [ReviewKind.ABOUT_BRAND, ReviewKind.ABOUT_BRAND, ReviewKind.ABOUT_MAKER, ReviewKind.THANKS]


def test_an_average_is_rounded_half_up() -> None:
    assert average({"a": 1, "b": 2, "c": 2, "d": 2}) == 175
    assert average({"a": 1, "b": 1, "c": 2}) == 133
    assert average(dict.fromkeys("abcdefgh", 1) | {"a": 2}) == 113  # 112.5


def test_the_database_knows_the_same_ends_and_the_same_window() -> None:
    assert {state.strip(" '") for state in review_guards.FINAL.split(",")} == set(FINAL)
    assert f"'{WINDOW.days} days'" in review_guards.WINDOW
