"""The environment of every test, decided in one place: whatever the caller's shell says, tests see the same.

`tests/conftest.py` calls `prepare_environment` before anything reads Django's settings.
"""

import os
from functools import cache
from pathlib import Path

from local.bytecode import remember_bytecode
from local.testbed import KEYS, Testbed, describe_in_environment
from local.translations import compile_catalogues

# Variables that point at real services: a test must never reach one because of the shell it was started from.
FORGOTTEN = (
    "AWS_",
    "EMAIL_",
    "SEPA_",
    "STRIPE_",
    "BEHIND_PROXY",
    "SITE_URL",
    "PLATFORM_",
    "PAYOUT_",
    "LEDGER_",
    "ALLOWED_HOSTS",
    "VIRUS_SCAN_COMMAND",
    "WEBHOOK_",
)


@cache
def testbed() -> Testbed:
    """This run's engines, started or not."""
    return describe_in_environment()


def worker_number() -> int:
    """0 for the first xdist worker, or without xdist."""
    return int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))


def database_name() -> str:
    """This worker's own database."""
    return f"fairbrief_test_{worker_number()}"


def prepare_environment(*, in_memory: bool = False) -> None:
    """Set what `config.settings` reads. Starts nothing; only compiles translations that changed.

    `in_memory`: see `local.testbed.describe_in_environment`.
    """
    for name in list(os.environ):
        if name.startswith(FORGOTTEN):
            del os.environ[name]
    remember_bytecode(KEYS / "bytecode")
    describe_in_environment(in_memory=in_memory)
    bed = testbed()
    if "PYTEST_XDIST_WORKER" not in os.environ:
        compile_catalogues()
    os.environ.update(
        DJANGO_SETTINGS_MODULE="config.settings",
        DATABASE_URL=bed.test_url(database_name()),
        REDIS_URL=bed.redis_url(worker_number()),
        SECRET_KEY=bed.keys.secret_key,
        OIDC_PRIVATE_KEY=bed.keys.oidc_private_key,
        DATA_KEYS=bed.keys.data_key,
        LEDGER_SIGNING_KEY=bed.keys.ledger_signing_key,
        SANDBOX_RAIL_SECRET=bed.keys.rail_secret,
        SANDBOX_RAIL_URL="http://127.0.0.1:9",  # Nobody answers there: a test that needs a rail starts one.
        FAIRBRIEF_DATA=str(bed.home / f"data-{worker_number()}"),
        DEBUG="1",  # Plain static files and readable logs. Django's test runner switches settings.DEBUG itself off.
        LOG_LEVEL="WARNING",
    )
    os.environ.pop("DATABASE_RUNTIME_ROLE", None)
    (Path(os.environ["FAIRBRIEF_DATA"]) / "static").mkdir(parents=True, exist_ok=True)


def process_environment() -> dict[str, str]:
    """For a worker or web process started by a test: this worker's database, logged in as the runtime role."""
    own = {"DATABASE_URL": testbed().runtime_url(database_name()), "DJANGO_SETTINGS_MODULE": "config.settings"}
    return os.environ | own
