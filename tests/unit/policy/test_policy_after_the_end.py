"""The rules that speak after a contest has ended: rights, currencies, delays, disputes, pledges."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payouts.policy import FAIR_2, FAIR_2_DOCUMENT, check_policy, parse_policy
from payouts.policy.central_bank import DECISIONS, KNOWN_UNTIL, UnknownReferenceRate, reference_rate
from payouts.policy.levies import UnknownLevies, withheld_levies
from payouts.policy.rules.buyout import Buyout, UnnamedRight
from payouts.policy.rules.clawback import Clawback
from payouts.policy.rules.co_funding import CoFunding
from payouts.policy.rules.contributions import Contributions
from payouts.policy.rules.hold import Hold
from payouts.policy.rules.late_interest import LateInterest
from payouts.policy.rules.payee_currency import PayeeCurrency, UnusableRate
from payouts.policy.rules.reversion import Reversion
from tests.unit.policy.worlds import make_terms

START = datetime(2026, 1, 1, tzinfo=UTC)
DUE = date(2025, 9, 1)
AMOUNTS = st.integers(0, 10**12)
MOMENTS = st.none() | st.integers(0, 3_000).map(lambda days: START + timedelta(days=days))

buyout = FAIR_2.rule(Buyout)
reversion = FAIR_2.rule(Reversion)
late = FAIR_2.rule(LateInterest)
contributions = FAIR_2.rule(Contributions)


def test_a_losing_work_costs_half_the_first_prize_and_its_rights() -> None:
    assert buyout.price(make_terms(), {}) == 50_000
    assert buyout.price(make_terms(), {"print": 10_000, "web": 0}) == 60_000


@pytest.mark.parametrize("rights", [{"": 1}, {" ": 1}, {"print": -1}])
def test_a_right_has_a_name_and_a_price(rights: dict[str, int]) -> None:
    with pytest.raises(UnnamedRight):
        buyout.price(make_terms(), rights)


@pytest.mark.parametrize(
    ("paid", "used", "after_days"),
    [
        (None, None, 30),
        (None, 10, 30),
        (10, None, 730),
        (30, None, 730),
        (31, None, 30),
        (10, 700, None),
        (10, 731, 730),
        (31, 5, 30),
    ],
)
def test_rights_return_when_unpaid_or_unused(paid: int | None, used: int | None, after_days: int | None) -> None:
    paid_at, used_at = (None if days is None else START + timedelta(days=days) for days in (paid, used))
    expected = None if after_days is None else START + timedelta(days=after_days)
    assert reversion.reverts_at(START, paid_at=paid_at, used_at=used_at) == expected


@given(MOMENTS, MOMENTS, st.integers(0, 3_000))
def test_what_has_reverted_stays_reverted(paid: datetime | None, used: datetime | None, later: int) -> None:
    """Paying or using after the day changes nothing."""
    end = reversion.reverts_at(START, paid_at=paid, used_at=used)
    if end is not None:
        after = end + timedelta(days=later, seconds=1)
        assert reversion.reverts_at(START, paid_at=paid or after, used_at=used or after) == end


@given(AMOUNTS, st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_foreign_payee_never_loses_the_odd_unit(amount: int, numerator: int, denominator: int) -> None:
    converted = PayeeCurrency().convert(amount, numerator, denominator)
    assert 0 <= converted * denominator - amount * numerator < denominator


@pytest.mark.parametrize("rate", [(0, 1), (1, 0), (-1, 1), (1, -1)])
def test_a_rate_of_nothing_is_refused(rate: tuple[int, int]) -> None:
    with pytest.raises(UnusableRate):
        PayeeCurrency().convert(1, *rate)


def test_a_month_late_costs_interest_and_the_lump_sum_once() -> None:
    """2.15 % at the beginning of the half-year, ten points, 30 days of 1 000 €: 9.99 €, and 40 €."""
    assert late.owed(100_000, DUE, DUE + timedelta(days=30)) == 999 + 4_000
    assert late.owed(100_000, DUE, DUE) == late.owed(0, DUE, DUE + timedelta(days=30)) == 0


@given(AMOUNTS, st.integers(0, 400), st.integers(0, 400))
def test_interest_grows_by_the_day_and_the_lump_sum_does_not(debt: int, first: int, more: int) -> None:
    one, two = (late.owed(debt, DUE, DUE + timedelta(days=days)) for days in (first, first + more))
    assert one <= two
    if debt and first:
        assert two - late.lump_minor >= one - late.lump_minor >= 0


def test_the_reference_rate_is_that_of_the_half_years_first_day() -> None:
    assert [reference_rate(day).bps for day in (date(2024, 6, 30), date(2024, 7, 1), date(2024, 12, 31))] == [
        450,
        425,
        425,
    ]
    assert list(DECISIONS) == sorted(DECISIONS, key=lambda rate: rate.since)


@pytest.mark.parametrize("day", [date(2015, 1, 1), KNOWN_UNTIL + timedelta(days=1)])
def test_a_rate_nobody_looked_up_is_not_guessed(day: date) -> None:
    with pytest.raises(UnknownReferenceRate):
        reference_rate(day)


def test_levies_are_known_up_to_the_last_day_of_their_table() -> None:
    assert withheld_levies("FR", date(2024, 12, 31)) == withheld_levies("FR", date(2020, 1, 1))


@given(st.integers(0, 10**10))
def test_gross_is_net_and_what_was_withheld(gross: int) -> None:
    split = contributions.withhold(gross, "FR", date(2024, 1, 1))
    assert split.net_minor + sum(amount for _, amount in split.parts) == gross
    assert split.net_minor >= gross * 83 // 100 - 4


@pytest.mark.parametrize(
    ("country", "day"), [("FR", date(2019, 12, 31)), ("FR", date(2025, 1, 1)), ("XX", date(2024, 1, 1))]
)
def test_levies_nobody_looked_up_are_not_guessed(country: str, day: date) -> None:
    with pytest.raises(UnknownLevies):
        withheld_levies(country, day)


@given(AMOUNTS, AMOUNTS)
def test_only_the_disputed_part_waits(due: int, disputed: int) -> None:
    held, paid = FAIR_2.rule(Hold).split(due, disputed)
    assert held + paid == due
    assert 0 <= held <= disputed


def test_a_hold_ends_by_itself() -> None:
    assert FAIR_2.rule(Hold).ends_at(START) == START + timedelta(days=14)


@given(AMOUNTS)
def test_no_more_is_asked_back_than_was_paid_on_the_entry(paid: int) -> None:
    assert FAIR_2.rule(Clawback).most(paid) == paid
    assert Clawback(maximum_bps=5_000, decided_by="person").most(paid) == paid // 2


@given(st.dictionaries(st.integers(0, 50), st.integers(0, 10**9), max_size=20), st.integers(0, 10**10))
def test_pledges_are_held_whole_or_given_back_whole(pledges: dict[int, int], goal: int) -> None:
    refunds = CoFunding().refunds(pledges, goal)
    held = sum(pledges.values()) - sum(refunds.values())
    assert held == (goal if sum(pledges.values()) >= goal else 0)
    assert all(0 <= refunds.get(backer, 0) <= pledge for backer, pledge in pledges.items())


@pytest.mark.parametrize(
    ("rule", "change", "number"),
    [
        ("late_interest", {"margin_bps": 799}, 24),
        ("late_interest", {"lump_minor": 3_999}, 24),
        ("clawback", {"decided_by": "program"}, 27),
        ("hold", {"hold_seconds": 31 * 86_400}, 28),
        ("reversion", {"unpaid_seconds": 61 * 86_400}, 17),
    ],
)
def test_what_may_not_be_published_is_said(rule: str, change: dict[str, object], number: int) -> None:
    rules = FAIR_2_DOCUMENT["rules"]
    worse = parse_policy(FAIR_2_DOCUMENT | {"rules": rules | {rule: rules[rule] | change}})
    assert [(broken.number, broken.rule) for broken in check_policy(worse)] == [(number, rule)]
