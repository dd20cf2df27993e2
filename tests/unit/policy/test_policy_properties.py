"""The guarantee, for any fit policy, any terms and any end of a contest. Amounts go up to 10^12 minor units."""

import json
import math
import random
from collections import defaultdict
from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from payouts.policy import (
    FAIR_1,
    Facts,
    HourlyFloor,
    KillFee,
    MinimumShortlist,
    PolicyDocument,
    Prizes,
    Settlement,
    Terms,
    check_policy,
    check_terms,
    compute_liability,
    envelope,
    floor,
    parse_policy,
    replay,
    settle,
    settlement_digest,
)
from tests.unit.policy.worlds import (
    EXAMPLES,
    any_documents,
    any_facts,
    contests,
    fit_policies,
    fit_terms,
    make_policy,
    prove,
)

BIGINT = 2**63 - 1
Contest = tuple[PolicyDocument, Terms, Facts]


def owed_by_entry(settlement: Settlement) -> dict[str, int]:
    owed: dict[str, int] = defaultdict(int)
    for payable in settlement.payables:
        owed[payable.entry_id] += payable.amount_minor
    return owed


def exact_floor(policy: PolicyDocument, terms: Terms, n: int) -> int:
    """The floor as the table states it, in exact fractions: an oracle that shares no code with the engine."""
    rules = policy.to_dict()["rules"]
    hours = Fraction(terms.effort_minutes, 60) * terms.hourly_minimum_minor
    fixed: int = rules["fixed_floor"]["amount_minor"]
    return max(
        fixed,
        math.ceil(hours * Fraction(rules["hourly_floor"]["load_bps"], 10_000)),
        math.ceil(terms.study_price_minor * Fraction(rules["study_floor"]["share_bps"], 10_000)),
        math.ceil(sum(terms.prizes_minor) * Fraction(rules["prize_share_floor"]["share_bps"], 10_000) / n),
    )


@prove
@given(contests())
def test_every_shortlisted_entry_is_paid_its_floor_however_the_contest_ends(contest: Contest) -> None:
    policy, terms, facts = contest
    settlement = settle(policy, terms, facts)
    owed = owed_by_entry(settlement)
    shortlisted = [entry for entry in facts.entries if entry.shortlisted]
    for entry in shortlisted:
        due = exact_floor(policy, terms, len(shortlisted))
        reduction = due * entry.floor_reduction_bps // 10_000
        assert owed[entry.entry_id] >= due - reduction
        assert dict(settlement.floor_reductions).get(entry.entry_id, 0) == reduction
        if not entry.disqualified:
            assert owed[entry.entry_id] >= math.ceil(Fraction(terms.effort_minutes * terms.hourly_minimum_minor, 60))


@prove
@given(contests())
def test_the_liability_covers_what_is_spent_to_the_cent(contest: Contest) -> None:
    policy, terms, facts = contest
    settlement, liability = settle(policy, terms, facts), compute_liability(policy, terms)
    assert settlement.unspent_minor >= 0
    spent = settlement.owed_total_minor + settlement.fee_minor + settlement.tax_minor
    assert spent + settlement.unspent_minor == liability.total_minor <= BIGINT
    assert sum(part.amount_minor for part in liability.parts) == liability.total_minor


@prove
@given(contests())
def test_lines_and_payables_say_the_same(contest: Contest) -> None:
    policy, terms, facts = contest
    settlement = settle(policy, terms, facts)
    by_line: dict[tuple[str | None, str], int] = defaultdict(int)
    for position, line in enumerate(settlement.lines, start=1):
        assert line.position == position
        assert line.amount_minor > 0
        by_line[line.entry_id, line.component] += line.amount_minor
    by_payable: dict[tuple[str | None, str], int] = defaultdict(int)
    for payable in settlement.payables:
        assert payable.amount_minor > 0
        by_payable[payable.entry_id, payable.component] += payable.amount_minor
    fees = {(None, "fee"): settlement.fee_minor, (None, "tax"): settlement.tax_minor}
    assert by_line == by_payable | {key: amount for key, amount in fees.items() if amount}
    assert settlement.owed_total_minor == sum(by_payable.values())


@prove
@given(contests())
def test_teams_share_to_the_cent_and_by_their_weights(contest: Contest) -> None:
    policy, terms, facts = contest
    totals: dict[tuple[str, str], int] = defaultdict(int)
    parts: dict[tuple[str, str, str], int] = {}
    for payable in settle(policy, terms, facts).payables:
        totals[payable.entry_id, payable.component] += payable.amount_minor
        parts[payable.entry_id, payable.component, payable.payee_id] = payable.amount_minor
    weights = {entry.entry_id: dict(entry.shares) for entry in facts.entries}
    for (entry_id, component), total in totals.items():
        whole = sum(weights[entry_id].values())
        for payee_id, weight in weights[entry_id].items():
            part = parts.get((entry_id, component, payee_id), 0)
            assert part in {total * weight // whole, -(-total * weight // whole)}


@prove
@given(contests("awarded"))
def test_an_award_costs_exactly_the_floors_and_the_prizes(contest: Contest) -> None:
    policy, terms, facts = contest
    settlement = settle(policy, terms, facts)
    n = sum(entry.shortlisted for entry in facts.entries)
    floors, prizes = n * exact_floor(policy, terms, n), sum(terms.prizes_minor)
    if policy.rule(Prizes).mode == "additive":
        assert settlement.owed_total_minor == floors + prizes
    else:
        assert max(floors, prizes) <= settlement.owed_total_minor <= floors + prizes


@prove
@given(contests("awarded"))
def test_a_better_rank_is_never_paid_less_and_a_tie_differs_by_a_cent(contest: Contest) -> None:
    policy, terms, facts = contest
    prizes: dict[str, int] = defaultdict(int)
    for line in settle(policy, terms, facts).lines:
        if line.component == "prize" and line.entry_id:
            prizes[line.entry_id] += line.amount_minor
    ranked = [entry for entry in facts.entries if entry.rank is not None and entry.is_eligible]
    for one in ranked:
        for other in ranked:
            gap = prizes[one.entry_id] - prizes[other.entry_id]
            assert one.rank is not None and other.rank is not None
            if one.rank < other.rank:
                assert gap >= (0 if policy.rule(Prizes).shared_bps == 0 else -1)
            elif one.rank == other.rank:
                assert abs(gap) <= 1
    for entry in facts.entries:
        if not entry.is_eligible or entry.rank is None:
            assert not prizes[entry.entry_id]


@prove
@given(contests("lapsed"))
def test_silence_costs_what_deciding_costs_or_everything(contest: Contest) -> None:
    policy, terms, facts = contest
    settlement = settle(policy, terms, facts)
    n = sum(entry.shortlisted for entry in facts.entries)
    prizes = sum(terms.prizes_minor)
    competed = sum(entry.shortlisted or (entry.admissible and not entry.disqualified) for entry in facts.entries)
    if n >= min(policy.rule(MinimumShortlist).minimum, competed):
        assert settlement.owed_total_minor == n * exact_floor(policy, terms, n) + prizes
    else:
        most = max(k * exact_floor(policy, terms, k) for k in range(1, terms.shortlist_max + 1))
        assert settlement.owed_total_minor == most + prizes
    assert not settlement.rights_pass


@prove
@given(contests("cancelled"))
def test_cancelling_costs_its_stage_and_never_less_later(contest: Contest) -> None:
    policy, terms, facts = contest
    n = sum(entry.shortlisted for entry in facts.entries)
    floors = n * exact_floor(policy, terms, n) if n else 0
    most = max(k * exact_floor(policy, terms, k) for k in range(1, terms.shortlist_max + 1))
    before = 0
    for stage in ("open", "shortlisting", "final"):
        settlement = settle(policy, terms, replace(facts, stage=stage))
        share = Fraction(policy.rule(KillFee).bps_at(stage), 10_000)
        fee = math.ceil((most + sum(terms.prizes_minor)) * share)
        assert settlement.owed_total_minor == max(floors, fee) >= before
        assert not settlement.rights_pass
        before = settlement.owed_total_minor


@prove
@given(contests("void"))
def test_a_void_contest_costs_nothing(contest: Contest) -> None:
    settlement = settle(*contest)
    assert settlement.lines == ()
    assert settlement.payables == ()
    assert settlement.owed_total_minor == settlement.fee_minor == settlement.tax_minor == 0


@prove
@given(contests(), st.integers(0, 2**32))
def test_the_order_of_entries_and_shares_changes_nothing(contest: Contest, seed: int) -> None:
    policy, terms, facts = contest
    data, shuffle = facts.to_dict(), random.Random(seed).shuffle
    shuffle(data["entries"])
    for entry in data["entries"]:
        shuffle(entry["shares"])
    shuffled = Facts.from_dict(data)
    assert shuffled == facts
    assert settle(policy, terms, shuffled) == settle(policy, terms, facts)


@prove
@given(contests(), st.integers(0, 10_000), st.integers(0, 1_500))
def test_the_fee_moves_no_payout_and_stays_under_its_cap(contest: Contest, fee_bps: int, cap_bps: int) -> None:
    policy, terms, facts = contest
    document = policy.to_dict()
    document["rules"]["platform_fee"] |= {"fee_bps": fee_bps, "cap_bps": cap_bps}
    settlement, other = settle(policy, terms, facts), settle(parse_policy(document), terms, facts)
    assert other.payables == settlement.payables
    assert other.fee_minor == other.owed_total_minor * min(fee_bps, cap_bps) // 10_000
    assert settlement.fee_minor <= settlement.owed_total_minor * 1_500 // 10_000


@prove
@given(contests())
def test_stored_facts_replay_to_the_same_lines(contest: Contest) -> None:
    policy, terms, facts = contest
    settlement = settle(policy, terms, facts)
    stored = json.loads(json.dumps([policy.to_dict(), terms.to_dict(), facts.to_dict(), settlement.to_dict()]))
    again = replay(*stored[:3])
    assert again == settlement
    assert again.to_dict() == stored[3]
    digest = settlement_digest(policy, terms, facts, settlement)
    assert digest == settlement_digest(
        parse_policy(stored[0]), Terms.from_dict(stored[1]), Facts.from_dict(stored[2]), again
    )


@prove
@given(contests("awarded"), st.data())
def test_passing_a_winner_over_later_takes_back_nothing_that_was_earned(contest: Contest, data: st.DataObject) -> None:
    """After an award is settled a winner may fail to deliver; settling again may only add to earned pay."""
    policy, terms, facts = contest
    standing = [entry for entry in facts.entries if entry.rank is not None and not entry.disqualified]
    if not standing:
        return
    passed_over = data.draw(st.sampled_from(standing))
    changed = replace(passed_over, disqualified=True, disqualification_reason="did not deliver")
    entries = tuple(changed if entry is passed_over else entry for entry in facts.entries)
    before, after = settle(policy, terms, facts), settle(policy, terms, replace(facts, entries=entries))
    assert after.owed_total_minor >= before.owed_total_minor
    later = {(p.entry_id, p.payee_id): p.amount_minor for p in after.payables if p.component == "earned"}
    for payable in before.payables:
        if payable.component == "earned" and len(_team(facts, payable.entry_id)) == 1:
            assert later[payable.entry_id, payable.payee_id] >= payable.amount_minor


def _team(facts: Facts, entry_id: str) -> tuple[tuple[str, int], ...]:
    return next(entry.shares for entry in facts.entries if entry.entry_id == entry_id)


@prove
@given(fit_policies().flatmap(lambda policy: st.tuples(st.just(policy), fit_terms(policy))), st.data())
def test_the_floor_never_falls_when_work_or_wage_rises(
    world: tuple[PolicyDocument, Terms], data: st.DataObject
) -> None:
    policy, terms = world
    n = data.draw(st.integers(1, terms.shortlist_max))
    rise = data.draw(st.integers(0, 10_000))
    before = floor(policy, terms, n).amount_minor
    for name in ("effort_minutes", "hourly_minimum_minor", "study_price_minor"):
        more = replace(terms, **{name: getattr(terms, name) + rise})
        assert floor(policy, more, n).amount_minor >= before
    document = policy.to_dict()
    rules = document["rules"]
    rules["hourly_floor"]["load_bps"] = min(rules["hourly_floor"]["load_bps"] + rise, 100_000)
    assert floor(parse_policy(document), terms, n).amount_minor >= before
    rules["hourly_floor"]["load_bps"] = policy.rule(HourlyFloor).load_bps
    rules["prize_share_floor"]["share_bps"] = 0
    assert floor(parse_policy(document), terms, n).amount_minor <= before


@prove
@given(fit_policies().flatmap(lambda policy: st.tuples(st.just(policy), fit_terms(policy))))
def test_the_envelope_is_the_most_the_floors_can_cost(world: tuple[PolicyDocument, Terms]) -> None:
    policy, terms = world
    costs = {n: n * exact_floor(policy, terms, n) for n in range(1, terms.shortlist_max + 1)}
    found = envelope(policy, terms)
    assert found.amount_minor == max(costs.values()) == costs[found.shortlisted]
    assert found.shortlisted == min(n for n, cost in costs.items() if cost == found.amount_minor)
    for n in costs:
        proposed = floor(policy, terms, n)
        assert proposed.amount_minor == exact_floor(policy, terms, n) == max(proposed.candidates.values())
        assert proposed.candidates[proposed.rule] == proposed.amount_minor


@settings(prove, max_examples=EXAMPLES // 3)
@given(fit_policies())
def test_a_policy_within_the_charter_is_accepted(policy: PolicyDocument) -> None:
    assert check_policy(policy) == []


@settings(prove, max_examples=EXAMPLES * 5 // 3)
@given(any_documents(), st.data())
def test_a_policy_that_is_accepted_keeps_the_guarantee(document: dict[str, object], data: st.DataObject) -> None:
    """However the parameters are set: either the policy is refused, or no contest under it breaks a promise."""
    policy = parse_policy(document)
    if check_policy(policy):
        return
    terms = data.draw(fit_terms(policy))
    assert check_terms(policy, terms) == []
    facts = data.draw(any_facts(policy, terms))
    settlement = settle(policy, terms, facts)
    owed = owed_by_entry(settlement)
    shortlisted = [entry for entry in facts.entries if entry.shortlisted]
    for entry in shortlisted:
        due = exact_floor(policy, terms, len(shortlisted))
        if not entry.floor_reduction_bps:
            assert (
                owed[entry.entry_id]
                >= due
                >= math.ceil(Fraction(terms.effort_minutes * terms.hourly_minimum_minor, 60))
            )
        assert owed[entry.entry_id] >= due // 2
    assert settlement.unspent_minor >= 0
    assert settlement.fee_minor <= settlement.owed_total_minor * 1_500 // 10_000
    assert settlement.owed_total_minor or facts.outcome == "void"
    assert settlement.rights_pass == (facts.outcome == "awarded")


@prove
@given(fit_terms(FAIR_1, largest_shortlist=100))
def test_terms_that_fit_are_accepted(terms: Terms) -> None:
    assert check_terms(FAIR_1, terms) == []
    assert Terms.from_dict(terms.to_dict()) == terms


def test_the_largest_amounts_fit_a_signed_64_bit_column() -> None:
    policy = make_policy(
        hourly_floor={"load_bps": 100_000},
        fixed_floor={"amount_minor": 10**12},
        prize_share_floor={"share_bps": 10_000},
        platform_fee={"fee_bps": 1_500},
    )
    terms = Terms("EUR", (10**12,) * 100, 100, 100_000, 10**12, 1_000_000, date(2026, 1, 1), 60, 5_000, 400)
    assert check_terms(policy, terms) == []
    assert compute_liability(policy, terms).total_minor <= BIGINT
