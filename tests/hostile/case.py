"""One file of the campaign, made only when it is its turn."""

from collections.abc import Callable
from dataclasses import dataclass

KEPT, AT_THE_DOOR, ON_READING, BY_LIMIT, WAITING = (
    "kept",
    "refused at the door",
    "refused",
    "killed by limit",
    "waiting",
)
REFUSED = frozenset({AT_THE_DOOR, ON_READING})
EITHER = frozenset({KEPT, AT_THE_DOOR, ON_READING, BY_LIMIT})
"""Damage may hit a byte that nobody reads, so that the file is kept. What is never allowed is a worker's death."""

CANARIES = (b"canary", b"CANARY", b"<script", b"<?php", b"#!/bin/sh")
"""Whatever holds a secret or a programme of the campaign's holds one of these; no derivative may."""


@dataclass(frozen=True)
class Case:
    """A file, the name that it is sent by, and what may come of it."""

    kind: str
    label: str
    filename: str
    make: Callable[[], bytes]
    allowed: frozenset[str] = EITHER
    scanner: tuple[str, ...] = ()
    code: str = ""
    """The refusal's code, where it is known."""


def always(data: bytes) -> Callable[[], bytes]:
    return lambda: data
