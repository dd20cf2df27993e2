"""A worker's side of the fork servers: it borrows one for a job, and ends one that overstays or that it was torn from.

A worker that does one file at a time keeps one server; threads that ask at once keep one each. A process that was
forked from a worker has none: it starts its own.
"""

import atexit
import json
import os
import selectors
import signal
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from weakref import WeakSet

PROJECT_ROOT = Path(__file__).resolve().parents[2]
KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TMPDIR")
MALLOC = ":".join(
    f"glibc.malloc.{name}"
    for name in ("mmap_threshold=400000000", "trim_threshold=400000000", "top_pad=64000000", "hugetlb=1")
)
"""A picture's memory is used again for its next size, not given back and asked for page by page, and it comes in large
pages: a fifth of a large PNG's time. Other libraries than glibc take no notice."""


class ServerLost(Exception):
    """The server ended without an answer."""


class ForkServer:
    """A running server, and the pipes to it."""

    def __init__(self) -> None:
        environment = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
        environment |= {"PYTHONPATH": _packages(), "GLIBC_TUNABLES": MALLOC}
        self.process = subprocess.Popen(
            # Without `site`, which reads every .pth file of the environment.
            [sys.executable, "-S", "-m", "contests.media.forkserver"],
            cwd=PROJECT_ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
            bufsize=0,
        )
        _known.add(self)

    def run(self, job: dict[str, Any], seconds: float) -> int:
        """Have the job done; the child's exit code. Raises TimeoutError after so long, or ServerLost."""
        asked, answered = self.process.stdin, self.process.stdout
        assert asked and answered
        try:
            asked.write(json.dumps(job).encode() + b"\n")
        except BrokenPipeError:
            raise ServerLost from None
        with selectors.DefaultSelector() as ready:
            ready.register(answered, selectors.EVENT_READ)
            if not ready.select(seconds):
                raise TimeoutError
        line = answered.readline()
        if not line:
            raise ServerLost
        return int(line)

    def kill(self) -> None:
        """End it and whatever it forked, at once."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.end()

    def end(self) -> None:
        """Let it end, as an idle one does when no more jobs can come, and wait for it."""
        self.abandon()
        self.process.wait()
        _known.discard(self)

    def abandon(self) -> None:
        """Let go of the pipes."""
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                pipe.close()


_known: "WeakSet[ForkServer]" = WeakSet()
_idle: list[ForkServer] = []


def run(job: dict[str, Any], seconds: float) -> int:
    """Have the job done by a child of its own; its exit code, as `subprocess` counts it.

    Raises TimeoutError when it took longer, and ServerLost. Whatever interrupts the waiting (a worker's own time limit
    among them) ends the child and its server.
    """
    server = _borrowed()
    try:
        code = server.run(job, seconds)
    except BaseException:
        server.kill()
        raise
    _idle.append(server)
    return code


def _borrowed() -> ForkServer:
    while _idle:
        server = _idle.pop()
        if server.process.poll() is None:
            return server
        server.end()
    return ForkServer()


def end_all() -> None:
    """End the idle servers and wait for them: what they and their children took is counted from then on."""
    while _idle:
        _idle.pop().end()


def _forget() -> None:
    """In a forked process: the servers are the parent's, and would outlive it while we held their pipes."""
    for server in list(_known):
        server.abandon()
        server.process.returncode = 0  # Not ours to wait for.
    _known.clear()
    _idle.clear()


@cache
def _packages() -> str:
    """The folder that Pillow lies in; it is found, not loaded."""
    spec = find_spec("PIL")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("Pillow is not installed.", name="PIL")
    return str(Path(spec.origin).parents[1])


os.register_at_fork(after_in_child=_forget)
atexit.register(end_all)
