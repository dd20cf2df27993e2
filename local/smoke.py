"""Tries `make run` as a newcomer does: start, look at the first page, Ctrl-C, and see that no process is left.

python3 -m local.smoke
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

from local.console import say
from local.ports import any_free_port
from local.processes import all_stats, bears_mark, wait_until

ROOT = Path(__file__).resolve().parent.parent
READY = "Ctrl-C stops everything"
START_SECONDS = 300
STOP_SECONDS = 60
PAGES = ("/healthz", "/", "/account/login/")
NO_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class SmokeFailed(RuntimeError):
    """Something that a newcomer would have stumbled over."""


def start(data: Path, port: int, output: Path) -> subprocess.Popen[bytes]:
    """`make run`, as the leader of a group of its own, like a terminal's foreground job."""
    environment = os.environ | {"FAIRBRIEF_DATA": str(data), "PORT": str(port)}
    with output.open("wb") as stream:
        return subprocess.Popen(
            ["make", "run"], cwd=ROOT, env=environment, stdout=stream, stderr=stream, start_new_session=True
        )


def try_out(data: Path, output: Path) -> None:
    """The whole round; raises at the first thing that is not as it should be."""
    port = any_free_port()
    site = f"http://127.0.0.1:{port}"
    process = start(data, port, output)
    try:
        wait_until(lambda: READY in output.read_text() or process.poll() is not None, START_SECONDS)
        if READY not in output.read_text():
            raise SmokeFailed("The site did not start.")
        for page in PAGES:
            with NO_PROXY.open(site + page, timeout=30) as answer:
                say(f" ✓ {site}{page}: {answer.status}, {len(answer.read())} bytes")
    finally:
        os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            raise SmokeFailed("The site did not stop.") from None
    left = [stat.pid for stat in all_stats() if stat.is_alive and bears_mark(stat.pid, str(data))]
    if left or (data / "engines/postgres/postmaster.pid").exists():
        raise SmokeFailed(f"Processes are left: {left}")
    say(" ✓ Stopped; no process is left")


def main() -> int:
    """Exit code 0 if a newcomer would be content."""
    home = Path(tempfile.mkdtemp(prefix="fairbrief-smoke-"))
    home.chmod(0o755)
    output = home / "output.txt"
    try:
        try_out(home / "data", output)
    except (SmokeFailed, OSError) as error:
        say(f" ✗ {error}")
        return 1
    finally:
        say(output.read_text())
        shutil.rmtree(home)
    return 0


if __name__ == "__main__":
    sys.exit(main())
