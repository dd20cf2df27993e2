"""Where allauth meets this site: what a new person starts with, how its mails are written, how secrets are kept.

Two kinds of mail leave here. Those that carry a secret (a code, a reset link) are sent at once and stored nowhere:
whoever reads the table of mails must not be able to enter an account. Notices carry none and become rows, as every
other mail does.
"""

import base64
import hashlib
from typing import Any, Final, cast
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.translation import get_language

from accounts.mailing import write_mail
from accounts.models import User
from accounts.selectors.brands import brands_of
from accounts.selectors.people import creative_profile
from accounts.services.mail import MailRequest, ask_for_mails
from accounts.services.mail_composing import message_of
from accounts.services.preferences import clean_locale

# allauth's names for mails that carry a secret, and the template that each is written with.
SECRET_MAILS: Final = {
    "account/email/email_confirmation_signup": "signup_code",
    "account/email/email_confirmation": "email_code",
    "account/email/password_reset_key": "password_reset",
    "account/email/account_already_exists": "account_already_exists",
    "account/email/unknown_account": "unknown_account",
}
NOTICES: Final = {
    "account/email/password_changed": "password_changed",
    "account/email/password_set": "password_changed",
    "account/email/password_reset": "password_changed",
    "account/email/email_changed": "email_changed",
    "mfa/email/totp_activated": "new_second_factor",
    "mfa/email/totp_deactivated": "second_factor_removed",
    "mfa/email/recovery_codes_generated": "new_recovery_codes",
}
SAID_TO_THE_READER: Final = frozenset({"account/email/email_confirm", "account/email/email_deleted"})


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Sign-up, sign-in and address changes."""

    def new_user(self, request: HttpRequest) -> User:
        """A new person reads the language in which they sign up."""
        return User(locale=clean_locale(get_language() or settings.LANGUAGE_CODE))

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where somebody goes who was on the way to no other page: to what is theirs, not to what the site promises."""
        user = cast(User, request.user)
        if not user.staff_role and brands_of(user).exists():
            return reverse("pages:dashboard")
        if not user.staff_role and creative_profile(user):
            return reverse("pages:my_entries")
        return str(super().get_login_redirect_url(request))

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """The same for whoever has just come."""
        return self.get_login_redirect_url(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail that carries a secret, now, in the language of the page that asked for it."""
        known = {
            "code": context.get("code", ""),
            "url": context.get("password_reset_url") or context.get("signup_url", ""),
        }
        locale = get_language() or settings.LANGUAGE_CODE
        message_of(write_mail(SECRET_MAILS[template_prefix], locale, known), locale, email).send()

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Ask for a notice that an account changed: to its person, or to the address that they have just left."""
        if template_prefix in SAID_TO_THE_READER:
            return
        request = MailRequest(
            user_id=None if email else user.pk,
            address=email or "",
            locale=user.locale if email else "",
            template=NOTICES[template_prefix],
            dedupe_key=f"notice:{uuid4()}",
            context={key: str(value) for key, value in (context or {}).items()},
        )
        ask_for_mails([request], now=timezone.now())


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Second factors. Their secrets lie encrypted in the database, under a key made from SECRET_KEY."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whoever must have a second factor keeps it; an admin may reset it (`accounts.services.second_factor`)."""
        return not User.objects.get(pk=authenticator.user_id).needs_second_factor


def _cipher() -> MultiFernet:
    """Encrypts with SECRET_KEY and still reads what SECRET_KEY_FALLBACKS encrypted, so that keys can be rotated."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derive(key)) for key in keys])


def _derive(key: str | bytes) -> bytes:
    digest = hashlib.blake2b(force_bytes(key), digest_size=32, person=b"second factor").digest()
    return base64.urlsafe_b64encode(digest)
