"""Signs messages as Standard Webhooks says: HMAC-SHA256 over `id.timestamp.body`. Pure.

A secret is `whsec_` and 32 random bytes in base64. While a secret is being changed two of them sign every message, so
that the receiver may change over whenever it suits them.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from typing import Final

PREFIX: Final = "whsec_"
VERSION: Final = "v1"
SECRET_BYTES: Final = 32


def new_secret() -> str:
    """A secret that nobody else has."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def sign(live_secrets: Iterable[str], message_id: str, timestamp: int, body: bytes) -> str:
    """The value of the header `webhook-signature`: one signature for each live secret, apart by spaces.

    >>> sign(["whsec_c2VjcmV0"], "msg_1", 1700000000, b'{"type":"webhook.test"}')
    'v1,cG0p6iDJU6m6t80INSDfoC6o6TW1Dcc4t2txQ7peOh8='
    """
    signed = f"{message_id}.{timestamp}.".encode() + body
    return " ".join(f"{VERSION},{_signature(secret, signed)}" for secret in live_secrets)


def headers_for(live_secrets: Iterable[str], message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """Everything that a message carries beside its body. `timestamp` is the moment of this try, in whole seconds."""
    return {
        "content-type": "application/json",
        "user-agent": "Fairbrief-Webhooks/1",
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": sign(live_secrets, message_id, timestamp, body),
    }


def _signature(secret: str, signed: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
