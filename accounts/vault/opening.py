"""Opens what was sealed. Only who sends money or signs a message may import this; the contract `vault` says who."""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from accounts.vault.keyring import key_named
from accounts.vault.sealing import HEAD_BYTES, NONCE_BYTES, SMALLEST, VERSION, bound_to, key_id_of


class CannotOpen(ValueError):
    """The value was changed, or belongs to somebody else's row. Nothing in it may be believed."""


def unseal(sealed: bytes, *, purpose: str, context: str) -> str:
    """The words. Raises CannotOpen, or UnknownKey for a key that was taken away too early."""
    value = bytes(sealed)
    if len(value) < SMALLEST or value[:1] != VERSION:
        raise CannotOpen(f"This is not a sealed {purpose}.")
    key = key_named(key_id_of(value), purpose)
    nonce = value[HEAD_BYTES - NONCE_BYTES : HEAD_BYTES]
    try:
        words = AESGCM(key.cipher_key).decrypt(nonce, value[HEAD_BYTES:], bound_to(purpose, context))
    except InvalidTag:
        # Without its cause: the frames below hold the key.
        raise CannotOpen(f"This {purpose} was changed, or moved from another row.") from None
    return words.decode()
