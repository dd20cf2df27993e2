"""The rows of many settlements, gathered as columns and inserted table by table, one statement each.

The settlements come last: their trigger then sees the obligations whole, and refuses a sum that differs or a floor that
is not kept. Order within the call therefore matters; see `write`.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

import orjson

from contests.lifecycle import FINAL, State
from contests.models import Contest
from duerows.bulk import insert_columns, reserve_ids
from payouts import ledger
from payouts import policy as engine
from payouts.errors import EarnedPayReduced, LiabilityNotCovered
from payouts.ledger import Leg, NewEntry, transfer
from payouts.models import Escrow, Obligation, ObligationKind, Settlement, SettlementLine
from payouts.policy import Facts, PolicyDocument, Terms

ACCOUNT_OF_CHARGE: Final = {
    "platform_fee": ledger.FEE_INCOME,
    "platform_fee.vat": ledger.PAYABLE_VAT,
    "solidarity_fund": ledger.PAYABLE_SOLIDARITY,
    "contributions": ledger.PAYABLE_CONTRIBUTIONS,
}
"""Where each line that is owed to nobody's entry goes, by its rule."""


@dataclass(frozen=True, slots=True)
class Debt:
    """What one payee is owed for one entry; without entry and payee, what goes back to the brand."""

    entry_id: UUID | None
    payee_user_id: int | None
    kind: str
    amount_minor: int


@dataclass(frozen=True, slots=True)
class _ObligationRow:
    settlement_id: int
    contest_id: UUID
    brand_id: UUID | None
    currency: str
    pay_by: datetime
    released: bool
    debt: Debt
    escrow_account: int


@dataclass(slots=True)
class Case:
    """One contest on its way to a settlement. `held_minor` is what its escrow still holds, `standing` what was
    owed before.
    """

    contest: Contest
    escrow: Escrow
    policy: PolicyDocument
    terms: Terms
    facts: Facts
    settlement: engine.Settlement
    held_minor: int = 0
    sequence: int = 1
    standing: Sequence[Debt] = ()


class SettlementRows:
    """Gathers settlements with `add`, then inserts all of them with `write`."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._settlements: list[dict[str, Any]] = []
        self._lines: list[tuple[int, engine.SettlementLine]] = []
        self._obligations: list[_ObligationRow] = []
        self._charged: list[tuple[Case, int]] = []

    def add(self, case: Case) -> None:
        """Take one settlement.

        Raises LiabilityNotCovered if the escrow cannot pay it, EarnedPayReduced if it takes back what stands.
        """
        refund = _left_for_the_brand(case)
        row = _settlement_row(case, refund)
        index = len(self._settlements)
        self._settlements.append(row)
        self._lines.extend((index, line) for line in case.settlement.lines)
        if case.settlement.fee_minor or case.settlement.tax_minor:
            self._charged.append((case, case.escrow.account_id))
        debts = new_debts(case.settlement, case.standing)
        if refund:
            debts.append(Debt(None, None, ObligationKind.REFUND, refund))
        self._obligations.extend(_obligation_row(case, index, debt) for debt in debts)

    def write(self) -> None:
        """Insert everything: entries and postings, obligations, lines, and the settlements at last."""
        ids = reserve_ids(Settlement, len(self._settlements))
        self._write_obligations(ids)
        self._write_charges()
        self._write_lines(ids)
        self._write_settlements(ids)

    def _write_obligations(self, ids: Sequence[int]) -> None:
        rows = self._obligations
        public_ids = [uuid4() for _ in rows]
        entry_ids = ledger.post_entries(
            [
                NewEntry(
                    kind="obligation" if row.brand_id is None else "refund",
                    idempotency_key=f"obligation:{public_id}",
                    effective_at=self.now,
                    legs=transfer(
                        row.escrow_account,
                        self._payable_account(row),
                        row.debt.amount_minor,
                    ),
                    contest_id=row.contest_id,
                )
                for row, public_id in zip(rows, public_ids, strict=True)
            ]
        )
        insert_columns(
            Obligation,
            {
                "public_id": ("uuid", public_ids),
                "settlement_id": ("bigint", [ids[row.settlement_id] for row in rows]),
                "contest_id": ("uuid", [row.contest_id for row in rows]),
                "entry_id": ("uuid", [row.debt.entry_id for row in rows]),
                "payee_user_id": ("bigint", [row.debt.payee_user_id for row in rows]),
                "payee_brand_id": ("uuid", [row.brand_id for row in rows]),
                "kind": ("text", [str(row.debt.kind) for row in rows]),
                "amount_minor": ("bigint", [row.debt.amount_minor for row in rows]),
                "currency": ("text", [row.currency for row in rows]),
                "journal_entry_id": ("bigint", entry_ids),
                "pay_by": ("timestamptz", [row.pay_by for row in rows]),
                "released_at": (
                    "timestamptz",
                    [self.now if row.released else None for row in rows],
                ),
            },
        )

    def _payable_account(self, row: _ObligationRow) -> int:
        code = ledger.PAYABLE_CREATIVES if row.brand_id is None else ledger.PAYABLE_REFUNDS
        return self._account(code, row.currency)

    def _account(self, code: str, currency: str) -> int:
        cache: dict[tuple[str, str], int] = self.__dict__.setdefault("_accounts", {})
        if (code, currency) not in cache:
            cache[code, currency] = ledger.account_id(code, currency)
        return cache[code, currency]

    def _write_charges(self) -> None:
        entries = []
        for case, escrow_account in self._charged:
            charges = [line for line in case.settlement.lines if line.entry_id is None]
            currency = case.settlement.currency
            credits = [
                Leg(self._account(ACCOUNT_OF_CHARGE[line.rule], currency), "credit", line.amount_minor)
                for line in charges
            ]
            total = sum(line.amount_minor for line in charges)
            entries.append(
                NewEntry(
                    kind="fee",
                    idempotency_key=f"fee:{case.contest.pk}:{case.sequence}",
                    effective_at=self.now,
                    legs=(Leg(escrow_account, "debit", total), *credits),
                    contest_id=case.contest.pk,
                )
            )
        ledger.post_entries(entries)

    def _write_lines(self, ids: Sequence[int]) -> None:
        lines = self._lines
        insert_columns(
            SettlementLine,
            {
                "settlement_id": ("bigint", [ids[index] for index, _ in lines]),
                "position": ("integer", [line.position for _, line in lines]),
                "entry_id": ("uuid", [line.entry_id for _, line in lines]),
                "component": ("text", [line.component for _, line in lines]),
                "rule": ("text", [line.rule for _, line in lines]),
                "amount_minor": ("bigint", [line.amount_minor for _, line in lines]),
                "inputs": ("jsonb", [_json(dict(line.inputs)) for _, line in lines]),
                "formula": ("text", [line.formula for _, line in lines]),
            },
        )

    def _write_settlements(self, ids: Sequence[int]) -> None:
        rows = self._settlements
        columns: dict[str, tuple[str, list[Any]]] = {"id": ("bigint", list(ids))}
        for name, kind in _SETTLEMENT_COLUMNS.items():
            values = [row[name] for row in rows]
            columns[name] = (
                kind,
                [_json(value) for value in values] if kind == "jsonb" else values,
            )
        columns["floor_reductions"] = ("jsonb", ["{}"] * len(rows))
        insert_columns(Settlement, columns)


_SETTLEMENT_COLUMNS = {
    "contest_id": "uuid",
    "sequence": "smallint",
    "policy_id": "bigint",
    "outcome": "text",
    "terms": "jsonb",
    "facts": "jsonb",
    "digest": "text",
    "currency": "text",
    "floor_minor": "bigint",
    "owed_minor": "bigint",
    "fee_minor": "bigint",
    "tax_minor": "bigint",
    "refund_minor": "bigint",
    "decided_at": "timestamptz",
}


def _left_for_the_brand(case: Case) -> int:
    """What goes back once everybody has been paid; a settlement that the escrow cannot pay is refused."""
    settlement = case.settlement
    standing = sum(debt.amount_minor for debt in case.standing)
    spent = settlement.owed_total_minor + settlement.fee_minor + settlement.tax_minor - standing
    if spent > case.held_minor:
        raise LiabilityNotCovered(
            f"The escrow of contest {case.contest.pk} cannot pay its settlement.",
            held_minor=case.held_minor,
            liability_minor=spent,
            currency=settlement.currency,
        )
    return case.held_minor - spent


def _settlement_row(case: Case, refund: int) -> dict[str, Any]:
    settlement = case.settlement
    return {
        "contest_id": case.contest.pk,
        "sequence": case.sequence,
        "policy_id": case.escrow.policy_id,
        "outcome": case.facts.outcome,
        "terms": case.terms.to_dict(),
        "facts": case.facts.to_dict(),
        "digest": engine.settlement_digest(case.policy, case.terms, case.facts, settlement),
        "currency": settlement.currency,
        "floor_minor": _floor_minor(case.policy, case.terms, case.facts),
        "owed_minor": settlement.owed_total_minor,
        "fee_minor": settlement.fee_minor,
        "tax_minor": settlement.tax_minor,
        "refund_minor": refund,
        "decided_at": datetime.fromisoformat(case.facts.decided_at),
    }


def _obligation_row(case: Case, index: int, debt: Debt) -> _ObligationRow:
    """What was earned may be paid at once; all else only when the contest is over."""
    is_final = State(case.contest.state) in FINAL
    return _ObligationRow(
        settlement_id=index,
        contest_id=case.contest.pk,
        brand_id=case.contest.brand_id if debt.kind == ObligationKind.REFUND else None,
        currency=case.settlement.currency,
        pay_by=datetime.fromisoformat(case.settlement.due_at),
        released=is_final or debt.kind == ObligationKind.EARNED,
        debt=debt,
        escrow_account=case.escrow.account_id,
    )


def new_debts(settlement: engine.Settlement, standing: Sequence[Debt]) -> list[Debt]:
    """What the settlement makes owed beyond the debts that stand. Raises EarnedPayReduced if an entry would lose pay.

    Compared per entry and component: within a team, a larger sum may round one member down by a cent, who then simply
    gets no more, and the others that much less of the increase.
    """
    before: dict[tuple[UUID | None, str], Counter[int | None]] = {}
    for debt in standing:
        before.setdefault((debt.entry_id, str(debt.kind)), Counter())[debt.payee_user_id] += debt.amount_minor
    wanted: dict[tuple[UUID | None, str], Counter[int | None]] = {}
    for payable in settlement.payables:
        of_entry = wanted.setdefault((UUID(payable.entry_id), str(payable.component)), Counter())
        of_entry[int(payable.payee_id)] += payable.amount_minor
    debts = []
    for entry_id, kind in before.keys() | wanted.keys():
        old, new = before.get((entry_id, kind), Counter()), wanted.get((entry_id, kind), Counter())
        increase = new.total() - old.total()
        if increase < 0:
            raise EarnedPayReduced(f"Entry {entry_id} would lose {-increase} minor units of what it has earned.")
        more = _increments(old, new, increase)
        debts += [Debt(entry_id, payee, kind, amount) for payee, amount in more.items() if amount]
    return debts


def _increments(old: Counter[int | None], new: Counter[int | None], increase: int) -> dict[int | None, int]:
    """Each member's part of an increase: never negative, and exactly the increase in all.

    >>> _increments(Counter({1: 4, 2: 4, 3: 2}), Counter({1: 5, 2: 5, 3: 1}), 1)
    {1: 0, 2: 1}
    """
    more = {payee: new[payee] - old[payee] for payee in sorted(new, key=str) if new[payee] > old[payee]}
    surplus = sum(more.values()) - increase
    for payee in more:
        taken = min(surplus, more[payee])
        more[payee] -= taken
        surplus -= taken
    return more


def _floor_minor(policy: PolicyDocument, terms: Terms, facts: Facts) -> int:
    shortlisted = sum(entry.shortlisted for entry in facts.entries)
    return engine.floor(policy, terms, shortlisted).amount_minor if shortlisted else 0


def _json(value: object) -> str:
    return orjson.dumps(value).decode()
