"""Checks the Stripe-Signature header: HMAC-SHA256 over `timestamp.body`, in hex. Pure; `now` is an argument.

Stripe's library checks the same, but by the machine's own clock and with one secret; the platform's events and those
of connected accounts come from two endpoints with a secret each.
"""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from payouts.rails.base import NoticeRefused

TOLERANCE: Final = timedelta(seconds=300)
SCHEME: Final = "v1"


def check_signature(
    secrets: Iterable[str], header: str, body: bytes, *, now: datetime, tolerance: timedelta = TOLERANCE
) -> None:
    """Raises NoticeRefused unless one of the header's signatures was made with one of the secrets, just now."""
    stamp, signatures = _read(header)
    signed = f"{stamp}.".encode() + body
    expected = [hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest() for secret in secrets]
    # No early return and no plain comparison, so that the time taken tells a forger nothing.
    matches = [hmac.compare_digest(mine, theirs) for mine in expected for theirs in signatures]
    if not any(matches):
        raise NoticeRefused("bad_signature")
    age = now - datetime.fromtimestamp(stamp, UTC)
    if abs(age) > tolerance:
        raise NoticeRefused("too_old" if age > timedelta() else "too_new")


def _read(header: str) -> tuple[int, list[str]]:
    """The timestamp and every signature of our scheme; a sender that changes its secret sends several."""
    if not header:
        raise NoticeRefused("missing_header")
    parts = [part.strip().partition("=") for part in header.split(",")]
    stamps = [value for name, _, value in parts if name == "t"]
    # Eleven digits reach the year 5138; a few more would overflow a datetime.
    if len(stamps) != 1 or not (stamps[0].isascii() and stamps[0].isdigit() and len(stamps[0]) <= 11):
        raise NoticeRefused("bad_timestamp")
    return int(stamps[0]), [value for name, _, value in parts if name == SCHEME and value.isascii()]
