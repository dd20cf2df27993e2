"""Commands of the product that run to their end while the site starts: migrate, collectstatic, seed."""

import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from local.console import say_beside
from local.postgres import tail
from local.processes import Leader, end_session
from local.services import spawn


class CannotRun(RuntimeError):
    """A step failed; the message says which and why."""


class ToldToStop(Exception):
    """Ctrl-C or SIGTERM came while starting."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command at work."""

    words: str
    process: subprocess.Popen[bytes]
    log: Path


class Commands:
    """Starts commands and waits for them, unless told to stop."""

    def __init__(self, logs: Path, stopping: threading.Event) -> None:
        self._logs = logs
        self._stopping = stopping
        self._started: list[Command] = []

    def start(self, words: list[str], environment: dict[str, str], name: str) -> Command:
        """Run `python WORDS` beside whatever comes next; its output goes to the log of that name."""
        log = self._logs / f"{name}.log"
        command = Command(" ".join(words[1:]), spawn([sys.executable, *words], environment, log), log)
        self._started.append(command)
        return command

    def finish(self, command: Command, *, echo: bool = False) -> None:
        """Wait for its end, repeating what it says if asked to; raises if it failed, or once we are told to stop."""
        shown = 0
        while command.process.poll() is None:
            if self._stopping.wait(0.05):
                raise ToldToStop
            if echo:
                shown = _repeat(command.log, shown)
        if command.process.returncode:
            raise CannotRun(f"`{command.words}` failed:\n{tail(command.log, lines=25)}")

    def run(self, words: list[str], environment: dict[str, str], name: str, *, echo: bool = False) -> None:
        """Start and finish."""
        self.finish(self.start(words, environment, name), echo=echo)

    def stop(self) -> None:
        """End those that are still at work."""
        for command in self._started:
            if command.process.poll() is None:
                end_session(Leader.of(command.process.pid))
                command.process.wait()


def _repeat(log: Path, shown: int) -> int:
    """Print the complete lines of a log from the n-th on; returns how many have been printed now."""
    lines = log.read_text(errors="replace").splitlines(keepends=True)
    complete = [line for line in lines if line.endswith("\n")]
    for line in complete[shown:]:
        say_beside(f"   {line.rstrip()}")
    return len(complete)
