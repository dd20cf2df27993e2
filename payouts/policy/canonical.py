"""One byte string per value: decides what is hashed. It never accepts a float, whose text could vary."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Final

_ENCODER: Final = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


class NotCanonical(TypeError):
    """The value has no single canonical text (a float, a date, a key that is not a string…)."""


_ATOMS: Final = frozenset({str, int, bool, type(None)})


def _fault(value: object, path: str) -> str:
    """Return where and why a value has no single text; nothing, if it has one."""
    if type(value) in _ATOMS:
        return ""
    if isinstance(value, list | tuple):
        for index, item in enumerate(value):
            # Most items are atoms; asking for their type here spares a call and a path for each.
            if type(item) not in _ATOMS and (fault := _fault(item, f"{path}[{index}]")):
                return fault
        return ""
    if isinstance(value, dict):
        for key, item in value.items():
            if type(key) is not str:
                return f"{path}: the key {key!r} is not a string"
            if type(item) not in _ATOMS and (fault := _fault(item, f"{path}.{key}")):
                return fault
        return ""
    return f"{path}: {type(value).__name__} has no canonical text"


def canonical_json(obj: object) -> bytes:
    """Return the canonical JSON of `obj`: keys sorted, no white space, UTF-8, integers only.

    >>> canonical_json({"b": [1, None], "a": "é"}).decode()
    '{"a":"é","b":[1,null]}'
    >>> canonical_json({"rate": 0.5})
    Traceback (most recent call last):
    payouts.policy.canonical.NotCanonical: $.rate: float has no canonical text
    """
    if fault := _fault(obj, "$"):
        raise NotCanonical(fault)
    try:
        return _ENCODER.encode(obj).encode()
    except UnicodeEncodeError as error:
        # Half of a surrogate pair is a Python string that no UTF-8 text can hold.
        raise NotCanonical(f"a text holds half a character, after {error.start} others") from error


def sha256_hex(obj: object) -> str:
    """Return the SHA-256 of the canonical JSON of `obj`, in hexadecimal.

    >>> sha256_hex({})
    '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'
    """
    return sha256(canonical_json(obj)).hexdigest()
