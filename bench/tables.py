"""Results and how they are printed: ratios against limits and peers, each with its goal."""

from dataclasses import asdict, dataclass
from statistics import median
from time import perf_counter
from typing import Any


@dataclass(frozen=True, slots=True)
class Result:
    """One comparison. `ratio` is ours over theirs in speed, of medians, or theirs over ours where less is better; it
    meets its goal when it is at least as much.
    """

    name: str
    what: str
    ours: float
    theirs: float
    unit: str
    against: str
    goal: float | None = None
    is_cost: bool = False
    """Whether less is better: seconds, bytes, queries."""

    @property
    def ratio(self) -> float:
        over, under = (self.theirs, self.ours) if self.is_cost else (self.ours, self.theirs)
        return over / under if under else 0.0

    @property
    def is_met(self) -> bool | None:
        return None if self.goal is None else self.ratio >= self.goal

    def to_dict(self) -> dict[str, Any]:
        return asdict(self) | {"ratio": round(self.ratio, 3), "met": self.is_met}


class Stopwatch:
    """Collects durations of repeated work and gives the median rate."""

    def __init__(self) -> None:
        self.rates: list[float] = []

    def time(self, amount: int, work: Any) -> Any:
        """Run `work()`, which does `amount` units."""
        start = perf_counter()
        done = work()
        self.rates.append(amount / (perf_counter() - start))
        return done

    @property
    def rate(self) -> float:
        return median(self.rates)


def show(results: list[Result]) -> str:
    """The table."""
    head = f"{'':4} {'what':44} {'ours':>10} {'against':>10} {'unit':12} {'ratio':>7} {'goal':>6}  against what"
    rows = [head, "-" * len(head)]
    for row in results:
        verdict = {True: "met", False: "NOT MET", None: ""}[row.is_met]
        goal = "" if row.goal is None else f"{row.goal:g}"
        rows.append(
            f"{row.name:4} {row.what:44} {row.ours:10,.0f} {row.theirs:10,.0f} {row.unit:12} "
            f"{row.ratio:7.2f} {goal:>6}  {row.against} {verdict}"
        )
    return "\n".join(rows)
