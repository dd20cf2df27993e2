"""Idempotency as Stripe documents it: the first answer to a key is kept and repeated, for that request alone.

Kept from the moment a request is begun, whatever it then answers, errors included. Not kept: what is refused because of
its parameters, and what meets another request with its key.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.fakes.stripe.book import Book, Object
from tests.fakes.stripe.errors import ApiError

Answer = tuple[int, Object]


class Keys:
    """Which keys are in use at this moment; what they were answered is in the book."""

    def __init__(self) -> None:
        self._in_use: set[str] = set()
        self._lock = threading.Lock()

    @contextmanager
    def using(self, key: str) -> Iterator[None]:
        """Keeps a key to one request at a time. Raises ApiError (409) while another has it."""
        with self._lock:
            if key and key in self._in_use:
                raise in_use()
            self._in_use.add(key)
        try:
            yield
        finally:
            with self._lock:
                self._in_use.discard(key)


def in_use() -> ApiError:
    """Another request with this key is being carried out at this moment."""
    message = "There is currently another in-progress request using this Idempotent Key."
    return ApiError(409, "idempotency_error", message, code="idempotency_key_in_use")


def recall(book: Book, key: str, path: str, params: str) -> Answer | None:
    """What a key was answered before. Raises ApiError if that was another request."""
    rows = book.execute("SELECT * FROM answered WHERE key = ?", key) if key else []
    if not rows:
        return None
    (row,) = rows
    if (row["path"], row["params"]) != (path, params):
        raise ApiError(
            400,
            "idempotency_error",
            "Keys for idempotent requests can only be used with the same parameters they were first used with.",
        )
    return row["status"], json.loads(row["body"])


def remember(book: Book, key: str, path: str, params: str, answer: Answer) -> None:
    if key:
        status, body = answer
        book.execute("INSERT INTO answered VALUES (?, ?, ?, ?, ?)", key, path, params, status, json.dumps(body))


def forget(book: Book) -> None:
    """A day has passed."""
    book.execute("DELETE FROM answered")
