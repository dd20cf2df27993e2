"""Judges mutants, a few at a time."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence

from local.mutation import forks
from local.mutation.memory import Memory
from local.mutation.mutants import Mutant
from local.mutation.trying import Bench, Trial, finish

SAVE_EVERY = 50


class Judge:
    """Tries every mutant that is not remembered. Tests that found a fault in a file are tried first on its next."""

    def __init__(self, bench: Bench, memory: Memory, at_once: int) -> None:
        self.bench, self.memory, self.at_once = bench, memory, at_once
        self.target, self.coverage_map = bench.target, bench.coverage_map
        self.killers: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.running: dict[int, tuple[forks.Fork, Mutant]] = {}

    def judge(self, mutants: Sequence[Mutant], tell: Callable[[Mutant, Trial], None]) -> None:
        """Have a verdict on each of them in the memory; `tell` is told of the new ones.

        The order is one of chance, so that what is known halfway speaks for the whole.
        """
        mutants = sorted(mutants, key=lambda mutant: mutant.key)
        try:
            for number, (mutant, trial) in enumerate(self._trials(mutants), start=1):
                self.memory.keep(mutant, trial)
                tell(mutant, trial)
                if number % SAVE_EVERY == 0:
                    self.memory.save(mutants)
        finally:
            self.memory.save(mutants)

    def _trials(self, mutants: Sequence[Mutant]) -> Iterator[tuple[Mutant, Trial]]:
        for mutant in mutants:
            if known := self.memory.recall(mutant):
                self._note(mutant, known)
                continue
            if len(self.running) == self.at_once:
                yield from self._collect()
            fork = self.bench.start(mutant, self._order(mutant))
            self.running[fork.pid] = fork, mutant
        while self.running:
            yield from self._collect()

    def _collect(self) -> Iterator[tuple[Mutant, Trial]]:
        for fork in forks.first_to_end([fork for fork, _ in self.running.values()]):
            _, mutant = self.running.pop(fork.pid)
            trial = finish(fork)
            self._note(mutant, trial)
            yield mutant, trial

    def _note(self, mutant: Mutant, trial: Trial) -> None:
        if "::" in trial.by:
            self.killers[self.target.name(mutant.path)][trial.by] += 1

    def _order(self, mutant: Mutant) -> list[str]:
        name = self.target.name(mutant.path)
        tests = self.coverage_map.tests_of(name, mutant.line, mutant.path.read_text())
        return sorted(tests, key=lambda test: -self.killers[name][test])
