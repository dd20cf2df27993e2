"""Compares three books: what is owed, what the ledger says, and what each rail's bank really did, by its own book."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Sum
from django.utils import timezone

from payouts.models import Disbursement, JournalEntry, Obligation, PaymentFileLine, Posting
from payouts.rails.base import RailUnavailable
from payouts.services.audit import run_checks
from payouts.services.reconcile import reconcile
from tests.faults.storm.banks import Bank, Line
from tests.faults.storm.patience import patient

WENT_BACK = "back to where it came from"


@dataclass
class Comparison:
    """Figures, and everything that is wrong."""

    figures: dict[str, object] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def expect_refunds(self) -> None:
        """A run that never sent anything back, over some rail, has not shown that this is safe."""
        refunds = self.figures[WENT_BACK]
        self.expect(isinstance(refunds, dict) and all(refunds.values()), f"nothing went back over some rail: {refunds}")

    def expect(self, is_so: bool, what: str) -> None:
        if not is_so:
            self.wrong.append(what)


@dataclass(frozen=True)
class Ours:
    """What our rows say of a payment."""

    debt: int
    state: str
    amount_minor: int
    rail: str


@patient
def has_begun() -> bool:
    """Whether the workers have prepared any payment."""
    return Disbursement.objects.exists()


@patient
def unsettled() -> dict[str, int]:
    """What is still on its way: debts that may be paid and are not, and payments without a final word."""
    debts = Obligation.objects.filter(released_at__isnull=False, cancelled_at=None, paid_at=None).count()
    states = Counter(Disbursement.objects.values_list("state", flat=True))
    return {"unpaid": debts} | {state: states[state] for state in ("pending", "sent", "unknown") if states[state]}


@patient
def heard_everything(banks: Sequence[Bank]) -> bool:
    """Compare with the banks, as the daily job does: what they know better is asked about. Whether we know all."""
    try:
        compared = [reconcile(bank.rail, timezone.now()) for bank in banks]
    except RailUnavailable:
        return False
    ours = _ours()
    told = {key for key, one in ours.items() if one.state == "paid"}
    done = {line.key for bank in banks for line in lines_under_our_keys(bank) if line.status == "paid"}
    return told == done and not any(d.direction == "out" for one in compared for d in one.differences)


def compare(banks: Sequence[Bank]) -> Comparison:
    """All of them, by key, by debt and by sum."""
    found = Comparison()
    ours = _ours()
    debts = dict(
        Obligation.objects.filter(released_at__isnull=False, cancelled_at=None).values_list("pk", "amount_minor")
    )
    paid = {bank.rail: [line for line in lines_under_our_keys(bank) if line.status == "paid"] for bank in banks}
    _by_debt(found, paid, ours, debts)
    _by_sum(found, paid, debts)
    found.wrong += [f"{check.name}: {check.detail}" for check in run_checks(replays=None) if not check.ok]
    for bank in banks:
        compared = reconcile(bank.rail, timezone.now() + timedelta(minutes=30))
        found.wrong += [f"reconcile: {one}" for one in compared.differences if one.direction == "out"][:5]
    found.figures |= {"debts": len(debts), "paid": {rail: len(lines) for rail, lines in paid.items()}}
    back = Disbursement.objects.filter(origin__isnull=False, state="paid")
    found.figures[WENT_BACK] = {bank.rail: back.filter(rail=bank.rail).count() for bank in banks}
    found.figures["turned away or sent back"] = {
        bank.rail: sum(line.status in ("rejected", "returned") for line in bank.lines()) for bank in banks
    }
    return found


def _ours() -> dict[str, Ours]:
    rows = Disbursement.objects.values_list("idempotency_key", "obligation", "state", "amount_minor", "rail")
    return {key: Ours(*rest) for key, *rest in rows}


def lines_under_our_keys(bank: Bank) -> list[Line]:
    """The bank's transfers under our keys. A bank that takes files knows payments by the names they have there."""
    names = dict(PaymentFileLine.objects.values_list("order_id", "disbursement__idempotency_key"))
    return [Line(names.get(line.key) or line.key, line.status, line.amount_minor) for line in bank.lines()]


def _by_debt(found: Comparison, paid: dict[str, list[Line]], ours: dict[str, Ours], debts: dict[int, int]) -> None:
    times: Counter[int] = Counter()
    for rail, line in ((rail, line) for rail, lines in paid.items() for line in lines):
        one = ours.get(line.key)
        if one is None:
            found.wrong.append(f"{rail} paid {line.key}, which nobody ordered")
            continue
        times[one.debt] += 1
        found.expect(one.rail == rail, f"{rail} paid {line.key}, which was ordered of {one.rail}")
        found.expect(
            line.amount_minor == one.amount_minor,
            f"{rail} paid {line.amount_minor} for {line.key} instead of {one.amount_minor}",
        )
        found.expect(one.state == "paid", f"{rail} paid {line.key}, which stands as {one.state}")
    doubled = [debt for debt, count in times.items() if count > 1]
    lost = [debt for debt in debts if not times[debt]]
    unowed = [debt for debt in times if debt not in debts]
    found.expect(not doubled, f"paid twice: {doubled[:5]}")
    found.expect(not lost, f"never paid: {lost[:5]}")
    found.expect(not unowed, f"paid, but not owed: {unowed[:5]}")
    found.figures |= {"doubled": len(doubled), "lost": len(lost)}


def _by_sum(found: Comparison, paid: dict[str, list[Line]], debts: dict[int, int]) -> None:
    """What is owed is what all banks paid; what the ledger says has left each bank's account is what that bank paid."""
    entries = JournalEntry.objects.filter(kind="disbursement", reversed_by=None)
    for rail, lines in paid.items():
        legs = Posting.objects.filter(entry__in=entries, side="credit", account__code__startswith=f"bank:{rail}:")
        booked = legs.aggregate(sum=Sum("amount_minor"))["sum"] or 0
        at_bank = sum(line.amount_minor for line in lines)
        found.expect(
            (legs.count(), booked) == (len(lines), at_bank),
            f"{rail}: {legs.count()} payments of {booked} in the books, {len(lines)} of {at_bank} at the bank",
        )
    owed, at_banks = sum(debts.values()), sum(line.amount_minor for lines in paid.values() for line in lines)
    found.expect(owed == at_banks, f"owed {owed}, paid {at_banks}")
