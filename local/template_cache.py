"""Remembers the migrated cluster of the last test runs, so that the next one copies files instead of migrating.

A copy is only used while everything that made it is unchanged: the project's migrations, the grants, the installed
packages. It lives in the data folder and may be deleted at any moment.
"""

import hashlib
import os
import shutil
import sysconfig
from contextlib import suppress
from pathlib import Path

from local.postgres import PostgresServer
from local.privileges import engine_user

ROOT = Path(__file__).resolve().parent.parent
SHELF = ROOT / ".data" / "tests" / "clusters"
SOURCES = ("*/migrations/*.py", "config/management/commands/grant_runtime_role.py", "local/databases.py")
KEPT = 3


def fingerprint() -> str:
    """Changes whenever a migrated cluster might come out differently."""
    digest = hashlib.sha256()
    for path in sorted(path for pattern in SOURCES for path in ROOT.glob(pattern)):
        digest.update(os.fsencode(path.relative_to(ROOT)) + b"\0" + path.read_bytes())
    packages = Path(sysconfig.get_paths()["purelib"]).glob("*.dist-info")
    digest.update("\n".join(sorted(path.name for path in packages)).encode())
    return digest.hexdigest()[:16]


def restore(server: PostgresServer) -> bool:
    """Put the remembered cluster in the server's place, if there is one that fits."""
    kept = SHELF / fingerprint()
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
    kept = SHELF / fingerprint()
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
