"""Which test runs which line, learnt in one run of them all and remembered until a source or a test changes."""

import importlib
import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

import coverage
import pytest

from local.mutation import forks
from local.mutation.digests import digest
from local.mutation.statements import statement_at
from local.mutation.target import Target
from local.mutation.testrun import caches_of, prepare, run_tests

AT_IMPORT = ""
"""The context of lines that run while the package is imported or the tests are found."""
LONGEST = 0.5
ALL_TOGETHER = 6.0
"""Seconds that one test, and all the tests of one fault, may take while coverage slows them down.

What only a longer one finds out deserves an example of its own.
"""


class TestsFail(Exception):
    """Nothing can be learnt from tests that fail without any fault."""


@dataclass(frozen=True)
class CoverageMap:
    """`lines` names, for each file and line, the tests that run it, and `AT_IMPORT`.

    `seconds` is what each test takes of a processor.
    """

    seconds: dict[str, float]
    lines: dict[str, dict[int, set[str]]]

    def tests_of(self, name: str, line: int, source: str) -> list[str]:
        """The tests that run the statement on a line, the fastest first.

        What runs at import may be seen by any test: there all others follow.
        """
        found = self._contexts(name, line, source)
        order = self.useful()
        here = [test for test in order if test in found]
        others = [test for test in order if test not in found] if AT_IMPORT in found else []
        totals = accumulate(self.seconds[test] for test in (*here, *others))
        return [test for test, total in zip((*here, *others), totals, strict=True) if total <= ALL_TOGETHER]

    def useful(self) -> list[str]:
        """Every test that is not too long, the fastest first."""
        return [test for test in sorted(self.seconds, key=self.seconds.__getitem__) if self.seconds[test] <= LONGEST]

    def runs_at_import(self, name: str, line: int, source: str) -> bool:
        """Whether the statement on a line is run by the mere import of the package or of the tests."""
        return AT_IMPORT in self._contexts(name, line, source)

    def patience(self, test: str) -> float:
        """How many seconds of a processor a test may take before it is held to be caught in a loop."""
        return 2 + 5 * self.seconds.get(test, LONGEST)

    def _contexts(self, name: str, line: int, source: str) -> frozenset[str]:
        known = self.lines.get(name, {})
        return frozenset[str]().union(*(known.get(one, set()) for one in statement_at(source, line)))


def learn(target: Target) -> CoverageMap:
    """Run under coverage, once, the tests of each place that has changed since that was last done."""
    note = target.memory / "coverage.json"
    known: dict[str, forks.Answer] = json.loads(note.read_text()) if note.exists() else {}
    digests = {place: digest(target.package_digest, target.digest_of_test(place)) for place in target.test_places}
    changed = [place for place in digests if known.get(place, {}).get("digest") != digests[place]]
    if changed:
        answer = forks.start(lambda: _measure(target, changed)).finish().answer
        if answer["exit"]:
            raise TestsFail(f"the tests must pass before any fault is made: {answer['failed']}")
        new = {place: {"digest": digests[place], **_part(answer, place)} for place in changed}
        known = {place: (known | new)[place] for place in digests}
        target.memory.mkdir(exist_ok=True)
        note.write_text(json.dumps(known))
    return _read(known.values())


def _part(answer: forks.Answer, place: str) -> forks.Answer:
    """What was learnt from the tests of one place, and what ran at import meanwhile."""
    numbers = {number for number, test in enumerate(answer["seconds"]) if test.startswith(place)}
    at_import = len(answer["seconds"])
    names = [*answer["seconds"], AT_IMPORT]
    return {
        "seconds": {test: seconds for test, seconds in answer["seconds"].items() if test.startswith(place)},
        "lines": {
            path: {
                line: [names[one] for one in found if one in numbers or one == at_import]
                for line, found in lines.items()
            }
            for path, lines in answer["lines"].items()
        },
    }


def _read(parts: Iterable[forks.Answer]) -> CoverageMap:
    seconds: dict[str, float] = {}
    lines: dict[str, dict[int, set[str]]] = {}
    for part in parts:
        seconds |= part["seconds"]
        for path, by_line in part["lines"].items():
            for line, tests in by_line.items():
                lines.setdefault(path, {}).setdefault(int(line), set()).update(tests)
    return CoverageMap(seconds, lines)


class Watcher:
    """A plugin of pytest that tells coverage which test is running."""

    def __init__(self, target: Target, measured: coverage.Coverage) -> None:
        self.target, self.measured = target, measured
        self.seconds: dict[str, float] = {}
        self.failed: list[str] = []

    def pytest_collection_finish(self) -> None:
        self.caches = caches_of(self.target)

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        # What one test has computed and cached, the next would be given without running the lines.
        for found in self.caches:
            found.cache_clear()
        self.measured.switch_context(nodeid)
        self.begun = time.process_time()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed.append(report.nodeid)

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        self.seconds[nodeid] = time.process_time() - self.begun
        self.measured.switch_context(AT_IMPORT)


def _measure(target: Target, places: Sequence[str]) -> forks.Answer:
    """The work of the child that runs the tests of some places."""
    prepare(target)
    measured = coverage.Coverage(data_file=None, config_file=False, include=[f"{target.folder}/*"])
    measured.start()
    for path in target.sources:
        importlib.import_module(target.module(path))
    watcher = Watcher(target, measured)
    code = run_tests(target, places, watcher)
    measured.stop()
    numbers = {name: number for number, name in enumerate(watcher.seconds)} | {AT_IMPORT: len(watcher.seconds)}
    contexts = {path: measured.get_data().contexts_by_lineno(str(path)) for path in target.sources}
    return {
        "exit": code,
        "failed": watcher.failed,
        "seconds": watcher.seconds,
        "lines": {
            target.name(path): {line: [numbers[test] for test in tests] for line, tests in by_line.items()}
            for path, by_line in contexts.items()
        },
    }
