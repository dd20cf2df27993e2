"""What each way of ending came to: how many contests, what they owed, what each rail's bank paid of it."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from payouts.models import Disbursement, Obligation
from tests.faults.day.outcomes import OUTCOMES, Outcome
from tests.faults.storm.banks import Bank
from tests.faults.storm.books import lines_under_our_keys

WIDTHS = (45, 9, 14, 14, 14, 14)


def table(outcomes: Mapping[UUID, Outcome], banks: Sequence[Bank]) -> list[str]:
    """Lines of text; amounts in euro. The last line holds the sums."""
    count = Counter(outcome.name for outcome in outcomes.values())
    owed: Counter[str] = Counter()
    for contest, amount in Obligation.objects.filter(released_at__isnull=False, cancelled_at=None).values_list(
        "contest", "amount_minor"
    ):
        owed[outcomes[contest].name] += amount
    paid: dict[str, Counter[str]] = defaultdict(Counter)
    contest_of = dict(Disbursement.objects.values_list("idempotency_key", "obligation__contest"))
    for bank in banks:
        for line in lines_under_our_keys(bank):
            if line.status == "paid" and line.key in contest_of:
                paid[outcomes[contest_of[line.key]].name][bank.rail] += line.amount_minor
    rails = [bank.rail for bank in banks]
    rows = [(one.name, count[one.name], owed[one.name], *(paid[one.name][rail] for rail in rails)) for one in OUTCOMES]
    sums = [sum(column) for column in list(zip(*rows, strict=True))[1:]]
    head = ("how it ended", "contests", "owed", *(f"paid: {rail}" for rail in rails))
    return [_line(head), *(_figures(row) for row in rows), _figures(("all", *sums))]


def _figures(row: Sequence[object]) -> str:
    name, count, *amounts = row
    return _line((name, count, *(f"{int(str(amount)) / 100:,.2f}" for amount in amounts)))


def _line(cells: Sequence[object]) -> str:
    first, *rest = (str(cell) for cell in cells)
    return first.ljust(WIDTHS[0]) + "".join(cell.rjust(width) for cell, width in zip(rest, WIDTHS[1:], strict=True))
