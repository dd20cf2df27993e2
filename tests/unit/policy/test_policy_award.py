"""Awards by hand: floors, prizes, ties, what finds no winner, and teams."""

from typing import Any

import pytest

from payouts.policy import FAIR_1, Facts, PolicyDocument, Settlement, Terms, liability_total, settle
from tests.unit.policy.worlds import NO_FLOORS, awarded, crowd, entry, finalist, make_policy, make_terms

FLOOR = 16_828


def pay(settlement: Settlement, component: str) -> dict[str, int]:
    """What each entry is owed, in the order of the lines."""
    owed: dict[str, int] = {}
    for line in settlement.lines:
        if line.component == component and line.entry_id:
            owed[line.entry_id] = owed.get(line.entry_id, 0) + line.amount_minor
    return owed


def rules_of(settlement: Settlement) -> list[str]:
    return [line.rule for line in settlement.lines]


def test_an_award_line_by_line() -> None:
    settlement = settle(
        FAIR_1, make_terms(), awarded(finalist("fern", 2), finalist("moss", 1), finalist("reed"), entry("sedge"))
    )
    assert [(line.entry_id, line.rule, line.component, line.amount_minor) for line in settlement.lines] == [
        ("fern", "hourly_floor", "earned", FLOOR),
        ("moss", "hourly_floor", "earned", FLOOR),
        ("reed", "hourly_floor", "earned", FLOOR),
        ("moss", "prizes", "prize", 100_000),
        ("fern", "prizes", "prize", 50_000),
        (None, "platform_fee", "fee", 24_058),
        (None, "platform_fee.vat", "tax", 4_812),
    ]
    assert [line.position for line in settlement.lines] == [1, 2, 3, 4, 5, 6, 7]
    assert settlement.lines[3].formula == "place 1, 1,000.00 €"
    assert settlement.lines[5].formula == "2,004.84 € × 12 %"
    assert settlement.lines[6].formula == "240.58 € × 20 %"
    assert settlement.owed_total_minor == 200_484
    assert (settlement.fee_minor, settlement.tax_minor) == (24_058, 4_812)
    assert settlement.unspent_minor == 287_107 - 200_484 - 24_058 - 4_812
    assert settlement.due_at == "2026-03-08T12:00:00+00:00"
    assert settlement.rights_pass
    assert settlement.floor_minor == FLOOR


def test_payables_are_by_entry_component_and_payee() -> None:
    duo = finalist("moss", 1, shares=(("iris", 2), ("alder", 1)))
    settlement = settle(FAIR_1, make_terms(), awarded(duo, finalist("fern"), finalist("reed")))
    assert [(p.entry_id, p.payee_id, p.component, p.amount_minor) for p in settlement.payables][1:5] == [
        ("moss", "alder", "earned", 11_165),
        ("moss", "iris", "earned", 22_330),
        ("moss", "alder", "prize", 33_333),
        ("moss", "iris", "prize", 66_667),
    ]
    assert settlement.payables[0].to_dict() == {
        "entry_id": "fern",
        "payee_id": "fern's author",
        "component": "earned",
        "amount_minor": FLOOR + 16_667,
    }


def test_a_member_without_weight_is_owed_nothing() -> None:
    pair = finalist("moss", 1, shares=(("alder", 0), ("iris", 1)))
    settlement = settle(FAIR_1, make_terms(), awarded(pair, finalist("fern"), finalist("reed")))
    assert "alder" not in {payable.payee_id for payable in settlement.payables}


def test_only_the_order_of_ranks_matters() -> None:
    dense = settle(FAIR_1, make_terms(), awarded(finalist("a", 1), finalist("b", 2), finalist("c", 3)))
    sparse = settle(FAIR_1, make_terms(), awarded(finalist("a", 2), finalist("b", 7), finalist("c", 40)))
    assert dense == sparse


def test_a_rank_beyond_the_prizes_wins_none() -> None:
    settlement = settle(FAIR_1, make_terms(), awarded(finalist("a", 1), finalist("b", 2), finalist("c", 3)))
    assert pay(settlement, "prize") == {"a": 100_000, "b": 50_000}


def test_prizes_without_a_winner_are_shared_by_the_shortlist() -> None:
    settlement = settle(FAIR_1, make_terms(), awarded(finalist("a", 1), finalist("b"), finalist("c")))
    shared = [line for line in settlement.lines if line.rule == "prizes.unawarded"]
    assert {line.entry_id: line.amount_minor for line in shared} == {"a": 16_667, "b": 16_667, "c": 16_666}
    assert {line.component for line in shared} == {"earned"}
    assert shared[0].formula == "500.00 € ÷ 3"
    assert settlement.owed_total_minor == 3 * FLOOR + 150_000


def test_tied_entries_pool_their_prizes() -> None:
    settlement = settle(
        FAIR_1,
        make_terms(prizes_minor=(100_001, 50_000, 20_000)),
        awarded(finalist("a", 1), finalist("b", 1), finalist("c", 3), finalist("d")),
    )
    assert pay(settlement, "prize") == {"a": 75_001, "b": 75_000, "c": 20_000}
    tied = [line for line in settlement.lines if line.rule == "ties"]
    assert [line.formula for line in tied] == ["places 1–2: 1,500.01 € ÷ 2"] * 2
    assert tied[0].inputs["first_place"] == 1 and tied[0].inputs["last_place"] == 2


def test_a_tie_that_reaches_beyond_the_prizes_shares_what_there_is() -> None:
    settlement = settle(
        FAIR_1, make_terms(), awarded(finalist("a", 1), finalist("b", 2), finalist("c", 2), finalist("d", 2))
    )
    assert pay(settlement, "prize") == {"a": 100_000, "b": 16_667, "c": 16_667, "d": 16_666}


def test_after_a_tie_the_next_place_is_skipped() -> None:
    settlement = settle(
        FAIR_1, make_terms(), awarded(finalist("a", 1), finalist("b", 1), finalist("c", 2), finalist("d"))
    )
    assert pay(settlement, "prize") == {"a": 75_000, "b": 75_000}


def absorbing(**more: Any) -> PolicyDocument:
    return make_policy(prizes={"mode": "absorbed"}, **more)


def test_an_absorbed_prize_tops_the_floor_up() -> None:
    terms = make_terms(prizes_minor=(100_000, 10_000))
    settlement = settle(absorbing(), terms, awarded(finalist("a", 1), finalist("b", 2), finalist("c")))
    assert pay(settlement, "earned") == dict.fromkeys("abc", FLOOR)
    assert pay(settlement, "prize") == {"a": 100_000 - FLOOR}
    assert settlement.lines[3].formula == "place 1, 1,000.00 € − 168.28 €"
    assert settlement.lines[3].rule == "prizes"


def test_an_absorbed_tie_tops_each_floor_up() -> None:
    settlement = settle(absorbing(), make_terms(), awarded(finalist("a", 1), finalist("b", 1), finalist("c")))
    assert pay(settlement, "prize") == {"a": 75_000 - FLOOR, "b": 75_000 - FLOOR}
    assert settlement.lines[3].formula == "places 1–2: 1,500.00 € ÷ 2 − 168.28 €"


def test_absorbing_takes_nothing_from_prizes_without_a_winner() -> None:
    settlement = settle(absorbing(), make_terms(), awarded(finalist("a", 1), finalist("b"), finalist("c")))
    assert settlement.owed_total_minor == 3 * FLOOR + (100_000 - FLOOR) + 50_000


def test_finalists_may_share_a_part_of_the_prizes() -> None:
    policy = make_policy(prizes={"shared_bps": 1_000})
    settlement = settle(policy, make_terms(), awarded(finalist("a", 1), finalist("b", 2), finalist("c")))
    assert pay(settlement, "prize") == {"a": 90_000, "b": 45_000}
    assert [line.formula for line in settlement.lines if line.rule == "prizes"] == [
        "place 1, 1,000.00 € × 90 %",
        "place 2, 500.00 € × 90 %",
    ]
    shared = [line for line in settlement.lines if line.rule == "prizes.shared"]
    assert [line.amount_minor for line in shared] == [5_000] * 3
    assert shared[0].formula == "1,500.00 € × 10 % ÷ 3"


def test_a_shared_part_and_a_missing_winner_add_up() -> None:
    policy = make_policy(prizes={"shared_bps": 1_000})
    settlement = settle(policy, make_terms(), awarded(finalist("a", 1), finalist("b"), finalist("c")))
    assert settlement.owed_total_minor == 3 * FLOOR + 150_000
    assert rules_of(settlement).count("prizes.unawarded") == 3


def test_a_policy_that_lets_a_brand_keep_prizes_pays_only_those_awarded() -> None:
    """It can be written down, so that its refusal can show what it does."""
    policy = make_policy(prizes={"award_may_be_none": True})
    none = settle(policy, make_terms(), awarded(finalist("a"), finalist("b"), finalist("c")))
    assert none.owed_total_minor == 3 * FLOOR
    one = settle(policy, make_terms(), awarded(finalist("a", 1), finalist("b"), finalist("c")))
    assert one.owed_total_minor == 3 * FLOOR + 100_000


def test_a_fee_borne_by_creatives_is_taken_from_each_line() -> None:
    """It can be written down, so that its refusal can show the line that is short."""
    policy = make_policy(platform_fee={"borne_by": "creative"})
    settlement = settle(policy, make_terms(), awarded(finalist("a", 1), finalist("b", 2), finalist("c")))
    assert pay(settlement, "earned")["c"] == FLOOR - 2_019
    assert settlement.lines[0].formula == "480 min × 12.02 €/h × 1.75 − 20.19 €"
    assert settlement.lines[0].inputs["withheld_minor"] == 2_019
    assert settlement.fee_minor == 3 * 2_019 + 12_000 + 6_000
    assert settlement.tax_minor == 0
    assert liability_total(policy, make_terms()) == 250_968
    assert settlement.owed_total_minor + settlement.fee_minor == 3 * FLOOR + 150_000


def test_a_threshold_strands_small_shares() -> None:
    """It can be written down, so that its refusal can show the money that is stranded."""
    team = finalist("a", 1, shares=(("small", 1), ("big", 16_827)))
    facts = awarded(team, finalist("b", 2), finalist("c"))
    assert settle(FAIR_1, make_terms(), facts).owed_total_minor == 200_484
    stranded = settle(make_policy(payout_threshold={"minimum_minor": 2}), make_terms(), facts)
    assert stranded.owed_total_minor == 200_483
    assert settle(make_policy(payout_threshold={"minimum_minor": 1}), make_terms(), facts).owed_total_minor == 200_484


def test_without_floors_only_prizes_are_owed() -> None:
    settlement = settle(make_policy(**NO_FLOORS), make_terms(), awarded(*crowd(2, shortlisted=True), finalist("w", 1)))
    assert rules_of(settlement)[:1] == ["prizes"]
    assert settlement.floor_minor == 0


def test_an_untaxed_fee_has_no_tax_line() -> None:
    facts = awarded(finalist("a", 1), finalist("b", 2), finalist("c"))
    assert rules_of(settle(FAIR_1, make_terms(vat_bps=0), facts))[-1] == "platform_fee"
    free = settle(make_policy(platform_fee={"fee_bps": 0}), make_terms(), facts)
    assert rules_of(free)[-1] == "prizes"


def test_a_settlement_is_written_down_whole() -> None:
    facts = awarded(finalist("a", 1), finalist("b", 2), finalist("c"))
    data = settle(FAIR_1, make_terms(), facts).to_dict()
    assert data["lines"][0] == {
        "position": 1,
        "entry_id": "a",
        "rule": "hourly_floor",
        "component": "earned",
        "amount_minor": FLOOR,
        "inputs": {
            "currency": "EUR",
            "effort_minutes": 480,
            "hourly_minimum_minor": 1_202,
            "load_bps": 17_500,
            "reference_date": "2026-01-01",
        },
        "formula": "480 min × 12.02 €/h × 1.75",
    }
    assert data["currency"] == "EUR"
    assert data["rights_pass"] is True
    assert len(data["payables"]) == 5


def test_the_lines_of_two_entries_share_no_inputs() -> None:
    """A line handed out may be stored and altered by its holder without touching any other."""
    facts = awarded(finalist("a", 1), finalist("b"), finalist("c"))
    first = settle(FAIR_1, make_terms(), facts)
    for line in first.lines:
        dict.clear(line.inputs)  # type: ignore[arg-type]
    assert all(line.inputs for line in settle(FAIR_1, make_terms(), facts).lines)


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        ("2026-03-01T12:00:00+00:00", "2026-03-08T12:00:00+00:00"),
        ("2026-03-01T12:00:00Z", "2026-03-08T12:00:00+00:00"),
        ("2026-03-28T23:30:00.250000+01:00", "2026-04-04T22:30:00.250000+00:00"),
    ],
)
def test_payment_is_due_seven_days_after_the_decision(moment: str, due: str) -> None:
    entries = (finalist("a", 1), finalist("b"), finalist("c"))
    assert settle(FAIR_1, make_terms(), Facts("awarded", moment, entries)).due_at == due


def test_terms_of_another_currency_are_said_in_it() -> None:
    terms: Terms = make_terms(currency="JPY", prizes_minor=(100_000,))
    settlement = settle(FAIR_1, terms, awarded(finalist("a", 1), finalist("b"), finalist("c")))
    assert settlement.currency == "JPY"
    assert settlement.lines[3].formula == "place 1, 100,000 ¥"
