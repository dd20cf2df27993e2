"""The last cent and the first: each rule where its arithmetic turns."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from payouts.policy import (
    FAIR_1,
    FAIR_1_DOCUMENT,
    FAIR_2,
    ApportionmentError,
    EntryFacts,
    Facts,
    FactsError,
    PayoutThreshold,
    PolicyError,
    RuleChange,
    TeamSplit,
    apportion,
    check_terms,
    compare_policies,
    cost_of,
    floor,
    parse_policy,
    settle,
)
from payouts.policy.arithmetic import share_equally
from payouts.policy.facts import best_rated
from payouts.policy.levies import Levy
from payouts.policy.promises.limits import shortlist_can_be_reached
from payouts.policy.quantities import quantity, read_quantities, set_quantity
from payouts.policy.reading import OneOf, Text, Whole
from payouts.policy.refusals import EntryWithoutPayee, InvalidRank, InvalidShares
from payouts.policy.rules.buyout import Buyout
from payouts.policy.rules.clawback import Clawback
from payouts.policy.rules.co_funding import CoFunding
from payouts.policy.rules.community_award import CommunityAward
from payouts.policy.rules.contributions import Contributions
from payouts.policy.rules.hold import Hold
from payouts.policy.rules.late_interest import LateInterest
from payouts.policy.rules.payee_currency import PayeeCurrency, UnusableRate
from payouts.policy.rules.reversion import Reversion
from payouts.policy.rules.time_true_up import TimeTrueUp
from tests.unit.policy.worlds import NOON, awarded, entry, finalist, lapsed, make_policy, make_terms


def again(text: str) -> str:
    """The same text as a value of its own, as one that was read from a file is."""
    return "".join(list(text))


def test_what_was_read_from_a_file_is_compared_by_what_it_says() -> None:
    assert check_terms(FAIR_1, make_terms(currency=again("EUR"))) == []
    document = json.loads(json.dumps(FAIR_1_DOCUMENT))
    document["rules"]["fixed_floor"] |= {"amount_minor": 12_000}
    changed = compare_policies(FAIR_1, parse_policy(document), "en")
    assert [change.parameters for change in changed] == [(("amount_minor", 10_000, 12_000),)]


def test_a_charge_of_one_cent_is_on_the_settlement() -> None:
    """A fee of 100.38 € and a hundredth of a per cent of tax on it."""
    terms = make_terms(prizes_minor=(50_000,), vat_bps=1)
    settlement = settle(FAIR_1, terms, awarded(finalist("fern", rank=1), finalist("moss")))
    assert [line.amount_minor for line in settlement.lines if line.component == "tax"] == [1]
    assert (settlement.fee_minor, settlement.tax_minor) == (10_038, 1)


def test_a_negative_amount_is_shared_by_nobody() -> None:
    for share in (lambda: apportion(-1, {"a": 1}), lambda: share_equally(-1, ["a"]), lambda: share_equally(1, [])):
        with pytest.raises(ApportionmentError):
            share()
    assert share_equally(0, []) == {}
    assert share_equally(0, ["b", "a"]) == {"a": 0, "b": 0}
    assert share_equally(1, ["b", "a"]) == {"a": 1, "b": 0}
    assert apportion(0, {"a": 0, "b": 0}) == {"a": 0, "b": 0}


def test_a_weight_of_nothing_is_owed_nothing_and_a_negative_one_is_refused() -> None:
    assert apportion(5, {"a": 0, "b": 1, "c": 1}) == {"a": 0, "b": 3, "c": 2}
    with pytest.raises(ApportionmentError, match="the weight of 'a' is negative: -1"):
        apportion(5, {"a": -1, "b": 2})


def test_a_lone_author_is_owed_it_all_whatever_the_weight() -> None:
    for weight in (1, 2, 10_000):
        assert TeamSplit().split(EntryFacts("e", shares=(("ana", weight),)), 16_828) == {"ana": 16_828}
    with pytest.raises(EntryWithoutPayee, match="entry e is owed 1 and"):
        TeamSplit().split(EntryFacts("e"), 1)
    for shares in ((("ana", 0),), (("ana", -1),), (("ana", 1), ("ana", 1)), (("ana", -1), ("bo", 2))):
        with pytest.raises(InvalidShares):
            TeamSplit().split(EntryFacts("e", shares=shares), 1)


@pytest.mark.parametrize(("minimum", "paid_from"), [(0, 1), (1, 1), (2, 2), (500, 500)])
def test_a_threshold_is_paid_itself(minimum: int, paid_from: int) -> None:
    rule = PayoutThreshold(minimum_minor=minimum)
    assert [rule.is_payable(amount) for amount in (-1, 0, paid_from - 1, paid_from)] == [False, False, False, True]


def test_a_debt_of_a_cent_earns_interest_from_the_next_day_on() -> None:
    rule, due = LateInterest(margin_bps=1_000, lump_minor=4_000), date(2025, 9, 1)
    days = [due + timedelta(days=days) for days in (-1, 0, 1, 2)]
    assert [rule.owed(1, due, day) for day in days] == [0, 0, 4_001, 4_001]
    assert [rule.owed(debt, due, days[2]) for debt in (-1, 0, 1)] == [0, 0, 4_001]
    # 12.15 % of 30 041 152 cents is 3 650 000 a year: 10 000 a day, and the part of a cent is rounded up.
    assert [rule.owed(debt, due, days[2]) - 4_000 for debt in (30_041_152, 30_041_153)] == [10_000, 10_001]


def test_only_what_is_due_is_held() -> None:
    rule = Hold(hold_seconds=60)
    assert [rule.split(100, disputed) for disputed in (-1, 0, 1, 99, 100, 101)] == [
        (0, 100),
        (0, 100),
        (1, 99),
        (99, 1),
        (100, 0),
        (100, 0),
    ]
    assert rule.ends_at(datetime(2026, 1, 1, tzinfo=UTC)) == datetime(2026, 1, 1, 0, 1, tzinfo=UTC)


def test_what_is_asked_back_is_rounded_down_and_never_negative() -> None:
    assert [Clawback(maximum_bps=5_000, decided_by="person").most(paid) for paid in (-1, 0, 1, 2, 3)] == [0, 0, 0, 1, 1]
    assert [Clawback(maximum_bps=10_000, decided_by="person").most(paid) for paid in (-1, 0, 1)] == [0, 0, 1]


def test_without_a_prize_a_right_alone_is_paid() -> None:
    rule = Buyout(share_bps=10_000)
    assert rule.price(make_terms(prizes_minor=()), {}) == 0
    assert rule.price(make_terms(prizes_minor=()), {"web": 1}) == 1
    assert rule.price(make_terms(prizes_minor=(1,)), {"web": 0}) == 1
    assert rule.price(make_terms(prizes_minor=(1, 3)), {}) == 3


def test_a_surplus_goes_back_by_the_largest_remainder() -> None:
    refunds = CoFunding().refunds
    assert refunds({"ash": 1, "elm": 1}, 3) == {"ash": 1, "elm": 1}
    assert refunds({"elm": 1, "ash": 1}, 2) == {"ash": 0, "elm": 0}
    assert refunds({"ash": 1, "elm": 1}, 1) == {"ash": 1, "elm": 0}
    assert refunds({"ash": 1, "elm": 1}, 0) == {"ash": 1, "elm": 1}
    assert list(refunds({"elm": 1, "ash": 1}, 3)) == ["ash", "elm"]


def test_a_rate_of_exchange_is_above_zero_on_both_sides() -> None:
    convert = PayeeCurrency().convert
    assert [convert(amount, 1, 3) for amount in (0, 1, 3, 4)] == [0, 1, 1, 2]
    assert convert(7, 1, 1) == 7
    for numerator, denominator in ((0, 1), (1, 0), (-1, 1), (1, -1), (0, 0)):
        with pytest.raises(UnusableRate, match=f"^{numerator}/{denominator} is no rate"):
            convert(1, numerator, denominator)


def test_rights_return_at_the_very_end_of_their_period() -> None:
    rule, start = Reversion(unpaid_seconds=10, unused_seconds=20), datetime(2026, 1, 1, tzinfo=UTC)
    at = {seconds: start + timedelta(seconds=seconds) for seconds in (0, 9, 10, 11, 20, 21)}
    assert rule.reverts_at(start) == at[10]
    assert rule.reverts_at(start, paid_at=at[10]) == at[20]
    assert rule.reverts_at(start, paid_at=at[11]) == at[10]
    assert rule.reverts_at(start, paid_at=at[10], used_at=at[20]) is None
    assert rule.reverts_at(start, paid_at=at[10], used_at=at[21]) == at[20]
    assert rule.reverts_at(start, used_at=at[0]) == at[10]


def test_time_is_paid_from_the_least_number_of_reports_on() -> None:
    rule = TimeTrueUp(cap_bps=15_000, minimum_reports=2)

    def minutes(*reports: int) -> int:
        entries = [
            entry(str(index), quantities=(("time_true_up.minutes", report),)) for index, report in enumerate(reports)
        ]
        return rule.minutes(make_terms(), lapsed(*entries))

    assert [minutes(), minutes(50), minutes(50, 0), minutes(50, 52), minutes(50, 51)] == [0, 0, 0, 51, 51]
    assert [minutes(719, 719), minutes(720, 720), minutes(721, 721)] == [719, 720, 720]
    assert minutes(1, 5, 100) == 5
    assert minutes(1, 5, 8, 100) == 7
    assert minutes(1, 1) == 1
    assert rule.most_minutes(make_terms(effort_minutes=1)) == 1
    out = entry("x", disqualified=True, quantities=(("time_true_up.minutes", 9),))
    assert rule.minutes(make_terms(), lapsed(out, entry("a", quantities=(("time_true_up.minutes", 5),)))) == 0


def test_votes_for_whoever_is_out_do_not_count() -> None:
    votes = {"a": 1, "b": 2, "c": 0}
    entries = [finalist(name, 1, quantities=(("community_award.votes", votes[name]),)) for name in votes]
    out = entry("d", disqualified=True, disqualification_reason="copied", quantities=(("community_award.votes", 9),))
    lines = settle(FAIR_2, make_terms(), awarded(*entries, out)).lines
    assert {line.entry_id: line.amount_minor for line in lines if line.rule == "community_award"} == {
        "a": 5_000,
        "b": 10_000,
    }
    assert CommunityAward(share_bps=1_000).pool(make_terms(prizes_minor=(19,))) == 1


def test_a_levy_and_a_contribution_are_taken_to_the_nearest_cent() -> None:
    assert [Levy("half", 5_000).amount(gross) for gross in (0, 1, 2, 3)] == [0, 1, 1, 2]
    assert [Levy("half of half", 5_000, 5_000).amount(gross) for gross in (1, 2, 5, 6)] == [0, 1, 1, 2]
    assert [Contributions(payer_bps=110).on_top(gross) for gross in (45, 46, 136, 137)] == [0, 1, 1, 2]
    split = Contributions(payer_bps=110).withhold(1, "FR", date(2024, 3, 1))
    assert (split.gross_minor, split.net_minor) == (1, 1)


@pytest.mark.parametrize("rank", [0, -1])
def test_a_rank_begins_at_one(rank: int) -> None:
    with pytest.raises(InvalidRank, match=f"entry a has rank {rank}"):
        settle(FAIR_1, make_terms(), awarded(finalist("a", rank), finalist("b"), finalist("c")))


def test_the_best_rated_are_all_of_the_best_rank() -> None:
    entries = [entry("a", rank=2), entry("b", rank=3), entry("c", rank=2), entry("d")]
    assert [one.entry_id for one in best_rated(entries)] == ["a", "c"]
    assert [one.entry_id for one in best_rated(entries[3:])] == ["d"]
    assert best_rated([]) == []


def test_a_floor_is_of_somebody() -> None:
    for nobody in (0, -1):
        with pytest.raises(ValueError, match=f"and {nobody} is nobody"):
            floor(FAIR_1, make_terms(), nobody)
    assert floor(FAIR_1, make_terms(), 1).shortlisted == 1


def test_of_equal_floors_the_first_of_the_table_binds() -> None:
    policy = make_policy(fixed_floor={"amount_minor": 16_828}, study_floor={"share_bps": 8_414})
    assert floor(policy, make_terms(), 6).candidates == {
        "hourly_floor": 16_828,
        "study_floor": 16_828,
        "fixed_floor": 16_828,
        "prize_share_floor": 7_500,
    }
    assert floor(policy, make_terms(), 6).rule == "hourly_floor"


def test_quantities_are_set_one_by_one_and_zero_is_as_if_not_given() -> None:
    given = (("b", 2), ("a", 1))
    assert (quantity(given, "a"), quantity(given, "b"), quantity(given, "c"), quantity((), "a")) == (1, 2, 0, 0)
    assert set_quantity(given, "b", 3) == (("a", 1), ("b", 3))
    assert set_quantity(given, "b", 0) == (("a", 1),)
    assert set_quantity(given, "a", 0) == (("b", 2),)
    assert set_quantity(given, again("a"), 0) == (("b", 2),)
    assert set_quantity(given, "c", 1) == (("a", 1), ("b", 2), ("c", 1))
    assert read_quantities({"b": 0, "a": 1}, "x") == ((("a", 1), ("b", 0)), [])
    kept, problems = read_quantities({"b": -1, "a": 1, "c": True, 4: 1}, "x")
    assert kept == (("a", 1),)
    assert [str(problem) for problem in problems] == [
        "x.b: -1 is not (a whole number, at least 0)",
        "x.c: True is not (a whole number, at least 0)",
        "x.4: 1 is not (a whole number, at least 0)",
    ]


def test_facts_are_changed_by_a_copy() -> None:
    facts = Facts("lapsed", NOON, (entry("b"), finalist("a")))
    more = facts.with_entry_quantity("votes", 2, lambda one: one.shortlisted)
    assert [one.quantity("votes") for one in more.entries] == [2, 0]
    assert [one.quantity("votes") for one in facts.entries] == [0, 0]
    assert facts.with_quantity("days", 3).quantity("days") == 3


@pytest.mark.parametrize(
    ("kind", "taken", "refused"),
    [
        (Whole(2, 4), [2, 3, 4], [1, 5, True, "3", 3.0, None]),
        (Whole(0, 0), [0], [-1, 1, False]),
        (Text(3), ["a", "abc", " a "], ["", "   ", "abcd", 3, None, ["a"]]),
        (OneOf("a", True), ["a", True], ["b", 1, "True", None]),
        (OneOf(1, 0), [0, 1], [True, False, "1", 2]),
    ],
)
def test_a_field_accepts_its_own_kind_alone(
    kind: Whole | Text | OneOf, taken: list[object], refused: list[object]
) -> None:
    assert all(map(kind.accepts, taken))
    assert not any(map(kind.accepts, refused))


@pytest.mark.parametrize(
    ("slug", "version", "title"),
    [("x", 1, "y"), ("x" * 60, 1_000_000, "y" * 120)],
)
def test_a_document_s_heading_is_bounded(slug: str, version: int, title: str) -> None:
    heading = {"slug": slug, "version": version, "title": title}
    assert parse_policy(FAIR_1.to_dict() | heading).to_dict() == FAIR_1.to_dict() | heading
    for name, value in {"slug": slug + "x" * 60, "version": 0, "title": title + "y" * 120}.items():
        with pytest.raises(PolicyError, match=f"^{name}: "):
            parse_policy(FAIR_1.to_dict() | heading | {name: value})
    with pytest.raises(PolicyError, match="version"):
        parse_policy(FAIR_1.to_dict() | {"version": 1_000_001})


def test_a_wage_below_the_law_is_refused_to_the_cent() -> None:
    assert check_terms(FAIR_1, make_terms(hourly_minimum_minor=1_202)) == []
    assert [problem.field for problem in check_terms(FAIR_1, make_terms(hourly_minimum_minor=1_201))] == [
        "hourly_minimum_minor"
    ]


def test_a_shortlist_of_a_hundred_can_be_reached_and_of_one_more_cannot() -> None:
    assert list(shortlist_can_be_reached(make_policy(minimum_shortlist={"minimum": 100}))) == []
    (broken,) = shortlist_can_be_reached(make_policy(minimum_shortlist={"minimum": 101}))
    assert (broken.rule, broken.number) == ("minimum_shortlist", 8)
    assert (broken.counter_example.promised, broken.counter_example.found) == (100, 101)
    assert broken.say("en") == "the minimum shortlist is above 100, the most any brief may have"
    assert broken.say("fr") == "la présélection minimale dépasse 100, le maximum d’un brief"


def test_a_change_is_titled_whether_a_rule_comes_goes_or_differs() -> None:
    def titles(changes: list[RuleChange]) -> dict[str, tuple[str, bool, bool]]:
        return {one.rule: (one.title, bool(one.was), bool(one.becomes)) for one in changes}

    added, removed = (titles(compare_policies(*pair, "en")) for pair in ((FAIR_1, FAIR_2), (FAIR_2, FAIR_1)))
    assert added.keys() == removed.keys() == FAIR_2.to_dict()["rules"].keys() - FAIR_1.to_dict()["rules"].keys()
    assert added["hold"] == ("Disputes", False, True)
    assert removed["hold"] == ("Disputes", True, False)
    assert titles(compare_policies(FAIR_1, make_policy(lapse={"rights_pass": True}), "fr")) == {
        "lapse": ("Silence de la marque", True, True)
    }


def test_a_cost_says_of_how_many_and_when() -> None:
    assert cost_of(FAIR_1, make_terms(), "lapsed").to_dict() == {
        "outcome": "lapsed",
        "stage": None,
        "shortlisted": 0,
        "creatives_minor": 250_968,
        "fee_minor": 30_116,
        "tax_minor": 6_023,
        "total_minor": 287_107,
    }
    # One entry alone has all of a quarter, twenty share the same quarter.
    open_now = [cost_of(FAIR_1, make_terms(), "cancelled", stage="open", entries=count) for count in (1, 20)]
    assert [cost.creatives_minor for cost in open_now] == [62_742, 62_742]


def test_a_field_of_facts_says_what_it_should_have_been() -> None:
    data = awarded(finalist("a", 1)).to_dict()
    data["entries"][0] |= {"rank": "1", "admissible": 1}
    with pytest.raises(FactsError) as caught:
        Facts.from_dict(data)
    assert [str(problem) for problem in caught.value.problems] == [
        "facts.entries[0].admissible: 1 is not of this type (bool)",
        "facts.entries[0].rank: '1' is not of this type (int)",
    ]
    del data["entries"][0]["rank"], data["entries"][0]["admissible"]
    with pytest.raises(FactsError) as caught:
        Facts.from_dict(data)
    assert [str(problem) for problem in caught.value.problems] == [
        "facts.entries[0].admissible: missing (bool)",
        "facts.entries[0].rank: missing (int)",
    ]
