"""Starts services in order, starts again those that die, stops all in the opposite order.

Every service leads a session of its own, so that Ctrl-C reaches the supervisor alone, which then stops them one after
the other: what uses the rail and the engines first, the engines last.
"""

import signal
import subprocess
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from local.console import indent, say, warn
from local.postgres import tail
from local.processes import Leader, end_session
from local.records import Records

# Stopped from the highest to the lowest; within a stage, all at once.
ENGINES, RAIL, PRODUCT = 0, 1, 2
FIRST_DELAY = 0.5
LONGEST_DELAY = 30.0
STEADY_SECONDS = 60.0
LOOK_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Service:
    """A process to keep running, or, if `once`, to run to its end."""

    name: str
    launch: Callable[[], subprocess.Popen[bytes]]
    log: Path
    polite: signal.Signals = signal.SIGTERM
    patience: float = 10.0
    once: bool = False
    stage: int = PRODUCT


@dataclass
class Running:
    """A service's current process, and how its last restarts went."""

    service: Service
    process: subprocess.Popen[bytes]
    leader: Leader
    started: float
    delay: float = FIRST_DELAY
    restart_at: float | None = None


class Supervisor:
    """Keeps services running until it is told to stop."""

    def __init__(self, records: Records, mark: str, stopping: threading.Event) -> None:
        self._records = records
        self._mark = mark
        self._stopping = stopping
        self._running: list[Running] = []
        self._lock = threading.Lock()

    def start(self, service: Service) -> None:
        """Launch and record a service; a failure to launch is the caller's to handle."""
        process = service.launch()
        leader = Leader.of(process.pid, self._mark)
        with self._lock:
            self._records.add(leader, service.polite)
            self._running.append(Running(service, process, leader, time.monotonic()))

    def has_failed(self, name: str) -> bool:
        """Whether the service's process has ended with an error."""
        return any(one.process.poll() for one in self._running if one.service.name == name)

    def watch(self) -> None:
        """Restart what dies, with a growing pause; returns when told to stop."""
        while not self._stopping.wait(LOOK_SECONDS):
            for one in list(self._running):
                self._look_at(one)

    def _look_at(self, one: Running) -> None:
        code = one.process.poll()
        if code is None:
            if time.monotonic() - one.started > STEADY_SECONDS:
                one.delay = FIRST_DELAY
        elif one.restart_at is None:
            self._mourn(one, code)
        elif time.monotonic() >= one.restart_at:
            self._restart(one)

    def _mourn(self, one: Running, code: int) -> None:
        """Say what happened, take down the rest of its session, and plan the restart."""
        service = one.service
        end_session(one.leader, signal.SIGKILL, patience=2)
        self._records.remove(one.leader)
        if service.once:
            self._running.remove(one)
            if code:
                warn(f"{service.name} ended with an error ({_reason(code)}); see {service.log}")
            return
        one.restart_at = time.monotonic() + one.delay
        warn(f"{service.name} died ({_reason(code)}); starting it again in {one.delay:.1f} s. Its last words:")
        say(indent(tail(service.log, lines=5)))
        one.delay = min(2 * one.delay, LONGEST_DELAY)

    def _restart(self, one: Running) -> None:
        try:
            process = one.service.launch()
        except (OSError, RuntimeError) as error:
            one.restart_at = time.monotonic() + one.delay
            one.delay = min(2 * one.delay, LONGEST_DELAY)
            warn(f"{one.service.name} did not start: {error}")
            return
        one.process, one.started, one.restart_at = process, time.monotonic(), None
        one.leader = Leader.of(process.pid, self._mark)
        self._records.add(one.leader, one.service.polite)
        say(f" ✓ {one.service.name} is running again")

    def stop(self) -> None:
        """Stop every service, stage by stage."""
        for stage in (PRODUCT, RAIL, ENGINES):
            ending = [one for one in self._running if one.service.stage == stage]
            if ending:
                with ThreadPoolExecutor(len(ending)) as pool:
                    list(pool.map(self._end, ending))
        self._running.clear()

    def _end(self, one: Running) -> None:
        if not end_session(one.leader, one.service.polite, one.service.patience):
            warn(f"{one.service.name} did not stop within {one.service.patience:.0f} s and was killed")
        one.process.wait()
        with self._lock:
            self._records.remove(one.leader)


def _reason(code: int) -> str:
    """An exit code in words."""
    return signal.Signals(-code).name if code < 0 else f"exit code {code}"
