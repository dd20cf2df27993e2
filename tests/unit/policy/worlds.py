"""Contests for the tests: a few fixed ones to read, and strategies that draw any policy, terms and facts."""

import copy
import os
from datetime import date
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from payouts.policy import (
    FAIR_1,
    FAIR_1_DOCUMENT,
    OUTCOMES,
    STAGES,
    EntryFacts,
    Facts,
    Outcome,
    PolicyDocument,
    Terms,
    parse_policy,
)
from payouts.policy.reading import DAY, LARGEST_AMOUNT

EXAMPLES = int(os.environ.get("PROVE_EXAMPLES", "120"))
prove = settings(
    deadline=None, max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
"""How hard a property is tried. No deadline: the machine may be busy, and a slow example is no failure."""

NOON = "2026-03-01T12:00:00+00:00"
PLENTY = LARGEST_AMOUNT


def make_terms(**changes: Any) -> Terms:
    """A logo brief: prizes of 1 000 € and 500 €, six places, a day's work; its floor is 168.28 € by the hour."""
    values: dict[str, Any] = {
        "currency": "EUR",
        "prizes_minor": (100_000, 50_000),
        "shortlist_max": 6,
        "effort_minutes": 480,
        "study_price_minor": 20_000,
        "hourly_minimum_minor": 1_202,
        "reference_date": date(2026, 1, 1),
        "unpaid_effort_minutes": 60,
        "vat_bps": 2_000,
        "entry_cap": 24,
    }
    return Terms(**(values | changes))


def make_policy(**rules: dict[str, Any]) -> PolicyDocument:
    """Fair 1 with some parameters changed: `make_policy(lapse={"enabled": False})`."""
    document = copy.deepcopy(FAIR_1_DOCUMENT)
    for slug, changes in rules.items():
        document["rules"][slug] |= changes
    return parse_policy(document)


NO_FLOORS: dict[str, dict[str, Any]] = {
    "hourly_floor": {"load_bps": 0},
    "study_floor": {"share_bps": 0},
    "fixed_floor": {"amount_minor": 0},
    "prize_share_floor": {"share_bps": 0},
}


def entry(name: str, **changes: Any) -> EntryFacts:
    values: dict[str, Any] = {"entry_id": name, "shares": ((f"{name}'s author", 1),)}
    return EntryFacts(**(values | changes))


def finalist(name: str, rank: int | None = None, **changes: Any) -> EntryFacts:
    return entry(name, shortlisted=True, rank=rank, **changes)


def awarded(*entries: EntryFacts) -> Facts:
    return Facts("awarded", NOON, entries)


def lapsed(*entries: EntryFacts) -> Facts:
    return Facts("lapsed", NOON, entries)


def cancelled(stage: Any, *entries: EntryFacts) -> Facts:
    return Facts("cancelled", NOON, entries, stage=stage)


def crowd(count: int, start: int = 1, **changes: Any) -> list[EntryFacts]:
    return [entry(f"e{number:03}", **changes) for number in range(start, start + count)]


def whole(least: int, most: int) -> st.SearchStrategy[int]:
    """Numbers of every size, the bounds and small ones included."""
    return st.one_of(st.integers(least, min(most, least + 20)), st.integers(least, most), st.just(most))


amounts = st.one_of(whole(1, 1_000), whole(1, 10_000_000), whole(1, PLENTY))


@st.composite
def fit_policies(draw: st.DrawFn) -> PolicyDocument:
    """Any policy within the charter."""
    open_bps = draw(whole(1, 10_000))
    return make_policy(
        hourly_floor={"load_bps": draw(whole(10_000, 100_000))},
        study_floor={"share_bps": draw(whole(0, 10_000))},
        fixed_floor={"amount_minor": draw(st.one_of(st.just(0), amounts))},
        prize_share_floor={"share_bps": draw(whole(0, 10_000))},
        prizes={
            "mode": draw(st.sampled_from(["additive", "absorbed"])),
            "shared_bps": draw(st.one_of(st.just(0), whole(0, 10_000))),
        },
        minimum_shortlist={"minimum": draw(st.integers(2, 6))},
        lapse={
            "silence_seconds": draw(whole(1, 30 * DAY)),
            "final_notice_seconds": draw(whole(1, 30 * DAY)),
            "distribution": draw(st.sampled_from(["equal", "best_rated"])),
        },
        kill_fee={
            "open_bps": open_bps,
            "shortlisting_bps": draw(whole(open_bps, 10_000)),
            "distribution": draw(st.sampled_from(["equal", "best_rated"])),
        },
        entry_cap={"per_shortlist_place": draw(st.integers(1, 4))},
        unpaid_effort={"maximum_minutes": draw(whole(0, 60))},
        platform_fee={"fee_bps": draw(whole(0, 10_000)), "cap_bps": draw(whole(0, 1_500))},
        substitutes={
            "passes_to": draw(st.sampled_from(["next_rank", "shortlist"])),
            "maximum_reduction_bps": draw(whole(0, 5_000)),
        },
        payment_delay={"payment_seconds": draw(whole(1, 30 * DAY)), "breach_seconds": 30 * DAY},
        payout_threshold={"minimum_minor": draw(st.integers(0, 1))},
    )


@st.composite
def any_documents(draw: st.DrawFn) -> dict[str, Any]:
    """A fit policy with a few parameters set to anything the schema can express."""
    document = draw(fit_policies()).to_dict()
    for _ in range(draw(st.integers(0, 3))):
        slug, name = draw(st.sampled_from(sorted(WILD)))
        document["rules"][slug][name] = draw(WILD[slug, name])
    return document


_bps = whole(0, 10_000)
WILD: dict[tuple[str, str], st.SearchStrategy[Any]] = {
    ("hourly_floor", "load_bps"): st.one_of(whole(0, 100_000), whole(9_990, 10_010)),
    ("fixed_floor", "amount_minor"): st.one_of(st.just(0), amounts),
    ("funding_gate", "covers"): st.sampled_from(["worst_case", "prizes"]),
    ("prizes", "award_may_be_none"): st.booleans(),
    ("minimum_shortlist", "minimum"): whole(0, 1_000),
    ("lapse", "enabled"): st.booleans(),
    ("lapse", "silence_seconds"): whole(1, 366 * DAY),
    ("lapse", "rights_pass"): st.booleans(),
    ("kill_fee", "enabled"): st.booleans(),
    ("kill_fee", "open_bps"): _bps,
    ("kill_fee", "shortlisting_bps"): _bps,
    ("kill_fee", "final_bps"): st.one_of(_bps, st.just(9_999)),
    ("kill_fee", "minimum_entries"): whole(1, 1_000),
    ("kill_fee", "rights_pass"): st.booleans(),
    ("entry_cap", "per_shortlist_place"): whole(1, 1_000),
    ("unpaid_effort", "maximum_minutes"): whole(0, 100_000),
    ("platform_fee", "fee_bps"): _bps,
    ("platform_fee", "cap_bps"): st.one_of(_bps, st.just(1_501)),
    ("platform_fee", "borne_by"): st.sampled_from(["brand", "creative"]),
    ("substitutes", "passes_to"): st.sampled_from(["next_rank", "shortlist", "brand"]),
    ("substitutes", "maximum_reduction_bps"): st.one_of(_bps, st.just(5_001)),
    ("substitutes", "reduction_decided_by"): st.sampled_from(["jury", "brand"]),
    ("payment_delay", "payment_seconds"): whole(1, 366 * DAY),
    ("payout_threshold", "minimum_minor"): st.one_of(st.integers(0, 3), amounts),
}
"""Every parameter that can make a policy unfit, and what to draw for it."""


@st.composite
def fit_terms(draw: st.DrawFn, policy: PolicyDocument = FAIR_1, largest_shortlist: int = 8) -> Terms:
    """Any terms that may be published under the policy."""
    rules = policy.to_dict()["rules"]
    least = max(rules["minimum_shortlist"]["minimum"], 1)
    places = draw(st.integers(least, max(least, largest_shortlist)))
    prizes = draw(st.lists(amounts, min_size=1, max_size=min(places, 5)))
    return Terms(
        currency="EUR",
        prizes_minor=tuple(sorted(prizes, reverse=True)),
        shortlist_max=places,
        effort_minutes=draw(whole(1, 100_000)),
        study_price_minor=draw(st.one_of(st.just(0), amounts)),
        hourly_minimum_minor=draw(whole(1_202, 1_000_000)),
        reference_date=date(2026, 1, 1),
        unpaid_effort_minutes=draw(st.integers(0, min(60, rules["unpaid_effort"]["maximum_minutes"]))),
        vat_bps=draw(whole(0, 5_000)),
        entry_cap=draw(st.integers(places, min(rules["entry_cap"]["per_shortlist_place"], 4) * places)),
    )


shares = st.one_of(
    st.just((("solo", 1),)),
    st.lists(st.integers(0, 10_000), min_size=1, max_size=4)
    .filter(any)
    .map(lambda weights: tuple((f"member {number}", weight) for number, weight in enumerate(weights))),
)


@st.composite
def any_facts(draw: st.DrawFn, policy: PolicyDocument, terms: Terms, outcome: Outcome | None = None) -> Facts:
    """Any facts the policy accepts under these terms."""
    rules = policy.to_dict()["rules"]
    ending: Outcome = outcome if outcome is not None else draw(st.sampled_from(OUTCOMES))
    if ending == "void":
        loners = draw(st.integers(0, 3))
        return Facts("void", NOON, tuple(entry(f"v{number}", admissible=False) for number in range(loners)))
    most = min(terms.entry_cap, 12)
    shortlisted = draw(st.integers(1 if ending == "awarded" else 0, min(terms.shortlist_max, most)))
    others = draw(st.integers(1 if not shortlisted else 0, most - shortlisted))
    least = rules["minimum_shortlist"]["minimum"]
    if ending == "awarded" and shortlisted < least:
        others = 0
    names = draw(st.permutations([f"e{number:02}" for number in range(shortlisted + others)]))
    ranked = draw(st.integers(1, shortlisted)) if ending == "awarded" else shortlisted
    entries = []
    for number, name in enumerate(names):
        on_list = number < shortlisted
        rank = draw(st.integers(1, 5)) if number < ranked and (ending == "awarded" or draw(st.booleans())) else None
        out = draw(st.sampled_from([False, False, False, True])) and (on_list or others > 1)
        cut = draw(whole(0, rules["substitutes"]["maximum_reduction_bps"])) if out and on_list else 0
        entries.append(
            entry(
                name,
                shortlisted=on_list,
                rank=rank,
                admissible=not out or draw(st.booleans()),
                disqualified=out,
                disqualification_reason="traced from another work" if out else "",
                floor_reduction_bps=cut,
                shares=draw(shares),
            )
        )
    if not any(one.competed for one in entries):
        entries.append(entry("z"))
    stage = draw(st.sampled_from(STAGES)) if ending == "cancelled" else None
    return Facts(ending, NOON, tuple(draw(st.permutations(entries))), stage=stage)


@st.composite
def contests(draw: st.DrawFn, outcome: Outcome | None = None) -> tuple[PolicyDocument, Terms, Facts]:
    """A fit policy, terms that fit it, and facts that fit both."""
    policy = draw(fit_policies())
    terms = draw(fit_terms(policy))
    return policy, terms, draw(any_facts(policy, terms, outcome))
