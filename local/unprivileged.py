"""Running servers as somebody harmless: PostgreSQL refuses root, and nothing here needs it.

As root, children become `nobody`; as an ordinary user they stay who they are.
"""

import os
import pwd
import shutil
from pathlib import Path

NOBODY = "nobody"


def is_root() -> bool:
    """Whether this process runs as root."""
    return os.geteuid() == 0


def identity() -> dict[str, object]:
    """Arguments for subprocess that make the child harmless."""
    if not is_root():
        return {}
    person = pwd.getpwnam(NOBODY)
    return {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": ()}


def give(folder: Path) -> Path:
    """Create the folder if need be, and give it to whoever the servers run as."""
    folder.mkdir(parents=True, exist_ok=True)
    if is_root():
        shutil.chown(folder, NOBODY)
    return folder


def is_reachable(folder: Path) -> bool:
    """Whether whoever the servers run as may enter the folder: every parent must let others pass."""
    if not is_root():
        return True
    folder = folder.resolve()
    return all(parent.stat().st_mode & 0o001 for parent in (folder, *folder.parents) if parent.exists())
