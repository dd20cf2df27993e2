"""What a dispute may hold and what a decision on it moves, to the cent. Decides no dispute: a person does.

A dispute moves money within its contest only: what it holds is owed anew, no more and no less, and nothing that was
paid is taken back or set off.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from payouts.policy.arithmetic import share_equally
from payouts.policy.document import PolicyDocument
from payouts.policy.facts import EntryFacts, Facts
from payouts.policy.reading import DAY
from payouts.policy.refusals import BeyondItsBound
from payouts.policy.rules.clawback import Clawback
from payouts.policy.rules.hold import Hold
from payouts.policy.rules.substitutes import Substitutes
from payouts.policy.rules.team_split import TeamSplit
from payouts.policy.settlement import Payable

USUAL_HOLD: Final = Hold(hold_seconds=14 * DAY)
"""How long disputed money waits under a policy that does not say."""


def hold_of(policy: PolicyDocument) -> Hold:
    """Return the policy's hold, or the usual one.

    >>> from payouts.policy import FAIR_1
    >>> hold_of(FAIR_1).hold_seconds
    1209600
    """
    return policy.optional(Hold) or USUAL_HOLD


def most_taken(policy: PolicyDocument, component: str, amount_minor: int) -> int:
    """Return the most that a person may take of what an entry earned, once plagiarism was upheld after the end.

    Under a policy without a clawback that is what a disqualification would have cost: a prize as a whole, and of what
    was earned the jury's bounded reduction.

    >>> from payouts.policy import FAIR_1, FAIR_2
    >>> most_taken(FAIR_2, "earned", 16_828), most_taken(FAIR_1, "earned", 16_828), most_taken(FAIR_1, "prize", 50_000)
    (16828, 8414, 50000)
    """
    clawback = policy.optional(Clawback)
    if clawback is None:
        bound = 10_000 if component == "prize" else policy.rule(Substitutes).maximum_reduction_bps
        clawback = Clawback(maximum_bps=bound, decided_by="person")
    return clawback.most(amount_minor)


@dataclass(frozen=True, slots=True)
class Consequence:
    """How what was held is owed once a dispute was upheld; the three together are what was held.

    `kept_minor` stays with whom it was owed to. `adjustments` are owed to creatives, `to_brand_minor` to the brand.
    """

    kept_minor: int
    adjustments: tuple[Payable, ...] = ()
    to_brand_minor: int = 0

    @property
    def moved_minor(self) -> int:
        """What the decision moves in all."""
        return self.to_brand_minor + sum(one.amount_minor for one in self.adjustments)


def owe_more(held_minor: int, decided_minor: int, entry_id: str, payee_id: str) -> Consequence:
    """The payee's dispute is upheld: so much of the brand's held refund is owed to the payee. Raises BeyondItsBound.

    >>> owe_more(10_000, 2_500, "fern", "ana").adjustments[0].amount_minor
    2500
    """
    _check_bound(held_minor, decided_minor)
    return Consequence(held_minor - decided_minor, (_owed(entry_id, payee_id, decided_minor),))


def take_back(
    held_minor: int, decided_minor: int, entry_id: str, facts: Facts, also_out: Collection[str] = ()
) -> Consequence:
    """The brand's dispute is upheld: so much of an entry's held debt is shared equally by the others of the shortlist.

    Neither disqualified entries nor those in `also_out` (upheld against before) share in it. The brand gets it only if
    nobody is left, so that an accusation is never worth money. Teams split by their signed weights. Raises
    BeyondItsBound.

    >>> entries = [EntryFacts(name, shortlisted=True, shares=((f"of {name}", 1),)) for name in ("fern", "moss", "reed")]
    >>> facts = Facts("awarded", "2026-03-01T09:00:00+00:00", tuple(entries))
    >>> done = take_back(10_000, 5_001, "moss", facts)
    >>> done.kept_minor, [(one.payee_id, one.amount_minor) for one in done.adjustments], done.to_brand_minor
    (4999, [('of fern', 2501), ('of reed', 2500)], 0)
    >>> take_back(10_000, 5_001, "moss", facts, also_out={"fern", "reed"}).to_brand_minor
    5001
    """
    _check_bound(held_minor, decided_minor)
    heirs = {entry.entry_id: entry for entry in facts.entries if _inherits(entry, {entry_id, *also_out})}
    if not heirs:
        return Consequence(held_minor - decided_minor, to_brand_minor=decided_minor)
    adjustments = tuple(
        _owed(heir, payee, amount)
        for heir, part in share_equally(decided_minor, heirs).items()
        for payee, amount in TeamSplit().split(heirs[heir], part).items()
        if amount
    )
    return Consequence(held_minor - decided_minor, adjustments)


def _inherits(entry: EntryFacts, out: Collection[str]) -> bool:
    return entry.shortlisted and not entry.disqualified and entry.entry_id not in out


def _owed(entry_id: str, payee_id: str, amount_minor: int) -> Payable:
    return Payable(entry_id, payee_id, "earned", amount_minor)


def _check_bound(held_minor: int, decided_minor: int) -> None:
    if not 0 < decided_minor <= held_minor:
        raise BeyondItsBound(f"{decided_minor} was decided, and {held_minor} is held")
