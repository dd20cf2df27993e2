"""python -m local.mutation [FILE …] [--anew] [--least 95]"""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from local.console import say, step
from local.mutation.coverage_map import CoverageMap, TestsFail, learn
from local.mutation.judging import Judge
from local.mutation.memory import Memory
from local.mutation.mutants import Mutant, list_mutants
from local.mutation.reporting import Progress, report
from local.mutation.target import ROOT, Target
from local.mutation.testrun import Found, prepare, run_tests
from local.mutation.trying import Bench


def read_arguments(words: list[str]) -> argparse.Namespace:
    """Read the command line; what is left out speaks of the money rules."""
    parser = argparse.ArgumentParser(
        prog="make mutate", description="Try the tests of the money rules by small faults."
    )
    parser.add_argument("files", nargs="*", type=Path, help="modules to try; all of them if none is named")
    parser.add_argument("--anew", action="store_true", help="forget what earlier runs have found")
    parser.add_argument("--least", type=float, default=95, help="the score below which the run fails")
    parser.add_argument("--at-once", type=int, default=min(2, os.cpu_count() or 1), help="how many processes")
    parser.add_argument("--root", type=Path, default=ROOT)
    parser.add_argument("--package", default="payouts.policy")
    parser.add_argument("--tests", nargs="+", default=["tests/unit/policy"])
    return parser.parse_args(words)


def find_mutants(target: Target, files: list[Path]) -> list[Mutant]:
    """The mutants of the named files, or of the whole package."""
    wanted = {(target.root / file).resolve() for file in files}
    return [mutant for path in target.sources if not wanted or path in wanted for mutant in list_mutants(path)]


def learn_aloud(target: Target) -> CoverageMap:
    with step("Learning which test runs which line") as current:
        coverage_map = learn(target)
        current.done = f"{len(coverage_map.seconds)} tests, and which lines they run"
    return coverage_map


def main(words: list[str]) -> int:
    """Judge, report, and fail below the least score."""
    given = read_arguments(words)
    root = given.root.resolve()
    target = Target(root, given.package, tuple(given.tests), root / ".mutation")
    try:
        coverage_map = learn_aloud(target)
    except TestsFail as failure:
        say(str(failure))
        return 1
    memory = Memory(target, given.anew)
    mutants = find_mutants(target, given.files)
    left = sum(memory.recall(mutant) is None for mutant in mutants)
    say(f" ✓ {len(mutants)} mutants, {left} of them to try")

    def judge(items: Sequence[pytest.Item]) -> None:
        bench = Bench(target, coverage_map, items)
        bench.prove_sound()
        Judge(bench, memory, given.at_once).judge(mutants, Progress(left))

    if left:
        prepare(target)
        run_tests(target, target.test_places, Found(judge))
    return 0 if report(target, memory, mutants).is_enough(given.least) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
