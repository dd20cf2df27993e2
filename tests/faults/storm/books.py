"""Compares the three books after a storm: what is owed, what the ledger says, and what the bank really did."""

import sqlite3
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from payouts import ledger
from payouts.models import Disbursement, JournalEntry, Obligation
from payouts.rails.base import RailUnavailable
from payouts.services.audit import run_checks
from payouts.services.reconcile import reconcile
from tests.faults.storm.patience import patient


@dataclass
class Comparison:
    """Figures, and everything that is wrong."""

    figures: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def expect(self, is_so: bool, what: str) -> None:
        if not is_so:
            self.wrong.append(what)


@patient
def unsettled() -> dict[str, int]:
    """What is still on its way: debts that may be paid and are not, and payments without a final word."""
    debts = Obligation.objects.filter(released_at__isnull=False, cancelled_at=None, paid_at=None).count()
    states = Counter(Disbursement.objects.values_list("state", flat=True))
    return {"unpaid": debts} | {state: states[state] for state in ("pending", "sent", "unknown") if states[state]}


@patient
def heard_everything() -> bool:
    """Compare with the bank's book, as the daily job does, and ask about the rest. Whether we know all it knows."""
    try:
        compared = reconcile("sandbox", timezone.now())
    except RailUnavailable:
        return False
    return not any(one.direction == "out" for one in compared.differences)


def bank_lines(book: Path) -> list[tuple[str, str, int, str]]:
    """The bank's own transfers: key, status, amount, destination."""
    with sqlite3.connect(f"file:{book}?mode=ro", uri=True) as link:
        return link.execute(
            "SELECT idempotency_key, status, amount_minor, counterparty FROM movement WHERE kind = 'transfer'"
        ).fetchall()


def compare(book: Path) -> Comparison:
    """All three, by key, by debt and by sum."""
    found = Comparison()
    lines = bank_lines(book)
    paid_by_bank = {key: amount for key, status, amount, _ in lines if status == "paid"}
    ours = {
        key: (debt, state, amount)
        for key, debt, state, amount in Disbursement.objects.values_list(
            "idempotency_key", "obligation_id", "state", "amount_minor"
        )
    }
    debts = dict(
        Obligation.objects.filter(released_at__isnull=False, cancelled_at=None).values_list("pk", "amount_minor")
    )
    _by_debt(found, paid_by_bank, ours, debts)
    _by_sum(found, paid_by_bank, debts)
    wrong = [check for check in run_checks(replays=None) if not check.ok]
    found.wrong += [f"{check.name}: {check.detail}" for check in wrong]
    compared = reconcile("sandbox", timezone.now() + timedelta(minutes=30))
    found.wrong += [f"reconcile: {one}" for one in compared.differences if one.direction == "out"][:5]
    found.figures |= {"bank transfers": len(lines), "bank paid": len(paid_by_bank), "debts": len(debts)}
    return found


def _by_debt(
    found: Comparison,
    paid_by_bank: dict[str, int],
    ours: dict[str, tuple[int, str, int]],
    debts: dict[int, int],
) -> None:
    times: Counter[int] = Counter()
    for key, amount in paid_by_bank.items():
        if key not in ours:
            found.wrong.append(f"the bank paid {key}, which nobody ordered")
            continue
        debt, state, expected = ours[key]
        times[debt] += 1
        found.expect(amount == expected, f"the bank paid {amount} for {key} instead of {expected}")
        found.expect(state == "paid", f"the bank paid {key}, which stands as {state}")
    doubled = [debt for debt, count in times.items() if count > 1]
    lost = [debt for debt in debts if not times[debt]]
    found.expect(not doubled, f"paid twice: {doubled[:5]}")
    found.expect(not lost, f"never paid: {lost[:5]}")
    found.figures |= {"doubled": len(doubled), "lost": len(lost)}


def _by_sum(found: Comparison, paid_by_bank: dict[str, int], debts: dict[int, int]) -> None:
    booked = JournalEntry.objects.filter(kind="disbursement", reversed_by=None).count()
    found.expect(booked == len(paid_by_bank), f"{booked} payments in the books, {len(paid_by_bank)} at the bank")
    owed, paid = sum(debts.values()), sum(paid_by_bank.values())
    found.expect(owed == paid, f"owed {owed}, paid {paid}")
    for code in (ledger.PAYABLE_CREATIVES, ledger.PAYABLE_REFUNDS):
        left = ledger.balance(ledger.account_id(code, "EUR"))
        found.expect(left == 0, f"{code} still holds {left}")
