"""Contests, refusals and words written out in full, as an accountant would read them; `pinned/*.txt` holds them.

A change there is a change of what somebody is paid, refused or told. To write them anew, and then to read the
difference line by line before it is committed:

    python -m tests.unit.policy.pinned
"""

import copy
import json
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from payouts.policy import (
    FAIR_1_DOCUMENT,
    FAIR_2_DOCUMENT,
    EntryFacts,
    Facts,
    FactsRefused,
    PolicyDocument,
    Terms,
    compute_liability,
    describe_policy,
    explain_line,
    parse_policy,
    preview_costs,
    settle,
)
from payouts.policy.promises import PROMISES
from tests.unit.policy.worlds import NO_FLOORS, NOON, cancelled, entry, finalist, lapsed, make_terms

FOLDER = Path(__file__).parent / "pinned"
DAY = 86_400
Changes = dict[str, dict[str, Any]]
Pages = Iterator[tuple[str, Callable[[], Iterator[str]]]]


def stored(document: dict[str, Any], **rules: dict[str, Any]) -> PolicyDocument:
    """A document with some parameters changed, read from its text as one from the database is."""
    changed = copy.deepcopy(document)
    for slug, changes in rules.items():
        changed["rules"][slug] = changed["rules"].get(slug, {}) | changes
    return parse_policy(json.loads(json.dumps(changed)))


POLICIES: dict[str, PolicyDocument] = {
    "fair 1": stored(FAIR_1_DOCUMENT),
    "fair 2": stored(FAIR_2_DOCUMENT),
    "absorbed": stored(FAIR_1_DOCUMENT, prizes={"mode": "absorbed"}),
    "finalists share": stored(FAIR_1_DOCUMENT, prizes={"shared_bps": 1_500}),
    "absorbed and shared": stored(FAIR_1_DOCUMENT, prizes={"mode": "absorbed", "shared_bps": 3_333}),
    "nobody need win": stored(FAIR_1_DOCUMENT, prizes={"award_may_be_none": True}),
    "the best rated take it": stored(
        FAIR_1_DOCUMENT, lapse={"distribution": "best_rated"}, kill_fee={"distribution": "best_rated"}
    ),
    "silence is free": stored(FAIR_1_DOCUMENT, lapse={"enabled": False}),
    "silence gives rights": stored(FAIR_1_DOCUMENT, lapse={"rights_pass": True}),
    "cancelling is free": stored(FAIR_1_DOCUMENT, kill_fee={"enabled": False}),
    "cancelling gives rights": stored(FAIR_1_DOCUMENT, kill_fee={"rights_pass": True}),
    "cancelling few is free": stored(FAIR_1_DOCUMENT, kill_fee={"minimum_entries": 3}),
    "the fee is withheld": stored(FAIR_1_DOCUMENT, platform_fee={"borne_by": "creative"}),
    "the fee has a cap": stored(FAIR_1_DOCUMENT, platform_fee={"fee_bps": 2_000, "cap_bps": 1_250}),
    "passes to the shortlist": stored(FAIR_1_DOCUMENT, substitutes={"passes_to": "shortlist"}),
    "passes to the brand": stored(FAIR_1_DOCUMENT, substitutes={"passes_to": "brand"}),
    "only the prizes are held": stored(FAIR_1_DOCUMENT, funding_gate={"covers": "prizes"}),
    "no floors": stored(FAIR_1_DOCUMENT, **NO_FLOORS),
    "a threshold": stored(FAIR_1_DOCUMENT, payout_threshold={"minimum_minor": 6_000}),
    "a lone winner": stored(FAIR_1_DOCUMENT, minimum_shortlist={"minimum": 1}),
}

OUT: dict[str, Any] = {"disqualified": True, "disqualification_reason": "not their work"}
TEAM: dict[str, Any] = {"shares": (("iris", 2), ("alder", 1), ("rowan", 0))}


def happened(facts: Facts) -> Facts:
    """The facts, read from their text as those of the database are."""
    return Facts.from_dict(json.loads(json.dumps(facts.to_dict())))


def awarded(*entries: EntryFacts, **more: Any) -> Facts:
    return happened(Facts("awarded", NOON, entries, **more))


def numbers(**values: int) -> tuple[tuple[str, int], ...]:
    return tuple((name.replace("__", "."), value) for name, value in values.items())


BUSY = [
    finalist("a", 1, quantities=numbers(revisions__rounds=2, time_true_up__minutes=700, community_award__votes=3)),
    finalist("b", 2, quantities=numbers(revisions__rounds=1, time_true_up__minutes=600)),
    finalist("c", None, quantities=numbers(time_true_up__minutes=900, community_award__votes=1), **TEAM),
    entry("d", quantities=numbers(time_true_up__minutes=601)),
    entry("e", quantities=numbers(time_true_up__minutes=1)),
    entry("f", quantities=numbers(time_true_up__minutes=650)),
]
ENDINGS: dict[str, Facts] = {
    "two winners of three": awarded(finalist("a", 1), finalist("b", 2), finalist("c"), entry("d")),
    "a tie, a team": awarded(finalist("a", 1), finalist("b", 1, **TEAM), finalist("c", 3)),
    "three tied for two": awarded(finalist("a", 1), finalist("b", 1), finalist("c", 1), finalist("d", 4)),
    "a tie for the second place": awarded(finalist("a", 1), finalist("b", 2), finalist("c", 2), finalist("d", 4)),
    "three tied for the second place": awarded(
        finalist("a", 1), finalist("b", 2), finalist("c", 2), finalist("d", 2), finalist("e", 5)
    ),
    "one winner": awarded(finalist("a", 1), finalist("b"), finalist("c")),
    "nobody ranked": awarded(finalist("a"), finalist("b"), finalist("c")),
    "the winner is out": awarded(
        finalist("a", 1, **OUT, floor_reduction_bps=3_333), finalist("b", 2), finalist("c", 3), finalist("d")
    ),
    "one of a tie is out": awarded(finalist("a", 1, **OUT), finalist("b", 1), finalist("c", 2), finalist("d")),
    "everybody is out": awarded(*(finalist(name, number + 1, **OUT) for number, name in enumerate("abc"))),
    "silence": happened(lapsed(finalist("a", 2), finalist("b", 1), finalist("c"), entry("d"))),
    "silence, a tie": happened(lapsed(finalist("a", 1), finalist("b", 1), finalist("c", 2, **OUT))),
    "silence, one of two": happened(lapsed(finalist("a", 1), entry("b"), entry("c"), entry("d"))),
    "silence, no shortlist": happened(lapsed(*(entry(f"e{number}") for number in range(7)))),
    "cancelled while open": happened(cancelled("open", entry("a"), entry("b"), entry("c", **TEAM), entry("x", **OUT))),
    "cancelled, two entries": happened(cancelled("open", entry("a"), entry("b"))),
    "cancelled, nobody": happened(cancelled("open")),
    "cancelled while choosing": happened(cancelled("shortlisting", finalist("a", 2), entry("b", rank=1), entry("c"))),
    "cancelled at the end": happened(
        cancelled(
            "final", finalist("a", 2), finalist("b", 1), finalist("c", **OUT, floor_reduction_bps=5_000), entry("d")
        )
    ),
    "void": happened(Facts("void", NOON, (entry("a", admissible=False),))),
    "void, but somebody competed": happened(Facts("void", NOON, (entry("a"),))),
    "awarded, but nobody competed": awarded(entry("a", admissible=False)),
    "silence, but nobody competed": happened(lapsed(entry("a", admissible=False))),
    "awarded at a stage": awarded(finalist("a", 1), finalist("b"), finalist("c"), stage="final"),
    "cancelled at no stage": happened(cancelled(None, entry("a"))),
    "ranked, but not shortlisted": awarded(finalist("a", 1), finalist("b"), finalist("c"), entry("d", rank=2)),
    "all that may be asked": awarded(*BUSY, quantities=numbers(extension__days=3)),
    "all of it, and silence": happened(Facts("lapsed", NOON, tuple(BUSY), quantities=numbers(extension__days=10))),
}
TOLD: dict[str, tuple[str, ...]] = {
    "fair 1": tuple(ENDINGS)[:-2],
    "fair 2": ("all that may be asked", "all of it, and silence", "cancelled at the end"),
    "absorbed": ("two winners of three", "a tie, a team", "three tied for two"),
    "finalists share": ("two winners of three", "one winner", "everybody is out"),
    "absorbed and shared": ("a tie, a team", "one winner"),
    "nobody need win": ("nobody ranked", "one winner"),
    "the best rated take it": (
        "silence",
        "silence, a tie",
        "silence, one of two",
        "cancelled while choosing",
        "cancelled at the end",
    ),
    "silence is free": ("silence",),
    "silence gives rights": ("silence, no shortlist", "one winner", "void"),
    "cancelling is free": ("cancelled at the end",),
    "cancelling gives rights": ("cancelled while open", "void"),
    "cancelling few is free": ("cancelled, two entries", "cancelled while choosing"),
    "the fee is withheld": ("two winners of three", "a tie, a team"),
    "the fee has a cap": ("one winner",),
    "passes to the shortlist": ("the winner is out", "one of a tie is out"),
    "passes to the brand": ("the winner is out", "one of a tie is out"),
    "only the prizes are held": ("one winner",),
    "no floors": ("two winners of three", "cancelled at the end"),
    "a threshold": ("a tie, a team", "silence, no shortlist"),
    "a lone winner": ("silence, one of two", "silence, no shortlist"),
}
"""Which endings are written out under which policy."""

TERMS: dict[str, Terms] = {
    "": make_terms(),
    "odd": make_terms(shortlist_max=5, entry_cap=20),
    "dear": make_terms(prizes_minor=(500_000, 200_000, 100_001), study_price_minor=45_000, vat_bps=550),
}


def lines_of(policy: PolicyDocument, terms: Terms, facts: Facts, languages: tuple[str, ...]) -> Iterator[str]:
    try:
        settlement = settle(policy, terms, facts)
    except FactsRefused as refusal:
        yield f"  refused: {type(refusal).__name__}: {refusal}"
        return
    for line in settlement.lines:
        said = " | ".join(explain_line(line, language) for language in languages)
        yield f"  {line.position:2} {line.entry_id or '':3} {line.component:6} {said}"
    paid = (f"{one.entry_id}/{one.payee_id} {one.component} {one.amount_minor}" for one in settlement.payables)
    yield f"  to pay: {', '.join(paid) or 'nobody'}"
    yield (
        f"  owed {settlement.owed_total_minor}, fee {settlement.fee_minor}, tax {settlement.tax_minor}, "
        f"unspent {settlement.unspent_minor}, floor {settlement.floor_minor}, reduced {settlement.floor_reductions}, "
        f"due {settlement.due_at}, rights {'pass' if settlement.rights_pass else 'stay'}"
    )


def settlements() -> Pages:
    for named, endings in TOLD.items():
        for ending in endings:
            policy, facts = POLICIES[named], ENDINGS[ending]
            languages = ("en", "fr") if named.startswith("fair") else ("en",)
            yield f"{named}: {ending}", partial(lines_of, policy, TERMS[""], facts, languages)
    for ending in ("two winners of three", "cancelled while open", "silence, one of two"):
        yield f"dear: {ending}", partial(lines_of, POLICIES["fair 1"], TERMS["dear"], ENDINGS[ending], ("en",))


def costs_of(policy: PolicyDocument, terms: Terms) -> Iterator[str]:
    liability = compute_liability(policy, terms)
    for part in liability.parts:
        yield f"  {part.kind:8} {part.rule:20} {part.amount_minor:8}  {part.formula}  {dict(part.inputs)}"
    for floor in liability.floors:
        yield f"  floor {floor.shortlisted}: {floor.amount_minor} {floor.rule} {dict(floor.candidates)} {floor.formula}"
    yield f"  { ({name: value for name, value in liability.to_dict().items() if name not in ('floors', 'parts')}) }"
    for one in preview_costs(policy, terms):
        least, most = (list(cost.to_dict().values())[2:] for cost in (one.minimum, one.maximum))
        yield f"  {one.outcome} {one.stage or ''}: {least} to {most}"


def costs() -> Pages:
    for named in ("fair 1", "fair 2", "only the prizes are held", "the fee is withheld", "a lone winner", "no floors"):
        yield named, partial(costs_of, POLICIES[named], TERMS[""])
    yield "dear", partial(costs_of, POLICIES["fair 1"], TERMS["dear"])
    lone = stored(FAIR_2_DOCUMENT, minimum_shortlist={"minimum": 1})
    yield "one place", partial(costs_of, lone, make_terms(prizes_minor=(100_000,), shortlist_max=1, entry_cap=4))
    yield "odd", partial(costs_of, POLICIES["fair 2"], TERMS["odd"])
    yield "long hours", partial(costs_of, stored(FAIR_2_DOCUMENT, time_true_up={"cap_bps": 50_000}), TERMS["odd"])


SOON = ("payment_is_soon", "handover_is_soon", "silence_costs_as_much", "holds_are_short", "unpaid_rights_return")
UNFIT: dict[str, tuple[tuple[str, ...], Changes]] = {
    "half the hour": (("hours_are_paid",), {"hourly_floor": {"load_bps": 5_000}, "fixed_floor": {"amount_minor": 0}}),
    "one ten-thousandth less than the hour": (("hours_are_paid",), {"hourly_floor": {"load_bps": 9_999}}),
    "no floors": (("hours_are_paid", "floors_are_positive"), NO_FLOORS),
    "only the prizes are held": (("escrow_covers_everything",), {"funding_gate": {"covers": "prizes"}}),
    "nobody need win": (
        ("prizes_are_paid", "disqualifying_saves_nothing"),
        {"prizes": {"award_may_be_none": True}},
    ),
    "a lone winner": (
        ("somebody_else_is_shortlisted", "disqualifying_saves_nothing"),
        {"minimum_shortlist": {"minimum": 1}},
    ),
    "nobody shortlisted": (("somebody_else_is_shortlisted",), {"minimum_shortlist": {"minimum": 0}}),
    "silence is free": (("silence_costs_as_much",), {"lapse": {"enabled": False}}),
    "silence gives rights": (("silence_costs_as_much",), {"lapse": {"rights_pass": True}}),
    "silence is long": (
        ("silence_costs_as_much",),
        {"lapse": {"silence_seconds": 53 * DAY + 1, "final_notice_seconds": 7 * DAY}},
    ),
    "cancelling is free": (("cancelling_is_paid_for",), {"kill_fee": {"enabled": False}}),
    "cancelling gives rights": (("cancelling_is_paid_for",), {"kill_fee": {"rights_pass": True}}),
    "cancelling is cheaper later": (("cancelling_is_paid_for",), {"kill_fee": {"open_bps": 3_301}}),
    "cancelling is cheaper in the end": (("cancelling_is_paid_for",), {"kill_fee": {"final_bps": 9_999}}),
    "cancelling few is free": (("cancelling_is_paid_for",), {"kill_fee": {"minimum_entries": 2}}),
    "crowded": (("entries_are_capped",), {"entry_cap": {"per_shortlist_place": 5}}),
    "much for nothing": (("unpaid_work_is_short",), {"unpaid_effort": {"maximum_minutes": 61}}),
    "the fee is withheld": (("fee_is_the_brands",), {"platform_fee": {"borne_by": "creative"}}),
    "the fee is high": (("fee_is_the_brands",), {"platform_fee": {"fee_bps": 1_501, "cap_bps": 1_501}}),
    "the brand keeps the prize": (("disqualifying_saves_nothing",), {"substitutes": {"passes_to": "brand"}}),
    "more than half is taken": (
        ("disqualifying_saves_nothing",),
        {"substitutes": {"maximum_reduction_bps": 5_001}},
    ),
    "the brand judges": (("disqualifying_saves_nothing",), {"substitutes": {"reduction_decided_by": "brand"}}),
    "paid late": (
        ("payment_is_soon",),
        {"payment_delay": {"payment_seconds": 30 * DAY + 1, "breach_seconds": 30 * DAY + 1}},
    ),
    "in breach late": (("payment_is_soon",), {"payment_delay": {"breach_seconds": 60 * DAY + 1}}),
    "in breach early": (("payment_is_soon",), {"payment_delay": {"breach_seconds": 7 * DAY - 1}}),
    "handed over late": (("handover_is_soon",), {"handover": {"delivery_seconds": 53 * DAY + 1}}),
    "cents are kept": (("every_cent_is_payable",), {"payout_threshold": {"minimum_minor": 2}}),
    "euros are kept": (("every_cent_is_payable",), {"payout_threshold": {"minimum_minor": 100}}),
    "unpaid rights stay": (
        ("unpaid_rights_return",),
        {"reversion": {"unpaid_seconds": 60 * DAY + 1, "unused_seconds": DAY}},
    ),
    "lateness is cheap": (
        ("lateness_costs_what_the_law_says",),
        {"late_interest": {"margin_bps": 799, "lump_minor": 4_000}},
    ),
    "lateness costs little at once": (
        ("lateness_costs_what_the_law_says",),
        {"late_interest": {"margin_bps": 800, "lump_minor": 3_999}},
    ),
    "a program asks back": (
        ("people_decide_on_clawbacks",),
        {"clawback": {"maximum_bps": 1, "decided_by": "program"}},
    ),
    "held for long": (("holds_are_short",), {"hold": {"hold_seconds": 30 * DAY + 1}}),
}
"""Policies that break a promise, each with the promises it is tried on."""

FIT: dict[str, tuple[tuple[str, ...], Changes]] = {
    "the bare hour": (("hours_are_paid", "floors_are_positive"), {"hourly_floor": {"load_bps": 10_000}}),
    "the least shortlist": (
        ("somebody_else_is_shortlisted", "disqualifying_saves_nothing"),
        {"minimum_shortlist": {"minimum": 2}},
    ),
    "the longest periods": (
        SOON,
        {
            "lapse": {"silence_seconds": 53 * DAY, "final_notice_seconds": 7 * DAY},
            "payment_delay": {"payment_seconds": 30 * DAY, "breach_seconds": 60 * DAY},
            "handover": {"delivery_seconds": 53 * DAY},
            "hold": {"hold_seconds": 30 * DAY},
            "reversion": {"unpaid_seconds": 60 * DAY, "unused_seconds": 1},
        },
    ),
    "in breach as soon as it is due": (SOON, {"payment_delay": {"payment_seconds": DAY, "breach_seconds": DAY}}),
    "the highest fee": (("fee_is_the_brands",), {"platform_fee": {"fee_bps": 10_000, "cap_bps": 1_500}}),
    "half a floor may be taken": (
        ("disqualifying_saves_nothing",),
        {"substitutes": {"maximum_reduction_bps": 5_000}},
    ),
    "cancelling costs the same until the end": (
        ("cancelling_is_paid_for",),
        {"kill_fee": {"open_bps": 1, "shortlisting_bps": 1}},
    ),
    "the law's lateness": (
        ("lateness_costs_what_the_law_says",),
        {"late_interest": {"margin_bps": 800, "lump_minor": 4_000}},
    ),
    "all prizes are shared, so that none can be kept": (
        ("prizes_are_paid",),
        {"prizes": {"award_may_be_none": True, "shared_bps": 10_000}},
    ),
    "every cent is a payment": (("every_cent_is_payable",), {"payout_threshold": {"minimum_minor": 1}}),
    "entries up to the cap": (
        ("entries_are_capped", "unpaid_work_is_short"),
        {"entry_cap": {"per_shortlist_place": 4}},
    ),
}
"""Policies at the very edge of a promise, which they keep."""


def faults_of(policy: PolicyDocument, promises: tuple[str, ...]) -> Iterator[str]:
    """Every contest in which one of the promises fails, not only the first."""
    said = set()
    for broken in (one for promise in PROMISES if promise.__name__ in promises for one in promise(policy)):
        example = broken.counter_example
        if broken.reason not in said:
            said.add(broken.reason)
            yield f"  {broken.number} {broken.rule}: {broken.say('en')} | {broken.say('fr')}"
        facts, terms = example.facts, example.terms
        ended = (
            f"{facts.outcome} {facts.stage or ''} with {len(facts.entries)}" if facts else f"up to {terms.entry_cap}"
        )
        formula = example.line.formula if example.line else "no line"
        yield (
            f"     {terms.prizes_total_minor} for {terms.shortlist_max}, {ended}, "
            f"{example.entry_id or 'all'}: {example.promised} promised, {example.found} found, {formula}"
        )


def refusals() -> Pages:
    for named, (promises, changes) in (UNFIT | FIT).items():
        yield named, partial(faults_of, stored(FAIR_1_DOCUMENT, **changes), promises)


def words_of(policy: PolicyDocument, but_for: PolicyDocument | None) -> Iterator[str]:
    """What a policy says, but for what another says too."""
    for language in ("en", "fr"):
        known = describe_policy(but_for, language) if but_for else []
        for section in describe_policy(policy, language):
            if section not in known:
                yield f"  {section.title}: {' '.join(section.sentences)}"


LOUD = stored(
    FAIR_2_DOCUMENT,
    revisions={"free_for_winner": 0, "maximum_rounds": 1},
    extension={"maximum_days": 1},
    time_true_up={"minimum_reports": 1},
    clawback={"decided_by": "program", "maximum_bps": 5_050},
    unpaid_effort={"maximum_minutes": 0},
    payout_threshold={"minimum_minor": 500},
    minimum_shortlist={"minimum": 1},
    kill_fee={"minimum_entries": 2},
)


def words() -> Pages:
    for named, policy in (POLICIES | {"loud": LOUD}).items():
        yield named, partial(words_of, policy, None if named == "fair 1" else POLICIES["fair 1"])


BOOKS: dict[str, Callable[[], Pages]] = {
    "settlements": settlements,
    "costs": costs,
    "refusals": refusals,
    "words": words,
}


def read(book: str) -> dict[str, str]:
    """What a book holds, by the titles of its pages."""
    pages = (FOLDER / f"{book}.txt").read_text().split("# ")[1:]
    return {title: text.strip("\n") for title, _, text in (page.partition("\n") for page in pages)}


if __name__ == "__main__":
    for book, pages in BOOKS.items():
        text = "\n\n".join("\n".join([f"# {title}", *write()]) for title, write in pages())
        (FOLDER / f"{book}.txt").write_text(text + "\n")
