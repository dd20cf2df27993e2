"""P5: many contests lapse in the same second, each with its whole effect: transition, settlement, obligations, mails.

Against the same work done one deadline at a time, and against the bare claiming of rows, five hundred at a time.
"""

from time import perf_counter

from django.db import connection, transaction

from bench.tables import Result, Stopwatch
from bench.worlds import NOW, World
from contests.models import Deadline
from contests.services.deadlines import work_off_deadlines
from duerows.claims import claim, finish

ENTRIES = 5
SHORTLISTED = 3


def run(*, contests: int, alone: int) -> list[Result]:
    """`contests` in batches, `alone` one by one; the lateness of the last is printed as its own row."""
    world = World()

    def judging(count: int) -> None:
        world.contests(count, entries=ENTRIES, shortlisted=SHORTLISTED, state="judging", lapses_at=NOW)

    judging(alone)
    one_by_one = Stopwatch()
    one_by_one.time(alone, lambda: [work_off_deadlines(now=NOW, limit=1) for _ in range(alone)])
    judging(contests)
    batches = Stopwatch()
    late: list[tuple[float, int]] = []
    begun = perf_counter()
    while done := batches_of(batches):
        late.append((perf_counter() - begun, done))
    bare = Stopwatch()
    with transaction.atomic():
        rows = _copy_deadlines(contests)
        bare.time(rows, lambda: _claim_all(rows))
        transaction.set_rollback(True)
    whole = contests / late[-1][0]
    return [
        Result("P5", "lapse with the whole effect", whole, one_by_one.rate, "contests/s", "one at a time", 25),
        Result("P5", "lapse with the whole effect", whole, bare.rate, "contests/s", "bare claim, 500 at a time"),
        Result("P5", "p99 within two seconds", 2.0, _p99(late, contests), "seconds", "seconds late at p99", 1),
    ]


def batches_of(stopwatch: Stopwatch) -> int:
    """One batch of the product's own size."""
    start = perf_counter()
    done = work_off_deadlines(now=NOW)
    if done:
        stopwatch.rates.append(done / (perf_counter() - start))
    return done


def _p99(late: list[tuple[float, int]], contests: int) -> float:
    count = 0
    for moment, done in late:
        count += done
        if count >= contests * 0.99:
            return moment
    return late[-1][0]


def _copy_deadlines(count: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE contests_deadline SET due_state = 'waiting', lease_until = NULL
            WHERE id IN (SELECT id FROM contests_deadline WHERE kind = 'lapse' ORDER BY id DESC LIMIT %s)
            """,
            [count],
        )
        return cursor.rowcount


def _claim_all(rows: int) -> None:
    while claims := claim(Deadline, now=NOW):
        finish(Deadline, claims, now=NOW)
