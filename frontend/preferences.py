"""What a reader prefers, carried in cookies, so that the first byte of a page already has it: theme, language, zone."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts.services.preferences import DEFAULT_THEME, THEME_COOKIE, TIME_ZONE_COOKIE

KEPT_SECONDS = 365 * 24 * 3600


def page_theme(request: HttpRequest) -> str:
    """Either "light" or "dark", as the middleware read it, or nothing to follow the device."""
    theme: str = getattr(request, "theme", DEFAULT_THEME)
    return "" if theme == DEFAULT_THEME else theme


def keep_theme(request: HttpRequest, response: HttpResponse, theme: str) -> None:
    """Keep a known theme for a year; following the device needs no cookie."""
    if theme == DEFAULT_THEME:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    else:
        secure = request.is_secure()
        response.set_cookie(THEME_COOKIE, theme, KEPT_SECONDS, samesite="Lax", httponly=True, secure=secure)


def keep_language(request: HttpRequest, response: HttpResponse, language: str) -> None:
    """Keep a known language for a year, where Django's own middleware looks for it."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        KEPT_SECONDS,
        samesite="Lax",
        httponly=True,
        secure=request.is_secure(),
    )


def keep_time_zone(request: HttpRequest, response: HttpResponse, zone: str) -> None:
    """Keep a known time zone for a year. A script tells it too, and must therefore be able to read it."""
    response.set_cookie(TIME_ZONE_COOKIE, zone, KEPT_SECONDS, samesite="Lax", secure=request.is_secure())
