"""P8: the pure engine on one core: settlements of ten shortlisted with prizes, a tie and team splits, in lines
a second.
"""

from datetime import date

from bench.tables import Result, Stopwatch
from payouts.policy import FAIR_1, EntryFacts, Facts, Terms, settle

GOAL = 20_000


def run(*, rounds: int, settlements: int) -> list[Result]:
    """The median of `rounds` of so many settlements, each with other payees so that nothing is remembered."""
    terms = Terms("EUR", (100_000, 50_000, 25_000), 10, 480, 20_000, 1202, date(2026, 1, 1), 60, 2000, 40)
    stopwatch = Stopwatch()
    for number in range(rounds):
        cases = [_case(number * settlements + index) for index in range(settlements)]
        lines = sum(len(settle(FAIR_1, terms, facts).lines) for facts in cases[:1]) * settlements
        stopwatch.time(lines, lambda cases=cases: [settle(FAIR_1, terms, facts) for facts in cases])
    return [Result("P8", "settle in memory, ties and teams", stopwatch.rate, GOAL, "lines/s", "the goal itself", 1)]


def _case(number: int) -> Facts:
    ranks = (1, 2, 2)
    entries = tuple(
        EntryFacts(
            entry_id=f"{number}-{index}",
            shortlisted=True,
            rank=ranks[index] if index < len(ranks) else None,
            shares=tuple((f"{number}-{index}-{member}", member + 1) for member in range(1 + index % 3)),
        )
        for index in range(10)
    )
    return Facts("awarded", "2026-03-01T09:00:00+00:00", entries)
