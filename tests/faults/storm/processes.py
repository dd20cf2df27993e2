"""The processes of the product in a storm, workers and beat, and how any process of a storm is started and killed."""

import subprocess
import sys
from pathlib import Path

from local.processes import Leader, wait_until
from local.services import spawn
from tests.faults.storm.engines import PATIENCE, Ground

CONCURRENCY = {"prompt": 2, "slow": 1}


class Program:
    """A process that leads its own session, and is started again whenever it has gone."""

    def __init__(self, ground: Ground, name: str, *words: str) -> None:
        self.command = [sys.executable, "-m", *words]
        self.process: subprocess.Popen[bytes]
        self.environment, self.log = ground.environment, ground.home / f"{name}.log"
        self.start()

    def start(self) -> None:
        self.process = spawn(self.command, self.environment, self.log)
        self.leader = Leader.of(self.process.pid)

    def is_alive(self) -> bool:
        return self.process.poll() is None

    def children(self) -> list[int]:
        """The processes that it has forked."""
        return [pid for pid in self.leader.members() if pid != self.process.pid]

    def kill(self) -> None:
        """SIGKILL for all of its processes at once."""
        self.leader.kill_members()
        self.process.wait()
        wait_until(lambda: not self.leader.members(), PATIENCE)


def start_worker(ground: Ground, number: int, queue: str, *, clock_off: int = 0) -> Program:
    """A worker as in production, with its sweep, on a host whose clock is wrong by so many seconds."""
    celery = ("tests.faults.storm.skewed", str(clock_off)) if clock_off else ("celery",)
    words = ["-A", "config", "worker", f"--queues={queue}", f"--concurrency={CONCURRENCY[queue]}"]
    words += ["--without-gossip", "--without-mingle"]
    return Program(
        ground, f"worker-{number}", *celery, *words, f"--hostname=worker-{number}@storm", "--loglevel=WARNING"
    )


def start_beat(ground: Ground) -> Program:
    """Beat, which merely pokes."""
    return Program(ground, "beat", "celery", "-A", "config", "beat", f"--schedule={ground.home}/beat", "--pidfile=")


def tail(log: Path, characters: int = 2000) -> str:
    """The end of a log, for the report of a failure."""
    return log.read_text(errors="replace")[-characters:] if log.exists() else ""
