"""F1: the published fairness figures over a million entries, worked out anew, with their medians, ranks and groups.

Against one plain pass over the very same rows that adds up entries and pay, once, in no groups; and what a reader of
the figures then waits for, against working them out.
"""

from django.db import connection, transaction

from bench.tables import Result, Stopwatch
from bench.worlds import NOW, World, analyze, decide
from payouts.models import FairnessFigure
from payouts.selectors.fairness import fairness_groups
from payouts.services import settling
from payouts.services.fairness import refresh_fairness

ROUNDS = 5
ENTRIES_EACH = 80
SHORTLISTED = 20
BATCH = 500
PLAIN = """
    SELECT count(*), sum(COALESCE(pay.minor, 0))
    FROM contests_entry e
    JOIN contests_contest c ON c.id = e.contest_id AND c.decided_at IS NOT NULL
    LEFT JOIN (
        SELECT entry_id, sum(amount_minor) AS minor FROM payouts_obligation WHERE cancelled_at IS NULL GROUP BY entry_id
    ) pay ON pay.entry_id = e.id
"""


def run(*, entries: int) -> list[Result]:
    """Refresh and plain pass in turns, over a world of so many entries, all of them decided and settled."""
    _make(entries)
    fresh, plain, read = Stopwatch(), Stopwatch(), Stopwatch()
    for _ in range(ROUNDS):
        fresh.time(entries, lambda: refresh_fairness(NOW))
        plain.time(entries, _pass_once)
        read.time(entries, fairness_groups)
    counted = FairnessFigure.objects.get(month=None, category="", currency="EUR").entries
    if counted != entries:
        raise AssertionError(f"{counted} entries were counted instead of {entries}.")
    return [
        Result("F1", "fairness: work all figures out anew", fresh.rate, plain.rate, "entries/s", "one plain pass"),
        Result("F1", "fairness: read them", read.rate, fresh.rate, "entries/s", "working them out", 100),
    ]


def _make(entries: int) -> None:
    ids = World().contests(
        entries // ENTRIES_EACH, entries=ENTRIES_EACH, shortlisted=SHORTLISTED, state="judging", lapses_at=NOW
    )
    for start in range(0, len(ids), BATCH):
        with transaction.atomic():
            decide(ids[start : start + BATCH])
            settling.settle_contests(ids[start : start + BATCH], now=NOW)
    analyze()


def _pass_once() -> None:
    with connection.cursor() as cursor:
        cursor.execute(PLAIN)
        cursor.fetchall()
