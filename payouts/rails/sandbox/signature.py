"""Signs and checks notices as Standard Webhooks says: HMAC-SHA256 over `id.timestamp.body`. Pure.

Both sides share this module: the pretend bank signs with it, the product verifies with it.
"""

import base64
import hashlib
import hmac

PREFIX = "whsec_"
VERSION = "v1"


def notice_secret(api_secret: str) -> str:
    """The signing secret that goes with an API secret.

    The API secret travels in every request; deriving another one keeps it from signing notices as it stands.
    """
    digest = hmac.digest(api_secret.encode(), b"fairbrief sandbox rail: notices", hashlib.sha256)
    return PREFIX + base64.b64encode(digest).decode()


def sign(secret: str, event_id: str, timestamp: int, body: bytes) -> str:
    """The value of the `webhook-signature` header for one delivery."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    digest = hmac.digest(key, f"{event_id}.{timestamp}.".encode() + body, hashlib.sha256)
    return f"{VERSION},{base64.b64encode(digest).decode()}"


def is_signed(secret: str, event_id: str, timestamp: int, body: bytes, header: str) -> bool:
    """Whether any of the header's signatures fits; a sender that rotates its secret sends several."""
    expected = sign(secret, event_id, timestamp, body).encode()
    # No early return and no plain comparison, so that the time taken tells a forger nothing.
    matches = [hmac.compare_digest(expected, candidate.encode()) for candidate in header.split()]
    return any(matches)
