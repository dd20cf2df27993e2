"""The key that seals are signed with (Ed25519), and the keys that signatures are believed from.

The private key is a setting: PEM (PKCS 8), known to the processes that seal. Earlier public keys stay trusted as long
as they are named in the settings. Keys and signatures are hexadecimal, of the raw 32 and 64 bytes.
"""

from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings


class NoSigningKey(RuntimeError):
    """LEDGER_SIGNING_KEY is missing or is no Ed25519 key: nothing can be sealed."""


def sign(text: bytes) -> str:
    """The signature. Raises NoSigningKey."""
    return _private_key(settings.LEDGER_SIGNING_KEY).sign(text).hex()


def own_public_key() -> str:
    """The public half of the key that signs now. Raises NoSigningKey."""
    public = _private_key(settings.LEDGER_SIGNING_KEY).public_key()
    return public.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw).hex()


def present_key() -> str | None:
    """The same for a process that need not sign, and may not hold the key."""
    return own_public_key() if settings.LEDGER_SIGNING_KEY else None


def trusted_keys() -> tuple[str, ...]:
    """The public keys whose signatures count: the present one first, if this process holds it."""
    present = [key] if (key := present_key()) else []
    return tuple(dict.fromkeys([*present, *(key.lower() for key in settings.LEDGER_PUBLIC_KEYS)]))


def is_signed(text: bytes, signature: str, public_key: str) -> bool:
    """Whether this key has signed this text. Whether the key is ours is another question; see trusted_keys."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(bytes.fromhex(signature), text)
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(maxsize=4)
def _private_key(pem: str) -> Ed25519PrivateKey:
    try:
        key = serialization.load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError) as error:
        raise NoSigningKey(
            "Set LEDGER_SIGNING_KEY to an Ed25519 private key in PEM (see docs/operations.md)."
        ) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise NoSigningKey("LEDGER_SIGNING_KEY is not an Ed25519 key.")
    return key
