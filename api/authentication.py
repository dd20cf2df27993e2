"""Who calls: a person's session, or a program with a scoped client token. Bad credentials are 401, never anonymous."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request

from accounts.models import User
from accounts.services.api_clients import caller_for
from api.errors import ApiProblem
from contests.selectors.roles import READER_FACTS, preload

CHALLENGE = 'Bearer realm="fairbrief"'


@dataclass(frozen=True, slots=True)
class Credentials:
    """What `request.auth` holds: the program and its scopes; a session has no program and every scope of its person."""

    client_id: str
    scopes: frozenset[str] | None


class ClientToken(BaseAuthentication):
    """`Authorization: Bearer …` from the token endpoint. The program acts as the person who owns it."""

    def authenticate(self, request: Request) -> tuple[User, Credentials] | None:
        header = request.headers.get("Authorization", "")
        if not header:
            return None
        scheme, _space, token = header.partition(" ")
        is_read = request.method in SAFE_METHODS
        facts = READER_FACTS if is_read else "NULL"
        caller = caller_for(token.strip(), facts=facts) if scheme.lower() == "bearer" else None
        if caller is None:
            raise AuthenticationFailed(_("The token is not known or has expired; ask for a new one."))
        if is_read:
            preload(caller.user, caller.facts)
        return caller.user, Credentials(caller.client_id, frozenset(str(scope) for scope in caller.scopes))

    def authenticate_header(self, request: Request) -> str:
        return CHALLENGE


class Session(SessionAuthentication):
    """The browser's session, with CSRF protection. Refusals are 401 all the same: ClientToken names the challenge."""

    def authenticate(self, request: Request) -> tuple[Any, Any] | None:
        found = super().authenticate(request)
        return (found[0], Credentials("", None)) if found else None

    def enforce_csrf(self, request: Request) -> None:
        """A write that a session makes needs the token that only our own pages know."""
        try:
            super().enforce_csrf(request)
        except PermissionDenied as error:
            sentence = _("Send this session's CSRF token in the header X-CSRFToken.")
            raise ApiProblem(403, "csrf-failed", sentence) from error
