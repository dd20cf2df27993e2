"""Keeps what creatives tell of themselves sealed in the vault, bound to the person: moved to another, it does not open.

Nothing here is ever logged.
"""

import base64
import json
from collections.abc import Mapping
from typing import Final

from accounts.vault.keyring import UnknownKey
from accounts.vault.opening import CannotOpen, unseal
from accounts.vault.sealing import seal

PURPOSE: Final = "tax details"


class Unreadable(RuntimeError):
    """None of our keys opens it, or it is another person's."""


def encrypt(values: Mapping[str, str], *, person_id: int) -> str:
    """A token that holds these values for this person."""
    content = json.dumps(dict(values), ensure_ascii=False, sort_keys=True)
    return base64.urlsafe_b64encode(seal(content, purpose=PURPOSE, context=_owner(person_id))).decode()


def decrypt(token: str, *, person_id: int) -> dict[str, str]:
    """The values in a token. Raises Unreadable."""
    try:
        sealed = base64.urlsafe_b64decode(token.encode("ascii"))
        values: dict[str, str] = json.loads(unseal(sealed, purpose=PURPOSE, context=_owner(person_id)))
    except (ValueError, CannotOpen) as error:
        raise Unreadable("not one of our tokens, or another person's") from error
    except UnknownKey as error:
        raise Unreadable(str(error)) from error
    return values


def mask(text: str) -> str:
    """Enough to recognise a number, too little to use it.

    >>> mask("1234567890123"), mask("1990"), mask("")
    ('••••0123', '••••', '')
    """
    if not text:
        return ""
    return f"••••{text[-4:]}" if len(text) > 6 else "••••"


def _owner(person_id: int) -> str:
    return f"person:{person_id}"
