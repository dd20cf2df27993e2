"""The OAuth2 side of sign-in: programs get short-lived tokens by the `client_credentials` grant, and by no other.

allauth keeps clients and tokens (hashed); this module adds the site's scopes and refuses a token to a client whose
owner may not hold what it asks for. Whether a token is still good when used is `accounts.services.api_clients`' matter.
"""

import secrets
from typing import Any

from allauth.core.ratelimit import consume
from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from allauth.idp.oidc.internal.oauthlib.server import get_server
from allauth.idp.oidc.internal.oauthlib.utils import convert_response, extract_params
from allauth.idp.oidc.models import Client
from allauth.idp.oidc.views import RevokeView, TokenView
from django.http import HttpRequest, HttpResponse, JsonResponse
from oauthlib.common import Request
from oauthlib.oauth2 import InvalidScopeError, UnauthorizedClientError, UnsupportedGrantTypeError

from accounts.scopes import TITLES, holdable


class Adapter(DefaultOIDCAdapter):  # type: ignore[misc]  # allauth has no types
    """Names the site's scopes to people; everything else is allauth's default."""

    scope_display = {str(scope): title for scope, title in TITLES.items()}  # noqa: RUF012 - as allauth declares it

    def generate_client_secret(self) -> str:
        """256 random bits in signs that need no quoting, neither in a shell nor in a Basic header."""
        return secrets.token_urlsafe(32)


class ClientTokenView(TokenView):  # type: ignore[misc]  # allauth has no types
    """The token endpoint: POST with HTTP Basic (client id and secret) and `grant_type=client_credentials`.

    Errors are RFC 6749's. Guessing is limited per address, because checking a secret is slow on purpose.
    """

    def post(self, request: HttpRequest) -> HttpResponse:
        if not consume(request, action="api_token"):
            return JsonResponse({"error": "slow_down"}, status=429, headers={"Retry-After": "60"})
        if request.POST.get("grant_type", "client_credentials") != Client.GrantType.CLIENT_CREDENTIALS:
            return JsonResponse(dict(UnsupportedGrantTypeError().twotuples), status=400)
        answer: HttpResponse = super().post(request)
        return answer

    def _create_token_response(self, request: HttpRequest, **_: Any) -> HttpResponse:
        server = get_server()
        # Given to the grant itself: oauthlib's server passes validators on to some grants, but not to this one.
        server.credentials_grant.custom_validators.post_token.append(check_owner)
        answer: HttpResponse = convert_response(*server.create_token_response(*extract_params(request)))
        return answer


def check_owner(request: Request) -> None:
    """Refuse unless the client belongs to somebody active who may hold every scope asked for."""
    owner = request.client.owner
    if owner is None or not owner.is_active:
        raise UnauthorizedClientError(request=request)
    if not request.scopes or holdable(owner, request.scopes) != set(request.scopes):
        raise InvalidScopeError(request=request)


token = ClientTokenView.as_view()
revoke = RevokeView.as_view()
