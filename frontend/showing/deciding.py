"""What a decision would cost, before it is made: the engine's own settlement of the contest as it stands.

The same facts, policy and terms that the settlement will rest on; nothing is written.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from contests.lifecycle import Move, State, allowed_moves, cancel_stage
from frontend.charts import WaterfallChart, WaterfallStep, settlement_waterfall
from frontend.showing.pay import explained
from frontend.showing.settlement import reason_of
from payouts.facts import asked_of, facts_so_far
from payouts.models import Escrow
from payouts.policy import Facts, Settlement, Terms, floor, settle
from payouts.policy.facts import EntryFacts
from payouts.selectors.funding import escrow_position
from payouts.services.policies import load_policy


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One amount; `code` names the entry."""

    code: str
    title: str
    reason: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class PreviewGroup:
    """So many entries that are each paid the same for the same reason."""

    count: int
    title: str
    reason: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class Preview:
    """A settlement that would follow: the flow of the money, and each line with its reason."""

    currency: str
    to_creatives_minor: int
    fee_minor: int
    tax_minor: int
    back_minor: int
    lines: tuple[PreviewLine, ...]
    groups: tuple[PreviewGroup, ...]
    """The same lines, alike ones counted together."""
    chart: WaterfallChart


@dataclass(frozen=True, slots=True)
class RunningCost:
    """What the floors come to for each number of shortlisted entries; `least` and `most` may be chosen."""

    currency: str
    least: int
    most: int
    floors: tuple[tuple[int, int, int], ...]
    """For n entries: n, the floor of each, the floors of all."""

    def of(self, count: int) -> tuple[int, int] | None:
        """The floor of each and of all, for so many; None beyond what was funded."""
        return next(((each, total) for n, each, total in self.floors if n == count), None)


def running_cost(contest_id: UUID, admissible: int | None = None) -> RunningCost:
    """The cost of a shortlist while it is being picked. `admissible`: so many entries, if that is known already."""
    escrow = Escrow.objects.select_related("contest").get(pk=contest_id)
    policy, terms = load_policy(escrow.policy_id), Terms.from_dict(escrow.terms)
    contest = escrow.contest
    floors = []
    for n in range(1, contest.shortlist_max + 1):
        each = floor(policy, terms, n).amount_minor
        floors.append((n, each, n * each))
    if admissible is None:
        admissible = sum(1 for entry in facts_so_far(contest) if entry.admissible)
    least = min(contest.shortlist_min or 1, max(admissible, 1))
    return RunningCost(escrow.currency, least, contest.shortlist_max, tuple(floors))


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


def missing_rank(ranks: Mapping[UUID, int]) -> int | None:
    """The rank that must be given before these make an award; None where they do. Equal ranks use up the next ones.

    >>> from uuid import uuid4
    >>> missing_rank({}), missing_rank({uuid4(): 1, uuid4(): 1, uuid4(): 3}), missing_rank({uuid4(): 1, uuid4(): 3})
    (1, None, 2)
    """
    expected = 1
    for rank in sorted(set(ranks.values())):
        if rank != expected:
            return expected
        expected += sum(1 for given in ranks.values() if given == rank)
    return None if ranks else 1


def award_preview(contest_id: UUID, ranks: Mapping[UUID, int], codes: Mapping[str, str], *, now: datetime) -> Preview:
    """What everybody would be paid if the brand awarded like this now; `codes` name the entries of the lines."""
    escrow = Escrow.objects.select_related("contest").get(pk=contest_id)
    reads = load_policy(escrow.policy_id).reads
    entries = tuple(_ranked(entry, ranks) for entry in facts_so_far(escrow.contest, reads))
    asked = asked_of(escrow.contest, reads)
    return _preview(escrow, Facts("awarded", now.isoformat(), entries, quantities=asked), codes)


def cancel_preview(contest_id: UUID, *, now: datetime) -> Preview | None:
    """What everybody would be paid if the brand cancelled now; None where it cannot."""
    escrow = Escrow.objects.select_related("contest").get(pk=contest_id)
    contest = escrow.contest
    if Move.CANCEL not in allowed_moves(State(contest.state)):
        return None
    reads = load_policy(escrow.policy_id).reads
    entries = facts_so_far(contest, reads)
    if not any(entry.admissible for entry in entries):
        return _preview(escrow, Facts("void", now.isoformat(), entries), {})
    stage = cancel_stage(State(contest.state))
    asked = asked_of(contest, reads)
    facts = Facts("cancelled", now.isoformat(), entries, str(stage), quantities=asked)  # type: ignore[arg-type]
    return _preview(escrow, facts, {})


def _ranked(entry: EntryFacts, ranks: Mapping[UUID, int]) -> EntryFacts:
    return replace(entry, rank=ranks.get(UUID(entry.entry_id)))


def _preview(escrow: Escrow, facts: Facts, codes: Mapping[str, str]) -> Preview:
    settlement = settle(load_policy(escrow.policy_id), Terms.from_dict(escrow.terms), facts)
    position = escrow_position(escrow.contest)
    held = position.held_minor if position else 0
    back = held - settlement.owed_total_minor - settlement.fee_minor - settlement.tax_minor
    lines = [line for line in settlement.lines if line.entry_id]
    told = explained(lines, escrow.currency)
    tally = Counter((one.title, reason_of(one.sentence), one.amount_minor) for one in told)
    return Preview(
        escrow.currency,
        settlement.owed_total_minor,
        settlement.fee_minor,
        settlement.tax_minor,
        back,
        tuple(
            PreviewLine(codes.get(line.entry_id or "", ""), one.title, reason_of(one.sentence), one.amount_minor)
            for line, one in zip(lines, told, strict=True)
        ),
        tuple(PreviewGroup(count, *kind) for kind, count in tally.items()),
        _chart(settlement, held, back),
    )


def _chart(settlement: Settlement, held: int, back: int) -> WaterfallChart:
    steps = [
        WaterfallStep("start", _("Held from the beginning"), held),
        WaterfallStep("out", _("To creatives"), settlement.owed_total_minor),
        WaterfallStep("aside", _("Platform fee and taxes"), settlement.fee_minor + settlement.tax_minor),
        WaterfallStep("aside", _("Back to you"), back),
    ]
    kept = [step for step in steps if step.kind == "start" or step.amount_minor]
    return settlement_waterfall(kept, settlement.currency, title=_("Where the money would go"))
