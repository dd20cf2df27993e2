"""Scopes and staff roles. Whether somebody may see or do a thing with one contest is for services and selectors."""

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from api.authentication import Credentials
from contests.selectors.roles import is_of_brand


class HasScope(BasePermission):
    """A program needs the view's `read_scope` or `write_scope`; a person's session needs none.

    Where both sides of a contest write, a program of the brand's may hold the view's `brand_scope` instead.
    """

    message = ""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not isinstance(request.auth, Credentials) or request.auth.scopes is None:
            return True
        needed = view.read_scope if request.method in SAFE_METHODS else view.write_scope
        if not needed:
            self.message = _("Only a person does this, signed in on the site; no program does.")
            return False
        self.message = _("This token lacks the scope %(scope)s.") % {"scope": needed}
        return needed in request.auth.scopes or self._writes_for_brand(request, request.auth.scopes, view)

    @staticmethod
    def _writes_for_brand(request: Request, scopes: Collection[str], view: Any) -> bool:
        """Asked of the caller's memberships alone, so that it tells nothing of what is not theirs to see."""
        if request.method in SAFE_METHODS or not view.brand_scope or view.brand_scope not in scopes:
            return False
        return is_of_brand(request.user, **view.kwargs)


class IsAuditor(BasePermission):
    """Auditors and admins."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return bool(getattr(request.user, "is_auditor", False))


class IsAdmin(BasePermission):
    """Admins alone."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return bool(getattr(request.user, "is_admin", False))
