"""Where accounts are reached: allauth's pages, the second factor's, and the token endpoint of API clients.

Only what is used is exposed: of allauth's identity provider, the endpoints to get and to revoke a token.
"""

from django.urls import include, path

from accounts import oidc
from accounts.signup_page import SignupPage

urlpatterns = [
    path("account/signup/", SignupPage.as_view(), name="account_signup"),
    path("account/", include("allauth.account.urls")),
    path("account/second-factor/", include("allauth.mfa.urls")),
    path("oauth/token", oidc.token, name="oauth_token"),
    path("oauth/revoke", oidc.revoke, name="oauth_revoke"),
]
