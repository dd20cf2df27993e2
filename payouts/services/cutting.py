"""Owes the same money otherwise: debts are cancelled by reversal, and what takes their place is written in the same
transaction, with journal entries of its own, to the cent.

Decides nothing: who is owed what is its callers' business. They have locked the contest, its escrow and the debts, and
have given up whatever payment of these was pending. An invoice of what is owed no more is taken back, and what took its
place is invoiced.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from payouts import ledger
from payouts.documents.services.papers import ask_for_papers
from payouts.models import Escrow, Obligation, ObligationKind

Family = tuple[int | None, UUID | None, int | None, str]

ENTRY_KIND: Final = {ObligationKind.REFUND: "refund", ObligationKind.ADJUSTMENT: "adjustment"}
"""Kinds of journal entries by that of their debt; any other is an obligation's."""


@dataclass(frozen=True, slots=True)
class NewDebt:
    """A debt to be written: an entry's to a person, or a refund to a brand."""

    settlement_id: int | None
    kind: str
    amount_minor: int
    pay_by: datetime
    released_at: datetime | None
    entry_id: UUID | None = None
    payee_user_id: int | None = None
    payee_brand_id: UUID | None = None

    @property
    def family(self) -> Family:
        """What is numbered in parts together."""
        return self.settlement_id, self.entry_id, self.payee_user_id, str(self.kind)


def part_of(debt: Obligation, amount_minor: int) -> NewDebt:
    """A part of a debt: same payee, same day by which it must be paid, released as the whole was."""
    return NewDebt(
        settlement_id=debt.settlement_id,
        kind=debt.kind,
        amount_minor=amount_minor,
        pay_by=debt.pay_by,
        released_at=debt.released_at,
        entry_id=debt.entry_id,
        payee_user_id=debt.payee_user_id,
        payee_brand_id=debt.payee_brand_id,
    )


def owe_otherwise(
    escrow: Escrow, old: Sequence[Obligation], new: Sequence[NewDebt], *, memo: str, now: datetime
) -> list[Obligation]:
    """Cancel the old debts and write the new ones; those of nothing are left out. Returns the new debts, in order.

    Raises ValueError, before anything is written, if the sums differ.
    """
    wanted = [debt for debt in new if debt.amount_minor]
    if sum(debt.amount_minor for debt in old) != sum(debt.amount_minor for debt in wanted):
        raise ValueError(f"The debts of contest {escrow.contest_id} would not be the same sum.")
    entries = [debt.journal_entry_id for debt in old]
    Obligation.objects.filter(pk__in=[debt.pk for debt in old]).update(cancelled_at=now)
    ledger.reverse_entries(entries, keys=[f"reversal:{entry}" for entry in entries], effective_at=now, memo=memo)
    ask_for_papers([escrow.contest_id], now=now)
    return _write(escrow, wanted, memo, now)


def _write(escrow: Escrow, debts: Sequence[NewDebt], memo: str, now: datetime) -> list[Obligation]:
    public_ids = [uuid4() for _ in debts]
    entries = ledger.post_entries(
        [
            ledger.NewEntry(
                kind=ENTRY_KIND.get(ObligationKind(debt.kind), "obligation"),
                idempotency_key=f"obligation:{public_id}",
                effective_at=now,
                legs=ledger.transfer(escrow.account_id, _payable(debt, escrow.currency), debt.amount_minor),
                contest_id=escrow.contest_id,
                memo=memo,
            )
            for debt, public_id in zip(debts, public_ids, strict=True)
        ]
    )
    numbers = _next_numbers(escrow)
    rows = []
    for debt, public_id, entry in zip(debts, public_ids, entries, strict=True):
        rows.append(_row(escrow, debt, public_id, entry, numbers[debt.family]))
        numbers[debt.family] += 1
    return Obligation.objects.bulk_create(rows)


def _row(escrow: Escrow, debt: NewDebt, public_id: UUID, entry: int, part: int) -> Obligation:
    return Obligation(
        public_id=public_id,
        settlement_id=debt.settlement_id,
        contest_id=escrow.contest_id,
        entry_id=debt.entry_id,
        payee_user_id=debt.payee_user_id,
        payee_brand_id=debt.payee_brand_id,
        kind=debt.kind,
        part=part,
        amount_minor=debt.amount_minor,
        currency=escrow.currency,
        journal_entry_id=entry,
        pay_by=debt.pay_by,
        released_at=debt.released_at,
    )


def _payable(debt: NewDebt, currency: str) -> int:
    is_refund = debt.kind == ObligationKind.REFUND
    return ledger.account_id(ledger.PAYABLE_REFUNDS if is_refund else ledger.PAYABLE_CREATIVES, currency)


def _next_numbers(escrow: Escrow) -> Counter[Family]:
    """The first free number of each family of the contest: 0 where there is none yet."""
    numbers: Counter[Family] = Counter()
    rows = Obligation.objects.filter(contest=escrow.contest_id).order_by("part")
    for row in rows.values_list("settlement_id", "entry_id", "payee_user_id", "kind", "part"):
        numbers[row[:4]] = row[4] + 1
    return numbers
