"""What a settlement is: lines, each with its rule and its arithmetic, and what each payee is owed. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

Component: TypeAlias = Literal["earned", "prize", "fee", "tax"]
"""`earned` is payable at once; `prize` on the acceptance of the handover; `fee` and `tax` go to the platform."""

Input: TypeAlias = int | str
Inputs: TypeAlias = Mapping[str, Input]


@dataclass(frozen=True, slots=True)
class SettlementLine:
    """One line of a settlement: what is owed for one reason.

    `rule` names the rule and, after a dot, its case (`prizes.unawarded`). `inputs` are all the figures the
    amount was computed from; `formula` is the same arithmetic in readable English, which `explain_line` says
    in either language.
    """

    position: int
    entry_id: str | None
    rule: str
    component: Component
    amount_minor: int
    inputs: Inputs
    formula: str

    def to_dict(self) -> dict[str, Any]:
        return {
            "position": self.position,
            "entry_id": self.entry_id,
            "rule": self.rule,
            "component": self.component,
            "amount_minor": self.amount_minor,
            "inputs": dict(self.inputs),
            "formula": self.formula,
        }


@dataclass(frozen=True, slots=True)
class Payable:
    """What one payee is owed for one entry and component: always at least one minor unit."""

    entry_id: str
    payee_id: str
    component: Literal["earned", "prize"]
    amount_minor: int

    def to_dict(self) -> dict[str, Any]:
        return {
            "entry_id": self.entry_id,
            "payee_id": self.payee_id,
            "component": self.component,
            "amount_minor": self.amount_minor,
        }


@dataclass(frozen=True, slots=True)
class Settlement:
    """Who is owed what, and why.

    `owed_total_minor` + `fee_minor` + `tax_minor` + `unspent_minor` is exactly the liability that was funded.
    `floor_minor` is the floor of each shortlisted entry (zero without a shortlist), and `floor_reductions`
    what the jury took off it, by entry. `due_at` (ISO 8601) is when the earned part must have been paid; a
    prize is due as long after its handover. `rights_pass` says whether any right in the work may leave the
    creatives (on a handover, and only if awarded).
    """

    currency: str
    lines: tuple[SettlementLine, ...]
    payables: tuple[Payable, ...]
    owed_total_minor: int
    fee_minor: int
    tax_minor: int
    unspent_minor: int
    floor_minor: int
    floor_reductions: tuple[tuple[str, int], ...]
    due_at: str
    rights_pass: bool

    def to_dict(self) -> dict[str, Any]:
        return {
            "currency": self.currency,
            "lines": [line.to_dict() for line in self.lines],
            "payables": [payable.to_dict() for payable in self.payables],
            "owed_total_minor": self.owed_total_minor,
            "fee_minor": self.fee_minor,
            "tax_minor": self.tax_minor,
            "unspent_minor": self.unspent_minor,
            "floor_minor": self.floor_minor,
            "floor_reductions": dict(self.floor_reductions),
            "due_at": self.due_at,
            "rights_pass": self.rights_pass,
        }
