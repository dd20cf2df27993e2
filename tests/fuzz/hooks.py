"""Loaded by Schemathesis (`SCHEMATHESIS_HOOKS`): sends most requests to what exists, and counts the answers."""

import json
import os
import random
from pathlib import Path
from typing import Any

import schemathesis

KNOWN = json.loads(Path(os.environ["FUZZ_KNOWN"]).read_text())
ANSWERS = Path(os.environ["FUZZ_ANSWERS"]).open("a", buffering=1)  # noqa: SIM115 - open as long as Schemathesis runs
CHANCE = random.Random(os.environ["FUZZ_SEED"])


@schemathesis.hook
def before_call(context: Any, case: Any, kwargs: Any = None) -> None:
    """Two of three requests go to something that is there; one of four that carry a body carries a good one."""
    parts = KNOWN["parts"].get(case.operation.path, {})
    if parts and CHANCE.random() < 0.67:
        case.path_parameters = dict(case.path_parameters or {}) | parts
    body = KNOWN["bodies"].get(case.operation.path)
    if body is not None and case.media_type == "application/json" and CHANCE.random() < 0.25:
        case.body = body


@schemathesis.hook
def after_call(context: Any, case: Any, response: Any) -> None:
    """Note what was answered."""
    ANSWERS.write(f"{case.method} {case.operation.path} {response.status_code}\n")
