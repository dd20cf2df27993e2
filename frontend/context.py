"""What every page knows: when it was made, light or dark, and what the reader's navigation offers."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from accounts.models import StaffRole
from accounts.selectors.notices import Standing, standing_of
from accounts.selectors.people import creative_profile
from contests.visibility import Reader
from frontend.preferences import page_theme


def site(request: HttpRequest) -> dict[str, Any]:
    """Context processor. One `now` per page, so that two relative times on it can't disagree."""
    return {
        "now": timezone.now(),
        "theme": page_theme(request),
        "nav_roles": SimpleLazyObject(lambda: navigation_roles(request)),
        "unread_notices": SimpleLazyObject(lambda: standing(request).unread),
        "site_url": settings.SITE_URL,
    }


def roles_of(request: HttpRequest, reader: Reader) -> frozenset[str]:
    """The same of a page that has read who its reader is: no further query."""
    staff = getattr(request.user, "staff_role", "")
    held = {
        "brand": bool(reader.brands),
        "creative": reader.is_creative,
        "auditor": staff in (StaffRole.AUDITOR, StaffRole.ADMIN),
    }
    return frozenset(role for role, is_held in held.items() if is_held)


def navigation_roles(request: HttpRequest) -> frozenset[str]:
    """Which of "brand", "creative" and "auditor" the reader's navigation serves. A convenience: it permits nothing."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return frozenset()
    roles = {
        "brand": standing(request).in_brand,
        "creative": creative_profile(user) is not None,
        "auditor": user.staff_role in (StaffRole.AUDITOR, StaffRole.ADMIN),
    }
    return frozenset(role for role, held in roles.items() if held)


def standing(request: HttpRequest) -> Standing:
    """What the header tells the reader about themselves: read once per page, and not at all for strangers."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return Standing(in_brand=False, unread=0)
    found: Standing | None = getattr(request, "reader_standing", None)
    if found is None:
        found = standing_of(user)
        request.reader_standing = found  # type: ignore[attr-defined]
    return found
