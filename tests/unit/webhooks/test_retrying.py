"""How long a message is tried, when, and what a receiver can say about it."""

from datetime import UTC, datetime, timedelta

import pytest

from webhooks.retrying import LONGEST_RETRY_AFTER, MOST_TRIES, WAITS, Meaning, meaning_of, next_try, wait_asked_for

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def wait(tries: int, *, status: int | None = 500, retry_after: str = "", chance: float = 0.5) -> timedelta:
    again = next_try(tries, status, retry_after, chance=chance, now=NOON)
    assert again is not None
    return again.wait


def test_the_waits_grow_and_reach_over_three_days():
    waits = [wait(tries) for tries in range(1, MOST_TRIES)]
    assert waits == sorted(waits) == list(WAITS)
    assert timedelta(days=3) < sum(waits, timedelta()) < timedelta(days=4)
    assert next_try(MOST_TRIES, 500, "", chance=0.5, now=NOON) is None


@pytest.mark.parametrize("tries", range(1, MOST_TRIES))
def test_chance_spreads_each_wait_by_a_fifth(tries):
    plain = WAITS[tries - 1]
    assert wait(tries, chance=0) == plain * 0.8
    assert wait(tries, chance=1) == plain * 1.2


@pytest.mark.parametrize("status", [429, 503])
def test_who_asks_for_patience_gets_it_for_all_messages(status):
    again = next_try(1, status, "600", chance=0.5, now=NOON)
    assert again is not None and (again.wait, again.hold) == (timedelta(minutes=10), timedelta(minutes=10))
    later = next_try(4, status, "60", chance=0.5, now=NOON)
    assert later is not None and (later.wait, later.hold) == (WAITS[3], timedelta(minutes=1))
    assert wait(1, status=status, retry_after="999999999999") == LONGEST_RETRY_AFTER


@pytest.mark.parametrize("status", [500, 404, 301, None])
def test_others_are_not_asked_when(status):
    again = next_try(1, status, "600", chance=0.5, now=NOON)
    assert again is not None and (again.wait, again.hold) == (WAITS[0], timedelta())


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("0", timedelta()),
        (" 30 ", timedelta(seconds=30)),
        ("Mon, 02 Mar 2026 12:01:00 GMT", timedelta(minutes=1)),
        ("Mon, 02 Mar 2026 11:00:00 GMT", timedelta()),
        ("Tue, 02 Mar 2027 12:00:00 GMT", LONGEST_RETRY_AFTER),
        ("", None),
        ("-1", None),
        ("1.5", None),
        ("tomorrow", None),
        ("٣", None),
    ],
)
def test_both_forms_of_retry_after_are_read(header, expected):
    assert wait_asked_for(header, NOON) == expected


@pytest.mark.parametrize("status", range(100, 600))
def test_every_status_means_something(status):
    meaning = meaning_of(status)
    assert (meaning == Meaning.DELIVERED) == (200 <= status < 300)
    assert (meaning == Meaning.GONE) == (status == 410)
