"""A bank reached over HTTP: files are posted, reports lie in a mailbox. The SEPA rail's only network code.

It speaks as the test bank `mock-bank` does (0.9): POST /payments, GET /_mock/payments, GET /_mock/mailbox, with HTTP
basic credentials. Every accident on the wire is `unknown`, and nothing is repeated here.
"""

from typing import Any, Final

import httpx
import orjson

from payouts.rails.base import RailAnswer, RailStatus, RailUnavailable
from payouts.rails.reasons import is_duplicate
from payouts.rails.sepa.transport import Document, DocumentPage

CONNECT_SECONDS: Final = 5.0
READ_SECONDS: Final = 30.0
SUBMIT: Final = "/payments"
KNOWN: Final = "/_mock/payments"
MAILBOX: Final = "/_mock/mailbox"


class HttpTransport:
    """A `Transport`."""

    def __init__(self, url: str, user: str = "", password: str = "", timeout_seconds: float = READ_SECONDS) -> None:
        if not url:
            raise ValueError("The SEPA rail needs its bank's address, or two folders.")
        self._http = httpx.Client(
            base_url=url,
            auth=(user, password) if user else None,
            timeout=httpx.Timeout(timeout_seconds, connect=min(CONNECT_SECONDS, timeout_seconds)),
            follow_redirects=False,
            trust_env=False,
        )

    def submit(self, message_id: str, document: bytes) -> RailAnswer:
        try:
            response = self._http.post(SUBMIT, content=document, headers={"Content-Type": "application/xml"})
        except httpx.HTTPError as error:
            return _unknown(_name(error))
        return read_submitted(response.status_code, response.content, message_id)

    def find(self, message_id: str) -> RailAnswer | None:
        try:
            response = self._http.get(KNOWN)
            response.raise_for_status()
            known = [payment for payment in _list(response.content) if payment.get("msg_id") == message_id]
        except (httpx.HTTPError, ValueError) as error:
            return _unknown(_name(error))
        return RailAnswer(RailStatus.ACCEPTED, provider_reference=message_id) if known else None

    def list_documents(self, after: str, limit: int) -> DocumentPage:
        try:
            # Left in the mailbox: what we have is decided by our own rows, not by what was once handed over.
            response = self._http.get(MAILBOX, params={"leave": ""})
            response.raise_for_status()
            waiting = [(int(one["id"]), str(one["body"]).encode()) for one in _list(response.content)]
        except (httpx.HTTPError, KeyError, TypeError, ValueError) as error:
            raise RailUnavailable(_name(error)) from error
        newer = sorted(one for one in waiting if one[0] > int(after or 0))
        page = tuple(Document(str(number), body) for number, body in newer[:limit])
        return DocumentPage(page, page[-1].document_id if page else after, len(newer) > limit)

    def acknowledge(self, document_ids: tuple[str, ...]) -> None:
        """The cursor is enough."""

    def close(self) -> None:
        """Let go of the connections; the instance is of no use afterwards."""
        self._http.close()


def read_submitted(status_code: int, content: bytes, message_id: str) -> RailAnswer:
    """What an answer to a file means. A refusal counts only in the bank's own words and about this very file."""
    try:
        body = orjson.loads(content)
    except orjson.JSONDecodeError:
        body = None
    if not isinstance(body, dict) or body.get("msg_id") != message_id:
        return _unknown(f"http_{status_code}")
    reason = str(body.get("reason") or "")
    if status_code == 202 or (status_code == 422 and is_duplicate(reason)):
        return RailAnswer(RailStatus.ACCEPTED, provider_reference=message_id)
    if status_code == 422 and body.get("status") == "RJCT" and reason:
        return RailAnswer(RailStatus.REJECTED, reason=reason)
    return _unknown(f"http_{status_code}")


def _list(content: bytes) -> list[dict[str, Any]]:
    """A JSON list of objects; anything else raises ValueError."""
    body = orjson.loads(content)
    if not isinstance(body, list) or not all(isinstance(one, dict) for one in body):
        raise ValueError("not_a_list")
    return body


def _unknown(reason: str) -> RailAnswer:
    return RailAnswer(RailStatus.UNKNOWN, reason=reason)


def _name(error: Exception) -> str:
    """A short word for logs and reasons; httpx's messages may hold addresses."""
    return "timeout" if isinstance(error, httpx.TimeoutException) else type(error).__name__
