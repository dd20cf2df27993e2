"""Knows processes by number *and* start time, so that nothing here ever signals a stranger who got a recycled number.

It decides who is alive and how a process group ends; it never decides when.
"""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
POLL_SECONDS = 0.02


def boot_id() -> str:
    """Changes at every boot: start times are counted from it."""
    return (PROC / "sys/kernel/random/boot_id").read_text().strip()


@dataclass(frozen=True, slots=True)
class Stat:
    """What the kernel says about a process."""

    pid: int
    state: str
    session: int
    started: int

    @property
    def is_alive(self) -> bool:
        return self.state not in "ZX"


def read_stat(pid: int) -> Stat | None:
    """The process's entry, or None if there is no such process."""
    try:
        text = (PROC / str(pid) / "stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    # The command's name is in parentheses and may itself hold spaces and parentheses.
    fields = text.rpartition(")")[2].split()
    return Stat(pid, fields[0], int(fields[3]), int(fields[19]))


def all_stats() -> Iterator[Stat]:
    """Every process on the machine, as far as it lives long enough to be read."""
    for entry in PROC.iterdir():
        if entry.name.isdigit() and (stat := read_stat(int(entry.name))):
            yield stat


MARK = "FAIRBRIEF_SUPERVISED_BY"


def bears_mark(pid: int, mark: str) -> bool:
    """Whether the process was started with our mark in its environment, which its own children inherit."""
    with suppress(OSError):
        return f"{MARK}={mark}".encode() in (PROC / str(pid) / "environ").read_bytes().split(b"\0")
    return False


@dataclass(frozen=True, slots=True)
class Leader:
    """A process of ours that leads a session; `mark` is what the session's members carry in their environment."""

    pid: int
    started: int
    boot: str
    mark: str = ""

    @classmethod
    def of(cls, pid: int, mark: str = "") -> "Leader":
        stat = read_stat(pid)
        return cls(pid, stat.started if stat else 0, boot_id(), mark)

    def is_alive(self) -> bool:
        stat = read_stat(self.pid)
        return stat is not None and stat.is_alive and stat.started == self.started and self.boot == boot_id()

    def members(self) -> list[int]:
        """The living processes of the session.

        While the leader lives, or waits to be reaped, its number is nobody else's. Once it is gone, a stranger may
        have led a session under the same number, so then only those who bear our mark count.
        """
        if self.boot != boot_id():
            return []
        leader = read_stat(self.pid)
        if leader is not None and leader.started != self.started:
            return []
        found = [stat.pid for stat in all_stats() if stat.session == self.pid and stat.is_alive]
        if leader is not None:
            return found
        return [pid for pid in found if self.mark and bears_mark(pid, self.mark)]

    def signal(self, number: int) -> None:
        """Signal the leader alone, if it is still the same process."""
        if self.is_alive():
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def kill_members(self) -> None:
        """SIGKILL for everyone left in the session."""
        for pid in self.members():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def wait_until(is_true: Callable[[], bool], seconds: float) -> bool:
    """Poll until something is true; False when it is not after so many seconds."""
    deadline = time.monotonic() + seconds
    while not is_true():
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True


def end_session(leader: Leader, polite: int = signal.SIGTERM, patience: float = 10.0) -> bool:
    """Ask the leader to stop, wait, then kill whatever is left of its session. True if asking was enough."""
    leader.signal(polite)
    went = wait_until(lambda: not leader.members(), patience)
    if not went:
        leader.kill_members()
        wait_until(lambda: not leader.members(), 5.0)
    return went
