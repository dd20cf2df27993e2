"""Facts and texts that are refused, each by the name of the broken rule."""

from dataclasses import replace
from typing import Any

import pytest

from payouts.policy import (
    FAIR_1,
    EntryFacts,
    Facts,
    FactsError,
    FactsRefused,
    Terms,
    TermsError,
    check_facts,
    settle,
)
from payouts.policy import refusals as refused
from tests.unit.policy.worlds import NOON, awarded, cancelled, crowd, entry, finalist, lapsed, make_policy, make_terms

OUT: dict[str, Any] = {"disqualified": True, "disqualification_reason": "not their work"}
THREE = (finalist("a", 1), finalist("b"), finalist("c"))


@pytest.mark.parametrize(
    ("facts", "error", "words"),
    [
        (awarded(*THREE, entry("a")), refused.DuplicateEntry, "share one id"),
        (awarded(*THREE, *crowd(22)), refused.EntryCapExceeded, "25 entries competed: the brief takes 24"),
        (awarded(finalist("a", 1), entry("b"), entry("c")), refused.ShortlistTooShort, "at least 3 must be"),
        (awarded(finalist("a", 1), entry("b")), refused.ShortlistTooShort, "1 shortlisted of 2"),
        (awarded(*THREE, *crowd(4, shortlisted=True)), refused.ShortlistTooLong, "7 shortlisted: the terms allow 6"),
        (lapsed(*crowd(7, shortlisted=True)), refused.ShortlistTooLong, "the terms allow 6"),
        (awarded(finalist("a", 0), *THREE[1:]), refused.InvalidRank, "rank 0"),
        (awarded(*THREE, entry("d", rank=2)), refused.RankOutsideShortlist, "entry d has rank 2"),
        (awarded(finalist("a"), *THREE[1:]), refused.NothingAwarded, "at least one"),
        (awarded(*THREE, entry("d", disqualified=True)), refused.DisqualifiedWithoutReason, "entry d"),
        (
            awarded(*THREE, entry("d", disqualified=True, disqualification_reason="  ")),
            refused.DisqualifiedWithoutReason,
            "without a reason",
        ),
        (awarded(finalist("a", 1, floor_reduction_bps=1), *THREE[1:]), refused.ReductionNotAllowed, "only a disq"),
        (awarded(*THREE, entry("d", **OUT, floor_reduction_bps=1)), refused.ReductionNotAllowed, "only a disq"),
        (awarded(finalist("z", **OUT, floor_reduction_bps=5_001), *THREE), refused.ReductionNotAllowed, "5000 bps at"),
        (awarded(finalist("z", **OUT, floor_reduction_bps=-1), *THREE), refused.ReductionNotAllowed, "not by -1"),
        (awarded(finalist("a", 1, shares=()), *THREE[1:]), refused.EntryWithoutPayee, "entry a is owed"),
        (
            awarded(finalist("a", 1, shares=(("x", 1), ("x", 2))), *THREE[1:]),
            refused.InvalidShares,
            "names a payee twice",
        ),
        (awarded(finalist("a", 1, shares=(("x", 0),)), *THREE[1:]), refused.InvalidShares, "none above zero"),
        (awarded(finalist("a", 1, shares=(("x", -1), ("y", 2))), *THREE[1:]), refused.InvalidShares, "negative"),
        (cancelled(None, entry("a")), refused.StageMismatch, "none is given"),
        (replace(awarded(*THREE), stage="final"), refused.StageMismatch, "not for one that is awarded"),
        (replace(lapsed(*THREE), stage="final"), refused.StageMismatch, "not for one that is lapsed"),
        (awarded(), refused.NoAdmissibleEntry, "void, not awarded"),
        (lapsed(entry("a", admissible=False), entry("b", **OUT)), refused.NoAdmissibleEntry, "void, not lapsed"),
        (Facts("void", NOON, (entry("a"),)), refused.VoidWithEntries, "^1 entries competed"),
        (Facts("void", NOON, (finalist("a", admissible=False),)), refused.VoidWithEntries, "not void"),
        (replace(awarded(*THREE), decided_at="2026-03-01T12:00:00"), refused.UndatedDecision, "no offset"),
        (replace(awarded(*THREE), decided_at="yesterday"), refused.UndatedDecision, "not an ISO 8601 instant"),
        (replace(awarded(*THREE), decided_at="0001-01-01T00:00:00+14:00"), refused.UndatedDecision, "calendar"),
        (replace(awarded(*THREE), quantities=(("days", 3),)), refused.UnreadQuantity, "'days'"),
        (awarded(*THREE, entry("d", quantities=(("minutes", 3),))), refused.UnreadQuantity, "'minutes'"),
    ],
)
def test_facts_that_break_a_rule_are_refused_by_its_name(facts: Facts, error: type[FactsRefused], words: str) -> None:
    with pytest.raises(error, match=words):
        settle(FAIR_1, make_terms(), facts)


def test_a_decision_at_the_end_of_time_is_refused() -> None:
    with pytest.raises(refused.UndatedDecision, match="calendar"):
        settle(FAIR_1, make_terms(), replace(awarded(*THREE), decided_at="9999-12-30T00:00:00+00:00"))


def test_the_bounds_themselves_are_accepted() -> None:
    settle(FAIR_1, make_terms(), awarded(*THREE, *crowd(21)))
    settle(FAIR_1, make_terms(), awarded(*THREE, *crowd(3, shortlisted=True)))
    settle(FAIR_1, make_terms(), awarded(finalist("z", **OUT, floor_reduction_bps=5_000), *THREE))
    settle(FAIR_1, make_terms(), awarded(finalist("a", 1), finalist("b"), entry("c", **OUT)))


def test_entries_that_no_longer_compete_do_not_fill_the_cap_or_the_shortlist() -> None:
    gone = [entry(f"gone {number}", admissible=False) for number in range(30)]
    out = [entry(f"out {number}", **OUT) for number in range(30)]
    settle(FAIR_1, make_terms(), awarded(finalist("a", 1), finalist("b"), *gone, *out))


def test_an_unpaid_entry_needs_no_payee() -> None:
    settle(FAIR_1, make_terms(), awarded(*THREE, entry("d", shares=())))


def test_checking_alone_pays_nobody() -> None:
    check_facts(FAIR_1, make_terms(), awarded(*THREE))
    with pytest.raises(refused.NothingAwarded):
        check_facts(FAIR_1, make_terms(), awarded(finalist("a"), *THREE[1:]))


def test_a_shortlist_may_be_shorter_where_the_policy_says_so() -> None:
    policy = make_policy(minimum_shortlist={"minimum": 2})
    settle(policy, make_terms(), awarded(finalist("a", 1), finalist("b"), entry("c")))


def facts_data(**changes: Any) -> dict[str, Any]:
    return awarded(*THREE).to_dict() | changes


def entry_data(**changes: Any) -> dict[str, Any]:
    return THREE[0].to_dict() | changes


def without(data: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key != name}


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (facts_data(outcome="abandoned"), "facts.outcome"),
        (facts_data(stage="late"), "facts.stage"),
        (facts_data(decided_at=None), "facts.decided_at"),
        (facts_data(entries="none"), "facts.entries"),
        (facts_data(weather="fine"), "facts.weather"),
        (facts_data(quantities={"days": -1}), "facts.quantities.days"),
        (facts_data(quantities=[]), "facts.quantities"),
        (facts_data(entries=["a"]), "facts.entries[0]"),
        (facts_data(entries=[entry_data(entry_id=7)]), "facts.entries[0].entry_id"),
        (facts_data(entries=[entry_data(admissible=1)]), "facts.entries[0].admissible"),
        (facts_data(entries=[entry_data(rank=True)]), "facts.entries[0].rank"),
        (facts_data(entries=[entry_data(rank="1")]), "facts.entries[0].rank"),
        (facts_data(entries=[entry_data(floor_reduction_bps=0.5)]), "facts.entries[0].floor_reduction_bps"),
        (facts_data(entries=[entry_data(shares=[["a", True]])]), "facts.entries[0].shares"),
        (facts_data(entries=[entry_data(shares=[["a"]])]), "facts.entries[0].shares"),
        (facts_data(entries=[entry_data(shares={"a": 1})]), "facts.entries[0].shares"),
        (facts_data(entries=[entry_data(mood="good")]), "facts.entries[0].mood"),
        (facts_data(entries=[entry_data(quantities={"minutes": "3"})]), "facts.entries[0].quantities.minutes"),
        (facts_data(entries=[without(entry_data(), "shortlisted")]), "facts.entries[0].shortlisted"),
        (without(facts_data(), "outcome"), "facts.outcome"),
    ],
)
def test_texts_that_are_not_facts_name_the_field(data: dict[str, Any], field: str) -> None:
    with pytest.raises(FactsError) as caught:
        Facts.from_dict(data)
    assert [problem.field for problem in caught.value.problems] == [field]


def test_facts_are_read_back_as_they_were_written() -> None:
    facts = Facts(
        "cancelled",
        NOON,
        (
            entry("b", shares=(("z", 2), ("y", 1)), quantities=(("minutes", 60),)),
            EntryFacts("a", admissible=False, rank=3, **OUT, floor_reduction_bps=7),
        ),
        stage="open",
        quantities=(("days", 2),),
    )
    data = facts.to_dict()
    assert Facts.from_dict(data) == facts
    assert [one["entry_id"] for one in data["entries"]] == ["a", "b"]
    assert data["entries"][1]["shares"] == [["y", 1], ["z", 2]]
    assert data["entries"][1]["quantities"] == {"minutes": 60}
    assert (facts.quantity("days"), facts.quantity("hours")) == (2, 0)
    assert facts.entries[1].quantity("minutes") == 60
    assert "quantities" not in data["entries"][0]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"currency": 1}, "terms.currency"),
        ({"shortlist_max": "6"}, "terms.shortlist_max"),
        ({"shortlist_max": True}, "terms.shortlist_max"),
        ({"prizes_minor": [1, 2.0]}, "terms.prizes_minor"),
        ({"prizes_minor": 100}, "terms.prizes_minor"),
        ({"reference_date": "1 January"}, "terms.reference_date"),
        ({"reference_date": None}, "terms.reference_date"),
        ({"country": None}, "terms.country"),
        ({"quantities": {"days": True}}, "terms.quantities.days"),
        ({"discount": 1}, "terms.discount"),
    ],
)
def test_texts_that_are_not_terms_name_the_field(change: dict[str, Any], field: str) -> None:
    with pytest.raises(TermsError) as caught:
        Terms.from_dict(make_terms().to_dict() | change)
    assert [problem.field for problem in caught.value.problems] == [field]


def test_terms_are_read_back_as_they_were_written() -> None:
    terms = make_terms(quantities=(("b", 2), ("a", 1)), country="FR")
    assert Terms.from_dict(terms.to_dict()) == terms
    assert hash(Terms.from_dict(terms.to_dict())) == hash(terms)
    assert (terms.quantity("a"), terms.quantity("c")) == (1, 0)
    assert Terms.from_dict(without(make_terms().to_dict(), "country")) == make_terms()
    assert make_terms(vat_bps=0) != make_terms()
    with pytest.raises(TermsError, match=r"terms\.vat_bps"):
        Terms.from_dict(without(make_terms().to_dict(), "vat_bps"))
