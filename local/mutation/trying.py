"""Tries one fault: the child that has it in its memory, and what becomes of the child.

No file is ever written: a faulty module is served from memory.
"""

import gc
import importlib
import sys
import types
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from signal import SIGPROF
from typing import Literal, TypeAlias

import pytest

from local.mutation import forks
from local.mutation.coverage_map import CoverageMap, TestsFail
from local.mutation.mutants import Mutant, is_code
from local.mutation.patching import Loaded
from local.mutation.target import Target
from local.mutation.testrun import (
    TO_IMPORT,
    Chosen,
    bound_memory,
    forget_cached,
    forget_modules,
    run_item,
    run_tests,
    set_alarm,
)

Verdict: TypeAlias = Literal["killed", "timed out", "survived", "no code"]

SAMPLE = 100
"""How many tests, the fastest, show that a trial without a fault finds none."""


@dataclass(frozen=True)
class Trial:
    """What became of a mutant, and the test (or the file of tests) that found it out."""

    verdict: Verdict
    by: str = ""


class FaultyLoader(SourceFileLoader):
    """Loads one module from a text in memory."""

    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self.source = source

    def get_code(self, fullname: str) -> types.CodeType:
        """The text's code: nothing is read from the tree, nor cached in it."""
        code: types.CodeType = compile(self.source, self.path, "exec", dont_inherit=True)
        return code


class FaultyFinder:
    """Finds the faulty module before anybody finds the good one."""

    def __init__(self, name: str, path: Path, source: str) -> None:
        self.name, self.path, self.source = name, str(path), source

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: types.ModuleType | None = None
    ) -> ModuleSpec | None:
        if name != self.name:
            return None
        return spec_from_file_location(name, self.path, loader=FaultyLoader(name, self.path, self.source))


class Bench:
    """Where faults are tried: a process that has found the tests and imported all they need, and forks for each fault.

    A fault inside a function that has not run yet is put into it as it is loaded. Any other asks for the package to be
    imported anew, and with it the tests.
    """

    def __init__(self, target: Target, coverage_map: CoverageMap, items: Sequence[pytest.Item]) -> None:
        self.target, self.coverage_map = target, coverage_map
        self.items = {item.nodeid: item for item in items}
        self.loaded = Loaded(target.sources)
        forget_cached(target)
        gc.freeze()  # A child's collector need not touch, and so copy, what its parent holds.

    def start(self, mutant: Mutant, tests: Sequence[str]) -> forks.Fork:
        """Begin a trial by these tests, in their order."""
        return forks.start(partial(self._try, mutant, tests))

    def prove_sound(self) -> None:
        """Raise TestsFail unless tests pass, either way, where there is no fault."""
        tests = self.coverage_map.useful()[:SAMPLE]
        path = self.target.sources[0]
        for work in (partial(self._try_loaded, tests), partial(self._try_anew, path, path.read_text(), tests)):
            trial = finish(forks.start(work))
            if trial.verdict != "survived":
                raise TestsFail(f"{trial.by or 'the import'} {trial.verdict} without any fault")

    def _try(self, mutant: Mutant, tests: Sequence[str]) -> forks.Answer:
        bound_memory()
        source, faulty = mutant.path.read_text(), mutant.make()
        if not is_code(faulty):
            return {"verdict": "no code", "by": ""}
        if not tests:
            return {"verdict": "survived", "by": ""}
        name = self.target.name(mutant.path)
        is_late = not self.coverage_map.runs_at_import(name, mutant.line, source)
        if is_late and self.loaded.put_in(mutant.path, source, faulty):
            return self._try_loaded(tests)
        return self._try_anew(mutant.path, faulty, tests)

    def _try_loaded(self, tests: Sequence[str]) -> forks.Answer:
        for test in tests:
            set_alarm(self.coverage_map.patience(test))
            if run_item(self.items[test]):
                return {"verdict": "killed", "by": test}
        return {"verdict": "survived", "by": ""}

    def _try_anew(self, path: Path, faulty: str, tests: Sequence[str]) -> forks.Answer:
        forget_modules(self.target)
        module = self.target.module(path)
        sys.meta_path.insert(0, FaultyFinder(module, path, faulty))
        set_alarm(TO_IMPORT)
        try:
            importlib.import_module(module)
        except Exception:
            return {"verdict": "killed", "by": ""}
        # The first test is the likeliest to find it out: with luck nothing but its file has to be imported.
        file = file_of(tests[0])
        for some in (
            [test for test in tests if file_of(test) == file],
            [test for test in tests if file_of(test) != file],
        ):
            chosen = Chosen(some, self.coverage_map)
            code = run_tests(self.target, dict.fromkeys(map(file_of, some)), chosen) if some else pytest.ExitCode.OK
            if code in (pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.INTERRUPTED):
                return {"verdict": "killed", "by": chosen.failed}
            if code != pytest.ExitCode.OK:
                raise RuntimeError(f"pytest ended with {code!r} on a fault in {path}")
        return {"verdict": "survived", "by": ""}


def finish(fork: forks.Fork) -> Trial:
    """Read what became of it. A child that an alarm ended was caught in a loop; one that broke down was found out."""
    ending = fork.finish()
    if ending.signal:
        return Trial("timed out" if ending.signal == SIGPROF else "killed")
    return Trial(ending.answer["verdict"], ending.answer["by"])


def file_of(test: str) -> str:
    """Where a test stands."""
    return test.partition("::")[0]
