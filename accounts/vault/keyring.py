"""The keys that rows are sealed under, derived from settings.DATA_KEYS. The newest seals, each of them opens.

From one master key every purpose gets keys of its own, so that nothing sealed for one purpose opens for another and no
fingerprint says anything about a sealed value.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

KEY_ID_BYTES: Final = 4


class UnknownKey(RuntimeError):
    """Something was sealed under a key that is no longer among settings.DATA_KEYS. The message names it."""


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """One master key as one purpose uses it. `key_id` stands in front of everything sealed under it."""

    key_id: bytes
    cipher_key: bytes
    fingerprint_key: bytes


def newest_key(purpose: str) -> Key:
    """The key that seals."""
    return all_keys(purpose)[0]


def all_keys(purpose: str) -> tuple[Key, ...]:
    """Every key that opens, the newest first."""
    return _derive_all(tuple(settings.DATA_KEYS), purpose)


def key_named(key_id: bytes, purpose: str) -> Key:
    """The key with this id. Raises UnknownKey."""
    for key in all_keys(purpose):
        if key.key_id == key_id:
            return key
    raise UnknownKey(f"The key {key_id.hex()} is not among DATA_KEYS any more: {purpose} cannot be opened without it.")


@lru_cache(maxsize=32)
def _derive_all(masters: tuple[bytes, ...], purpose: str) -> tuple[Key, ...]:
    return tuple(
        Key(
            key_id=hashlib.sha256(_derive(master, "id", "of the key")).digest()[:KEY_ID_BYTES],
            cipher_key=_derive(master, purpose, "sealing"),
            fingerprint_key=_derive(master, purpose, "fingerprints"),
        )
        for master in masters
    )


def _derive(master: bytes, purpose: str, use: str) -> bytes:
    """32 bytes that tell nothing of the master key, nor of what is derived for anything else (RFC 5869)."""
    return HKDF(SHA256(), 32, salt=b"fairbrief data keys", info=f"{purpose}: {use}".encode()).derive(master)
