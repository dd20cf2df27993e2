"""Writes down who was started, so that the next start can clear what a killed supervisor left behind."""

import json
import os
import signal
from dataclasses import asdict
from pathlib import Path

from local.processes import Leader, all_stats, bears_mark, end_session


class Records:
    """The processes of one data folder, oldest first; rewritten at every change."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._leaders: list[tuple[Leader, int]] = self._read()

    def _read(self) -> list[tuple[Leader, int]]:
        try:
            entries = json.loads(self._path.read_text())
        except (FileNotFoundError, ValueError):
            return []
        return [(Leader(**entry["leader"]), entry["polite"]) for entry in entries]

    def _write(self) -> None:
        entries = [{"leader": asdict(leader), "polite": polite} for leader, polite in self._leaders]
        partial = self._path.with_suffix(".partial")
        partial.write_text(json.dumps(entries))
        partial.replace(self._path)

    def add(self, leader: Leader, polite: int) -> None:
        """Remember a process that has just been started, and the signal by which it stops."""
        self._leaders.append((leader, polite))
        self._write()

    def remove(self, leader: Leader) -> None:
        """Forget a process that has ended."""
        self._leaders = [(known, polite) for known, polite in self._leaders if known != leader]
        self._write()

    def clear_leftovers(self, mark: str) -> int:
        """End whatever an earlier supervisor left, last started first. Returns how many sessions there were.

        What was started in the very moment of the kill may be in no record: it bears the mark.
        """
        cleared = 0
        for leader, polite in reversed(self._leaders):
            if leader.members():
                end_session(leader, polite)
                cleared += 1
        for pid in [stat.pid for stat in all_stats() if stat.is_alive and bears_mark(stat.pid, mark)]:
            if pid != os.getpid():
                cleared += 1
                end_session(Leader.of(pid, mark), signal.SIGTERM, patience=5)
        self._leaders = []
        self._write()
        return cleared
