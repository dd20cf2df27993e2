"""The count of a community's vote, over anything that ballots may say; and when and by whom it is held."""

from collections import Counter
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from contests.community import (
    BURST,
    BURST_WITHIN,
    MOST_CHOICES,
    SAME_NETWORK,
    CastBallot,
    Sign,
    fits,
    plan_times,
    signs_in,
    tally,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ENTRIES = "abcdef"
chosen = st.lists(st.sampled_from(ENTRIES), min_size=1, max_size=MOST_CHOICES, unique=True)
boxes = st.dictionaries(st.integers(0, 60), chosen, max_size=40)


@given(boxes, st.sets(st.integers(0, 60)), st.randoms())
def test_the_count(box: dict[int, list[str]], struck: set[int], chance: object) -> None:
    votes = tally(box, struck, ENTRIES)
    kept = {key: names for key, names in box.items() if key not in struck}
    assert set(votes) == set(ENTRIES) and sum(votes.values()) == sum(map(len, kept.values()))
    assert all(0 <= number <= len(kept) for number in votes.values())
    # Neither the order of ballots nor that of the names on them matters, and each ballot counts by itself.
    shuffled = list(box.items())
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert tally({key: names[::-1] for key, names in shuffled}, struck, ENTRIES[::-1]) == votes
    alone = sum((Counter(tally({key: names}, struck, ENTRIES)) for key, names in box.items()), Counter())
    assert {name: alone[name] for name in ENTRIES} == votes


@given(boxes, st.data())
def test_striking_a_ballot_takes_its_votes_and_no_others(box: dict[int, list[str]], data: st.DataObject) -> None:
    if not box:
        return
    key = data.draw(st.sampled_from(sorted(box)))
    before, after = tally(box, set(), ENTRIES), tally(box, {key}, ENTRIES)
    assert {name: before[name] - after[name] for name in ENTRIES} == {name: int(name in box[key]) for name in ENTRIES}


@given(st.lists(st.sampled_from("abcxyz"), max_size=5))
def test_what_a_ballot_may_say(names: list[str]) -> None:
    assert fits(names, "abc") == (
        1 <= len(names) <= 3 and len(names) == len(set(names)) and not set(names) & set("xyz")
    )


def ballot(minute: float, network: str = "", entries: str = "a", **more: bool) -> CastBallot:
    networks = frozenset({network} if network else ())
    return CastBallot(tuple(entries), NOON + timedelta(minutes=minute), networks, **more)


def test_one_network_is_a_sign_where_its_ballots_agree() -> None:
    agreeing = {n: ballot(60 * n, "x", "ab" if n else "ac") for n in range(SAME_NETWORK)}
    assert signs_in(agreeing) == dict.fromkeys(agreeing, frozenset({Sign.NETWORK}))
    fewer = dict(list(agreeing.items())[1:])
    assert signs_in(fewer) == {}
    assert signs_in({n: ballot(60 * n, "x", entry) for n, entry in enumerate("abcdef")}) == {}
    assert signs_in({n: ballot(60 * n) for n in range(9)}) == {}


def test_a_burst_is_a_sign_for_those_within_it() -> None:
    step = BURST_WITHIN / (BURST - 1) / timedelta(minutes=1)
    rush = {n: ballot(n * step) for n in range(BURST)}
    alone = {99: ballot(600)}
    assert signs_in(rush | alone) == dict.fromkeys(rush, frozenset({Sign.BURST}))
    assert signs_in({n: ballot(n * (step + 0.1)) for n in range(BURST)}) == {}
    assert signs_in({n: ballot(0, "", entry) for n, entry in enumerate("abcdef")}) == {}
    assert signs_in({1: ballot(0, is_blocked=True)}) == {1: frozenset({Sign.BLOCKED})}


spans = st.integers(15, 200 * 86_400).map(lambda seconds: timedelta(seconds=seconds))


@given(spans, spans, spans, st.integers(-(10**7), 10**8))
def test_it_always_ends_before_the_contest_can_lapse(
    final: timedelta, judging: timedelta, silence: timedelta, late: int
) -> None:
    shortlist_by = NOON
    ends = shortlist_by + final
    decide_by, lapses_at = ends + judging, ends + judging + silence
    opened = shortlist_by + timedelta(seconds=late)
    times = plan_times(
        opened, shortlist_by=shortlist_by, final_round_ends_at=ends, decide_by=decide_by, lapses_at=lapses_at
    )
    if opened >= lapses_at:
        assert times is None
    else:
        assert times is not None and opened < times.closes_at < times.check_by < lapses_at
