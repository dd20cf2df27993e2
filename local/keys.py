"""Secrets of a development machine: made once, kept in one private file of the data folder."""

import base64
import json
import os
import secrets
from dataclasses import asdict, dataclass, fields
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key


@dataclass(frozen=True, slots=True)
class Keys:
    """Everything that must not be guessable, and must not change between two starts."""

    secret_key: str
    owner_password: str
    runtime_password: str
    valkey_password: str
    rail_secret: str
    oidc_private_key: str
    data_key: str
    ledger_signing_key: str

    @classmethod
    def invent(cls) -> "Keys":
        """New ones."""
        return cls(
            secret_key=secrets.token_urlsafe(48),
            owner_password=secrets.token_hex(16),
            runtime_password=secrets.token_hex(16),
            valkey_password=secrets.token_hex(16),
            rail_secret=secrets.token_urlsafe(32),
            oidc_private_key=_pem(generate_private_key(public_exponent=65_537, key_size=2048)),
            data_key=base64.b64encode(secrets.token_bytes(32)).decode(),
            ledger_signing_key=_pem(Ed25519PrivateKey.generate()),
        )


def _pem(key: RSAPrivateKey | Ed25519PrivateKey) -> str:
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return pem.decode()


def load_keys(data: Path) -> Keys:
    """The data folder's keys, invented on the first call; those that a newer version adds are invented once it asks."""
    path = data / "secrets.json"
    kept: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    known = {field.name for field in fields(Keys)}
    if known <= set(kept):
        return Keys(**{name: kept[name] for name in known})
    keys = Keys(**{name: kept.get(name, value) for name, value in asdict(Keys.invent()).items()})
    data.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(kept | asdict(keys), file, indent=2)
    partial.replace(path)
    return keys
