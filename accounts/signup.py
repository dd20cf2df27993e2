"""The whole sign-up form: allauth's, made one transaction. (`accounts.forms` is what allauth's is built on.)"""

from typing import Any

from allauth.account.forms import SignupForm as AllauthSignupForm
from django.db import IntegrityError, transaction
from django.http import HttpRequest


class SignupForm(AllauthSignupForm):  # type: ignore[misc]  # allauth has no types
    """A person and what they signed up for appear together or not at all."""

    def save(self, request: HttpRequest) -> Any:
        with transaction.atomic():
            return super().save(request)

    def try_save(self, request: HttpRequest) -> Any:
        """If somebody takes the address between the check and the write, answer as if it had been taken before."""
        try:
            return super().try_save(request)
        except IntegrityError:
            self.account_already_exists = True
            return super().try_save(request)
