"""Signs and reads the link by which a person stops hearing of one thing that they follow, without signing in.

It stands in the words of a mail. What a mail program's own button stops is the topic: see `notices.unsubscribing`.

What is stopped is named by whoever asks for the mail (`kind.key`), and read by them again. Reads and writes no row.
"""

from typing import Any, Final

from django.conf import settings
from django.core.signing import BadSignature, Signer

from accounts.errors import NoSuchChange

SALT: Final = "accounts.mail.stop"
STOPS: Final = "stops"
"""Where a mail's context names what its link stops."""


def with_stop_link(context: dict[str, Any]) -> dict[str, Any]:
    """A mail's context with the link, which is made only when it is sent: no row holds it."""
    return context | {"stop_url": stop_url(context[STOPS])} if STOPS in context else context


def stop_url(subject: str) -> str:
    """The link for a mail."""
    return f"{settings.SITE_URL}/stop/{stop_token(subject)}/"


def stop_token(subject: str) -> str:
    """What the link ends in."""
    return Signer(salt=SALT).sign(subject)


def read_stop_token(token: str) -> str:
    """What is to be stopped. Raises NoSuchChange for whatever we have not signed."""
    try:
        return Signer(salt=SALT).unsign(token)
    except BadSignature as error:
        raise NoSuchChange from error
