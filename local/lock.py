"""`make lock`: resolves the dependencies of pyproject.toml into hashed files that name no registry.

requirements.lock       what the product needs
requirements-dev.lock   the same versions, and what its developers need
requirements-uv.lock    the installer itself
"""

import re
import subprocess
import sys
from pathlib import Path

from local.bootstrap import LOCKS, ROOT, UV_LOCK
from local.console import say

OPTIONS = (
    "--universal",
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-annotate",
    "--quiet",
)
HEADER = "# Made by `make lock` from pyproject.toml. Every file that may be installed is named by its hash.\n"
ADDRESS = re.compile(r"\w+://|--(extra-)?index-url|--find-links")


class NamesARegistry(RuntimeError):
    """A lock file holds an address; the message shows where."""


def resolve(target: Path, *words: str, source: str = "") -> None:
    """One lock file."""
    command = [sys.executable, "-m", "uv", "pip", "compile", *OPTIONS, "--no-header", "--upgrade", *words]
    done = subprocess.run(command, cwd=ROOT, input=source, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    found = [line for line in done.stdout.splitlines() if ADDRESS.search(line)]
    if found:
        raise NamesARegistry(f"{target.name}: {found[0]}")
    target.write_text(HEADER + done.stdout)
    say(f" ✓ {target.name}: {sum('==' in line for line in done.stdout.splitlines())} packages")


def main() -> int:
    """All three."""
    resolve(LOCKS["runtime"], "pyproject.toml")
    resolve(LOCKS["dev"], "pyproject.toml", "--group", "dev", "--constraint", LOCKS["runtime"].name)
    resolve(UV_LOCK, "-", source="uv\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
