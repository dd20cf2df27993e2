"""Prints how far it is, the score, and each survivor with the line that nobody missed."""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from local.console import say
from local.mutation.memory import Memory
from local.mutation.mutants import Mutant, first_difference
from local.mutation.target import Target
from local.mutation.trying import Trial

EVERY = 10.0
"""Seconds between two lines of progress."""


@dataclass
class Progress:
    """Tells of new verdicts while they come."""

    total: int
    started: float = field(default_factory=time.monotonic)
    told: float = 0
    verdicts: Counter[str] = field(default_factory=Counter)

    def __call__(self, mutant: Mutant, trial: Trial) -> None:
        self.verdicts[trial.verdict] += 1
        passed = time.monotonic() - self.started
        done = self.verdicts.total()
        if passed - self.told > EVERY or done == self.total:
            self.told = passed
            said = ", ".join(f"{count} {verdict}" for verdict, count in sorted(self.verdicts.items()))
            say(f" … {done} of {self.total} in {passed:.0f} s: {said}")


@dataclass(frozen=True)
class Score:
    """How many mutants there are, and what became of them. What is no code is no mutant."""

    killed: int
    timed_out: int
    survived: int
    untried: int = 0

    @property
    def total(self) -> int:
        return self.killed + self.timed_out + self.survived

    def is_enough(self, least: float) -> bool:
        """Whether all were tried, and so many of a hundred found out."""
        return not self.untried and self.percent >= least

    @property
    def percent(self) -> float:
        return 100 * (self.killed + self.timed_out) / self.total if self.total else 100.0


def score(memory: Memory, mutants: Sequence[Mutant]) -> Score:
    """Count the verdicts on these mutants."""
    counts = Counter(trial.verdict if (trial := memory.recall(mutant)) else "untried" for mutant in mutants)
    return Score(counts["killed"], counts["timed out"], counts["survived"], counts["untried"])


def report(target: Target, memory: Memory, mutants: Sequence[Mutant]) -> Score:
    """Print the survivors and the score."""
    for mutant in mutants:
        trial = memory.recall(mutant)
        if trial and trial.verdict == "survived":
            was, now = first_difference(mutant.path.read_text(), mutant.make())
            say(f"{target.name(mutant.path)}:{mutant.line}  {mutant.fault}\n    - {was}\n    + {now}")
    found = score(memory, mutants)
    say(f"{found.total} mutants: {found.killed} killed, {found.timed_out} timed out, {found.survived} survived.")
    if found.untried:
        say(f"The run broke off: {found.untried} have not been tried.")
    say(f"Score: {found.percent:.2f} %")
    return found
