"""Contests that nobody awarded: silence, cancelling at each stage, nothing at all; and disqualifications."""

from typing import Any

import pytest

from payouts.policy import FAIR_1, Facts, floor, settle
from tests.unit.policy.test_policy_award import FLOOR, pay, rules_of
from tests.unit.policy.worlds import (
    NOON,
    awarded,
    cancelled,
    crowd,
    entry,
    finalist,
    lapsed,
    make_policy,
    make_terms,
)

ENVELOPE, PRIZES = 100_968, 150_000
PLAGIARISM: dict[str, Any] = {"disqualified": True, "disqualification_reason": "copied from a stock picture"}


def test_silence_pays_the_floors_and_shares_the_prizes() -> None:
    settlement = settle(FAIR_1, make_terms(), lapsed(*[finalist(name) for name in "abcd"], entry("e")))
    assert pay(settlement, "earned") == dict.fromkeys("abcd", FLOOR + 37500)
    assert rules_of(settlement) == ["hourly_floor"] * 4 + ["lapse"] * 4 + ["platform_fee", "platform_fee.vat"]
    assert settlement.lines[4].formula == "1,500.00 € ÷ 4"
    assert not settlement.rights_pass
    assert {payable.component for payable in settlement.payables} == {"earned"}


def test_silence_without_a_shortlist_shares_everything() -> None:
    settlement = settle(FAIR_1, make_terms(), lapsed(*crowd(5)))
    assert sum(pay(settlement, "earned").values()) == ENVELOPE + PRIZES
    assert sorted(pay(settlement, "earned").values()) == [50_193, 50_193, 50_194, 50_194, 50_194]
    assert settlement.lines[0].formula == "(1,009.68 € + 1,500.00 €) ÷ 5"
    assert settlement.floor_minor == 0


def test_silence_with_too_short_a_shortlist_costs_as_much_as_without() -> None:
    settlement = settle(FAIR_1, make_terms(), lapsed(finalist("a"), entry("b"), entry("c"), entry("d")))
    alone = floor(FAIR_1, make_terms(), 1).amount_minor
    rest = ENVELOPE + PRIZES - alone
    assert pay(settlement, "earned") == {"a": alone + rest // 4, "b": rest // 4, "c": rest // 4, "d": rest // 4}
    assert settlement.lines[1].formula == "(1,009.68 € + 1,500.00 € − 450.00 €) ÷ 4"
    assert settlement.lines[1].rule == "lapse.everybody"


def test_a_shortlist_of_all_there_are_is_long_enough() -> None:
    settlement = settle(FAIR_1, make_terms(), lapsed(finalist("a"), finalist("b")))
    assert set(rules_of(settlement)) >= {"lapse", "prize_share_floor"}
    assert settlement.owed_total_minor == 2 * 22_500 + PRIZES
    alone = settle(FAIR_1, make_terms(), lapsed(finalist("a")))
    assert alone.owed_total_minor == 45_000 + PRIZES


def test_silence_may_pay_the_best_rated() -> None:
    policy = make_policy(lapse={"distribution": "best_rated"})
    settlement = settle(policy, make_terms(), lapsed(finalist("a", 2), finalist("b", 1), finalist("c", 1), entry("d")))
    assert pay(settlement, "earned") == {"a": FLOOR, "b": FLOOR + 75_000, "c": FLOOR + 75_000}
    unrated = settle(policy, make_terms(), lapsed(finalist("a"), finalist("b"), finalist("c")))
    assert pay(unrated, "earned") == dict.fromkeys("abc", FLOOR + 50_000)
    open_field = settle(policy, make_terms(), lapsed(entry("a", rank=3), entry("b", rank=1), *crowd(2)))
    assert pay(open_field, "earned")["b"] == PRIZES + ENVELOPE // 4
    assert sum(pay(open_field, "earned").values()) == ENVELOPE + PRIZES
    assert {line.formula for line in open_field.lines if line.rule == "lapse.everybody"} == {"(1,009.68 €) ÷ 4"}


def test_a_policy_without_lapse_pays_nobody() -> None:
    """It can be written down, so that its refusal can show it."""
    settlement = settle(make_policy(lapse={"enabled": False}), make_terms(), lapsed(finalist("a"), finalist("b")))
    assert settlement.lines == ()
    assert settlement.unspent_minor == 287_107


def test_rights_pass_on_silence_only_where_a_policy_says_so() -> None:
    facts = lapsed(finalist("a"), finalist("b"), finalist("c"))
    assert settle(make_policy(lapse={"rights_pass": True}), make_terms(), facts).rights_pass
    facts = cancelled("open", entry("a"))
    assert settle(make_policy(kill_fee={"rights_pass": True}), make_terms(), facts).rights_pass
    assert not settle(FAIR_1, make_terms(), facts).rights_pass


@pytest.mark.parametrize(("stage", "total"), [("open", 62_742), ("shortlisting", 82_820), ("final", 250_968)])
def test_cancelling_costs_its_stage_shared_by_all_entries(stage: str, total: int) -> None:
    settlement = settle(FAIR_1, make_terms(), cancelled(stage, *crowd(4)))
    parts = pay(settlement, "earned").values()
    assert sum(parts) == total
    assert max(parts) - min(parts) <= 1


def test_cancelling_says_its_arithmetic() -> None:
    settlement = settle(FAIR_1, make_terms(), cancelled("shortlisting", finalist("a"), entry("b")))
    rest = 82_820 - 45_000
    assert pay(settlement, "earned") == {"a": 45_000 + rest // 2, "b": rest // 2}
    assert settlement.lines[1].formula == "((1,009.68 € + 1,500.00 €) × 33 % − 450.00 €) ÷ 2"
    assert settlement.lines[1].inputs["stage"] == "shortlisting"


def test_floors_above_the_kill_fee_are_paid_in_full_and_alone() -> None:
    settlement = settle(
        FAIR_1, make_terms(), cancelled("shortlisting", *[finalist(name) for name in "abcde"], entry("f"))
    )
    assert pay(settlement, "earned") == dict.fromkeys("abcde", FLOOR)
    assert 5 * FLOOR > 82_820


def test_in_the_final_round_the_shortlist_shares_the_rest() -> None:
    settlement = settle(FAIR_1, make_terms(), cancelled("final", *[finalist(name) for name in "abc"], entry("d")))
    assert pay(settlement, "earned") == dict.fromkeys("abc", 250968 // 3)


def test_a_kill_fee_may_go_to_the_best_rated() -> None:
    policy = make_policy(kill_fee={"distribution": "best_rated"})
    settlement = settle(policy, make_terms(), cancelled("open", entry("a", rank=2), entry("b", rank=1)))
    assert pay(settlement, "earned") == {"b": 62_742}


def test_a_kill_fee_may_ask_for_a_number_of_entries() -> None:
    policy = make_policy(kill_fee={"minimum_entries": 3})
    assert settle(policy, make_terms(), cancelled("open", *crowd(2))).owed_total_minor == 0
    assert settle(policy, make_terms(), cancelled("open", *crowd(3))).owed_total_minor == 62_742
    few = settle(policy, make_terms(), cancelled("open", finalist("a"), entry("b")))
    assert few.owed_total_minor == 45_000


def test_a_policy_without_kill_fee_pays_nobody() -> None:
    """It can be written down, so that its refusal can show it."""
    policy = make_policy(kill_fee={"enabled": False})
    assert settle(policy, make_terms(), cancelled("final", *[finalist(name) for name in "abc"])).owed_total_minor == 0


def test_cancelling_before_anybody_entered_costs_nothing() -> None:
    settlement = settle(FAIR_1, make_terms(), cancelled("open"))
    assert settlement.lines == ()
    assert settlement.unspent_minor == 287_107


def test_a_void_contest_goes_back_to_the_brand_whole() -> None:
    for stage in (None, "open"):
        settlement = settle(FAIR_1, make_terms(), Facts("void", NOON, (entry("a", admissible=False),), stage=stage))
        assert settlement.unspent_minor == 287_107
        assert not settlement.rights_pass


def test_a_withdrawn_finalist_keeps_the_floor_and_shares_nothing_more() -> None:
    gone = finalist("a", admissible=False)
    settlement = settle(FAIR_1, make_terms(), lapsed(gone, finalist("b"), finalist("c")))
    assert pay(settlement, "earned") == {"a": FLOOR, "b": FLOOR + 75_000, "c": FLOOR + 75_000}


def test_a_disqualified_winners_prize_passes_to_the_next_rank() -> None:
    settlement = settle(
        FAIR_1, make_terms(), awarded(finalist("a", 1, **PLAGIARISM), finalist("b", 2), finalist("c", 3))
    )
    assert pay(settlement, "prize") == {"b": 100_000, "c": 50_000}
    assert pay(settlement, "earned") == dict.fromkeys("abc", FLOOR)


def test_a_disqualified_prize_may_be_shared_by_the_shortlist_instead() -> None:
    policy = make_policy(substitutes={"passes_to": "shortlist"})
    facts = awarded(finalist("a", 1, **PLAGIARISM), finalist("b", 2), finalist("c", 3), finalist("d"))
    settlement = settle(policy, make_terms(), facts)
    assert pay(settlement, "prize") == {"b": 50_000}
    assert pay(settlement, "earned") == dict.fromkeys("abcd", FLOOR + 25_000)


def test_a_policy_that_gives_it_back_to_the_brand_costs_less() -> None:
    """It can be written down, so that its refusal can show it."""
    policy = make_policy(substitutes={"passes_to": "brand"})
    facts = awarded(finalist("a", 1, **PLAGIARISM), finalist("b", 2), finalist("c"))
    assert settle(policy, make_terms(), facts).owed_total_minor == 3 * FLOOR + 50_000
    tied = awarded(finalist("a", 1, **PLAGIARISM), finalist("b", 1), finalist("c"))
    assert pay(settle(policy, make_terms(), tied), "prize") == {"b": 75_000}


def test_the_jurys_reduction_goes_to_the_others() -> None:
    facts = awarded(finalist("a", **PLAGIARISM, floor_reduction_bps=5_000), finalist("b", 1), finalist("c", 2))
    settlement = settle(FAIR_1, make_terms(), facts)
    assert pay(settlement, "earned") == {"a": 8_414, "b": FLOOR + 4_207, "c": FLOOR + 4_207}
    reduced = settlement.lines[0]
    assert (reduced.rule, reduced.formula) == ("substitutes", "168.28 € × 50 % (copied from a stock picture)")
    passed_on = [line for line in settlement.lines if line.rule == "substitutes.reallocated"]
    assert [line.formula for line in passed_on] == ["84.14 € ÷ 2"] * 2
    assert settlement.floor_reductions == (("a", 8_414),)
    assert settlement.to_dict()["floor_reductions"] == {"a": 8_414}
    assert settlement.owed_total_minor == 3 * FLOOR + PRIZES


def test_a_reduction_is_rounded_for_the_creative() -> None:
    facts = awarded(finalist("a", **PLAGIARISM, floor_reduction_bps=1), finalist("b", 1), finalist("c", 2))
    assert settle(FAIR_1, make_terms(), facts).floor_reductions == (("a", 1),)


def test_a_long_reason_is_quoted_in_brief_and_kept_whole() -> None:
    reason = "the picture was taken " + "from another person's work " * 20
    entry_a = finalist("a", disqualified=True, disqualification_reason=reason, floor_reduction_bps=100)
    line = settle(FAIR_1, make_terms(), awarded(entry_a, finalist("b", 1), finalist("c"))).lines[0]
    assert line.inputs["reason"] == reason
    assert len(line.formula) < 160
    assert line.formula.endswith("…)")


def test_when_every_winner_is_disqualified_the_shortlist_shares_the_prizes() -> None:
    facts = awarded(finalist("a", 1, **PLAGIARISM), finalist("b"), finalist("c"))
    settlement = settle(FAIR_1, make_terms(), facts)
    assert pay(settlement, "prize") == {}
    assert settlement.owed_total_minor == 3 * FLOOR + PRIZES


def test_no_number_of_disqualifications_sends_money_back() -> None:
    out: dict[str, Any] = {**PLAGIARISM, "floor_reduction_bps": 5_000}
    three = [finalist(name, 1, **out) for name in "abc"]
    with_others = settle(FAIR_1, make_terms(), awarded(*three, entry("d")))
    assert with_others.owed_total_minor == 3 * FLOOR + PRIZES
    assert pay(with_others, "earned")["d"] == 3 * 8_414 + PRIZES
    alone = settle(FAIR_1, make_terms(), awarded(*three))
    assert alone.owed_total_minor == 3 * FLOOR + PRIZES
    silent = settle(FAIR_1, make_terms(), lapsed(*three))
    assert silent.owed_total_minor == 3 * FLOOR + PRIZES
    dropped = settle(FAIR_1, make_terms(), cancelled("final", *three))
    assert dropped.owed_total_minor == ENVELOPE + PRIZES
    early = settle(FAIR_1, make_terms(), cancelled("open", *three))
    assert early.owed_total_minor == 62_742


def test_a_disqualified_entry_that_was_never_shortlisted_gets_nothing() -> None:
    settlement = settle(FAIR_1, make_terms(), lapsed(entry("a", **PLAGIARISM), *crowd(3)))
    assert "a" not in pay(settlement, "earned")
    silent = settle(FAIR_1, make_terms(), lapsed(*[finalist(name) for name in "bc"], finalist("a", **PLAGIARISM)))
    assert pay(silent, "earned") == {"a": FLOOR, "b": FLOOR + 75_000, "c": FLOOR + 75_000}
