"""Work done in a process of its own: forked, so that whatever was imported is there at once, and mute."""

import json
import os
import select
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

Answer: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Ending:
    """How a process ended: with an answer, or by a signal."""

    answer: Answer
    signal: int


@dataclass(frozen=True)
class Fork:
    pid: int
    pipe: int

    def finish(self) -> Ending:
        """Wait for its end. A fault of the work itself is raised here."""
        with os.fdopen(self.pipe, "rb") as stream:
            said = stream.read()
        _, status = os.waitpid(self.pid, 0)
        if os.WIFSIGNALED(status):
            return Ending({}, os.WTERMSIG(status))
        answer: Answer = json.loads(said)
        if "fault" in answer:
            raise RuntimeError(answer["fault"])
        return Ending(answer, 0)


def start(work: Callable[[], Answer]) -> Fork:
    """Do the work in a child, which writes its answer into a pipe and ends without tidying up."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writer)
        return Fork(pid, reader)
    os.close(reader)
    _be_mute()
    try:
        answer = work()
    except BaseException:
        answer = {"fault": traceback.format_exc()}
    with os.fdopen(writer, "wb") as stream:
        stream.write(json.dumps(answer).encode())
    os._exit(0)


def first_to_end(forks: list[Fork]) -> list[Fork]:
    """Wait until one of them ends or answers."""
    ready, _, _ = select.select([fork.pipe for fork in forks], [], [])
    return [fork for fork in forks if fork.pipe in ready]


def _be_mute() -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(nowhere, descriptor)
