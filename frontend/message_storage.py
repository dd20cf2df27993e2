"""Where messages wait for the next page: in a cookie bound to this host like all others, else in the session."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class HostCookieStorage(CookieStorage):
    """Django's own, under a name that no neighbouring host can write."""

    cookie_name = f"{settings.COOKIE_PREFIX}messages"


class MessageStorage(FallbackStorage):
    """A cookie, and the session for what would not fit."""

    storage_classes = (HostCookieStorage, SessionStorage)
