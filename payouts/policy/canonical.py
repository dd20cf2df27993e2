"""One byte string per value: decides what is hashed. It never accepts a float, whose text could vary."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256


class NotCanonical(TypeError):
    """The value has no single canonical text (a float, a date, a key that is not a string…)."""


def _refuse(value: object, path: str) -> None:
    if value is None or isinstance(value, int | str):
        return
    if isinstance(value, list | tuple):
        for index, item in enumerate(value):
            _refuse(item, f"{path}[{index}]")
        return
    if isinstance(value, Mapping):
        for key, item in value.items():
            if not isinstance(key, str):
                raise NotCanonical(f"{path}: the key {key!r} is not a string")
            _refuse(item, f"{path}.{key}")
        return
    raise NotCanonical(f"{path}: {type(value).__name__} has no canonical text")


def canonical_json(obj: object) -> bytes:
    """Return the canonical JSON of `obj`: keys sorted, no white space, UTF-8, integers only.

    >>> canonical_json({"b": [1, None], "a": "é"}).decode()
    '{"a":"é","b":[1,null]}'
    >>> canonical_json({"rate": 0.5})
    Traceback (most recent call last):
    payouts.policy.canonical.NotCanonical: $.rate: float has no canonical text
    """
    _refuse(obj, "$")
    text = json.dumps(obj, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        # Half of a surrogate pair is a Python string that no UTF-8 text can hold.
        raise NotCanonical(f"the text holds half a character: {error.object[error.start - 20 : error.start]}…") from error


def sha256_hex(obj: object) -> str:
    """Return the SHA-256 of the canonical JSON of `obj`, in hexadecimal.

    >>> sha256_hex({})
    '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'
    """
    return sha256(canonical_json(obj)).hexdigest()
