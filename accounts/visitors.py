"""From where a request comes, for the record of what somebody accepted; behind our proxy it is what the proxy saw."""

from django.conf import settings
from django.http import HttpRequest


def visitor_address(request: HttpRequest) -> str:
    """The visitor's network address; empty where there is none. What visitors write into headers is not believed."""
    if settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        return request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()[:64]
    return str(request.META.get("REMOTE_ADDR", ""))[:64]
