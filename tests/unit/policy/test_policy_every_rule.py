"""Fair 2 holds every rule of the table: what each optional one adds to a settlement, by hand and in general."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payouts.policy import (
    FAIR_1,
    FAIR_2,
    FAIR_2_DOCUMENT,
    FAIR_COMMUNITY_1,
    EntryFacts,
    Facts,
    PolicyDocument,
    Settlement,
    Terms,
    check_policy,
    compute_liability,
    describe_policy,
    liability_total,
    parse_policy,
    settle,
)
from payouts.policy.refusals import BeyondItsBound
from payouts.policy.rules import RULE_TYPES
from payouts.policy.rules.community_award import CommunityAward
from payouts.policy.rules.time_true_up import TimeTrueUp
from payouts.policy.rules.voted_award import VotedAward
from tests.unit.policy.worlds import NOON, entry, finalist, make_terms, prove

FLOOR = 16_828
HOUR = 2_104
"""An hour at the floor: ⌈60 · 1202 · 17 500 / 600 000⌉."""


def only(**rules: dict[str, object]) -> PolicyDocument:
    """Fair 1 and these optional rules alone."""
    return parse_policy(FAIR_2_DOCUMENT | {"rules": {rule.slug: rule.to_dict() for rule in FAIR_1.rules} | rules})


def added(policy: PolicyDocument, facts: Facts, rule: str, terms: Terms | None = None) -> dict[str, int]:
    """What the lines of one rule add, by entry."""
    lines = settle(policy, terms or make_terms(), facts).lines
    return {line.entry_id or "": line.amount_minor for line in lines if line.rule == rule}


def award(*entries: EntryFacts, **quantities: int) -> Facts:
    given = tuple((name.replace("__", "."), value) for name, value in quantities.items())
    return Facts("awarded", NOON, entries, quantities=given)


def test_the_table_is_complete() -> None:
    assert sorted(rule.number for rule in RULE_TYPES if rule.number) == list(range(1, 32))
    of_table = [kind.slug for kind in RULE_TYPES if kind is not VotedAward]
    assert [rule.slug for rule in FAIR_2.rules] == of_table
    assert {rule.slug for rule in FAIR_COMMUNITY_1.rules} == {*(rule.slug for rule in FAIR_1.rules), VotedAward.slug}


def test_fair_2_keeps_every_promise() -> None:
    assert check_policy(FAIR_2) == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_rule_says_itself(language: str) -> None:
    sections = describe_policy(FAIR_2, language)
    assert len({section.title for section in sections}) == len(FAIR_2.rules)
    assert all(sentence.endswith(".") for section in sections for sentence in section.sentences)


def test_days_of_extension_are_paid_and_bounded() -> None:
    policy = only(extension={"daily_bps": 500, "maximum_days": 10})
    facts = award(finalist("a", 1), finalist("b"), finalist("c"), extension__days=3)
    assert added(policy, facts, "extension") == {"a": 2_525, "b": 2_525, "c": 2_525}
    with pytest.raises(BeyondItsBound, match="11 days"):
        settle(policy, make_terms(), award(finalist("a", 1), finalist("b"), finalist("c"), extension__days=11))


def test_revisions_are_paid_but_the_winners_first() -> None:
    policy = only(revisions={"minutes_per_round": 60, "free_for_winner": 1, "maximum_rounds": 2})
    asked = {"quantities": (("revisions.rounds", 2),)}
    facts = award(finalist("a", 1, **asked), finalist("b", 2, **asked), finalist("c"))
    assert added(policy, facts, "revisions") == {"a": HOUR, "b": 2 * HOUR}


@pytest.mark.parametrize(("shortlisted", "rounds"), [(True, 3), (False, 1)])
def test_nobody_is_asked_for_more_than_is_paid(shortlisted: bool, rounds: int) -> None:
    policy = only(revisions={"minutes_per_round": 60, "free_for_winner": 0, "maximum_rounds": 2})
    asked = entry("d", shortlisted=shortlisted, quantities=(("revisions.rounds", rounds),))
    with pytest.raises(BeyondItsBound):
        settle(policy, make_terms(), award(finalist("a", 1), finalist("b"), finalist("c"), asked))


@pytest.mark.parametrize(
    ("minutes", "each"),
    [
        ((0, 0, 0), 0),
        ((600, 600, 0), 0),
        ((480, 480, 480), 0),
        ((100, 600, 600), 21_035 - FLOOR),
        ((600, 601, 9_999), 21_071 - FLOOR),
        ((9_999, 9_999, 9_999), 25_242 - FLOOR),
    ],
)
def test_more_time_than_the_floor_pays_for_is_paid(minutes: tuple[int, ...], each: int) -> None:
    """The median counts from three reports on, up to 720 minutes."""
    policy = only(time_true_up={"cap_bps": 15_000, "minimum_reports": 3})
    entries = [
        finalist(name, 1 if name == "a" else None, quantities=(("time_true_up.minutes", reported),) if reported else ())
        for name, reported in zip("abc", minutes, strict=True)
    ]
    assert added(policy, award(*entries), "time_true_up") == (dict.fromkeys("abc", each) if each else {})


@pytest.mark.parametrize(("reports", "median"), [((10, 20), 15), ((10, 21), 16), ((30, 10, 20), 20), ((0, 40, 0), 40)])
def test_the_median_is_of_reports(reports: tuple[int, ...], median: int) -> None:
    entries = [
        entry(str(index), quantities=(("time_true_up.minutes", minutes),)) for index, minutes in enumerate(reports)
    ]
    rule = TimeTrueUp(cap_bps=15_000, minimum_reports=1)
    assert rule.minutes(make_terms(), Facts("lapsed", NOON, tuple(entries))) == median


def test_votes_share_a_sum_of_their_own() -> None:
    policy = only(community_award={"share_bps": 1_000})
    voted = [("a", 2), ("b", 1), ("c", 0)]
    entries = [
        finalist(name, 1 if name == "c" else None, quantities=(("community_award.votes", votes),))
        for name, votes in voted
    ]
    facts = award(*entries)
    assert added(policy, facts, "community_award") == {"a": 10_000, "b": 5_000}
    assert added(policy, facts, "hourly_floor") == dict.fromkeys("abc", FLOOR)


def test_contributions_come_on_top_and_bear_no_fee() -> None:
    facts = award(finalist("a", 1), finalist("b"), finalist("c"))
    policy = only(contributions={"payer_bps": 110})
    plain, with_them = settle(FAIR_1, make_terms(), facts), settle(policy, make_terms(), facts)
    assert added(policy, facts, "contributions") == {"": 2_205}
    assert with_them.tax_minor == plain.tax_minor + 2_205
    assert (with_them.fee_minor, with_them.owed_total_minor) == (plain.fee_minor, plain.owed_total_minor)


def test_the_solidarity_fund_comes_out_of_the_fee() -> None:
    facts = award(finalist("a", 1), finalist("b"), finalist("c"))
    policy = only(solidarity_fund={"share_bps": 200})
    plain, with_it = settle(FAIR_1, make_terms(), facts), settle(policy, make_terms(), facts)
    fund = plain.fee_minor * 200 // 10_000
    assert added(policy, facts, "solidarity_fund") == {"": fund}
    assert added(policy, facts, "platform_fee") == {"": plain.fee_minor - fund}
    assert (with_it.fee_minor, with_it.tax_minor, with_it.payables) == (
        plain.fee_minor,
        plain.tax_minor,
        plain.payables,
    )
    formula = next(line.formula for line in with_it.lines if line.rule == "platform_fee")
    assert formula.endswith(f"− {fund / 100:.2f} €")


def test_the_liability_shows_what_it_reserves() -> None:
    liability = compute_liability(FAIR_2, make_terms())
    parts = {part.rule: part.amount_minor for part in liability.parts if part.kind == "reserve"}
    assert parts == {
        "revisions": 6 * 2 * HOUR,
        "extension": 6 * 8_414,
        "time_true_up": 6 * (25_242 - FLOOR),
        "community_award": 15_000,
    }
    assert sum(part.amount_minor for part in liability.parts) == liability.total_minor


@st.composite
def anything_that_may_happen(draw: st.DrawFn) -> tuple[Terms, Facts]:
    """An award, a lapse or a cancelling in which optional rules speak as loudly as they may."""
    terms = make_terms(
        prizes_minor=tuple(sorted(draw(st.lists(st.integers(1, 10**7), min_size=1, max_size=3)), reverse=True)),
        effort_minutes=draw(st.integers(1, 5_000)),
        study_price_minor=draw(st.integers(0, 10**6)),
    )
    shortlisted, others = draw(st.integers(3, 6)), draw(st.integers(0, 6))
    entries = []
    for index in range(shortlisted + others):
        on_it = index < shortlisted
        numbers = {
            "time_true_up.minutes": draw(st.integers(0, 20_000)),
            "community_award.votes": draw(st.integers(0, 50)),
            "revisions.rounds": draw(st.integers(0, 2)) if on_it else 0,
        }
        entries.append(
            entry(
                f"{index:02}",
                shortlisted=on_it,
                rank=index + 1 if index < 2 else None,
                quantities=tuple(numbers.items()),
            )
        )
    outcome, stage = draw(
        st.sampled_from([("awarded", None), ("lapsed", None), ("cancelled", "shortlisting"), ("cancelled", "final")])
    )
    days = draw(st.integers(0, 10))
    return terms, Facts(outcome, NOON, tuple(entries), stage, quantities=(("extension.days", days),))


def sums_of(settlement: Settlement) -> dict[str, int]:
    sums = dict.fromkeys(("earned", "prize", "fee", "tax"), 0)
    for line in settlement.lines:
        sums[line.component] += line.amount_minor
    return sums


@prove
@given(anything_that_may_happen())
def test_the_escrow_covers_it_and_every_cent_has_its_line(world: tuple[Terms, Facts]) -> None:
    terms, facts = world
    settlement = settle(FAIR_2, terms, facts)
    sums = sums_of(settlement)
    assert settlement.unspent_minor >= 0
    assert sums["earned"] + sums["prize"] == settlement.owed_total_minor
    assert (sums["fee"], sums["tax"]) == (settlement.fee_minor, settlement.tax_minor)
    assert sum(sums.values()) + settlement.unspent_minor == liability_total(FAIR_2, terms)


@prove
@given(anything_that_may_happen())
def test_optional_rules_only_ever_add_to_a_creatives_pay(world: tuple[Terms, Facts]) -> None:
    terms, facts = world
    silent = Facts(facts.outcome, facts.decided_at, tuple(map(_without, facts.entries)), facts.stage)
    more, plain = (
        {entry.entry_id: 0 for entry in facts.entries} | _by_entry(one)
        for one in (settle(FAIR_2, terms, facts), settle(FAIR_1, terms, silent))
    )
    assert all(more[name] >= plain[name] for name in plain)


def _without(one: EntryFacts) -> EntryFacts:
    return replace(one, quantities=())


def _by_entry(settlement: Settlement) -> dict[str, int]:
    sums: dict[str, int] = {}
    for payable in settlement.payables:
        sums[payable.entry_id] = sums.get(payable.entry_id, 0) + payable.amount_minor
    return sums


@given(st.integers(0, 10**9), st.integers(0, 2_000))
def test_the_communitys_pool_is_a_bounded_share(prizes: int, share: int) -> None:
    terms = make_terms(prizes_minor=(prizes,), reference_date=date(2026, 1, 1))
    assert CommunityAward(share_bps=share).pool(terms) <= prizes // 5


def test_the_first_round_alone_is_free_for_the_winner() -> None:
    policy = only(revisions={"minutes_per_round": 60, "free_for_winner": 1, "maximum_rounds": 5})
    asked = {"quantities": (("revisions.rounds", 5),)}
    facts = award(finalist("a", 1, **asked), finalist("b", 1, **asked), finalist("c", 2, **asked))
    assert added(policy, facts, "revisions") == {"a": 4 * HOUR, "b": 4 * HOUR, "c": 5 * HOUR}


def test_strained_facts_hold_all_that_a_rule_admits() -> None:
    """Six places, all of them tied: each rule spends what it set aside, but for the winners' free round."""
    facts = award(*(finalist(name, 1) for name in "abcdef"))
    for rule in FAIR_2.rules:
        facts = rule.strain(make_terms(), facts)
    assert facts.quantities == (("extension.days", 10),)
    assert {dict(one.quantities)["revisions.rounds"] for one in facts.entries} == {2}
    assert {dict(one.quantities)["time_true_up.minutes"] for one in facts.entries} == {720}
    assert {dict(one.quantities)["community_award.votes"] for one in facts.entries} == {1}
    sums = {rule: sum(added(FAIR_2, facts, rule).values()) for rule in ("extension", "time_true_up", "community_award")}
    assert sums == {"extension": 6 * 8_414, "time_true_up": 6 * (25_242 - FLOOR), "community_award": 15_000}
    assert added(FAIR_2, facts, "revisions") == dict.fromkeys("abcdef", HOUR)


def test_contributions_of_nothing_are_no_part_of_what_is_held() -> None:
    rules = [part.rule for part in compute_liability(only(contributions={"payer_bps": 110}), make_terms()).parts]
    assert "contributions" in rules
    rules = [part.rule for part in compute_liability(only(contributions={"payer_bps": 0}), make_terms()).parts]
    assert "contributions" not in rules
