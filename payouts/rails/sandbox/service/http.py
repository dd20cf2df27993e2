"""Requests and replies as plain values, so that everything but one module is free of the server's types."""

from dataclasses import dataclass
from typing import Any

import orjson

JSON = "application/json"
PROBLEM = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Request:
    """What a handler needs of a request; header names are lower case."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """What is sent back."""

    status: int
    body: bytes
    content_type: str = JSON
    headers: tuple[tuple[str, str], ...] = ()


class Unanswered:
    """In place of a reply: the caller is left waiting until he goes away."""


def json_reply(status: int, body: dict[str, Any]) -> Reply:
    """A reply with a JSON body."""
    return Reply(status, orjson.dumps(body))


def problem(status: int, code: str, detail: str, **more: Any) -> Reply:
    """An RFC 9457 problem document; `code` is what programs read, `detail` what people do."""
    body = {
        "type": "about:blank",
        "title": code.replace("_", " "),
        "status": status,
        "code": code,
        "detail": detail,
    }
    return Reply(status, orjson.dumps(body | more), PROBLEM)
