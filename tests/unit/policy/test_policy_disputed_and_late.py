"""Disputes and late payment, for any fit policy, any terms and any end of a contest: what they touch, what never."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from payouts.policy import (
    FAIR_2,
    FAIR_2_DOCUMENT,
    Facts,
    Payable,
    PolicyDocument,
    Settlement,
    Terms,
    check_policy,
    compute_liability,
    floor,
    parse_policy,
    settle,
)
from payouts.policy.rules.clawback import Clawback
from payouts.policy.rules.hold import Hold
from payouts.policy.rules.late_interest import LateInterest
from tests.unit.policy.worlds import contests, prove

Contest = tuple[PolicyDocument, Terms, Facts]
DAY = 86_400
DUE = date(2025, 9, 1)
AFTER_THE_END = ("clawback", "hold", "late_interest")

periods = st.one_of(st.integers(1, 100), st.integers(1, 30 * DAY))
days = st.one_of(st.integers(0, 3), st.integers(0, 4_000))


@st.composite
def ended(draw: st.DrawFn) -> tuple[PolicyDocument, Terms, Facts, Settlement]:
    """Any contest after any end, under a policy that also says what becomes of disputes and delays."""
    policy, terms, facts = draw(contests())
    document = policy.to_dict()
    later = {slug: dict(FAIR_2_DOCUMENT["rules"][slug]) for slug in AFTER_THE_END}
    later["hold"]["hold_seconds"] = draw(periods)
    later["clawback"]["maximum_bps"] = draw(st.integers(0, 10_000))
    later["late_interest"] |= {
        "margin_bps": draw(st.integers(800, 2_000)),
        "lump_minor": draw(st.integers(4_000, 9_999)),
    }
    policy = parse_policy(document | {"rules": document["rules"] | later})
    assert check_policy(policy) == []
    return policy, terms, facts, settle(policy, terms, facts)


def claims(settlement: Settlement, data: st.DataObject) -> Sequence[tuple[Payable, int]]:
    """Each payable with what of it is disputed: nothing, a part, all, or more than it is."""
    return [
        (payable, data.draw(st.sampled_from((0, 0, 1, payable.amount_minor // 2, 2 * payable.amount_minor))))
        for payable in settlement.payables
    ]


@prove
@given(ended())
def test_what_is_said_of_disputes_and_delays_moves_no_settlement(
    world: tuple[PolicyDocument, Terms, Facts, Settlement],
) -> None:
    """The same lines with and without these rules, and nothing of them is reserved at the brand's cost."""
    policy, terms, facts, settlement = world
    document = policy.to_dict()
    plain = parse_policy(document | {"rules": {k: v for k, v in document["rules"].items() if k not in AFTER_THE_END}})
    without = settle(plain, terms, facts)
    assert (without.lines, without.payables) == (settlement.lines, settlement.payables)
    assert compute_liability(policy, terms).total_minor == compute_liability(plain, terms).total_minor


@prove
@given(ended(), st.data())
def test_only_the_disputed_part_waits_and_then_all_is_paid(
    world: tuple[PolicyDocument, Terms, Facts, Settlement], data: st.DataObject
) -> None:
    policy, _, _, settlement = world
    hold = policy.rule(Hold)
    split = [(payable, claim, *hold.split(payable.amount_minor, claim)) for payable, claim in claims(settlement, data)]
    assert sum(held + paid for _, _, held, paid in split) == settlement.owed_total_minor
    for payable, claim, held, paid in split:
        assert held == min(claim, payable.amount_minor)
        assert paid == payable.amount_minor - held
    begun = data.draw(st.datetimes())
    assert timedelta() < hold.ends_at(begun) - begun <= timedelta(days=30)


@prove
@given(ended(), st.data())
def test_an_upheld_complaint_reaches_its_own_entry_and_no_other(
    world: tuple[PolicyDocument, Terms, Facts, Settlement], data: st.DataObject
) -> None:
    """Whatever was paid on other entries, of the same people too, stays: the most that may be asked back is of one."""
    policy, _, facts, settlement = world
    copied = data.draw(st.sampled_from(facts.entries)) if facts.entries else None
    paid = sum(one.amount_minor for one in settlement.payables if copied and one.entry_id == copied.entry_id)
    others = settlement.owed_total_minor - paid
    most = policy.rule(Clawback).most(paid)
    assert 0 <= most <= paid
    assert settlement.owed_total_minor - most >= others


@prove
@given(ended(), days, days)
def test_being_paid_late_never_costs_the_payee(
    world: tuple[PolicyDocument, Terms, Facts, Settlement], late: int, later: int
) -> None:
    """However a contest ended, each debt grows from the day after it was due, and the lump sum is owed once."""
    policy, _, _, settlement = world
    rule = policy.rule(LateInterest)
    for payable in settlement.payables:
        debt = payable.amount_minor
        first, second = (rule.owed(debt, DUE, DUE + timedelta(days=days)) for days in (late, late + later))
        assert first <= second
        assert (first >= rule.lump_minor + 1) == (late > 0)
        yearly = debt * (rule.margin_bps + 215) * late
        assert first - (rule.lump_minor if late else 0) == -(-yearly // 3_650_000)


@prove
@given(ended(), days, st.data())
def test_a_dispute_that_ends_late_leaves_the_shortlisted_their_floor_and_interest(
    world: tuple[PolicyDocument, Terms, Facts, Settlement], late: int, data: st.DataObject
) -> None:
    """Held, released and paid late: what arrives for an entry on the shortlist is its floor and more, by any end."""
    policy, terms, facts, settlement = world
    hold, interest = policy.rule(Hold), policy.rule(LateInterest)
    arrived: dict[str, int] = {}
    for payable, claim in claims(settlement, data):
        held, at_once = hold.split(payable.amount_minor, claim)
        on_top = interest.owed(held, DUE, DUE + timedelta(days=late))
        arrived[payable.entry_id] = arrived.get(payable.entry_id, 0) + at_once + held + on_top
    shortlisted = [entry for entry in facts.entries if entry.shortlisted]
    reduced = dict(settlement.floor_reductions)
    for entry in shortlisted:
        least = floor(policy, terms, len(shortlisted)).amount_minor - reduced.get(entry.entry_id, 0)
        assert arrived[entry.entry_id] >= least
    assert sum(arrived.values()) >= settlement.owed_total_minor


def test_the_published_policy_says_what_becomes_of_both() -> None:
    assert {rule.slug for rule in FAIR_2.rules} >= set(AFTER_THE_END)
    assert replace(FAIR_2.rule(Hold), hold_seconds=14 * DAY) == FAIR_2.rule(Hold)
