"""P9: from a checkout to a page: `make run` with nothing installed, and again with everything there.

In a copy of the files that git knows, on a free port. The cold start may take what installing the packages takes, which
it does itself and says, and eight seconds; the warm one four. The demo is sown behind the page and not waited for.
"""

import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path
from statistics import median

from bench.tables import Result
from local.ports import any_free_port
from local.processes import wait_until

ROOT = Path(__file__).resolve().parent.parent
BESIDES_INSTALLING, WARM = 8.0, 4.0
PATIENCE = 300
DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
INSTALLED = re.compile(r"Installed by \w+ in ([0-9.]+) s")


def run(*, rounds: int) -> list[Result]:
    """Once cold, then so many times warm."""
    with tempfile.TemporaryDirectory(prefix="bench-start-") as folder:
        checkout = Path(folder, "checkout")
        _copy(checkout)
        # Engines that run under an account of their own must be able to look in.
        Path(folder).chmod(0o755)
        cold, said = _start(checkout, Path(folder, "cold.txt"))
        warm = median(_start(checkout, Path(folder, "warm.txt"))[0] for _ in range(rounds))
    found = INSTALLED.search(said)
    if found is None:
        raise AssertionError("The cold start did not say how long installing took.")
    allowed = float(found[1]) + BESIDES_INSTALLING
    return [
        Result("P9", "cold start to a page", cold, allowed, "s", "installing + 8 s", 1, is_cost=True),
        Result("P9", "warm start to a page", warm, WARM, "s", "at most", 1, is_cost=True),
    ]


def _copy(checkout: Path) -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, listed.split("\0")):
        target = checkout / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target)


def _start(checkout: Path, output: Path) -> tuple[float, str]:
    """Seconds until the home page answers, and what was said on the way there."""
    port = any_free_port()
    home = f"http://127.0.0.1:{port}/"
    known = {name: value for name, value in os.environ.items() if not name.startswith(("FAIRBRIEF_", "DATABASE_"))}
    began = time.monotonic()
    with output.open("wb") as stream:
        process = subprocess.Popen(
            ["make", "run"],
            cwd=checkout,
            env=known | {"PORT": str(port)},
            stdout=stream,
            stderr=stream,
            start_new_session=True,
        )
    try:
        is_there = wait_until(lambda: process.poll() is not None or _answers(home), PATIENCE)
        if not is_there or process.poll() is not None:
            raise AssertionError(f"The site did not start: {output.read_text()}")
        return time.monotonic() - began, output.read_text()
    finally:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(PATIENCE)


def _answers(address: str) -> bool:
    try:
        with DIRECT.open(address, timeout=30) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
