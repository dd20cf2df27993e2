"""Second factors as the site needs them beyond allauth's pages: for people it makes itself, and for lost phones."""

from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.db import transaction

from accounts.errors import AdminsOnly, NotYourself
from accounts.models import User
from accounts.services.locks import lock_person
from accounts.services.mail import MailRequest, ask_for_mails


@transaction.atomic
def enrol(person: User, secret: str) -> None:
    """Give a person the second factor with this base32 secret, and recovery codes, unless they have one already."""
    person = lock_person(person)
    if not Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(person, secret)
        RecoveryCodes.activate(person)


@transaction.atomic
def reset_second_factor(actor: User, person: User, *, now: datetime) -> None:
    """Remove the second factor of somebody who lost it, and mail them. For admins, never for oneself.

    Their sessions go on, but nobody who needs a second factor gets any further with one than to set up a new one.
    """
    if not (actor.is_admin and actor.is_active):
        raise AdminsOnly
    if actor.pk == person.pk:
        raise NotYourself
    person = lock_person(person)
    removed, _ = Authenticator.objects.filter(user=person).delete()
    if removed:
        key = f"second_factor_reset:{person.pk}:{now.isoformat()}"
        ask_for_mails([MailRequest(person.pk, "second_factor_reset", key)], now=now)
