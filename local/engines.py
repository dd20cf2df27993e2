"""PostgreSQL and Valkey together, and a command that keeps them running in the foreground.

    python -m local.engines --data DIR

writes the variables with which `manage.py` works by hand to DIR/env.sh, and stops both on Ctrl-C or SIGTERM.
"""

import argparse
import os
import shlex
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from local import databases
from local.keys import Keys, load_keys
from local.ports import free_port_from
from local.postgres import PostgresServer
from local.privileges import engines_home
from local.processes import Leader, end_session
from local.valkey import ValkeyServer

POSTGRES_PORT = 55_432
VALKEY_PORT = 56_379


@dataclass
class Engines:
    """Both servers and, once started, their processes."""

    postgres: PostgresServer
    valkey: ValkeyServer
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    @classmethod
    def at(cls, home: Path, keys: Keys, ports: tuple[int, int], *, disposable: bool = False) -> "Engines":
        """Engines whose files are below `home`, on (PostgreSQL's, Valkey's) ports."""
        return cls(PostgresServer(home, ports[0], disposable), ValkeyServer(home, ports[1], keys.valkey_password))

    def start(self) -> None:
        """Start both at the same time; returns once both answer."""
        with ThreadPoolExecutor(2) as pool:
            broker = pool.submit(self.valkey.start)
            self.postgres.create()
            self.processes["postgres"] = self.postgres.start()
            self.processes["valkey"] = broker.result()

    def stop(self) -> None:
        """Stop both: PostgreSQL closes its sessions and writes its checkpoint first."""
        for name, polite in (("valkey", signal.SIGTERM), ("postgres", signal.SIGINT)):
            if process := self.processes.pop(name, None):
                end_session(Leader.of(process.pid), polite)
                process.wait()


def free_ports() -> tuple[int, int]:
    """The usual ports, or the next free ones."""
    return free_port_from(POSTGRES_PORT), free_port_from(VALKEY_PORT)


def exports(engines: Engines, keys: Keys, data: Path) -> dict[str, str]:
    """What `manage.py` needs; as the owner, so that it may migrate."""
    return {
        "DATABASE_URL": engines.postgres.url(databases.DATABASE, databases.OWNER, keys.owner_password),
        "REDIS_URL": engines.valkey.url(),
        "SECRET_KEY": keys.secret_key,
        "SANDBOX_RAIL_SECRET": keys.rail_secret,
        "OIDC_PRIVATE_KEY": keys.oidc_private_key,
        "DATA_KEYS": keys.data_key,
        "LEDGER_SIGNING_KEY": keys.ledger_signing_key,
        "FAIRBRIEF_DATA": str(data),
        "DEBUG": "1",
    }


def write_variables(path: Path, variables: dict[str, str]) -> Path:
    """Write a private file for a shell to read."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.writelines(f"export {name}={shlex.quote(value)}\n" for name, value in variables.items())
    return path


def when_told_to_stop() -> threading.Event:
    """An event that Ctrl-C, SIGTERM and a closed terminal set. Nothing is interrupted: the waiting code decides."""
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: stopping.set())
    return stopping


def main() -> int:
    """Run until told to stop."""
    parser = argparse.ArgumentParser(prog="python -m local.engines", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a folder for the engines' files; kept")
    data: Path = parser.parse_args().data.resolve()
    keys = load_keys(data)
    engines = Engines.at(engines_home(data), keys, free_ports())
    stopping = when_told_to_stop()
    try:
        engines.start()
        databases.ensure_roles(engines.postgres, keys.owner_password, keys.runtime_password)
        databases.ensure_database(engines.postgres)
        variables = write_variables(data / "env.sh", exports(engines, keys, data))
        sys.stdout.write(f"PostgreSQL on port {engines.postgres.port}, Valkey on port {engines.valkey.port}.\n")
        sys.stdout.write(f"In another shell: `. {variables}`, then manage.py as you like. Ctrl-C stops both.\n")
        sys.stdout.flush()
        stopping.wait()
    finally:
        engines.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
