"""Engines of a test run: started on the first need, shared by its workers, gone with the process that asked for them.

The run's main process calls `describe_in_environment` before Django's settings are read: ports, passwords and addresses
are fixed then, nothing is started. Whoever first needs a database calls `ensure_started`, which launches this module as
a keeper of its own: it starts the engines, migrates one template database, and stops everything when the main process
ends, however it ends.
"""

import argparse
import atexit
import fcntl
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote

from local import databases, template_cache
from local.engines import Engines, when_told_to_stop
from local.keys import Keys, load_keys
from local.ports import reserve_port
from local.processes import Leader, wait_until

ROOT = Path(__file__).resolve().parent.parent
HOME = "FAIRBRIEF_TESTBED"
KEYS = ROOT / ".data" / "tests"
TEMPLATE = "fairbrief_template"
START_SECONDS = 300
IN_MEMORY = Path("/dev/shm")  # nosec B108  # What is made there gets a name that nobody can guess.
ROOM = 4 * 2**30
# Django's connection logs in as the owner and acts as the runtime role, so that every test proves the grants;
# `SET ROLE fairbrief_owner` is there for what only a migration may do.
AS_RUNTIME_ROLE = quote(f"-c role={databases.RUNTIME}")


class TestbedDidNotStart(RuntimeError):
    """The keeper ended before its engines were ready; the message holds its log."""

    __test__ = False


@dataclass(frozen=True, slots=True)
class Testbed:
    """Where a test run's engines are, or will be."""

    __test__ = False

    home: Path
    main_pid: int
    postgres_port: int
    valkey_port: int
    keys: Keys

    @classmethod
    def at(cls, home: Path) -> "Testbed":
        """Read the description in a test bed's home."""
        fields = json.loads((home / "testbed.json").read_text())
        return cls(**fields | {"home": home, "keys": Keys(**fields["keys"])})

    def engines(self) -> Engines:
        ports = (self.postgres_port, self.valkey_port)
        return Engines.at(self.home / "engines", self.keys, ports, disposable=True)

    def owner_url(self, database: str) -> str:
        """As the role that owns the tables."""
        return self.engines().postgres.url(database, databases.OWNER, self.keys.owner_password)

    def test_url(self, database: str) -> str:
        """As tests see it: the owner's session, acting as the runtime role."""
        return f"{self.owner_url(database)}?options={AS_RUNTIME_ROLE}"

    def runtime_url(self, database: str) -> str:
        """As web and workers log in."""
        return self.engines().postgres.url(database, databases.RUNTIME, self.keys.runtime_password)

    def redis_url(self, number: int) -> str:
        return self.engines().valkey.url(number)

    def recreate(self, database: str) -> None:
        """A fresh copy of the migrated template under this name."""
        databases.replace_database(self.engines().postgres.url("postgres"), database, TEMPLATE)

    def ensure_started(self) -> None:
        """Start the keeper unless it runs; returns once the template is migrated. Safe from several processes."""
        with (self.home / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (self.home / "ready").exists():
                self._start_keeper()

    def _start_keeper(self) -> None:
        log = self.home / "keeper.log"
        with log.open("wb") as output:
            keeper = subprocess.Popen(
                [sys.executable, "-m", "local.testbed", str(self.home)],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        (self.home / "keeper.json").write_text(json.dumps(asdict(Leader.of(keeper.pid))))
        ready = self.home / "ready"
        wait_until(lambda: ready.exists() or keeper.poll() is not None, START_SECONDS)
        if not ready.exists():
            raise TestbedDidNotStart(log.read_text())

    def stop(self) -> None:
        """End the keeper, if there is one, and remove the home."""
        record = self.home / "keeper.json"
        if record.exists():
            keeper = Leader(**json.loads(record.read_text()))
            keeper.signal(signal.SIGTERM)
            wait_until(lambda: not keeper.is_alive(), 30)
        shutil.rmtree(self.home, ignore_errors=True)


def quick_folder() -> Path | None:
    """Where files lie in memory, if there is plenty of room: a database is copied there in a tenth of the time.

    None stands for the usual place. Programs may have to run from there, which some machines do not allow.
    """
    try:
        found = os.statvfs(IN_MEMORY)
    except OSError:
        return None
    is_wide = found.f_bavail * found.f_frsize >= ROOM
    is_open = os.access(IN_MEMORY, os.W_OK | os.X_OK) and not found.f_flag & os.ST_NOEXEC
    return IN_MEMORY if is_wide and is_open else None


def describe_in_environment(*, in_memory: bool = False) -> Testbed:
    """The test bed of this run: a new one in its main process, the same one in the workers that it starts.

    `in_memory`, if there is room: for a run that writes little, not for measurements and campaigns.
    """
    if HOME in os.environ:
        return Testbed.at(Path(os.environ[HOME]))
    home = Path(tempfile.mkdtemp(prefix="fairbrief-tests-", dir=quick_folder() if in_memory else None))
    home.chmod(0o755)  # The engines may run as another user; their own folders inside are private.
    _HELD.extend((reserve_port(), reserve_port()))
    fields = {
        "main_pid": os.getpid(),
        "postgres_port": _HELD[0].getsockname()[1],
        "valkey_port": _HELD[1].getsockname()[1],
        "keys": asdict(load_keys(KEYS)),
    }
    (home / "testbed.json").touch(0o600)
    (home / "testbed.json").write_text(json.dumps(fields))
    os.environ[HOME] = str(home)
    testbed = Testbed.at(home)
    atexit.register(testbed.stop)
    return testbed


_HELD: list[socket.socket] = []  # The main process holds the ports for the engines until it ends.


def set_passwords(testbed: Testbed, engines: Engines) -> None:
    """Make the roles, or give those of a remembered cluster this run's passwords."""
    databases.ensure_roles(engines.postgres, testbed.keys.owner_password, testbed.keys.runtime_password)


def make_template(testbed: Testbed, engines: Engines) -> None:
    """One migrated database that nobody may connect to any more, so that it can be copied at any moment."""
    set_passwords(testbed, engines)
    databases.ensure_database(engines.postgres, TEMPLATE)
    environment = os.environ | {"DATABASE_URL": testbed.owner_url(TEMPLATE)}
    subprocess.run([sys.executable, "-m", "local.prepare"], cwd=ROOT, env=environment, check=True)
    databases.close_to_connections(engines.postgres, TEMPLATE)


def wait_for_end_of(pid: int, stopping: threading.Event) -> None:
    """Return when the process has ended or we are told to stop."""
    try:
        descriptor = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    while not stopping.is_set() and not select.select([descriptor], [], [], 0.2)[0]:
        pass


def keep(home: Path) -> int:
    """The keeper: engines up, template migrated, and down again when the main process ends or SIGTERM comes."""
    testbed = Testbed.at(home)
    stopping = when_told_to_stop()
    engines = testbed.engines()
    try:
        if template_cache.restore(engines.postgres):
            engines.start()
            set_passwords(testbed, engines)
        else:
            engines.start()
            make_template(testbed, engines)
            engines.stop()
            template_cache.store(engines.postgres)
            engines.start()
        (home / "ready").touch()
        wait_for_end_of(testbed.main_pid, stopping)
    finally:
        engines.stop()
        shutil.rmtree(home, ignore_errors=True)
    return 0


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m local.testbed")
    parser.add_argument("home", type=Path)
    sys.exit(keep(parser.parse_args().home))
