"""`make run`: the whole site on this machine, until Ctrl-C."""

import fcntl
import os
import sys
import threading
from pathlib import Path

from local.bytecode import remember_bytecode
from local.commands import CannotRun, ToldToStop
from local.console import indent, say, step, warn
from local.engines import when_told_to_stop
from local.postgres import EngineDidNotStart
from local.privileges import engines_home
from local.records import Records
from local.startup import Startup
from local.surroundings import ROOT, Surroundings, mark_of

LOGINS = "demo-logins.txt"


def data_folder() -> Path:
    """FAIRBRIEF_DATA, or `.data` in the checkout."""
    return Path(os.environ.get("FAIRBRIEF_DATA") or ROOT / ".data").resolve()


def announce(around: Surroundings) -> None:
    """Where the site is, and as whom to sign in."""
    logins = around.data / LOGINS
    say()
    say(f"   Fairbrief is at {around.site}")
    if logins.exists():
        say()
        say(indent(logins.read_text()))
    say()
    say("   Ctrl-C stops everything. Logs are in .data/logs; `make reset` starts from nothing.")
    say()


def rotate(folder: Path) -> None:
    """Keep the last run's logs beside this one's."""
    folder.mkdir(parents=True, exist_ok=True)
    for log in folder.glob("*.log"):
        log.replace(log.with_suffix(".log.1"))


def run(around: Surroundings, stopping: threading.Event) -> int:
    """Start, watch, stop; the exit code."""
    rotate(around.logs)
    rotate(engines_home(around.data))
    if around.ports.web != around.wanted_port:
        warn(f"Port {around.wanted_port} is busy; using {around.ports.web}")
    startup = Startup(around, stopping)
    try:
        startup.start()
        announce(around)
        startup.supervisor.watch()
    except ToldToStop:
        pass
    except (CannotRun, EngineDidNotStart) as error:
        say(f"\n ✗ {error}")
        return 1
    finally:
        with step("Stopping") as now:
            startup.stop()
            now.done = "Stopped"
    return 0


def main() -> int:
    """Take the data folder's lock and run."""
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    stopping = when_told_to_stop()
    data = data_folder()
    remember_bytecode(data / "bytecode")
    (data / "run").mkdir(parents=True, exist_ok=True)
    with (data / "run" / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            say(f"Fairbrief is already running from here: {lock.read().strip()}")
            return 1
        # First, because what a killed run left still holds its ports.
        if cleared := Records(data / "run" / "processes.json").clear_leftovers(mark_of(data)):
            warn(f"An earlier run was killed; {cleared} processes that it left have been ended")
        around = Surroundings.look_around(data)
        lock.truncate(0)
        lock.write(f"{around.site} (process {os.getpid()})\n")
        lock.flush()
        return run(around, stopping)


if __name__ == "__main__":
    sys.exit(main())
