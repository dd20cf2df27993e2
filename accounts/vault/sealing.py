"""Seals words (AES-256-GCM) and takes their fingerprints (HMAC-SHA256). Opens nothing.

A sealed value is `version (1) · key id (4) · nonce (12) · ciphertext and tag`. It is bound to its context, which says
whose it is: copied into somebody else's row it does not open.
"""

import hashlib
import hmac
import secrets
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from accounts.vault.keyring import KEY_ID_BYTES, all_keys, newest_key

VERSION: Final = b"\x01"
NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16
HEAD_BYTES: Final = len(VERSION) + KEY_ID_BYTES + NONCE_BYTES
SMALLEST: Final = HEAD_BYTES + 1 + TAG_BYTES
"""Bytes of a sealed value that holds anything."""

FINGERPRINT_BYTES: Final = hashlib.sha256().digest_size


def seal(words: str, *, purpose: str, context: str) -> bytes:
    """The words, unreadable without a key; another result each time, so that equal words do not look equal."""
    key = newest_key(purpose)
    nonce = secrets.token_bytes(NONCE_BYTES)
    head = VERSION + key.key_id + nonce
    return head + AESGCM(key.cipher_key).encrypt(nonce, words.encode(), bound_to(purpose, context))


def fingerprint(words: str, *, purpose: str) -> bytes:
    """What equal words have in common, under the newest key; nobody can find the words by trying without the key."""
    return hmac.digest(newest_key(purpose).fingerprint_key, words.encode(), hashlib.sha256)


def possible_fingerprints(words: str, *, purpose: str) -> frozenset[bytes]:
    """The fingerprints that rows with these words may carry, whichever of the keys they were written under."""
    return frozenset(hmac.digest(key.fingerprint_key, words.encode(), hashlib.sha256) for key in all_keys(purpose))


def key_id_of(sealed: bytes) -> bytes:
    """The id of the key that a value is sealed under."""
    return bytes(sealed[len(VERSION) : len(VERSION) + KEY_ID_BYTES])


def is_sealed_newest(sealed: bytes, *, purpose: str) -> bool:
    """Whether a value needs no sealing anew."""
    return key_id_of(sealed) == newest_key(purpose).key_id


def bound_to(purpose: str, context: str) -> bytes:
    """What is authenticated beside the words."""
    return f"{purpose}|{context}".encode()
