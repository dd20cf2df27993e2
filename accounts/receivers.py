"""Listens to allauth's signals, where it offers no other place to be told. No signal of our own models is used."""

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.models import User


@receiver(authenticator_added, dispatch_uid="accounts.second_factor_shown")
def remember_that_it_was_shown(
    sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **_: Any
) -> None:
    """Setting up a second factor takes a code from it, so this session has shown it: don't ask for another at once."""
    record_authentication(request, user, method="mfa", type=authenticator.type, id=authenticator.pk)
