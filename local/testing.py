"""Engines for the tests: started on first need in a temporary folder, without fsync, stopped when the run ends.

The environment is set before Django's settings are read; the servers come up when a test first asks for a database. One
template is migrated per run, and every worker's database is a copy of it, as is a fresh one after each test that commits.
Tests speak to it as the runtime role, so that the product is proved with the rights it really has.
"""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

import psycopg
from psycopg import sql

from local.postgres import Postgres, ensure_database, ensure_role, free_port
from local.unprivileged import give
from local.valkey import Valkey

OWNER = "fairbrief_owner"
RUNTIME = "fairbrief_app"
TEMPLATE = "fairbrief_template"
ROOT = Path(__file__).parent.parent


def set_environment() -> None:
    """What the settings read, for tests. Ports are chosen once and inherited by parallel workers."""
    for name in ("POSTGRES", "VALKEY"):
        os.environ.setdefault(f"FAIRBRIEF_TEST_{name}_PORT", str(free_port()))
    os.environ.setdefault("FAIRBRIEF_TEST_FOLDER", tempfile.mkdtemp(prefix="fairbrief-tests-"))
    folder().chmod(0o755)
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    os.environ.update(
        DJANGO_SETTINGS_MODULE="config.settings",
        SECRET_KEY="only-for-tests-" + "x" * 50,
        DATABASE_URL=f"postgres://{RUNTIME}@127.0.0.1:{os.environ['FAIRBRIEF_TEST_POSTGRES_PORT']}/test_{worker}",
        REDIS_URL=f"redis://127.0.0.1:{os.environ['FAIRBRIEF_TEST_VALKEY_PORT']}/0",
        FAIRBRIEF_DATA=str(folder() / f"data-{worker}"),
        SANDBOX_RAIL_SECRET="whsec_dGVzdHMtb25seS1zZWNyZXQ=",
        EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
        DEBUG="no",
        LOG_LEVEL="WARNING",
        LOG_JSON="no",
    )


def folder() -> Path:
    """The temporary folder of this run."""
    return Path(os.environ["FAIRBRIEF_TEST_FOLDER"])


@cache
def postgres() -> Postgres:
    """PostgreSQL of this run, with the migrated template; started by whichever process starts the run."""
    server = server_of_run()
    server.start()
    atexit.register(server.stop, "immediate")
    ensure_database(server, TEMPLATE, OWNER)
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        ensure_role(connection, RUNTIME)
    manage("migrate", "--verbosity=0", "--skip-checks", url=server.url(TEMPLATE, OWNER))
    manage("grant_runtime_role", "--skip-checks", url=server.url(TEMPLATE, OWNER))
    return server


def server_of_run() -> Postgres:
    """PostgreSQL of this run, for processes that did not start it."""
    return Postgres(give(folder() / "postgres"), int(os.environ["FAIRBRIEF_TEST_POSTGRES_PORT"]), durable=False)


@cache
def valkey() -> Valkey:
    """The broker of this run."""
    server = Valkey(folder() / "valkey", int(os.environ["FAIRBRIEF_TEST_VALKEY_PORT"]))
    server.start()
    atexit.register(server.stop)
    return server


def start_engines() -> None:
    """Start both engines, once per run; its folder goes when it ends."""
    if "FAIRBRIEF_TEST_ENGINES_RUN" not in os.environ:
        os.environ["FAIRBRIEF_TEST_ENGINES_RUN"] = "yes"
        atexit.register(shutil.rmtree, folder(), ignore_errors=True)
        postgres()
        valkey()


def fresh_database(name: str) -> None:
    """Replace the database by a copy of the template."""
    with psycopg.connect(server_of_run().url("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {}").format(
                sql.Identifier(name), sql.Identifier(TEMPLATE), sql.Identifier(OWNER)
            )
        )


def manage(*arguments: str, url: str) -> None:
    """Run a management command against a database."""
    subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": url},
        check=True,
        stdout=subprocess.DEVNULL,
    )
