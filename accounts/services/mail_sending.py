"""Sends the mails that are due. Called by workers, any number at once.

A mail is sent outside any transaction and only then marked as done, so that a mail server never holds a lock of ours
and no mail is lost. The price: a worker that dies in between leaves a mail that is sent twice. Both copies carry the
same Message-ID, by which mail programs show them as one.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from time import monotonic
from typing import Final

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend

from accounts.models import OutgoingMail
from accounts.services.mail_composing import compose
from duerows.claims import Claim, claim, finish, put_back

BATCH: Final = 50
LEASE: Final = timedelta(minutes=4)
# On a slow server a batch is left half done in good time: whoever claims the rest must not find us still sending it.
STOP_AFTER_SECONDS: Final = LEASE.total_seconds() / 2


def send_due(*, now: datetime, limit: int = BATCH) -> int:
    """Send up to `limit` mails that are due at `now`; returns how many were claimed, so that callers can go on until 0.

    A mail that fails is tried again later and later, and at last parked for an operator; it delays no other.
    """
    claims = claim(OutgoingMail, now=now, limit=limit, lease=LEASE)
    if not claims:
        return 0
    mails = OutgoingMail.objects.select_related("to").in_bulk([one.pk for one in claims])
    connection = get_connection()
    try:
        connection.open()
    except OSError as error:
        _put_all_back(claims, error, now)
        return len(claims)
    stop_at = monotonic() + STOP_AFTER_SECONDS
    try:
        for one in claims:
            if monotonic() > stop_at:
                break
            if one.pk in mails:  # Of somebody who has left meanwhile, nothing is left.
                _send_one(mails[one.pk], one, connection, now)
    finally:
        connection.close()
    return len(claims)


def _send_one(mail: OutgoingMail, held: Claim, connection: BaseEmailBackend, now: datetime) -> None:
    # Whatever goes wrong with one mail (its template, its address, the server's mood) is written on that mail.
    try:
        if mail.to is None or mail.to.left_at is None:
            compose(mail, connection).send()
    except Exception as error:
        put_back(OutgoingMail, held, now=now, error=repr(error))
        return
    finish(OutgoingMail, [held], now=now)


def _put_all_back(claims: Sequence[Claim], error: Exception, now: datetime) -> None:
    for one in claims:
        put_back(OutgoingMail, one, now=now, error=repr(error))
