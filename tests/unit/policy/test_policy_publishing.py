"""What may be published: terms that fit a policy, and policies that cannot leave anybody unpaid."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from payouts.policy import FAIR_1, FAIR_1_DOCUMENT, check_policy, check_terms, parse_policy, settle
from payouts.policy.reading import DAY
from tests.unit.policy.worlds import NO_FLOORS, make_policy, make_terms


@pytest.mark.parametrize(
    ("change", "field", "bound"),
    [
        ({"currency": "ZZZ"}, "currency", "AUD"),
        ({"currency": "USD"}, "currency", "EUR"),
        ({"currency": "AUD"}, "currency", "EUR"),
        ({"country": "ZZ"}, "reference_date", "table of legal minimums"),
        ({"reference_date": date(2019, 1, 1)}, "reference_date", "table of legal minimums"),
        ({"hourly_minimum_minor": 1_201}, "hourly_minimum_minor", "at least 1202"),
        ({"hourly_minimum_minor": 1_000_001}, "hourly_minimum_minor", "from 1 to 1000000"),
        ({"reference_date": date(2026, 6, 1)}, "hourly_minimum_minor", "at least 1231"),
        ({"shortlist_max": 2, "entry_cap": 8}, "shortlist_max", "at least 3"),
        ({"shortlist_max": 101, "entry_cap": 200}, "shortlist_max", "from 1 to 100"),
        ({"prizes_minor": ()}, "prizes_minor", "from 1 to 6 prizes"),
        ({"prizes_minor": (1,) * 7}, "prizes_minor", "from 1 to 6 prizes"),
        ({"prizes_minor": (100, 0)}, "prizes_minor", "from 1 to 1000000000000 each"),
        ({"prizes_minor": (100, -1)}, "prizes_minor", "from 1 to 1000000000000 each"),
        ({"prizes_minor": (10**12 + 1,)}, "prizes_minor", "from 1 to 1000000000000 each"),
        ({"prizes_minor": (100, 101)}, "prizes_minor", "in falling order"),
        ({"effort_minutes": 0}, "effort_minutes", "from 1 to 100000"),
        ({"effort_minutes": 100_001}, "effort_minutes", "from 1 to 100000"),
        ({"study_price_minor": -1}, "study_price_minor", "from 0 to"),
        ({"vat_bps": -1}, "vat_bps", "from 0 to 5000"),
        ({"vat_bps": 5_001}, "vat_bps", "from 0 to 5000"),
        ({"unpaid_effort_minutes": 61}, "unpaid_effort_minutes", "from 0 to 60 minutes"),
        ({"unpaid_effort_minutes": -1}, "unpaid_effort_minutes", "from 0 to 60 minutes"),
        ({"entry_cap": 25}, "entry_cap", "from 6 to 24"),
        ({"entry_cap": 5}, "entry_cap", "from 6 to 24"),
        ({"quantities": (("days", 1),)}, "quantities.days", "some rule reads"),
    ],
)
def test_unfit_terms_are_refused_with_field_bound_and_reason(change: dict[str, Any], field: str, bound: str) -> None:
    problems = check_terms(FAIR_1, make_terms(**change))
    assert field in {problem.field for problem in problems}
    assert any(bound in problem.bound for problem in problems)
    for problem in problems:
        assert problem.reason in problem.say("en")
        assert problem.say("fr") not in {problem.say("en"), ""}
        assert str(problem).startswith(problem.field)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"unpaid_effort_minutes": 0},
        {"entry_cap": 6},
        {"shortlist_max": 3, "entry_cap": 12},
        {"prizes_minor": (5, 5, 5)},
        {"hourly_minimum_minor": 1_300},
        {"vat_bps": 0},
        {"study_price_minor": 0},
    ],
)
def test_fit_terms_are_accepted(change: dict[str, Any]) -> None:
    assert check_terms(FAIR_1, make_terms(**change)) == []


def test_a_wage_in_another_currency_is_no_floor() -> None:
    for currency in ("USD", "AUD"):
        policy = make_policy(fixed_floor={"currency": currency})
        problems = check_terms(policy, make_terms(currency=currency))
        assert [(problem.field, problem.bound) for problem in problems] == [("currency", "EUR")]
        assert "legal minimum hour of FR" in problems[0].reason
        assert [problem.field for problem in check_terms(policy, make_terms())] == ["currency"]


def test_every_fault_is_reported_at_once() -> None:
    terms = make_terms(prizes_minor=(0, 1), effort_minutes=0, vat_bps=-1, entry_cap=100, unpaid_effort_minutes=61)
    assert len(check_terms(FAIR_1, terms)) == 6


def broken(**rules: dict[str, Any]) -> set[tuple[str, int | None]]:
    found = check_policy(make_policy(**rules))
    for one in found:
        assert one.reason == one.say("en")
        assert one.say("fr") != one.reason
        assert one.counter_example.found != one.counter_example.promised
    return {(one.rule, one.number) for one in found}


@pytest.mark.parametrize(
    ("rules", "rule", "number"),
    [
        ({"hourly_floor": {"load_bps": 9_999}}, "hourly_floor", 1),
        ({"funding_gate": {"covers": "prizes"}}, "funding_gate", 6),
        ({"minimum_shortlist": {"minimum": 1}}, "minimum_shortlist", 8),
        ({"minimum_shortlist": {"minimum": 0}}, "minimum_shortlist", 8),
        ({"minimum_shortlist": {"minimum": 101}}, "minimum_shortlist", 8),
        ({"lapse": {"enabled": False}}, "lapse", 9),
        ({"lapse": {"rights_pass": True}}, "lapse", 9),
        ({"lapse": {"silence_seconds": 54 * DAY}}, "lapse", 9),
        ({"kill_fee": {"enabled": False}}, "kill_fee", 10),
        ({"kill_fee": {"final_bps": 0}}, "kill_fee", 10),
        ({"kill_fee": {"final_bps": 9_999}}, "kill_fee", 10),
        ({"kill_fee": {"open_bps": 0}}, "kill_fee", 10),
        ({"kill_fee": {"open_bps": 3_301}}, "kill_fee", 10),
        ({"kill_fee": {"minimum_entries": 2}}, "kill_fee", 10),
        ({"kill_fee": {"rights_pass": True}}, "kill_fee", 10),
        ({"entry_cap": {"per_shortlist_place": 5}}, "entry_cap", 13),
        ({"unpaid_effort": {"maximum_minutes": 61}}, "unpaid_effort", 14),
        ({"platform_fee": {"borne_by": "creative"}}, "platform_fee", 18),
        ({"platform_fee": {"fee_bps": 1_501, "cap_bps": 1_501}}, "platform_fee", 18),
        ({"substitutes": {"passes_to": "brand"}}, "substitutes", 21),
        ({"substitutes": {"maximum_reduction_bps": 5_001}}, "substitutes", 21),
        ({"substitutes": {"reduction_decided_by": "brand"}}, "substitutes", 21),
        ({"payment_delay": {"payment_seconds": 30 * DAY + 1, "breach_seconds": 31 * DAY}}, "payment_delay", 23),
        ({"payment_delay": {"breach_seconds": 61 * DAY}}, "payment_delay", 23),
        ({"payment_delay": {"breach_seconds": 6 * DAY}}, "payment_delay", 23),
        ({"handover": {"acceptance_seconds": 54 * DAY}}, "handover", None),
        ({"payout_threshold": {"minimum_minor": 2}}, "payout_threshold", 29),
    ],
)
def test_a_policy_that_breaks_one_rule_is_refused_for_that_rule(
    rules: dict[str, dict[str, Any]], rule: str, number: int | None
) -> None:
    assert broken(**rules) == {(rule, number)}


def test_prizes_that_may_be_kept_are_also_saved_by_disqualifying() -> None:
    assert broken(prizes={"award_may_be_none": True}) == {("prizes", 7), ("substitutes", 21)}


def test_the_bounds_of_the_charter_are_accepted() -> None:
    policy = make_policy(
        hourly_floor={"load_bps": 10_000},
        study_floor={"share_bps": 0},
        fixed_floor={"amount_minor": 0},
        prize_share_floor={"share_bps": 0},
        minimum_shortlist={"minimum": 2},
        lapse={"silence_seconds": 53 * DAY},
        kill_fee={"open_bps": 1, "shortlisting_bps": 1},
        platform_fee={"fee_bps": 4_000},
        substitutes={"maximum_reduction_bps": 5_000},
        payment_delay={"payment_seconds": 30 * DAY, "breach_seconds": 60 * DAY},
        handover={"acceptance_seconds": 53 * DAY},
        payout_threshold={"minimum_minor": 1},
    )
    assert check_policy(policy) == []


def test_a_policy_of_another_currency_is_judged_by_the_same_promises() -> None:
    assert check_policy(make_policy(fixed_floor={"currency": "USD"})) == []


def test_a_policy_without_floors_is_refused_twice() -> None:
    assert broken(**NO_FLOORS) == {("hourly_floor", 1), ("floor", 5)}


def test_the_default_is_fit_for_publication() -> None:
    assert check_policy(parse_policy(FAIR_1_DOCUMENT)) == []


def test_a_counter_example_replays() -> None:
    """Whoever doubts a refusal can settle the contest it names."""
    policy = make_policy(lapse={"enabled": False})
    found = check_policy(policy)[0]
    example = found.counter_example
    assert example.facts is not None and example.entry_id is not None
    assert example.line is None
    assert settle(policy, example.terms, example.facts).owed_total_minor == example.found == 0
    paid = settle(FAIR_1, example.terms, example.facts).payables
    owed = sum(payable.amount_minor for payable in paid if payable.entry_id == example.entry_id)
    assert owed >= example.promised > 0


def test_a_counter_example_shows_the_line_that_is_short() -> None:
    found = check_policy(make_policy(platform_fee={"borne_by": "creative"}))[0]
    line = found.counter_example.line
    assert line is not None
    assert line.amount_minor == found.counter_example.found < found.counter_example.promised
    data = found.to_dict()
    assert data["rule"] == "platform_fee"
    assert data["counter_example"]["line"]["amount_minor"] == line.amount_minor
    assert data["counter_example"]["facts"]["outcome"] == "awarded"


def test_a_fault_of_terms_alone_has_no_facts() -> None:
    found = check_policy(make_policy(unpaid_effort={"maximum_minutes": 90}))[0]
    assert found.counter_example.facts is None
    assert found.counter_example.terms.unpaid_effort_minutes == 61
    assert found.to_dict()["counter_example"]["facts"] is None
    lax = make_policy(unpaid_effort={"maximum_minutes": 90})
    assert check_terms(lax, replace(make_terms(), unpaid_effort_minutes=61)) == []


def test_each_reason_is_given_once() -> None:
    found = check_policy(make_policy(kill_fee={"enabled": False}, lapse={"enabled": False}))
    assert len({(one.rule, one.reason) for one in found}) == len(found)
