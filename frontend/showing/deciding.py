"""What a decision would cost, before it is made: the engine's own settlement of the contest as it stands.

The same facts, policy and terms that the settlement will rest on; nothing is written.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from contests.lifecycle import State, cancel_stage
from contests.models import Contest
from frontend.charts.waterfall import WaterfallChart, WaterfallStep, settlement_waterfall
from payouts.facts import facts_so_far
from payouts.models import Escrow
from payouts.policy import Facts, Settlement, Terms, explain_line, floor, settle
from payouts.policy.facts import EntryFacts
from payouts.selectors.funding import escrow_position
from payouts.services.policies import load_policy

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Preview:
    """A settlement that would follow: the flow of the money, and each line with its reason."""

    currency: str
    to_creatives_minor: int
    fee_minor: int
    tax_minor: int
    back_minor: int
    lines: tuple[tuple[str, str, int], ...]
    """Entry id (empty for the platform's), reason, amount."""
    chart: WaterfallChart


@dataclass(frozen=True, slots=True)
class RunningCost:
    """What the floors come to for each number of shortlisted entries; `least` and `most` may be chosen."""

    currency: str
    least: int
    most: int
    floors: tuple[tuple[int, int, int], ...]
    """For n entries: n, the floor of each, the floors of all."""


def running_cost(contest_id: UUID, *, now: datetime) -> RunningCost:
    """The cost of a shortlist while it is being picked."""
    escrow = Escrow.objects.select_related("contest").get(pk=contest_id)
    policy, terms = load_policy(escrow.policy_id), Terms.from_dict(escrow.terms)
    contest = escrow.contest
    floors = []
    for n in range(1, contest.shortlist_max + 1):
        each = floor(policy, terms, n).amount_minor
        floors.append((n, each, n * each))
    return RunningCost(escrow.currency, contest.shortlist_min or 1, contest.shortlist_max, tuple(floors))


def picked_ranks(given: Mapping[str, Any]) -> dict[UUID, int]:
    """The ranks in a sent form (`rank-<entry>` = 1, 2 …); what is not one is left out."""
    ranks = {}
    for name, value in given.items():
        if name.startswith("rank-") and str(value).isdigit() and 1 <= int(value) <= 100:
            try:
                ranks[UUID(name.removeprefix("rank-"))] = int(value)
            except ValueError:
                continue
    return ranks


def award_preview(contest_id: UUID, ranks: Mapping[UUID, int], *, now: datetime) -> Preview:
    """What everybody would be paid if the brand awarded like this now. Raises ValueError for ranks that make no award."""
    escrow = Escrow.objects.select_related("contest").get(pk=contest_id)
    facts = facts_so_far(escrow.contest)
    if 1 not in ranks.values():
        raise ValueError("There is no first place.")
    entries = tuple(_ranked(entry, ranks) for entry in facts)
    return _preview(escrow, Facts("awarded", now.isoformat(), entries))


def cancel_preview(contest: Contest, *, now: datetime) -> Preview | None:
    """What everybody would be paid if the brand cancelled now; None where it cannot."""
    if State(contest.state) not in (State.OPEN, State.SHORTLISTING, State.FINAL_ROUND, State.JUDGING):
        return None
    escrow = Escrow.objects.select_related("contest").get(pk=contest.pk)
    entries = facts_so_far(contest)
    if not any(entry.admissible for entry in entries):
        return _preview(escrow, Facts("void", now.isoformat(), entries))
    stage = cancel_stage(State(contest.state))
    return _preview(escrow, Facts("cancelled", now.isoformat(), entries, str(stage)))  # type: ignore[arg-type]


def _ranked(entry: EntryFacts, ranks: Mapping[UUID, int]) -> EntryFacts:
    return replace(entry, rank=ranks.get(UUID(entry.entry_id)))


def _preview(escrow: Escrow, facts: Facts) -> Preview:
    terms = Terms.from_dict(escrow.terms)
    settlement = settle(load_policy(escrow.policy_id), terms, facts)
    position = escrow_position(escrow.contest)
    held = position.held_minor if position else 0
    back = held - settlement.owed_total_minor - settlement.fee_minor - settlement.tax_minor
    language = "fr" if (get_language() or "en").startswith("fr") else "en"
    lines = tuple(
        (line.entry_id or "", explain_line(line, language).partition(" – ")[2], line.amount_minor)
        for line in settlement.lines
    )
    return Preview(
        escrow.currency,
        settlement.owed_total_minor,
        settlement.fee_minor,
        settlement.tax_minor,
        back,
        lines,
        _chart(settlement, held, back),
    )


def _chart(settlement: Settlement, held: int, back: int) -> WaterfallChart:
    steps = [
        WaterfallStep("start", str(_("Held from the beginning")), held),
        WaterfallStep("out", str(_("To creatives")), settlement.owed_total_minor),
        WaterfallStep("aside", str(_("Platform fee and VAT")), settlement.fee_minor + settlement.tax_minor),
        WaterfallStep("aside", str(_("Back to you")), back),
    ]
    kept = [step for step in steps if step.kind == "start" or step.amount_minor]
    return settlement_waterfall(kept, settlement.currency, title=str(_("Where the money would go")))
