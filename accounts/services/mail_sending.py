"""Sends the mails that are due. Called by workers, any number at once.

A mail is sent outside any transaction and only then marked as done, so that a mail server never holds a lock of ours
and no mail is lost. The price: a worker that dies in between leaves a mail that is sent twice. Both copies carry the
same Message-ID, by which mail programs show them as one.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from email.utils import parseaddr
from time import monotonic
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from accounts.mailing import write_mail
from accounts.models import OutgoingMail
from accounts.services.stop_links import with_stop_link
from accounts.services.undo_links import with_links
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
            _send_one(mails[one.pk], one, connection, now)
    finally:
        connection.close()
    return len(claims)


def _send_one(mail: OutgoingMail, held: Claim, connection: BaseEmailBackend, now: datetime) -> None:
    # Whatever goes wrong with one mail (its template, its address, the server's mood) is written on that mail.
    try:
        _compose(mail, connection).send()
    except Exception as error:
        put_back(OutgoingMail, held, now=now, error=repr(error))
        return
    finish(OutgoingMail, [held], now=now)


def _put_all_back(claims: Sequence[Claim], error: Exception, now: datetime) -> None:
    for one in claims:
        put_back(OutgoingMail, one, now=now, error=repr(error))


def _compose(mail: OutgoingMail, connection: BaseEmailBackend) -> EmailMessage:
    address = mail.to.email if mail.to else mail.address
    context = with_stop_link(with_links(mail.context))
    words = write_mail(mail.template, mail.to.locale if mail.to else mail.locale, context)
    return EmailMessage(
        words.subject,
        words.body,
        settings.DEFAULT_FROM_EMAIL,
        [address],
        headers={"Message-ID": _message_id(mail), "Auto-Submitted": "auto-generated", **_stop_headers(context)},
        connection=connection,
    )


def _stop_headers(context: dict[str, Any]) -> dict[str, str]:
    """By which a mail program offers to stop such mails in one click (RFC 8058)."""
    if "stop_url" not in context:
        return {}
    return {"List-Unsubscribe": f"<{context['stop_url']}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def _message_id(mail: OutgoingMail) -> str:
    """The same for every attempt at the same mail, and telling nothing of what it is about."""
    digest = hashlib.blake2b(mail.dedupe_key.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=16)
    _, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return f"<{digest.hexdigest()}@{sender.partition('@')[2]}>"
