"""The virus scanner's hook: an operator's own command, which must say "clean" or the file is not accepted.

Fails closed: once a command is configured, a scanner that is missing, broken or slow refuses every file. Without a
command nothing is scanned, and the answer says so rather than claiming that the file is clean.
"""

import os
import signal
import subprocess
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

from contests.media.errors import MediaCrashed, MediaRefused

CLEAN_EXIT = 0
INFECTED_EXIT = 1


class ScanOutcome(StrEnum):
    """What may be recorded about an accepted file."""

    CLEAN = "clean"
    SKIPPED = "skipped"


def scan(path: Path, command: Sequence[str], *, timeout_seconds: float = 60.0) -> ScanOutcome:
    """Run `command` on the file; `{path}` in it stands for the file's path, which is otherwise appended.

    The exit status is that of clamscan and clamdscan: 0 clean, 1 infected, anything else a failure. Raises
    MediaRefused("infected"), or MediaCrashed("scanner_failed"), after which the file may be scanned again later.
    """
    if not command:
        return ScanOutcome.SKIPPED
    name = str(path.resolve())
    words = [word.replace("{path}", name) for word in command]
    if words == list(command):
        words.append(name)
    try:
        scanner = subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise MediaCrashed("scanner_failed", detail=f"{words[0]}: {error}") from None
    try:
        status = scanner.wait(timeout_seconds)
    except subprocess.TimeoutExpired:
        raise MediaCrashed("scanner_failed", detail=f"{words[0]}: no answer in {timeout_seconds} s") from None
    finally:
        if scanner.poll() is None:
            os.killpg(scanner.pid, signal.SIGKILL)
            scanner.wait()
    if status == CLEAN_EXIT:
        return ScanOutcome.CLEAN
    if status == INFECTED_EXIT:
        raise MediaRefused("infected")
    raise MediaCrashed("scanner_failed", detail=f"{words[0]}: exit {status}")
