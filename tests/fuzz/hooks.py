"""Loaded by Schemathesis (`SCHEMATHESIS_HOOKS`): sends most requests to what exists, and counts the answers."""

import json
import os
import random
from pathlib import Path
from typing import Any

import schemathesis

KNOWN = json.loads(Path(os.environ["FUZZ_KNOWN"]).read_text())
ANSWERS = Path(os.environ["FUZZ_ANSWERS"]).open("a", buffering=1)  # noqa: SIM115 - open as long as Schemathesis runs
CHUNKS = "application/offset+octet-stream"
IS_STATEFUL = os.environ["FUZZ_PHASES"] == "stateful"
GOOD = 0.75 if IS_STATEFUL else 0.25
"""How many of the bodies are good ones: an operation must have succeeded before another can follow it."""
FOLLOWED: set[str] = set()
"""Keys that answers have given: whoever comes with one of them follows a link, and is not led elsewhere."""
CHANCE = random.Random(os.environ["FUZZ_SEED"])


@schemathesis.serializer(CHUNKS)
def as_they_are(_context: Any, value: Any) -> bytes:
    """The pieces of a file are bytes, whatever was made up for them."""
    return value if isinstance(value, bytes) else str(value).encode()


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any = None) -> None:
    """Two of three requests go to something that is there; some of those that carry a body carry a good one."""
    parts = KNOWN["parts"].get(case.operation.path, {})
    if any(str(value) in FOLLOWED for value in (case.path_parameters or {}).values()):
        parts = {}
    given = dict(case.path_parameters or {})
    # What is made up may spell the address of another operation ("preview" for a number), which answers in its own way.
    case.path_parameters = {name: "0" if value in KNOWN["words"] else value for name, value in given.items()}
    if parts and CHANCE.random() < 0.67:
        case.path_parameters |= parts
    body = KNOWN["bodies"].get(case.operation.path)
    if body is not None and case.media_type == "application/json" and CHANCE.random() < GOOD:
        case.body = body


@schemathesis.hook
def after_call(context: Any, case: Any, response: Any) -> None:
    """Note what was answered."""
    ANSWERS.write(f"{case.method} {case.operation.path} {response.status_code}\n")
    if IS_STATEFUL and response.status_code in (200, 201) and "json" in response.headers.get("content-type", [""])[0]:
        told = json.loads(response.content)
        FOLLOWED.update(str(told[name]) for name in ("id", "ref") if isinstance(told, dict) and name in told)
