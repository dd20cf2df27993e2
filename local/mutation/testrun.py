"""Runs tests inside this process: without Django, without chance, without a word, each under an alarm.

The process is meant to be a fork that does nothing else: an alarm ends it on the spot.
"""

import functools
import gc
import os
import resource
import signal
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from _pytest.runner import runtestprotocol
from hypothesis import HealthCheck, Phase, settings

from local.mutation.target import EXAMPLES, Target

if TYPE_CHECKING:
    from local.mutation.coverage_map import CoverageMap

TO_IMPORT = 15.0
"""Seconds that importing the package and finding the tests may take: more is a loop without end."""
MOST_MEMORY = 2 * 1024**3
"""Bytes that a trial may ask for: the tests need a tenth of it."""

NOT_NEEDED = (
    "cacheprovider",
    "warnings",
    "faulthandler",
    "unraisableexception",
    "threadexception",
    "junitxml",
)
"""Plugins of pytest's own that take time in every child."""


class Chosen:
    """A plugin of pytest: runs the chosen tests in their order, and after them any that was not known before.

    A fault may give a parametrised test another name, and then nothing but its new name is there to be run.
    """

    def __init__(self, order: Sequence[str], coverage_map: "CoverageMap") -> None:
        self.rank = {name: place for place, name in enumerate(order)}
        self.coverage_map = coverage_map
        self.failed = ""

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        known = self.coverage_map.seconds
        wanted = [item for item in items if item.nodeid in self.rank or item.nodeid not in known]
        items[:] = sorted(wanted, key=lambda item: self.rank.get(item.nodeid, len(self.rank)))

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        set_alarm(self.coverage_map.patience(nodeid))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self.failed = report.nodeid

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.failed = report.nodeid


class Found:
    """A plugin of pytest: gives all the tests it has found to some work, instead of running them."""

    def __init__(self, work: Callable[[Sequence[pytest.Item]], None]) -> None:
        self.work = work

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.work(session.items)
        return True


def set_alarm(seconds: float) -> None:
    """End this process once it has worked for so many seconds, unless another alarm is set before.

    What a busy machine takes from it does not count: pure code waits for nobody, it can only loop.
    """
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, seconds)


def bound_memory() -> None:
    """Let a fault that asks for a number of a million digits run into a wall, and not the whole machine."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def prepare(target: Target) -> None:
    """Make this process one in which the target's tests can be run."""
    os.chdir(target.root)
    sys.path.insert(0, str(target.root))
    sys.pycache_prefix, sys.dont_write_bytecode = str(target.memory / "compiled"), False
    os.environ.update(PYTEST_DISABLE_PLUGIN_AUTOLOAD="1", PROVE_EXAMPLES=str(EXAMPLES))
    settings.register_profile(
        "mutation",
        derandomize=True,
        database=None,
        deadline=None,
        max_examples=EXAMPLES,
        phases=(Phase.explicit, Phase.generate),
        suppress_health_check=tuple(HealthCheck),
    )
    settings.load_profile("mutation")


def run_tests(target: Target, paths: Iterable[str], plugin: object) -> int:
    """Run what the files hold until the first failure; return pytest's exit code."""
    options = ["-c", os.devnull, "--rootdir", str(target.root), "--confcutdir", target.test_folders[0]]
    options += [
        "--import-mode=importlib",
        "--assert=plain",
        "--doctest-modules",
        "--tb=no",
        "-x",
        "-s",
        "-qq",
        "--no-header",
        "--no-summary",
    ]
    options += [word for name in NOT_NEEDED for word in ("-p", f"no:{name}")]
    return int(pytest.main([*options, *paths], plugins=[plugin]))


def run_item(item: pytest.Item) -> bool:
    """Run one test that was found before; return whether it failed."""
    return any(report.failed for report in runtestprotocol(item, log=False, nextitem=None))


def forget_cached(target: Target) -> None:
    """Empty every cache of the package, so that whatever is asked for next is computed."""
    for found in caches_of(target):
        found.cache_clear()


def caches_of(target: Target) -> list["functools._lru_cache_wrapper[object]"]:
    caches = [found for found in gc.get_objects() if isinstance(found, functools._lru_cache_wrapper)]
    return [found for found in caches if found.__module__.startswith(target.package)]


def forget_modules(target: Target) -> None:
    """Have the package and its tests imported anew by whoever asks next."""
    ours = [target.folder, *(target.root / folder for folder in target.test_folders)]
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if file and any(Path(file).is_relative_to(folder) for folder in ours):
            del sys.modules[name]
