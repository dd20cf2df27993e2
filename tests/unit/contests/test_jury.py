"""The rules of a jury, over any jury: the draw is fair and can be repeated, and ties are broken by rule."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import combinations, product

from hypothesis import given
from hypothesis import strategies as st

from contests.jury import JuryState, choose_stand_in, draw, outcome, plan_times
from contests.jury_result import Sheet, TieBreak, departs, place_entries, spreads

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
WEIGHTS = {"fit": 3, "idea": 4, "craft": 2}


@st.composite
def juries(draw_from):
    entries = [f"e{n}" for n in range(draw_from(st.integers(1, 7)))]
    jurors = [f"j{n}" for n in range(draw_from(st.integers(1, 6)))]
    pairs = list(product(jurors, entries))
    conflicts = frozenset(draw_from(st.sets(st.sampled_from(pairs), max_size=8)))
    return entries, jurors, conflicts, draw_from(st.integers(1, 6)), draw_from(st.text(max_size=8))


def loads(drawn, jurors):
    return {juror: sum(1 for who, _ in drawn if who == juror) for juror in jurors}


@given(juries())
def test_without_conflicts_no_ballot_count_differs_by_more_than_one(jury):
    entries, jurors, _, per_entry, seed = jury
    drawn = draw(entries, jurors, frozenset(), per_entry=per_entry, seed=seed)
    by_entry = Counter(entry for _, entry in drawn)
    assert {by_entry[entry] for entry in entries} == {min(per_entry, len(jurors))}
    by_juror = loads(drawn, jurors).values()
    assert max(by_juror) - min(by_juror) <= 1
    assert len(set(drawn)) == len(drawn)


@given(juries())
def test_nobody_judges_what_they_have_a_conflict_with_and_every_entry_gets_all_it_can(jury):
    entries, jurors, conflicts, per_entry, seed = jury
    drawn = draw(entries, jurors, conflicts, per_entry=per_entry, seed=seed)
    assert not set(drawn) & conflicts
    for entry in entries:
        able = sum(1 for juror in jurors if (juror, entry) not in conflicts)
        assert sum(1 for _, one in drawn if one == entry) == min(per_entry, able)


@given(juries())
def test_the_draw_depends_on_the_seed_and_on_no_order(jury):
    entries, jurors, conflicts, per_entry, seed = jury
    once = draw(entries, jurors, conflicts, per_entry=per_entry, seed=seed)
    again = draw(entries[::-1], jurors[::-1], conflicts, per_entry=per_entry, seed=seed)
    assert once == again


def test_another_seed_draws_another_jury():
    entries, jurors = [f"e{n}" for n in range(6)], [f"j{n}" for n in range(6)]
    assert len({draw(entries, jurors, frozenset(), per_entry=2, seed=str(n)) for n in range(20)}) > 10


@given(
    st.sets(st.tuples(st.sampled_from("xyz"), st.sampled_from("abcd")), max_size=7),
    st.integers(1, 2),
    st.text(max_size=4),
)
def test_conflicts_leave_the_work_as_even_as_any_way_of_sharing_could(conflicts, per_entry, seed):
    """Against every possible draw of a small jury: none has a smaller sum of squared loads."""
    ways = []
    for entry in "abcd":
        able = [juror for juror in "xyz" if (juror, entry) not in conflicts]
        ways.append([[(juror, entry) for juror in chosen] for chosen in combinations(able, min(per_entry, len(able)))])
    best = min(
        sum(load**2 for load in loads([pair for part in way for pair in part], "xyz").values())
        for way in product(*ways)
    )
    drawn = draw("abcd", "xyz", conflicts, per_entry=per_entry, seed=seed)
    assert sum(load**2 for load in loads(drawn, "xyz").values()) == best


def test_a_stand_in_has_the_least_to_do_and_no_conflict_or_nobody_does():
    found = {"eve": 1, "fay": 0, "gus": 0}
    chosen = choose_stand_in("a", found, holders=frozenset(), conflicts={("fay", "a")}, seed="s")
    assert chosen == "gus"
    assert choose_stand_in("a", found, holders={"gus"}, conflicts={("fay", "a")}, seed="s") == "eve"
    assert choose_stand_in("a", found, holders={"gus", "eve"}, conflicts={("fay", "a")}, seed="s") is None


@given(st.integers(1, 10**7))
def test_a_jury_is_over_before_the_decision_is_due(seconds):
    decide_by = NOON + timedelta(seconds=seconds)
    times = plan_times(NOON, decide_by)
    assert NOON < times.remind_at < times.ballots_by < times.closes_at < decide_by


def test_a_jury_that_is_drawn_too_late_has_no_time():
    assert plan_times(NOON, NOON) is None


def test_one_entry_below_the_quorum_leaves_the_brand_to_decide_alone():
    assert outcome({"a": 2, "b": 2}, 2) == JuryState.COMPLETE
    assert outcome({"a": 5, "b": 1}, 2) == JuryState.INQUORATE


def sheet(juror, entry, fit, idea, craft):
    return Sheet(juror, entry, {"fit": fit, "idea": idea, "craft": craft})


def finished(entries):
    return {entry: NOON + timedelta(hours=n) for n, entry in enumerate(entries)}


def test_the_weightiest_criterion_breaks_a_tie():
    # 3·8+4·5+2·5 = 54 = 3·4+4·8+2·5: the same total, and "idea" weighs most.
    given = [sheet("ann", "a", 8, 5, 5), sheet("ann", "b", 4, 8, 5), sheet("ann", "c", 1, 1, 1)]
    first, second, third = place_entries(finished("abc"), given, WEIGHTS)
    assert [first.entry, second.entry, third.entry] == ["b", "a", "c"]
    assert first.score == second.score
    assert (first.broken_by, second.broken_by, third.broken_by) == (TieBreak.CRITERION, TieBreak.CRITERION, None)
    assert (first.rank, second.rank, third.rank) == (1, 2, 3)


def test_then_first_places_do():
    points = {"ann": (10, 0), "bob": (10, 0), "cid": (0, 10), "dan": (0, 10)}
    given = [
        Sheet(who, entry, {"idea": mark})
        for who, marks in points.items()
        for entry, mark in zip("ab", marks, strict=True)
    ]
    # A third entry that eve prefers takes nothing from a; b and a stay level in score and by the criterion.
    given += [Sheet("eve", "a", {"idea": 5}), Sheet("eve", "b", {"idea": 5}), Sheet("eve", "c", {"idea": 0})]
    given += [Sheet("fay", "a", {"idea": 3}), Sheet("gus", "b", {"idea": 3}), Sheet("gus", "c", {"idea": 3})]
    first, second, _ = place_entries(finished("abc"), given, {"idea": 1})
    assert first.score == second.score
    assert first.by_criterion == second.by_criterion
    assert first.first_places == second.first_places
    assert (first.entry, first.broken_by) == ("a", TieBreak.EARLIER)


def test_more_first_places_come_before_an_earlier_version():
    weights = {"idea": 1}
    # a: middle for three jurors. b: best for one, worst for one, middle for one. Both average one half.
    rows = {
        "ann": {"a": 5, "b": 10, "c": 0, "d": 5},
        "bob": {"a": 5, "b": 0, "c": 10, "d": 5},
        "cid": {"a": 5, "b": 5, "c": 0, "d": 10},
    }
    given = [Sheet(juror, entry, {"idea": mark}) for juror, row in rows.items() for entry, mark in row.items()]
    placings = {one.entry: one for one in place_entries(finished("abcd"), given, weights)}
    assert placings["a"].score == placings["b"].score == Fraction(1, 2)
    assert placings["b"].rank < placings["a"].rank
    assert placings["b"].broken_by == TieBreak.FIRST_PLACES


def test_what_is_equal_in_everything_shares_its_rank():
    given = [sheet("ann", "a", 5, 5, 5), sheet("ann", "b", 5, 5, 5)]
    placings = place_entries(dict.fromkeys("ab", NOON), given, WEIGHTS)
    assert [one.rank for one in placings] == [1, 1]
    assert [one.broken_by for one in placings] == [None, None]


def test_an_unjudged_entry_comes_last_even_behind_a_zero():
    given = [sheet("ann", "b", 0, 0, 0), sheet("ann", "c", 9, 9, 9)]
    placings = place_entries(finished("abc"), given, WEIGHTS)
    assert [(one.entry, one.ballots) for one in placings] == [("c", 1), ("b", 1), ("a", 0)]


@given(
    st.lists(st.tuples(st.sampled_from("xyz"), st.sampled_from("abcd"), st.integers(0, 10)), max_size=12), st.randoms()
)
def test_the_result_does_not_depend_on_the_order_of_ballots(marks, chance):
    given_sheets = list({(j, e): sheet(j, e, p, 10 - p, p) for j, e, p in marks}.values())
    once = place_entries(finished("abcd"), given_sheets, WEIGHTS)
    chance.shuffle(given_sheets)
    assert place_entries(finished("abcd"), given_sheets, WEIGHTS) == once
    assert sorted(one.rank for one in once) == [1, 2, 3, 4]


def test_a_juror_s_spread():
    (ann,) = spreads([sheet("ann", "a", 9, 9, 9), sheet("ann", "b", 3, 3, 3)], WEIGHTS)
    assert (ann.ballots, ann.lowest, ann.highest, ann.mean) == (2, 3, 9, 6)


@given(st.permutations("abcd"), st.integers(1, 4))
def test_an_award_that_follows_the_jury_never_departs_and_any_other_order_does(order, count):
    jury = {entry: rank for rank, entry in enumerate("abcd", start=1)}
    ranks = {entry: rank for rank, entry in enumerate(order[:count], start=1)}
    assert departs(ranks, jury) == (order[:count] != list("abcd")[:count])
