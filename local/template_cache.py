"""Remembers the migrated cluster of the last test runs, so that the next one copies files instead of migrating.

A copy is only used while everything that made it is unchanged: the project's migrations, the grants, the installed
packages. It lives in the data folder and may be deleted at any moment.
"""

import os
import shutil
from contextlib import suppress
from pathlib import Path

from local import fingerprints
from local.postgres import PostgresServer
from local.privileges import engine_user

ROOT = Path(__file__).resolve().parent.parent
SHELF = ROOT / ".data" / "tests" / "clusters"
KEPT = 3


def restore(server: PostgresServer) -> bool:
    """Put the remembered cluster in the server's place, if there is one that fits."""
    kept = SHELF / fingerprints.of_database()
    try:
        _copy_cluster(kept, server.home)
    except FileNotFoundError:
        shutil.rmtree(server.cluster, ignore_errors=True)
        return False
    with suppress(FileNotFoundError):
        os.utime(kept)
    return True


def store(server: PostgresServer) -> None:
    """Remember a stopped server's cluster, and forget the oldest ones."""
    SHELF.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept = SHELF / fingerprints.of_database()
    partial = SHELF / f".partial-{os.getpid()}"
    try:
        _copy_cluster(server.home, partial)
        partial.rename(kept)
    except OSError:  # Another run was faster, or the disk is full: remembering is a convenience.
        shutil.rmtree(partial, ignore_errors=True)
    newest_first = sorted(SHELF.glob("[!.]*"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in newest_first[KEPT:]:
        shutil.rmtree(path, ignore_errors=True)


def _copy_cluster(source: Path, target: Path) -> None:
    """The cluster and its superuser's password, belonging to the engine user."""
    person = engine_user()
    target.mkdir(parents=True, exist_ok=True)
    shutil.copytree(source / "postgres", target / "postgres")
    shutil.copy(source / "postgres.password", target / "postgres.password")
    for folder, _, files in os.walk(target / "postgres"):
        person.give(Path(folder))
        for name in files:
            person.give(Path(folder) / name)
    person.give(target / "postgres.password")
