"""Engines that may be killed: durable ones, since what was committed must outlive a crash."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from local import databases
from local.engines import Engines
from local.keys import load_keys
from local.ports import any_free_port
from local.processes import Leader, wait_until

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 60


class Ground:
    """PostgreSQL, Valkey and the folders of one storm; `environment` is what its processes are started with."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="fairbrief-storm-"))
        self.home.chmod(0o755)  # The engines may run as another user; their own folders inside are private.
        self.keys = load_keys(self.home / "keys")
        self.engines = Engines.at(self.home / "engines", self.keys, (any_free_port(), any_free_port()))
        self.environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "REDIS_URL": self.engines.valkey.url(),
            "SECRET_KEY": self.keys.secret_key,
            "OIDC_PRIVATE_KEY": self.keys.oidc_private_key,
            "DATA_KEYS": self.keys.data_key,
            "LEDGER_SIGNING_KEY": self.keys.ledger_signing_key,
            "PAYOUT_COOLING_HOURS": "0",  # Payees who mend their account are not to wait for two days.
            "SANDBOX_RAIL_SECRET": self.keys.rail_secret,
            "FAIRBRIEF_DATA": str(self.home / "data"),
            "DEBUG": "1",
            "LOG_LEVEL": "WARNING",
        }

    def prepare(self) -> None:
        """Start both engines and migrate the database; from then on everybody is the runtime role."""
        self.engines.start()
        server = self.engines.postgres
        databases.ensure_roles(server, self.keys.owner_password, self.keys.runtime_password)
        databases.ensure_database(server)
        owner = server.url(databases.DATABASE, databases.OWNER, self.keys.owner_password)
        command = [sys.executable, "-m", "local.prepare"]
        subprocess.run(command, cwd=ROOT, env=self.environment | {"DATABASE_URL": owner}, check=True)
        self.environment["DATABASE_URL"] = server.url(databases.DATABASE, databases.RUNTIME, self.keys.runtime_password)
        (self.home / "data" / "static").mkdir(parents=True, exist_ok=True)

    def crash_postgres(self) -> None:
        """Stop it as a power cut would, and start it again: it recovers from its log."""
        self._replace("postgres", signal.SIGQUIT)
        self.engines.processes["postgres"] = self.engines.postgres.start()

    def crash_valkey(self) -> None:
        """Kill the broker with all it held, and start an empty one."""
        self._replace("valkey", signal.SIGKILL)
        self.engines.processes["valkey"] = self.engines.valkey.start()

    def freeze_valkey(self, seconds: float) -> None:
        """Let the broker take connections and answer nothing for so long, as when its host swaps."""
        process = self.engines.processes["valkey"]
        os.kill(process.pid, signal.SIGSTOP)
        try:
            time.sleep(seconds)
        finally:
            os.kill(process.pid, signal.SIGCONT)

    def _replace(self, name: str, how: int) -> None:
        process = self.engines.processes[name]
        leader = Leader.of(process.pid)
        os.kill(process.pid, how)
        process.wait()
        if not wait_until(lambda: not leader.members(), PATIENCE):
            raise RuntimeError(f"{name} did not go")

    def clear(self) -> None:
        """Stop the engines and forget everything."""
        self.engines.stop()
        shutil.rmtree(self.home, ignore_errors=True)


def set_up_django(ground: Ground) -> None:
    """This process acts as the owner's session in the runtime role, as tests do: it must ANALYZE what it makes."""
    from local.testbed import AS_RUNTIME_ROLE

    server = ground.engines.postgres
    owner = server.url(databases.DATABASE, databases.OWNER, ground.keys.owner_password)
    os.environ.update(ground.environment | {"DATABASE_URL": f"{owner}?options={AS_RUNTIME_ROLE}"})
    import django
    from django.conf import settings

    django.setup()
    settings.DEBUG = False  # Debugging keeps every statement in memory.
