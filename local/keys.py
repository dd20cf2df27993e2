"""Secrets of a development machine: made once, kept in one private file of the data folder."""

import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa


@dataclass(frozen=True, slots=True)
class Keys:
    """Everything that must not be guessable, and must not change between two starts."""

    secret_key: str
    owner_password: str
    runtime_password: str
    valkey_password: str
    rail_secret: str
    oidc_private_key: str

    @classmethod
    def invent(cls) -> "Keys":
        """New ones."""
        return cls(
            secret_key=secrets.token_urlsafe(48),
            owner_password=secrets.token_hex(16),
            runtime_password=secrets.token_hex(16),
            valkey_password=secrets.token_hex(16),
            rail_secret=secrets.token_urlsafe(32),
            oidc_private_key=_new_rsa_key(),
        )


def _new_rsa_key() -> str:
    key = rsa.generate_private_key(public_exponent=65_537, key_size=2048)
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return pem.decode()


def load_keys(data: Path) -> Keys:
    """The data folder's keys, invented on the first call."""
    path = data / "secrets.json"
    if path.exists():
        return Keys(**json.loads(path.read_text()))
    keys = Keys.invent()
    data.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(asdict(keys), file, indent=2)
    partial.replace(path)
    return keys
