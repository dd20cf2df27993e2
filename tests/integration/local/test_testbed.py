"""The engines of a test run end with it, even when it is killed."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from local.processes import all_stats, wait_until
from tests.architecture.reading import ROOT

pytestmark = pytest.mark.slow
RUN = """
import time
from local import testing
testing.prepare_environment()
testing.testbed().ensure_started()
print(testing.testbed().home, flush=True)
time.sleep(600)
"""


def living_in(home: Path) -> list[int]:
    def lives(pid: int) -> bool:
        try:
            return Path(f"/proc/{pid}/cwd").readlink().is_relative_to(home)
        except OSError:
            return False

    return [stat.pid for stat in all_stats() if stat.is_alive and lives(stat.pid)]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_nothing_outlives_the_run(number: signal.Signals) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("FAIRBRIEF_", "PYTEST_"))}
    run = subprocess.Popen([sys.executable, "-c", RUN], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    with run.stdout:
        home = Path(run.stdout.readline().strip())
    assert living_in(home) != [], "the engines are up"
    run.send_signal(number)
    run.wait()
    assert wait_until(lambda: not home.exists() and not living_in(home), 60)
