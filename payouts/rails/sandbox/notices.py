"""Verifies and reads the notices that the sandbox posts. `now` is an argument; nothing is stored here.

The caller stores the notice under its event id before answering 2xx, and so meets duplicates and replays
itself: the time tolerance only bounds how long a stolen notice could be replayed.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from payouts.rails.base import NoticeRefused, RailNotice
from payouts.rails.sandbox.answers import read_movement, read_object
from payouts.rails.sandbox.signature import is_signed

TOLERANCE = timedelta(minutes=5)


def read_notice(
    secret: str, headers: Mapping[str, str], body: bytes, *, now: datetime, tolerance: timedelta = TOLERANCE
) -> RailNotice:
    """The notice, once its signature and age are right. Raises NoticeRefused with one word for the log."""
    event_id, timestamp, signature = _envelope(headers)
    if not is_signed(secret, event_id, timestamp, body, signature):
        raise NoticeRefused("bad_signature")
    age = now - datetime.fromtimestamp(timestamp, UTC)
    if abs(age) > tolerance:
        raise NoticeRefused("too_old" if age > timedelta() else "too_new")
    return _content(event_id, body)


def _envelope(headers: Mapping[str, str]) -> tuple[str, int, str]:
    """The three headers, whatever their letter case."""
    folded = {name.lower(): value for name, value in headers.items()}
    event_id = folded.get("webhook-id", "")
    stamp = folded.get("webhook-timestamp", "")
    signature = folded.get("webhook-signature", "")
    if not event_id or not stamp or not signature:
        raise NoticeRefused("missing_header")
    # Eleven digits reach the year 5138; a few more would overflow a datetime.
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) <= 11):
        raise NoticeRefused("bad_timestamp")
    return event_id, int(stamp), signature


def _content(event_id: str, body: bytes) -> RailNotice:
    """Read a body that is known to come from the rail; an unreadable one is the rail's fault, and refused."""
    message = read_object(body)
    try:
        movement = read_movement(message["data"])
        return RailNotice(
            event_id=event_id,
            kind=str(message["data"]["kind"]),
            idempotency_key=movement.idempotency_key,
            answer=movement.answer,
            occurred_at=datetime.fromisoformat(message["occurred_at"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise NoticeRefused("unreadable_body") from error
