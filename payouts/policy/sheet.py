"""The lines of one settlement while they are drawn up: decides who is paid a floor, and keeps the running totals.

A sheet lives for one call of `settle`. Rules add lines to it; nothing is ever taken off it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from payouts.policy.arithmetic import share_equally
from payouts.policy.document import PolicyDocument
from payouts.policy.facts import EntryFacts, Facts
from payouts.policy.floors import Envelope, Floor, envelope, floor
from payouts.policy.line_kinds import LineKind
from payouts.policy.rules.platform_fee import PlatformFee
from payouts.policy.rules.substitutes import Substitutes
from payouts.policy.settlement import Component, Input, SettlementLine
from payouts.policy.terms import Terms


class Sheet:
    """Lines in the making. `gross_minor` is what creatives are owed so far, before anything is withheld from it."""

    __slots__ = (
        "_fee",
        "facts",
        "floor",
        "gross_minor",
        "lines",
        "owed",
        "policy",
        "reductions",
        "shortlist",
        "terms",
        "withheld_minor",
    )

    def __init__(self, policy: PolicyDocument, terms: Terms, facts: Facts) -> None:
        self.policy = policy
        self.terms = terms
        self.facts = facts
        self.shortlist: list[EntryFacts] = [entry for entry in facts.entries if entry.shortlisted]
        self.floor: Floor | None = floor(policy, terms, len(self.shortlist)) if self.shortlist else None
        self.lines: list[SettlementLine] = []
        self.owed: dict[tuple[str, Component], int] = {}
        self.reductions: list[tuple[str, int]] = []
        self.gross_minor = 0
        self.withheld_minor = 0
        self._fee = policy.rule(PlatformFee)

    @property
    def envelope(self) -> Envelope:
        return envelope(self.policy, self.terms)

    @property
    def eligible(self) -> list[EntryFacts]:
        """All entries that may still share something."""
        return [entry for entry in self.facts.entries if entry.is_eligible]

    @property
    def competed(self) -> int:
        return sum(entry.competed for entry in self.facts.entries)

    @property
    def finalists(self) -> list[EntryFacts]:
        """Who shares what an award leaves to the shortlist: everybody on it whose floor the jury left whole.

        A winner passed over after the award still shares: otherwise settling again would take back money that was
        already paid. With nobody left the other eligible entries share, and at the very last the shortlist after all:
        money that was announced never goes back to the brand by way of disqualifications.
        """
        return [entry for entry in self.shortlist if not entry.floor_reduction_bps] or self.eligible or self.shortlist

    @property
    def heirs(self) -> list[EntryFacts]:
        """Who shares the prizes of a contest that nobody decided: the eligible shortlist, or else as above."""
        return [entry for entry in self.shortlist if entry.is_eligible] or self.eligible or self.shortlist

    def add(self, kind: LineKind, entry_id: str, amount: int, inputs: dict[str, Input], formula: str = "") -> None:
        """Add a line owed to an entry; an amount of zero leaves no line. The sheet keeps `inputs`."""
        if amount <= 0:
            return
        self.gross_minor += amount
        if self._fee.is_withheld:
            withheld = self._fee.withheld(amount)
            self.withheld_minor += withheld
            amount -= withheld
            inputs["withheld_minor"], formula = withheld, ""
        component = kind.component
        self._append(entry_id, kind, amount, inputs, formula)
        key = (entry_id, component)
        self.owed[key] = self.owed.get(key, 0) + amount

    def add_charge(self, kind: LineKind, amount: int, inputs: dict[str, Input]) -> None:
        """Add a line owed to the platform or to the tax office."""
        if amount > 0:
            self._append(None, kind, amount, inputs, "")

    def share(self, kind: LineKind, pool: int, entries: Iterable[EntryFacts], inputs: Mapping[str, Input]) -> None:
        """Share a pool equally, to the cent, and add a line for each."""
        if not pool:
            return
        ids = [entry.entry_id for entry in entries]
        said = {"currency": self.terms.currency, **inputs, "shared_by": len(ids)}
        formula = kind.render(said)
        for entry_id, part in share_equally(pool, ids).items():
            self.add(kind, entry_id, part, dict(said), formula)

    def add_floors(self) -> None:
        """Pay every shortlisted entry its floor.

        What the jury takes off a disqualified entry's floor goes to the others on the shortlist, so that
        nobody ever saves a cent by having somebody disqualified.
        """
        if self.floor is None:
            return
        reduced = 0
        for entry in self.shortlist:
            if entry.floor_reduction_bps:
                reduction = self.policy.rule(Substitutes).add_reduced_floor(self, entry, self.floor)
                self.reductions.append((entry.entry_id, reduction))
                reduced += reduction
            else:
                floor = self.floor
                self.add(floor.kind, entry.entry_id, floor.amount_minor, dict(floor.inputs), floor.formula)
        if reduced:
            self.policy.rule(Substitutes).share_reductions(self, reduced)

    def _append(
        self, entry_id: str | None, kind: LineKind, amount: int, inputs: dict[str, Input], formula: str
    ) -> None:
        position = len(self.lines) + 1
        text = formula or kind.render(inputs)
        self.lines.append(SettlementLine(position, entry_id, kind.rule, kind.component, amount, inputs, text))
