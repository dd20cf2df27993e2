"""A connection to a machine by its number, in the name of the host that was asked for; all of it within a deadline.

The name is used for the certificate (and SNI) and for the Host header, never to find the machine: between the judgement
and the connection a name may come to stand for another one.
"""

import http.client
import io
import socket
import ssl
import time
from typing import Any, Final

from webhooks.addresses import IPAddress, Target

SMALLEST_WAIT: Final = 0.001


class DeadlinePassed(OSError):
    """All of the allowed time is used up."""


class Deadline:
    """A moment by which everything must be done, however many small steps it takes."""

    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds that are left. Raises DeadlinePassed."""
        seconds = self._ends - time.monotonic()
        if seconds <= 0:
            raise DeadlinePassed("deadline passed")
        return max(SMALLEST_WAIT, seconds)


class _Reader(io.RawIOBase):
    """Reads from a socket, each time for no longer than is left: a byte now and then does not stretch it."""

    def __init__(self, raw: socket.socket, deadline: Deadline) -> None:
        self._raw, self._deadline = raw, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._raw.settimeout(self._deadline.left())
        return self._raw.recv_into(buffer)


class _TimedSocket:
    """As much of a socket as http.client needs."""

    def __init__(self, raw: socket.socket, deadline: Deadline) -> None:
        self._raw, self._deadline = raw, deadline

    def sendall(self, data: Any) -> None:
        self._raw.settimeout(self._deadline.left())
        self._raw.sendall(data)

    def makefile(self, *_: Any, **__: Any) -> io.BufferedReader:
        return io.BufferedReader(_Reader(self._raw, self._deadline))

    def close(self) -> None:
        """Nothing yet: http.client closes its socket once the headers are there, and the body is still to come."""


class PinnedConnection(http.client.HTTPConnection):
    """HTTP/1.1 to one number; over TLS for https, with the certificate checked against the host's name."""

    def __init__(self, target: Target, number: IPAddress, deadline: Deadline, context: ssl.SSLContext) -> None:
        super().__init__(target.host, target.port)
        self._target, self._number, self._deadline, self._context = target, number, deadline, context
        self._raw: socket.socket | None = None

    def connect(self) -> None:
        raw = socket.create_connection((str(self._number), self._target.port), timeout=self._deadline.left())
        try:
            if self._target.is_secure:
                raw.settimeout(self._deadline.left())
                raw = self._context.wrap_socket(raw, server_hostname=self._target.host)
        except BaseException:
            raw.close()
            raise
        self._raw, self.sock = raw, _TimedSocket(raw, self._deadline)

    def hang_up(self) -> None:
        """Really close it."""
        self.close()
        if self._raw is not None:
            self._raw.close()
