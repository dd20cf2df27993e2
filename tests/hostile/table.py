"""What a campaign found, as lines to print."""

from collections import Counter
from collections.abc import Iterable, Sequence

from tests.hostile.case import AT_THE_DOOR, BY_LIMIT, KEPT, ON_READING, WAITING
from tests.hostile.trial import Outcome

COLUMNS = (KEPT, AT_THE_DOOR, ON_READING, BY_LIMIT, WAITING, "worker died")


def table(outcomes: Sequence[Outcome]) -> Iterable[str]:
    """A line for each kind, and one for all."""
    yield f"{'kind':<20}{'files':>7}{''.join(f'{name:>21}' for name in COLUMNS)}{'peak MiB':>10}{'slowest s':>11}"
    kinds = list(dict.fromkeys(outcome.kind for outcome in outcomes))
    for kind in kinds:
        yield _line(kind, [outcome for outcome in outcomes if outcome.kind == kind])
    if len(kinds) > 1:
        yield _line("all", outcomes)


def _line(kind: str, outcomes: Sequence[Outcome]) -> str:
    results = Counter(outcome.result for outcome in outcomes)
    peak, slowest = max(one.memory for one in outcomes), max(one.seconds for one in outcomes)
    counts = "".join(f"{results[name]:>21}" for name in COLUMNS)
    return f"{kind:<20}{len(outcomes):>7}{counts}{peak:>10.0f}{slowest:>11.2f}"


def extremes(outcomes: Sequence[Outcome], count: int = 5) -> Iterable[str]:
    """The slowest and the heaviest."""
    for one in sorted(outcomes, key=lambda one: -one.seconds)[:count]:
        ending = f"{one.result} {one.code}; waited {one.waited:.1f} s"
        yield f"slow   {one.seconds:6.2f} s    {one.kind}: {one.label} ({ending})"
    for one in sorted(outcomes, key=lambda one: -one.memory)[:count]:
        yield f"heavy  {one.memory:6.0f} MiB  {one.kind}: {one.label} ({one.result} {one.code})"
    codes = Counter(one.code for one in outcomes if one.code)
    yield "codes  " + ", ".join(f"{code} {count}" for code, count in codes.most_common())


def faults(outcomes: Iterable[Outcome]) -> list[str]:
    return [f"WRONG {one.kind}: {one.label}: {words}" for one in outcomes for words in one.wrong]
