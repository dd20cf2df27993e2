"""Rules 1 to 6 by hand: floors, the envelope, the liability, and the dated wage they rest on."""

from dataclasses import replace
from datetime import date

import pytest

from payouts.policy import (
    FAIR_1,
    LEGAL_MINIMUMS,
    UnknownLegalMinimum,
    compute_liability,
    cost_of,
    envelope,
    floor,
    hourly_minimum,
    liability_total,
    preview_costs,
)
from tests.unit.policy.worlds import NO_FLOORS, make_policy, make_terms


def test_a_day_of_work_is_worth_168_28() -> None:
    found = floor(FAIR_1, make_terms(prizes_minor=(1,)), 3)
    assert (found.rule, found.amount_minor) == ("hourly_floor", 16_828)
    assert found.formula == "480 min × 12.02 €/h × 1.75"
    assert found.inputs["reference_date"] == "2026-01-01"


def test_each_rule_may_bind() -> None:
    terms = make_terms(prizes_minor=(1,))
    assert floor(FAIR_1, replace(terms, study_price_minor=30_001), 3).amount_minor == 24_001
    assert floor(FAIR_1, replace(terms, study_price_minor=30_001), 3).rule == "study_floor"
    assert floor(FAIR_1, replace(terms, effort_minutes=60), 3).rule == "study_floor"
    assert floor(FAIR_1, replace(terms, effort_minutes=60, study_price_minor=0), 3).rule == "fixed_floor"
    assert floor(FAIR_1, replace(terms, effort_minutes=60, study_price_minor=0), 3).formula == "100.00 €"
    rich = floor(FAIR_1, replace(terms, prizes_minor=(1_000_000, 700_000)), 7)
    assert (rich.rule, rich.amount_minor, rich.formula) == ("prize_share_floor", 72_858, "17,000.00 € × 30 % ÷ 7")


def test_of_equal_floors_the_first_in_the_table_binds() -> None:
    terms = make_terms(prizes_minor=(1,), effort_minutes=1, study_price_minor=12_500)
    assert floor(FAIR_1, terms, 3).rule == "study_floor"
    assert dict(floor(FAIR_1, terms, 3).candidates)["fixed_floor"] == 10_000


def test_a_floor_is_rounded_up() -> None:
    # One minute at 12.02 €/h × 1.75 is 35.058… cents.
    policy = make_policy(fixed_floor={"amount_minor": 0})
    terms = make_terms(prizes_minor=(1,), effort_minutes=1, study_price_minor=0)
    assert floor(policy, terms, 3).amount_minor == 36


def test_nobody_has_no_floor() -> None:
    with pytest.raises(ValueError, match="nobody"):
        floor(FAIR_1, make_terms(), 0)


def test_the_envelope_takes_every_size_of_shortlist() -> None:
    """A shared prize floor may cost most with a shortlist that is not the largest, because each share is rounded up."""
    policy = make_policy(**(NO_FLOORS | {"prize_share_floor": {"share_bps": 3_000}}))
    terms = make_terms(prizes_minor=(1_000,), shortlist_max=8)
    # 300 cents over 1 to 8: 300, 300, 300, 300, 300, 300, 301, 304.
    assert (envelope(policy, terms).amount_minor, envelope(policy, terms).shortlisted) == (304, 8)
    shorter = replace(terms, shortlist_max=7)
    assert (envelope(policy, shorter).amount_minor, envelope(policy, shorter).shortlisted) == (301, 7)
    assert envelope(policy, replace(terms, shortlist_max=6)).shortlisted == 1
    eight = replace(terms, prizes_minor=(1_010,), shortlist_max=9)
    # 303 cents over 7, 8 and 9: 308, 304, 306.
    assert envelope(policy, eight).shortlisted == 7


def test_the_liability_is_floors_prizes_fee_and_tax() -> None:
    liability = compute_liability(FAIR_1, make_terms())
    assert liability.envelope_minor == 6 * 16_828
    assert liability.prizes_minor == 150_000
    assert liability.fee_minor == 250_968 * 1_200 // 10_000 == 30_116
    assert liability.tax_minor == 6_023
    assert liability.total_minor == liability_total(FAIR_1, make_terms()) == 250_968 + 30_116 + 6_023
    assert [(part.kind, part.rule, part.amount_minor) for part in liability.parts] == [
        ("floors", "hourly_floor", 100_968),
        ("prizes", "prizes", 150_000),
        ("fee", "platform_fee", 30_116),
        ("tax", "platform_fee.vat", 6_023),
    ]
    assert [part.formula for part in liability.parts][:2] == ["6 × 168.28 €", "1,000.00 € + 500.00 €"]
    assert liability.reserves_minor == 0
    assert [found.amount_minor for found in liability.floors] == [45_000, 22_500, 16_828, 16_828, 16_828, 16_828]


def test_a_tax_of_nothing_has_no_part() -> None:
    policy = make_policy(platform_fee={"fee_bps": 0})
    assert [part.kind for part in compute_liability(policy, make_terms()).parts] == ["floors", "prizes"]
    untaxed = compute_liability(FAIR_1, make_terms(vat_bps=0))
    assert [part.kind for part in untaxed.parts] == ["floors", "prizes", "fee"]


def test_without_floors_there_is_no_envelope() -> None:
    bare = make_policy(**NO_FLOORS)
    found = envelope(bare, make_terms())
    assert (found.amount_minor, found.shortlisted) == (0, 0)
    assert [part.kind for part in compute_liability(bare, make_terms()).parts] == ["prizes", "fee", "tax"]


def test_a_gate_for_the_prizes_alone_holds_the_prizes_alone() -> None:
    """It can be written down, so that its refusal can show what is missing."""
    liability = compute_liability(make_policy(funding_gate={"covers": "prizes"}), make_terms(vat_bps=0))
    assert [(part.kind, part.amount_minor) for part in liability.parts] == [("prizes", 150_000), ("fee", 18_000)]


def test_each_part_names_the_figures_it_rests_on() -> None:
    floors, prizes, fee, tax = compute_liability(FAIR_1, make_terms()).parts
    assert floors.inputs == {"currency": "EUR", "shortlisted": 6, "floor_minor": 16_828, "rule": "hourly_floor"}
    assert prizes.inputs == {"currency": "EUR", "place_1_minor": 100_000, "place_2_minor": 50_000}
    assert fee.inputs == {"currency": "EUR", "gross_minor": 250_968, "fee_bps": 1_200}
    assert tax.inputs == {"currency": "EUR", "fee_minor": 30_116, "vat_bps": 2_000}


def test_a_liability_is_written_down_whole() -> None:
    data = compute_liability(FAIR_1, make_terms()).to_dict()
    assert sum(part["amount_minor"] for part in data["parts"]) == data["total_minor"]
    assert data["floors"][5] == floor(FAIR_1, make_terms(), 6).to_dict()
    assert data["floors"][5]["candidates"]["fixed_floor"] == 10_000


def test_costs_are_previewed_for_every_choice() -> None:
    terms = make_terms()
    costs = {(costs.outcome, costs.stage): costs for costs in preview_costs(FAIR_1, terms)}
    award, silence = costs["awarded", None], costs["lapsed", None]
    assert (award.minimum.shortlisted, award.minimum.creatives_minor) == (3, 3 * 16_828 + 150_000)
    assert (award.maximum.shortlisted, award.maximum.creatives_minor) == (6, 250_968)
    assert silence.minimum.creatives_minor == award.minimum.creatives_minor
    assert silence.maximum.creatives_minor == 250_968
    assert costs["cancelled", "open"].maximum.creatives_minor == 62_742
    assert costs["cancelled", "shortlisting"].minimum.creatives_minor == 82_820
    assert costs["cancelled", "final"].minimum.creatives_minor == 250_968
    most = max(cost.maximum.total_minor for cost in costs.values())
    assert most == liability_total(FAIR_1, terms)
    assert award.to_dict()["minimum"]["fee_minor"] == award.minimum.fee_minor


def test_one_cost_is_what_settling_would_cost() -> None:
    cost = cost_of(FAIR_1, make_terms(), "cancelled", shortlisted=2, stage="shortlisting", entries=20)
    assert (cost.creatives_minor, cost.fee_minor, cost.tax_minor) == (82_820, 9_938, 1_988)
    assert cost.total_minor == 94_746
    assert cost.to_dict()["stage"] == "shortlisting"


@pytest.mark.parametrize(
    ("day", "minor"),
    [
        (date(2020, 1, 1), 1_015),
        (date(2022, 12, 31), 1_107),
        (date(2024, 10, 31), 1_165),
        (date(2024, 11, 1), 1_188),
        (date(2026, 1, 1), 1_202),
    ],
)
def test_the_french_minimum_hour_is_dated(day: date, minor: int) -> None:
    rate = hourly_minimum("FR", day)
    assert (rate.amount_minor, rate.currency) == (minor, "EUR")
    assert rate.since <= day
    assert rate.source.startswith("SMIC, ")


def test_rates_are_in_the_order_of_their_days() -> None:
    for country, rates in LEGAL_MINIMUMS.items():
        days = [rate.since for rate in rates]
        assert days == sorted(set(days))
        assert {rate.country for rate in rates} == {country}


@pytest.mark.parametrize(("country", "day"), [("FR", date(2019, 12, 31)), ("ZZ", date(2026, 1, 1))])
def test_no_wage_is_invented(country: str, day: date) -> None:
    with pytest.raises(UnknownLegalMinimum, match=country):
        hourly_minimum(country, day)
