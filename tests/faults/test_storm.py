"""The short form of the storm: real processes fail at random, the three books agree. `make faults` is the long one."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
LIVES, KILLS = 30, 8


def test_nobody_is_paid_twice_or_never_whatever_breaks() -> None:
    """A seed is drawn and printed; `python -m tests.faults.storm --seed N` strikes the same blows again."""
    command = [sys.executable, "-m", "tests.faults.storm", "--lives", str(LIVES), "--kills", str(KILLS)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, f"{done.stdout[-6000:]}\n{done.stderr[-3000:]}"
    assert "0 lost, 0 doubled" in done.stdout
