"""The reader's choice of light or dark: kept in a cookie, so that the first byte of a page already has it."""

from django.http import HttpRequest, HttpResponse

THEME_COOKIE = "theme"
THEMES = ("light", "dark")
KEPT_SECONDS = 365 * 24 * 3600


def stored_theme(request: HttpRequest) -> str:
    """ "light", "dark", or "" to follow the device. Anything else in the cookie counts as no choice."""
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return theme if theme in THEMES else ""


def store_theme(request: HttpRequest, response: HttpResponse, theme: str) -> None:
    """Keep the choice for a year; an empty one forgets it."""
    if theme in THEMES:
        secure = request.is_secure()
        response.set_cookie(THEME_COOKIE, theme, KEPT_SECONDS, samesite="Lax", httponly=True, secure=secure)
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
