"""Messages are signed as the standard says; checked here by arithmetic of our own, and by a receiver's eyes."""

import base64
import hashlib
import hmac

import pytest

from webhooks.signing import SECRET_BYTES, headers_for, new_secret, sign

SECRET = "whsec_" + base64.b64encode(b"0123456789abcdef0123456789abcdef").decode()
OTHER = "whsec_" + base64.b64encode(b"another key of thirty-two bytes!").decode()
BODY = '{"type":"contest.opened","data":{"title":"Affiche d’été"}}'.encode()


def by_hand(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """The standard, spelt out: the key is what is behind the prefix, decoded; the three parts are joined by dots."""
    key = base64.b64decode(secret[len("whsec_") :])
    signed = message_id.encode() + b"." + str(timestamp).encode() + b"." + body
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def test_a_known_vector():
    assert sign([SECRET], "msg_1", 1_700_000_000, BODY) == by_hand(SECRET, "msg_1", 1_700_000_000, BODY)


def test_two_live_secrets_both_sign_and_either_is_found():
    header = sign([OTHER, SECRET], "msg_1", 1_700_000_000, BODY)
    assert header.split() == [by_hand(secret, "msg_1", 1_700_000_000, BODY) for secret in (OTHER, SECRET)]


@pytest.mark.parametrize(
    ("message_id", "timestamp", "body"),
    [("msg_2", 1_700_000_000, BODY), ("msg_1", 1_700_000_001, BODY), ("msg_1", 1_700_000_000, BODY + b" ")],
)
def test_whatever_is_changed_changes_the_signature(message_id, timestamp, body):
    assert sign([SECRET], message_id, timestamp, body) != sign([SECRET], "msg_1", 1_700_000_000, BODY)


def test_the_headers_are_those_of_the_standard():
    headers = headers_for([SECRET], "msg_1", 1_700_000_000, BODY)
    assert headers["webhook-id"] == "msg_1"
    assert headers["webhook-timestamp"] == "1700000000"
    assert headers["webhook-signature"] == by_hand(SECRET, "msg_1", 1_700_000_000, BODY)
    assert headers["content-type"] == "application/json"
    assert SECRET not in str(headers) and SECRET[6:] not in str(headers)


def test_secrets_are_long_and_nobody_elses():
    made = {new_secret() for _ in range(200)}
    assert len(made) == 200
    assert all(one.startswith("whsec_") and len(base64.b64decode(one[6:])) == SECRET_BYTES for one in made)
