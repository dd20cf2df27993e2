"""Where one checkout's data, ports and addresses are, and the environment that its processes are started with.

Whatever the caller has set is kept: DATABASE_URL, REDIS_URL and SANDBOX_RAIL_URL take the place of what would be
embedded, AWS_* of the media folder, EMAIL_* of the mail folder.
"""

import json
import os
from dataclasses import dataclass
from pathlib import Path

from local import databases
from local.engines import POSTGRES_PORT, VALKEY_PORT, Engines
from local.keys import Keys, load_keys
from local.ports import LOOPBACK, free_port_from
from local.privileges import engines_home
from local.processes import MARK

ROOT = Path(__file__).resolve().parent.parent
WEB_PORT = 8000
RAIL_PORT = 8010
KEPT = "settings.json"


def mark_of(data: Path) -> str:
    """The mark of a data folder's processes."""
    return str(data.resolve())


@dataclass(frozen=True, slots=True)
class Ports:
    """The first free ones from the usual ones on."""

    web: int
    rail: int
    postgres: int
    valkey: int

    @classmethod
    def find(cls, wanted_web: int) -> "Ports":
        return cls(*(free_port_from(port) for port in (wanted_web, RAIL_PORT, POSTGRES_PORT, VALKEY_PORT)))


@dataclass(frozen=True)
class Surroundings:
    """Everything that the processes of one `make run` share."""

    data: Path
    keys: Keys
    wanted_port: int
    ports: Ports
    given: dict[str, str]

    @classmethod
    def look_around(cls, data: Path) -> "Surroundings":
        data.mkdir(parents=True, exist_ok=True)
        wanted = int(os.environ.get("PORT", WEB_PORT))
        return cls(data, load_keys(data), wanted, Ports.find(wanted), dict(os.environ))

    @property
    def run(self) -> Path:
        """Records, stamps and the lock."""
        return self.data / "run"

    @property
    def logs(self) -> Path:
        return self.data / "logs"

    @property
    def site(self) -> str:
        return f"http://{LOOPBACK}:{self.ports.web}"

    @property
    def mark(self) -> str:
        """What every process carries in its environment: the data folder that it belongs to."""
        return mark_of(self.data)

    @property
    def with_demo(self) -> bool:
        """DEMO=no leaves the demo's people, briefs and actors out."""
        return self.given.get("DEMO", "yes").lower() not in {"no", "0", "false"}

    def embeds(self, variable: str) -> bool:
        """Whether the part that this variable points to is ours to run."""
        return not self.given.get(variable)

    def engines(self) -> Engines:
        return Engines.at(engines_home(self.data), self.keys, (self.ports.postgres, self.ports.valkey))

    def environment(self, process: str) -> dict[str, str]:
        """For a process of the product, which logs in as the runtime role."""
        return {name: value for name, value in self.given.items() if value} | self.settings(process)

    def keep_settings(self) -> None:
        """Write them down for `make manage`; for the owner's eyes only, since keys are among them."""
        path = self.run / KEPT
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w") as file:
            json.dump(self.settings("manage"), file)

    def settings(self, process: str) -> dict[str, str]:
        """What is set for such a process whatever else the caller's environment holds."""
        engines, keys = self.engines(), self.keys
        defaults = {
            "DATABASE_URL": engines.postgres.url(databases.DATABASE, databases.RUNTIME, keys.runtime_password),
            "REDIS_URL": engines.valkey.url(),
            "SANDBOX_RAIL_URL": f"http://{LOOPBACK}:{self.ports.rail}",
            "SANDBOX_RAIL_SECRET": keys.rail_secret,
            "SECRET_KEY": keys.secret_key,
            "OIDC_PRIVATE_KEY": keys.oidc_private_key,
            "DATA_KEYS": keys.data_key,
            # Somebody's own receiver on the same machine may be told.
            "WEBHOOK_ALLOWED_NETWORKS": "127.0.0.0/8,::1/128",
            # Who tries the site out does not wait two days to see a payment arrive.
            "PAYOUT_COOLING_HOURS": "0" if self.with_demo else "48",
            "LEDGER_SIGNING_KEY": keys.ledger_signing_key,
            "SITE_URL": self.site,
            "LOG_JSON": "no",
            "STATIC_COMPRESSED": "no",
        }
        ours = {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "FAIRBRIEF_DATA": str(self.data),
            "FAIRBRIEF_PROCESS": f"fairbrief-{process}",
            "PYTHONUNBUFFERED": "1",
            MARK: self.mark,
        }
        return {name: self.given.get(name) or value for name, value in defaults.items()} | ours

    def owner_environment(self) -> dict[str, str]:
        """For migrations: the owner's address; with a caller's own database, MIGRATION_DATABASE_URL or the same."""
        environment = self.environment("migrate")
        if self.embeds("DATABASE_URL"):
            url = self.engines().postgres.url(databases.DATABASE, databases.OWNER, self.keys.owner_password)
        else:
            url = self.given.get("MIGRATION_DATABASE_URL") or environment["DATABASE_URL"]
        return environment | {"DATABASE_URL": url}
