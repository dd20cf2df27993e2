"""The short form of the day: every way of ending at least once, over three rails. `make day` is the long one."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
CONTESTS = 40


def test_however_contests_end_everybody_is_paid_once_over_every_rail() -> None:
    """A seed is drawn and printed; `python -m tests.faults.day --seed N` ends them in the same order again."""
    command = [sys.executable, "-m", "tests.faults.day", "--contests", str(CONTESTS)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, f"{done.stdout[-6000:]}\n{done.stderr[-3000:]}"
    assert "0 lost, 0 doubled" in done.stdout
