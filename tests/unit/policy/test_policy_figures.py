"""Figures that are published, by the law or by us: each stands here a second time, so that none changes unnoticed.

A new row is added in both places, from its source; no row is ever edited.
"""

import itertools
from dataclasses import replace
from datetime import date

import pytest

from payouts.policy import FAIR_1, FAIR_2, LEGAL_MINIMUMS, PolicyDocument, check_terms, hourly_minimum
from payouts.policy import charter as bounds
from payouts.policy.central_bank import DECISIONS, KNOWN_UNTIL, reference_rate
from payouts.policy.levies import withheld_levies
from payouts.policy.reading import kinds_of
from payouts.policy.rules import RULE_TYPES
from payouts.policy.rules.late_interest import LateInterest
from payouts.policy.voice import CURRENCIES
from tests.unit.policy.worlds import make_policy, make_terms

DAY = 86_400
SMIC = [
    ("2020-01-01", 1_015),
    ("2021-01-01", 1_025),
    ("2021-10-01", 1_048),
    ("2022-01-01", 1_057),
    ("2022-05-01", 1_085),
    ("2022-08-01", 1_107),
    ("2023-01-01", 1_127),
    ("2023-05-01", 1_152),
    ("2024-01-01", 1_165),
    ("2024-11-01", 1_188),
    ("2026-01-01", 1_202),
    ("2026-06-01", 1_231),
]
"""The gross minimum hour of France in cents, from each day on."""

REFINANCING = [
    ("2016-03-16", 0),
    ("2022-07-27", 50),
    ("2022-09-14", 125),
    ("2022-11-02", 200),
    ("2022-12-21", 250),
    ("2023-02-08", 300),
    ("2023-03-22", 350),
    ("2023-05-10", 375),
    ("2023-06-21", 400),
    ("2023-08-02", 425),
    ("2023-09-20", 450),
    ("2024-06-12", 425),
    ("2024-09-18", 365),
    ("2024-10-23", 340),
    ("2024-12-18", 315),
    ("2025-02-05", 290),
    ("2025-03-12", 265),
    ("2025-04-23", 240),
    ("2025-06-11", 215),
    ("2026-06-17", 240),
]
"""The European Central Bank's main refinancing rate in basis points, from each day of effect on."""

HALF_YEARS = [
    ("2016-06-30", None),
    ("2016-07-01", 0),
    ("2022-12-31", 0),
    ("2023-01-01", 250),
    ("2023-06-30", 250),
    ("2023-07-01", 400),
    ("2024-01-01", 450),
    ("2024-07-01", 425),
    ("2025-01-01", 315),
    ("2025-06-30", 315),
    ("2025-07-01", 215),
    ("2025-12-31", 215),
    ("2026-01-01", 215),
    ("2026-06-30", 215),
    ("2026-07-01", 240),
    ("2026-12-31", 240),
    ("2027-01-01", None),
]
"""The reference rate of late interest on the first and last days of half-years; none where nobody looked it up."""

BPS = range(10_001)
MINOR = range(10**12 + 1)
YEAR = range(1, 366 * DAY + 1)
PARAMETERS: dict[str, dict[str, range | tuple[object, ...]]] = {
    "hourly_floor": {"load_bps": range(100_001)},
    "study_floor": {"share_bps": BPS},
    "fixed_floor": {"amount_minor": MINOR, "currency": tuple(CURRENCIES)},
    "prize_share_floor": {"share_bps": BPS},
    "floor": {},
    "funding_gate": {"covers": ("worst_case", "prizes")},
    "prizes": {"mode": ("additive", "absorbed"), "shared_bps": BPS, "award_may_be_none": (False, True)},
    "minimum_shortlist": {"minimum": range(1_001)},
    "lapse": {
        "enabled": (False, True),
        "silence_seconds": YEAR,
        "final_notice_seconds": YEAR,
        "distribution": ("equal", "best_rated"),
        "rights_pass": (False, True),
    },
    "kill_fee": {
        "enabled": (False, True),
        "open_bps": BPS,
        "shortlisting_bps": BPS,
        "final_bps": BPS,
        "minimum_entries": range(1, 1_001),
        "distribution": ("equal", "best_rated"),
        "rights_pass": (False, True),
    },
    "revisions": {
        "minutes_per_round": range(1, 10_001),
        "free_for_winner": range(11),
        "maximum_rounds": range(21),
    },
    "extension": {"daily_bps": BPS, "maximum_days": range(91)},
    "entry_cap": {"per_shortlist_place": range(1, 1_001)},
    "unpaid_effort": {"maximum_minutes": range(100_001)},
    "time_true_up": {"cap_bps": range(10_000, 50_001), "minimum_reports": range(1, 101)},
    "buyout": {"share_bps": BPS},
    "reversion": {
        "unpaid_seconds": range(1, 3_660 * DAY + 1),
        "unused_seconds": range(1, 3_660 * DAY + 1),
    },
    "platform_fee": {"fee_bps": BPS, "cap_bps": BPS, "borne_by": ("brand", "creative")},
    "team_split": {},
    "ties": {},
    "substitutes": {
        "passes_to": ("next_rank", "shortlist", "brand"),
        "maximum_reduction_bps": BPS,
        "reduction_decided_by": ("jury", "brand"),
    },
    "payee_currency": {},
    "payment_delay": {"payment_seconds": YEAR, "breach_seconds": YEAR},
    "late_interest": {"margin_bps": range(2_001), "lump_minor": MINOR},
    "contributions": {"payer_bps": BPS},
    "solidarity_fund": {"share_bps": BPS},
    "clawback": {"maximum_bps": BPS, "decided_by": ("person", "program")},
    "hold": {"hold_seconds": YEAR},
    "handover": {"delivery_seconds": YEAR, "acceptance_seconds": YEAR},
    "payout_threshold": {"minimum_minor": MINOR},
    "co_funding": {},
    "community_award": {"share_bps": range(2_001)},
    "voted_award": {"minimum_minor": MINOR, "maximum_bps": BPS},
}
"""What each parameter may be, between its bounds or among its words."""

NUMBERS = {
    "hourly_floor": 1,
    "study_floor": 2,
    "fixed_floor": 3,
    "prize_share_floor": 4,
    "floor": 5,
    "funding_gate": 6,
    "prizes": 7,
    "minimum_shortlist": 8,
    "lapse": 9,
    "kill_fee": 10,
    "revisions": 11,
    "extension": 12,
    "entry_cap": 13,
    "unpaid_effort": 14,
    "time_true_up": 15,
    "buyout": 16,
    "reversion": 17,
    "platform_fee": 18,
    "team_split": 19,
    "ties": 20,
    "substitutes": 21,
    "payee_currency": 22,
    "payment_delay": 23,
    "late_interest": 24,
    "contributions": 25,
    "solidarity_fund": 26,
    "clawback": 27,
    "hold": 28,
    "handover": None,
    "payout_threshold": 29,
    "co_funding": 30,
    "community_award": 31,
    "voted_award": None,
}

FAIR_2_ADDS = {
    "revisions": {"minutes_per_round": 60, "free_for_winner": 1, "maximum_rounds": 2},
    "extension": {"daily_bps": 500, "maximum_days": 10},
    "time_true_up": {"cap_bps": 15_000, "minimum_reports": 5},
    "buyout": {"share_bps": 5_000},
    "reversion": {"unpaid_seconds": 30 * DAY, "unused_seconds": 730 * DAY},
    "payee_currency": {},
    "late_interest": {"margin_bps": 1_000, "lump_minor": 4_000},
    "contributions": {"payer_bps": 110},
    "solidarity_fund": {"share_bps": 200},
    "clawback": {"maximum_bps": 10_000, "decided_by": "person"},
    "hold": {"hold_seconds": 14 * DAY},
    "co_funding": {},
    "community_award": {"share_bps": 1_000},
}


def test_the_minimum_hour_is_what_the_decrees_say() -> None:
    assert [(rate.since.isoformat(), rate.amount_minor) for rate in LEGAL_MINIMUMS["FR"]] == SMIC
    for (_, before), (day, amount) in itertools.pairwise(SMIC):
        first = date.fromisoformat(day)
        assert hourly_minimum("FR", first).amount_minor == amount
        assert hourly_minimum("FR", date.fromordinal(first.toordinal() - 1)).amount_minor == before


def test_the_central_banks_rate_is_what_it_decided() -> None:
    assert [(rate.since.isoformat(), rate.bps) for rate in DECISIONS] == REFINANCING


@pytest.mark.parametrize(("day", "bps"), HALF_YEARS)
def test_late_interest_rests_on_the_half_years_first_day(day: str, bps: int | None) -> None:
    try:
        found = reference_rate(date.fromisoformat(day)).bps
    except LookupError as unknown:
        assert bps is None
        assert day in str(unknown)
    else:
        assert found == bps
    assert date.fromisoformat("2026-12-31") == KNOWN_UNTIL


def test_a_year_late_costs_the_rate_and_its_margin() -> None:
    """1 000 € due on 1 September 2025 and paid a year later: 2.15 % and 10 points of it, and 40 €."""
    rule = LateInterest(margin_bps=1_000, lump_minor=4_000)
    assert rule.owed(100_000, date(2025, 9, 1), date(2026, 9, 1)) == 12_150 + 4_000
    assert rule.owed(1, date(2025, 9, 1), date(2025, 9, 2)) == 1 + 4_000
    assert rule.owed(0, date(2025, 9, 1), date(2025, 9, 2)) == 0


def test_levies_of_a_thousand_euros_to_a_french_author() -> None:
    """6.15 % and 0.35 % of the gross; 9.20 % and 0.50 % of 98.25 % of it."""
    levies = withheld_levies("FR", date(2020, 1, 1))
    assert [(levy.name, levy.rate_bps, levy.base_bps, levy.amount(100_000)) for levy in levies] == [
        ("vieillesse plafonnée", 615, 10_000, 6_150),
        ("CSG", 920, 9_825, 9_039),
        ("CRDS", 50, 9_825, 491),
        ("formation professionnelle", 35, 10_000, 350),
    ]


def test_half_a_cent_of_a_levy_is_rounded_up() -> None:
    pension, *_ = withheld_levies("FR", date(2024, 1, 1))
    # 6.15 % of 1 000 cents is 61.5, of 999 it is 61.4385, and of 200 it is 12.3.
    assert [pension.amount(gross) for gross in (1_000, 999, 200, 0)] == [62, 61, 12, 0]


def test_what_fair_means_in_figures() -> None:
    assert {name: value for name, value in vars(bounds).items() if name.isupper()} == {
        "BPS": 10_000,
        "DAY": DAY,
        "LEAST_LOAD_BPS": 10_000,
        "LEAST_SHORTLIST": 2,
        "MOST_ENTRIES_PER_PLACE": 4,
        "MOST_UNPAID_MINUTES": 60,
        "MOST_FEE_BPS": 1_500,
        "MOST_REDUCTION_BPS": 5_000,
        "LEAST_LATE_MARGIN_BPS": 800,
        "LEAST_LATE_LUMP_MINOR": 4_000,
        "LONGEST_HOLD": 30 * DAY,
        "LONGEST_PAYMENT": 30 * DAY,
        "LONGEST_BREACH": 60 * DAY,
        "LONGEST_SILENCE": 60 * DAY,
        "LONGEST_HANDOVER": 60 * DAY,
    }


@pytest.mark.parametrize("slug", PARAMETERS)
def test_a_parameter_is_accepted_up_to_its_bounds_and_no_further(slug: str) -> None:
    kind = next(kind for kind in RULE_TYPES if kind.slug == slug)
    accepted = kinds_of(kind)
    assert accepted.keys() == PARAMETERS[slug].keys()
    for name, allowed in PARAMETERS[slug].items():
        accepts = accepted[name].accepts
        if isinstance(allowed, range):
            assert [accepts(value) for value in (allowed[0] - 1, allowed[0], allowed[-1], allowed[-1] + 1)] == [
                False,
                True,
                True,
                False,
            ], name
        else:
            assert all(map(accepts, allowed)), name
            assert not any(map(accepts, ("", "none", None, 0, 1))), name


def test_the_table_of_rules_is_numbered_as_it_was_published() -> None:
    assert {kind.slug: kind.number for kind in RULE_TYPES} == NUMBERS
    later = {kind.slug for kind in RULE_TYPES if not kind.required}
    assert later - FAIR_2_ADDS.keys() == {"voted_award"} and later > FAIR_2_ADDS.keys()


def test_fair_2_adds_every_rule_of_the_table_to_fair_1() -> None:
    assert FAIR_2.to_dict() == {
        "slug": "fair",
        "version": 2,
        "title": "Fair 2",
        "rules": FAIR_1.to_dict()["rules"] | FAIR_2_ADDS,
    }


LARGEST = 10**12
EDGES = [
    ("effort_minutes", 1, 100_000),
    ("study_price_minor", 0, LARGEST),
    ("hourly_minimum_minor", 1_202, 1_000_000),
    ("vat_bps", 0, 5_000),
    ("unpaid_effort_minutes", 0, 60),
]


@pytest.mark.parametrize(("name", "least", "most"), EDGES)
def test_terms_are_fit_up_to_their_bounds_and_no_further(name: str, least: int, most: int) -> None:
    found = {
        value: {problem.field for problem in check_terms(FAIR_1, make_terms(**{name: value}))}
        for value in (least - 1, least, most, most + 1)
    }
    assert found == {least - 1: {name}, least: set(), most: set(), most + 1: {name}}


def fields_at_fault(policy: PolicyDocument = FAIR_1, **changes: object) -> list[str]:
    return [problem.field for problem in check_terms(policy, make_terms(**changes))]


def test_an_hour_of_nothing_is_out_of_bounds_and_below_the_law() -> None:
    assert fields_at_fault(hourly_minimum_minor=0) == ["hourly_minimum_minor", "hourly_minimum_minor"]
    assert fields_at_fault(hourly_minimum_minor=1) == ["hourly_minimum_minor"]


def test_a_shortlist_has_from_one_place_to_a_hundred() -> None:
    lone = make_policy(minimum_shortlist={"minimum": 0})
    assert fields_at_fault(lone, shortlist_max=1, prizes_minor=(100_000,), entry_cap=4) == []
    assert "shortlist_max" in fields_at_fault(lone, shortlist_max=0, prizes_minor=(), entry_cap=0)
    assert fields_at_fault(shortlist_max=100, entry_cap=400) == []
    assert fields_at_fault(shortlist_max=101, entry_cap=404) == ["shortlist_max"]


def test_a_prize_is_from_one_cent_to_the_largest_amount() -> None:
    assert fields_at_fault(prizes_minor=(LARGEST, 1)) == []
    assert fields_at_fault(prizes_minor=(LARGEST + 1, 1)) == ["prizes_minor"]
    assert fields_at_fault(prizes_minor=(1, 0)) == ["prizes_minor"]
    assert fields_at_fault(prizes_minor=()) == ["prizes_minor"]
    assert fields_at_fault(prizes_minor=(1,) * 6) == []
    assert fields_at_fault(prizes_minor=(1,) * 7) == ["prizes_minor"]
    assert fields_at_fault(prizes_minor=(2, 2, 1)) == []
    assert fields_at_fault(prizes_minor=(1, 2)) == ["prizes_minor"]


def test_a_quantity_is_one_that_a_rule_reads_and_never_negative() -> None:
    read = next(iter(FAIR_2.reads))
    assert fields_at_fault(FAIR_2, quantities=((read, 0),)) == []
    assert fields_at_fault(FAIR_2, quantities=((read, 1),)) == []
    assert fields_at_fault(FAIR_2, quantities=((read, -1),)) == [f"quantities.{read}"]
    assert fields_at_fault(FAIR_1, quantities=((read, 1),)) == [f"quantities.{read}"]


def test_the_units_of_the_worlds_money() -> None:
    assert {code: decimals for code, (_, decimals) in CURRENCIES.items() if decimals != 2} == {"JPY": 0, "TND": 3}
    assert replace(make_terms(), currency="XXX").currency not in CURRENCIES
