"""Posts one message and says what came back. Follows no redirect, keeps no connection, repeats nothing by itself."""

import http.client
import ssl
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from webhooks.addresses import BadAddress, IPAddress, IPNetwork, Target, check_address
from webhooks.wire.connecting import Deadline, DeadlinePassed, PinnedConnection
from webhooks.wire.resolving import NotResolved, Resolver, ask_system, resolve

MOST_NUMBERS: Final = 2
"""Of a name that stands for many machines, so many are tried to connect to."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds for the whole, seconds for its name, and how many bytes of an answer are read at all."""

    seconds: float = 10.0
    name_seconds: float = 3.0
    answer_bytes: int = 16_384


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer, whatever it says. `start` is its beginning."""

    status: int
    start: bytes
    retry_after: str
    milliseconds: int


class NotSent(Exception):
    """There was no answer. `reason` is a word: it holds nothing of what lies behind an address."""

    def __init__(self, reason: str, milliseconds: int = 0) -> None:
        super().__init__(reason)
        self.reason, self.milliseconds = reason, milliseconds


def post(
    url: str,
    headers: Mapping[str, str],
    body: bytes,
    *,
    allowed: Sequence[IPNetwork] = (),
    plain_http: bool = False,
    limits: Limits = Limits(),
    resolver: Resolver = ask_system,
    context: ssl.SSLContext | None = None,
) -> Reply:
    """Send the message once. Raises NotSent for everything that is no HTTP answer, a forbidden address among it."""
    started = time.monotonic()
    try:
        deadline = Deadline(limits.seconds)
        target = check_address(url, allowed=allowed, plain_http=plain_http)
        numbers = resolve(
            target,
            seconds=min(limits.name_seconds, deadline.left()),
            allowed=allowed,
            plain_http=plain_http,
            resolver=resolver,
        )
        connection = _connect(target, numbers[:MOST_NUMBERS], deadline, context or _trusted())
        try:
            status, start, retry_after = _exchange(connection, target, headers, body, limits.answer_bytes)
        finally:
            connection.hang_up()
    except (BadAddress, NotResolved, OSError, http.client.HTTPException, ValueError) as error:
        raise NotSent(_reason(error), _since(started)) from None
    return Reply(status, start, retry_after, _since(started))


def _connect(
    target: Target, numbers: Sequence[IPAddress], deadline: Deadline, context: ssl.SSLContext
) -> PinnedConnection:
    """To the first of these that answers; the last one's error if none does."""
    for number in numbers[:-1]:
        try:
            return _connected(PinnedConnection(target, number, deadline, context))
        except OSError as error:
            if isinstance(error, DeadlinePassed | TimeoutError | ssl.SSLError):
                raise
    return _connected(PinnedConnection(target, numbers[-1], deadline, context))


def _connected(connection: PinnedConnection) -> PinnedConnection:
    connection.connect()
    return connection


def _exchange(
    connection: PinnedConnection, target: Target, headers: Mapping[str, str], body: bytes, answer_bytes: int
) -> tuple[int, bytes, str]:
    connection.putrequest("POST", target.path, skip_host=True, skip_accept_encoding=True)
    connection.putheader("host", target.host_header)
    for name, value in headers.items():
        connection.putheader(name, value)
    connection.putheader("content-length", str(len(body)))
    connection.putheader("connection", "close")
    connection.endheaders(body)
    answer = connection.getresponse()
    return answer.status, _beginning(answer, answer_bytes), answer.headers.get("Retry-After", "")


def _beginning(answer: http.client.HTTPResponse, most: int) -> bytes:
    """As much of the body as came and is wanted. The status counts even if the rest of the answer never comes."""
    found = b""
    try:
        while len(found) < most and (piece := answer.read1(most - len(found))):
            found += piece
    except (OSError, http.client.HTTPException):
        pass
    return found


def _reason(error: Exception) -> str:
    if isinstance(error, BadAddress):
        return error.reason
    if isinstance(error, NotResolved):
        return "name-not-found"
    if isinstance(error, DeadlinePassed | TimeoutError):
        return "timeout"
    if isinstance(error, ssl.SSLError):
        return "tls"
    if isinstance(error, ConnectionRefusedError):
        return "refused"
    return "no-http" if isinstance(error, http.client.HTTPException) else "connection"


def _since(started: float) -> int:
    return int((time.monotonic() - started) * 1000)


@cache
def _trusted() -> ssl.SSLContext:
    """The machine's own certificate authorities."""
    return ssl.create_default_context()
