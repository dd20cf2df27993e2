"""Whom a supervisor may end: its own processes, never a stranger who got a recycled number."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from local.processes import MARK, Leader, bears_mark, end_session, read_stat, wait_until
from local.records import Records

SLEEP = "import time; time.sleep(600)"
# The child speaks for both: in the middle of its exec a process has no environment yet, and so no mark.
CHILD = f"print('up', flush=True); {SLEEP}"
WITH_CHILD = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {CHILD!r}]); {SLEEP}"
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); {SLEEP}"


@pytest.fixture
def started() -> Iterator[list[subprocess.Popen[bytes]]]:
    processes: list[subprocess.Popen[bytes]] = []
    yield processes
    for process in processes:
        Leader.of(process.pid).kill_members()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def start(started: list[subprocess.Popen[bytes]], code: str = WITH_CHILD, mark: str = "") -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        env=os.environ | {MARK: mark},
        start_new_session=True,
    )
    started.append(process)
    assert process.stdout is not None
    assert process.stdout.readline() == b"up\n"
    return process


def is_alive(pid: int) -> bool:
    stat = read_stat(pid)
    return stat is not None and stat.is_alive


def test_a_session_ends_with_its_children(started: list[subprocess.Popen[bytes]]) -> None:
    leader = Leader.of(start(started).pid)
    members = leader.members()
    assert len(members) == 2
    assert end_session(leader, signal.SIGKILL) is False, "the child had to be killed too"
    assert not any(map(is_alive, members))


def test_whoever_ignores_the_polite_signal_is_killed(started: list[subprocess.Popen[bytes]]) -> None:
    process = start(started, STUBBORN)
    assert end_session(Leader.of(process.pid), patience=0.2) is False
    assert process.wait() == -signal.SIGKILL


def test_a_stranger_under_the_same_number_is_left_alone(started: list[subprocess.Popen[bytes]]) -> None:
    process = start(started)
    stranger = Leader.of(process.pid)
    ours_long_gone = replace(stranger, started=stranger.started - 1)
    assert ours_long_gone.members() == []
    assert end_session(ours_long_gone, patience=0.1)
    assert process.poll() is None


def test_a_record_from_before_a_reboot_names_nobody(started: list[subprocess.Popen[bytes]]) -> None:
    process = start(started)
    assert replace(Leader.of(process.pid), boot="another boot").members() == []


@pytest.mark.parametrize(("mark", "found"), [("ours", 1), ("somebody else's", 0)])
def test_orphans_of_a_dead_leader_are_known_by_their_mark(
    started: list[subprocess.Popen[bytes]], mark: str, found: int
) -> None:
    process = start(started, mark="ours")
    leader = Leader.of(process.pid, mark)
    process.kill()
    process.wait()
    orphans = leader.members()
    assert len(orphans) == found
    Leader.of(process.pid, "ours").kill_members()


def test_records_survive_their_writer_and_clear_what_is_left(
    started: list[subprocess.Popen[bytes]], tmp_path: Path
) -> None:
    # Engines rewrite their environment, so that they bear no mark: the record alone knows them.
    recorded, unrecorded = start(started), start(started, mark="mine")
    stranger = start(started, mark="another's")
    Records(tmp_path / "processes.json").add(Leader.of(recorded.pid, "mine"), signal.SIGTERM)

    cleared = Records(tmp_path / "processes.json").clear_leftovers("mine")

    assert cleared >= 2
    assert recorded.wait() and unrecorded.wait()
    assert wait_until(lambda: not any(bears_mark(stat, "mine") for stat in pids()), 5)
    assert stranger.poll() is None
    assert Records(tmp_path / "processes.json").clear_leftovers("mine") == 0


def pids() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit() and is_alive(int(entry.name))]
