"""Signs and reads the link that takes a changed payout account back. Reads and writes no row.

Whether it has expired goes by the age of the change, which the caller knows; the link itself holds only its number.
"""

from typing import Any, Final

from django.conf import settings
from django.core.signing import BadSignature, Signer

from accounts.errors import NoSuchChange

SALT: Final = "accounts.payout_account.undo"
STAY_SALT: Final = "personal.departure.undo"
DEPARTURE: Final = "departure"
"""Where a mail's context holds the number of the departure that its link takes back."""

CHANGE: Final = "changed_account"
"""Where a mail's context holds the number of the change that its link takes back."""


def undo_url(account_id: int) -> str:
    """The link for the mail about this account."""
    return f"{settings.SITE_URL}/account/payout/undo/{undo_token(account_id)}/"


def undo_token(account_id: int) -> str:
    """What the link ends in."""
    return Signer(salt=SALT).sign(str(account_id))


def read_token(token: str) -> int:
    """The number of the change. Raises NoSuchChange for whatever we have not signed."""
    try:
        return int(Signer(salt=SALT).unsign(token))
    except (BadSignature, ValueError) as error:
        raise NoSuchChange from error


def stay_token(departure_id: int) -> str:
    """What the link ends in that takes back somebody's wish to leave."""
    return Signer(salt=STAY_SALT).sign(str(departure_id))


def read_stay_token(token: str) -> int | None:
    """The number of the departure; None for whatever we have not signed."""
    try:
        return int(Signer(salt=STAY_SALT).unsign(token))
    except (BadSignature, ValueError):
        return None


def with_links(context: dict[str, Any]) -> dict[str, Any]:
    """A mail's context with the links that are made only when it is sent."""
    if CHANGE in context:
        return context | {"undo_url": undo_url(context[CHANGE])}
    if DEPARTURE in context:
        return context | {"undo_url": f"{settings.SITE_URL}/settings/data/stay/{stay_token(context[DEPARTURE])}/"}
    return context
