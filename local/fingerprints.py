"""Digests of what a step was made from, so that the step can be left out while nothing changed."""

import hashlib
import json
import os
import sysconfig
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATABASE_SOURCES = (
    *("*/migrations/*.py", "duerows/together.py"),
    *("config/management/commands/grant_runtime_role.py", "local/databases.py"),
)
STATIC_SOURCES = ("*/static/**/*", "frontend/staticfiles.py", "config/settings.py")


def of_database() -> str:
    """Changes whenever a migrated database might come out differently."""
    return _digest(_files(DATABASE_SOURCES), _packages())


def of_static_files() -> str:
    """Changes whenever the collected static files might."""
    return _digest(_files(STATIC_SOURCES), _packages())


def _files(patterns: Iterable[str]) -> list[Path]:
    found = (path for pattern in patterns for path in ROOT.glob(pattern) if path.is_file())
    return sorted(path for path in found if not path.relative_to(ROOT).parts[0].startswith("."))


def _packages() -> str:
    """The installed packages and their versions: their migrations and assets count as well."""
    found = Path(sysconfig.get_paths()["purelib"]).glob("*.dist-info")
    return "\n".join(sorted(path.name for path in found))


def _digest(files: Iterable[Path], *texts: str) -> str:
    digest = hashlib.sha256("\0".join(texts).encode())
    for path in files:
        digest.update(os.fsencode(path.relative_to(ROOT)) + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


class Stamps:
    """The digests that the data folder's steps were last done with."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._done: dict[str, str] = json.loads(path.read_text())
        except (FileNotFoundError, ValueError):
            self._done = {}

    def is_current(self, step: str, digest: str) -> bool:
        """Whether the step was done with these very inputs."""
        return self._done.get(step) == digest

    def is_known(self, step: str) -> bool:
        """Whether it was ever done."""
        return step in self._done

    def set(self, step: str, digest: str) -> None:
        """Remember that the step is done."""
        self._done[step] = digest
        self._path.parent.mkdir(parents=True, exist_ok=True)
        partial = self._path.with_suffix(".partial")
        partial.write_text(json.dumps(self._done))
        partial.replace(self._path)
