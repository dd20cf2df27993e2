"""Composes one mail: its words as text and as HTML, and how its reader stops such mails. Sends nothing."""

import hashlib
from email.utils import parseaddr
from typing import Any, Final

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import translation

from accounts.mail_html import html_of
from accounts.mailing import Words, write_mail
from accounts.models import OutgoingMail
from accounts.services.notices.unsubscribing import DIGEST, unsubscribe_url
from accounts.services.stop_links import with_stop_link
from accounts.services.undo_links import with_links
from accounts.topics import FIXED, TITLES, matter_of

ONE_CLICK: Final = "List-Unsubscribe=One-Click"


def compose(mail: OutgoingMail, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    """The mail as it goes out. The same row gives the same Message-ID at every attempt."""
    address = mail.to.email if mail.to else mail.address
    locale = mail.to.locale if mail.to else mail.locale
    stopping = _stopping(mail, locale)
    words = write_mail(mail.template, locale, with_stop_link(with_links(mail.context)) | stopping)
    headers = {"Message-ID": _message_id(mail), "Auto-Submitted": "auto-generated"}
    if stopping:
        # RFC 8058: a mail program posts there itself when its button is pressed.
        headers |= {"List-Unsubscribe": f"<{stopping['unsubscribe_url']}>", "List-Unsubscribe-Post": ONE_CLICK}
    return message_of(words, locale, address, headers=headers, connection=connection)


def message_of(words: Words, locale: str, address: str, **how: Any) -> EmailMultiAlternatives:
    """A message with both its parts."""
    message = EmailMultiAlternatives(words.subject, words.body, settings.DEFAULT_FROM_EMAIL, [address], **how)
    message.attach_alternative(html_of(words, locale), "text/html")
    return message


def _stopping(mail: OutgoingMail, locale: str) -> dict[str, str]:
    """What a mail says of how to stop it; nothing where it cannot be, or goes to an address and not to a person."""
    matter = matter_of(mail.template)
    is_digest = mail.template == DIGEST
    if mail.to is None or (not is_digest and (matter.always or matter.topic in FIXED)):
        return {}
    with translation.override(locale):
        topic = "" if is_digest else str(TITLES[matter.topic])
    return {
        "topic": topic,
        "choices_url": f"{settings.SITE_URL}/settings/notices/",
        "unsubscribe_url": unsubscribe_url(mail.to.pk, DIGEST if is_digest else matter.topic.value),
    }


def _message_id(mail: OutgoingMail) -> str:
    """The same for every attempt at the same mail, and telling nothing of what it is about."""
    digest = hashlib.blake2b(mail.dedupe_key.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=16)
    _, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return f"<{digest.hexdigest()}@{sender.partition('@')[2]}>"
