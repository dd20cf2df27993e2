"""PostgreSQL refuses to run as root. When we are root the engines run as `nobody`, from where `nobody` can read.

It decides as whom and from where the engines run; it never widens the permissions of a folder that it did not make.
"""

import grp
import hashlib
import os
import pwd
import shutil
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOTS_SHELF = Path("/var/lib")


@dataclass(frozen=True, slots=True)
class Person:
    """The user and group that the engines run as."""

    uid: int
    gid: int

    def popen_options(self) -> dict[str, Any]:
        """Arguments of subprocess.Popen that change to this user; none when that is who we are."""
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def give(self, path: Path) -> None:
        """Make one file or folder theirs."""
        if self.uid != os.geteuid():
            os.chown(path, self.uid, self.gid)


def engine_user() -> Person:
    """Ourselves, or `nobody` when we are root."""
    if os.geteuid() != 0:
        return Person(os.geteuid(), os.getegid())
    nobody = pwd.getpwnam("nobody")
    return Person(nobody.pw_uid, _group_of(nobody))


def _group_of(user: pwd.struct_passwd) -> int:
    """The user's own group; some systems list `nobody` under a group that does not exist."""
    try:
        return grp.getgrgid(user.pw_gid).gr_gid
    except KeyError:
        return grp.getgrnam("nogroup").gr_gid


def is_reachable_by_anyone(path: Path) -> bool:
    """Whether a stranger may walk down to this path and read it."""
    folders = path.resolve().parents
    passable = all(folder.stat().st_mode & stat.S_IXOTH for folder in folders)
    return passable and bool(path.stat().st_mode & stat.S_IROTH)


def engines_home(data: Path) -> Path:
    """Where the engines keep their files: inside the data folder, if the engine user can get there.

    Below a private folder such as root's own home they could not: then it is a folder under /var/lib whose name is
    derived from the data folder's, and the data folder holds a link to it.
    """
    data.mkdir(parents=True, exist_ok=True)
    home = data / "engines"
    if home.is_symlink() or home.is_dir():
        return home.resolve()
    if os.geteuid() != 0 or is_reachable_by_anyone(data):
        home.mkdir()
        return home.resolve()
    digest = hashlib.sha256(os.fsencode(data.resolve())).hexdigest()[:12]
    elsewhere = ROOTS_SHELF / f"fairbrief-{digest}"
    elsewhere.mkdir(mode=0o755, exist_ok=True)
    home.symlink_to(elsewhere, target_is_directory=True)
    return elsewhere


def readable_copy(source: Path, target: Path) -> Path:
    """The source itself if the engine user can read it, else a copy at the target (made once per version)."""
    if os.geteuid() != 0 or is_reachable_by_anyone(source):
        return source
    if not target.exists():
        partial = target.with_name(f"{target.name}.partial-{os.getpid()}")
        shutil.copytree(source, partial, symlinks=True)
        partial.rename(target)
    return target
