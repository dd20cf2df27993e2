"""One file's way: sent as an entry, stored by the service, examined by the task, decoded by the child.

Each goes its way in a worker process of its own, forked for it, so that what the decoding child took (the kernel tells)
is that file's alone, and a worker's death is seen as what it is.
"""

import json
import os
import re
import resource
import tempfile
import time
import traceback
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connections
from django.test import override_settings
from PIL import Image

from accounts.models import User
from contests.entry_rules import EntryDraft
from contests.errors import InvalidEntry
from contests.media import children
from contests.media.errors import MediaRefused
from contests.media.media_types import HEAD_BYTES, recognise
from contests.media.webp import is_bare_webp
from contests.models import FileState, StoredFile
from contests.services.entries import submit_entry
from contests.tasks import examine_files
from duerows.clock import database_now
from tests.fixtures.contests import picture
from tests.fixtures.worlds import make_creative
from tests.hostile.case import AT_THE_DOOR, BY_LIMIT, CANARIES, KEPT, ON_READING, WAITING, Case

SECONDS = 5.0
MEMORY = 512
CRASHES = ("timed_out", "out_of_memory", "died")
KEY = re.compile(r"originals/[0-9a-f]{48}")


@dataclass
class Outcome:
    """What became of a file, and what it took."""

    kind: str
    label: str
    result: str
    code: str = ""
    seconds: float = 0.0
    """Of a processor, for storing and examining, the child's included: other programs of the machine don't count."""
    waited: float = 0.0
    """By the clock on the wall."""
    memory: float = 0.0
    """The child's peak, in MiB. A forked process begins with its parent's, so that it is rather too much."""
    inherited: float = 0.0
    """What the worker itself held, in MiB: a child's peak of no more than that says nothing about the child."""
    wrong: tuple[str, ...] = ()

    @property
    def is_slow(self) -> bool:
        return self.seconds > SECONDS

    @property
    def is_heavy(self) -> bool:
        return self.memory > max(MEMORY, self.inherited)


class Sent:
    """An upload as a request brings it, by whatever name."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name: str | None = name
        self.size: int | None = len(data)
        self._stream = BytesIO(data)

    def read(self, size: int = -1, /) -> bytes:
        return self._stream.read(size)


def try_out(case: Case, contest_id: Any) -> Outcome:
    """Let one file go its way in a worker of its own."""
    author = make_creative()
    connections.close_all()
    data = _made_apart(case)
    inlet, outlet = os.pipe()
    worker = os.fork()
    if not worker:
        os.close(inlet)
        _be_worker(case, data, author, contest_id, outlet)
    os.close(outlet)
    with os.fdopen(inlet, "rb") as stream:
        words = stream.read()
    _, status = os.waitpid(worker, 0)
    data.unlink()
    if status or not words:
        return Outcome(case.kind, case.label, "worker died", f"status {status}", wrong=("a worker died",))
    told = json.loads(words)
    return Outcome(**told | {"wrong": tuple(told["wrong"])})


def _made_apart(case: Case) -> Path:
    """The file, made by a process of its own: what making it took would be counted as the decoding child's."""
    handle, name = tempfile.mkstemp()
    maker = os.fork()
    if not maker:
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(case.make())
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    os.close(handle)
    if os.waitpid(maker, 0)[1]:
        raise RuntimeError(f"{case.label} could not be made")
    return Path(name)


def _be_worker(case: Case, data: Path, author: User, contest_id: Any, outlet: int) -> None:
    """The forked worker's whole life. It never returns."""
    status = 1
    try:
        words = json.dumps(asdict(go_its_way(case, data.read_bytes(), author, contest_id))).encode()
        with os.fdopen(outlet, "wb") as stream:
            stream.write(words)
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def go_its_way(case: Case, data: bytes, author: User, contest_id: Any) -> Outcome:
    """In this process. Whatever is not as it should be is told by the outcome."""
    outcome = Outcome(case.kind, case.label, KEPT)
    files = [Sent(case.filename, data)]
    found = recognise(data[:HEAD_BYTES])
    if found is not None and not found.is_image:
        files.append(Sent("needed.png", picture(40, 30)))
    with tempfile.TemporaryDirectory() as scratch, override_settings(VIRUS_SCAN_COMMAND=list(case.scanner)):
        tempfile.tempdir = scratch
        now = database_now()
        started, spent = time.monotonic(), time.process_time()
        try:
            entry = submit_entry(author, contest_id, EntryDraft(title="A proposal", files=files), now=now)
        except InvalidEntry as error:
            refusal = error.__cause__
            outcome.result, outcome.code = AT_THE_DOOR, refusal.code if isinstance(refusal, MediaRefused) else "no code"
        else:
            examine_files()
            file = StoredFile.objects.filter(version__entry=entry).order_by("position")[0]
            _read(file, outcome)
        outcome.waited = time.monotonic() - started
        outcome.wrong += tuple(f"left behind: {path.name}" for path in Path(scratch).iterdir())
        tempfile.tempdir = None
    children.end_all()
    took = resource.getrusage(resource.RUSAGE_CHILDREN)
    outcome.memory = took.ru_maxrss / 1024
    outcome.inherited = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    outcome.seconds = time.process_time() - spent + took.ru_utime + took.ru_stime
    _judge(case, outcome)
    return outcome


def _read(file: StoredFile, outcome: Outcome) -> None:
    """What the row says, and whether what was kept is fit to be kept."""
    wrong = list(outcome.wrong)
    if file.attempts > 1:
        wrong.append(f"taken up {file.attempts} times")
    if file.state == FileState.PENDING:
        outcome.result = WAITING
        if "scanner_failed" not in file.last_error:
            wrong.append(f"not examined: {file.last_error[:300]}")
    elif file.state == FileState.REFUSED:
        reason = file.refused_because
        outcome.code = json.loads(reason)["code"] if reason.startswith("{") else reason
        outcome.result = BY_LIMIT if outcome.code in CRASHES else ON_READING
        if default_storage.exists(file.storage_key):
            wrong.append("the original of a refused file is still there")
    name = file.original_name
    if not KEY.fullmatch(file.storage_key):
        wrong.append(f"stored as {file.storage_key!r}")
    if not name.isprintable() or "/" in name or "\\" in name or len(name) > 200 or name.startswith("."):
        wrong.append(f"kept as {name!r}")
    if file.state != FileState.READY and file.derivatives.exists():
        wrong.append("derivatives of a file that is not ready")
    for derivative in file.derivatives.all():
        with default_storage.open(derivative.storage_key, "rb") as stream:
            wrong += _faults(stream.read(), (derivative.width, derivative.height))
    outcome.wrong = tuple(wrong)


def _faults(shown: bytes, size: tuple[int, int]) -> list[str]:
    """A derivative is a whole WebP of that size, and nothing else."""
    if not is_bare_webp(shown):
        return ["a derivative with something besides its pixels"]
    wrong = [f"a derivative holds {canary!r}" for canary in CANARIES if canary in shown]
    with Image.open(BytesIO(shown)) as image:
        image.load()
        return wrong if image.size == size else [*wrong, f"a derivative of {image.size}, not {size}"]


def _judge(case: Case, outcome: Outcome) -> None:
    wrong = list(outcome.wrong)
    if outcome.result not in case.allowed:
        wrong.append(f"{outcome.result} ({outcome.code}), not {' or '.join(sorted(case.allowed))}")
    if case.code and outcome.code != case.code:
        wrong.append(f"refused as {outcome.code}, not {case.code}")
    if outcome.is_slow:
        wrong.append(f"{outcome.seconds:.1f} s")
    if outcome.is_heavy:
        wrong.append(f"{outcome.memory:.0f} MiB")
    outcome.wrong = tuple(wrong)


def strays() -> list[str]:
    """Whatever lies in storage under a name that is not ours."""
    root = Path(settings.MEDIA_ROOT)
    ours = re.compile(r"originals/[0-9a-f]{48}|derivatives/[0-9a-f]{48}\.webp")
    names = (str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())
    return [name for name in names if not ours.fullmatch(name)]
