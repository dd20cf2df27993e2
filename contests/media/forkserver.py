"""The fork server: `python -m contests.media.forkserver` has the codecs loaded and forks a decoding child for each job.

A clean process, started once for a worker, without Django, secrets or threads. It never opens an upload itself: each
is read by a child of its own, which has no line to the server or the worker. One line on its input is a job; one line
on its output is how the child ended, as `subprocess` counts it. It ends with its input.
"""

import ctypes
import gc
import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any

from contests.media import child, decoding
from contests.media.limits import WORDS_NAME

PR_SET_DUMPABLE = 4


def close_to_children() -> None:
    """Let no child look into this process, should a file ever take it over: it shares our account, not our memory."""
    if sys.platform == "linux" and ctypes.CDLL(None, use_errno=True).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "The fork server could not be closed to its children.")


def be_child(job: dict[str, Any]) -> None:
    """The forked child's whole life. It never returns."""
    status = 1
    try:
        nothing = os.open(os.devnull, os.O_RDWR)
        words = os.open(Path(job["out_dir"], WORDS_NAME), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        for number, target in enumerate((nothing, nothing, words)):
            os.dup2(target, number)
        os.closerange(3, os.sysconf("SC_OPEN_MAX"))
        child.work(job)
        status = 0
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(status)


def serve() -> None:
    """One job after another, until there are no more."""
    for line in sys.stdin.buffer:
        pid = os.fork()
        if not pid:
            be_child(json.loads(line))
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        sys.stdout.buffer.write(b"%d\n" % code)
        sys.stdout.buffer.flush()


def main() -> None:
    """Load what every image may need, then serve."""
    close_to_children()
    decoding.load_all()
    # Children would otherwise copy every page that the collector touches.
    gc.freeze()
    serve()


if __name__ == "__main__":
    main()
