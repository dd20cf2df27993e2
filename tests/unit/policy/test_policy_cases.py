"""Contests of the real world, each as a policy, terms and facts."""

from datetime import date

from payouts.policy import FAIR_1_DOCUMENT, check_policy, check_terms, parse_policy, settle
from tests.unit.policy.test_policy_award import pay
from tests.unit.policy.worlds import (
    NO_FLOORS,
    awarded,
    cancelled,
    crowd,
    entry,
    finalist,
    lapsed,
    make_policy,
    make_terms,
)


def test_comics_year_poster_2020() -> None:
    """After the protest: ten shortlisted, 10 000 € to the winner, 1 000 € to each of the nine others."""
    policy = make_policy(fixed_floor={"amount_minor": 100_000}, prizes={"mode": "absorbed"})
    terms = make_terms(
        prizes_minor=(1_000_000,),
        shortlist_max=10,
        entry_cap=40,
        hourly_minimum_minor=1_015,
        reference_date=date(2020, 1, 1),
        study_price_minor=100_000,
    )
    assert check_policy(policy) == []
    assert check_terms(policy, terms) == []
    others = [finalist(f"e{number}") for number in range(9)]
    settlement = settle(policy, terms, awarded(finalist("winner", 1), *others))
    owed: dict[str, int] = {}
    for payable in settlement.payables:
        owed[payable.entry_id] = owed.get(payable.entry_id, 0) + payable.amount_minor
    assert owed == {"winner": 1_000_000} | {f"e{number}": 100_000 for number in range(9)}
    assert settlement.owed_total_minor == 1_900_000


def test_a_site_that_shares_15_percent_over_all_finalists() -> None:
    """1 299 $ over six finalists, winner included: 3 247.5 cents each, which must sum to 19 485 exactly."""
    policy = make_policy(**NO_FLOORS, prizes={"shared_bps": 1_500})
    terms = make_terms(currency="USD", prizes_minor=(129_900,))
    settlement = settle(policy, terms, awarded(finalist("f", 1), *[finalist(name) for name in "abcde"]))
    shared = [line for line in settlement.lines if line.rule == "prizes.shared"]
    assert sorted(line.amount_minor for line in shared) == [3_247] * 3 + [3_248] * 3
    assert sum(line.amount_minor for line in shared) == 19_485
    assert shared[0].formula == "1,299.00 $ × 15 % ÷ 6"
    assert pay(settlement, "prize") == {"f": 110_415}
    assert settlement.owed_total_minor == 129_900


def test_a_site_that_gives_the_prize_to_the_highest_rated_after_30_silent_days() -> None:
    """Another distribution of the lapse; with floors it may even be published."""
    policy = make_policy(
        lapse={"distribution": "best_rated", "silence_seconds": 23 * 86_400, "final_notice_seconds": 7 * 86_400}
    )
    assert check_policy(policy) == []
    facts = lapsed(finalist("a", 2), finalist("b", 1), finalist("c"), entry("d"))
    settlement = settle(policy, make_terms(prizes_minor=(100_000,)), facts)
    assert pay(settlement, "earned") == {"a": 16_828, "b": 116_828, "c": 16_828}


def test_a_site_that_pays_75_dollars_to_the_first_on_a_refund() -> None:
    """With 30 entries or more: a kill fee, and the rights stay with the designers."""
    policy = make_policy(**NO_FLOORS, kill_fee={"open_bps": 2_500, "minimum_entries": 30, "distribution": "best_rated"})
    terms = make_terms(currency="USD", prizes_minor=(30_000,), shortlist_max=10, entry_cap=40)
    entries = [*crowd(29), entry("first", rank=1)]
    settlement = settle(policy, terms, cancelled("open", *entries))
    assert pay(settlement, "earned") == {"first": 7_500}
    assert not settlement.rights_pass
    assert settle(policy, terms, cancelled("open", *entries[1:])).owed_total_minor == 0
    assert "kill_fee" in {broken.rule for broken in check_policy(policy)}


def test_a_region_that_may_award_none_or_cancel_without_liability_is_refused() -> None:
    """The call of 2016: refused at publish, with the rules it breaks and a contest that shows each."""
    region = make_policy(
        **NO_FLOORS,
        prizes={"award_may_be_none": True},
        minimum_shortlist={"minimum": 0},
        lapse={"enabled": False},
        kill_fee={"enabled": False},
    )
    found = check_policy(region)
    assert {broken.number for broken in found} == {1, 5, 7, 8, 9, 10, 21}
    for broken in found:
        example = broken.counter_example
        assert example.facts is not None
        assert example.found < example.promised
    said = {broken.say("fr") for broken in found}
    assert "la marque peut ne primer personne, ou pas tous les prix, et garder l’argent" in said
    assert "la marque peut annuler sans payer aucune des personnes qui ont travaillé" in said


def test_the_same_region_is_refused_even_if_it_keeps_the_floors() -> None:
    region = make_policy(prizes={"award_may_be_none": True}, kill_fee={"enabled": False})
    assert {broken.number for broken in check_policy(region)} == {7, 10, 21}


def test_tied_ranks_pool_and_share_equally() -> None:
    policy = parse_policy(FAIR_1_DOCUMENT)
    terms = make_terms(prizes_minor=(50_000, 30_000, 10_001))
    facts = awarded(finalist("a", 1), finalist("b", 2), finalist("c", 2), finalist("d", 4))
    assert pay(settle(policy, terms, facts), "prize") == {"a": 50_000, "b": 20_001, "c": 20_000}


def test_a_winner_silent_for_ten_days_gives_way_and_teams_split_evenly() -> None:
    silent = finalist("a", 1, disqualified=True, disqualification_reason="no answer within ten days")
    team = finalist("b", 2, shares=(("kim", 1), ("lee", 1), ("ona", 1)))
    settlement = settle(make_policy(), make_terms(prizes_minor=(100_000,)), awarded(silent, team, finalist("c", 3)))
    prizes = {p.payee_id: p.amount_minor for p in settlement.payables if p.component == "prize"}
    assert prizes == {"kim": 33_334, "lee": 33_333, "ona": 33_333}
    assert pay(settlement, "earned")["a"] == 16_828
