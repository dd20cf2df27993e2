"""Scopes and staff roles. Whether somebody may see or do a thing with one contest is for services and selectors."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from api.authentication import Credentials


class HasScope(BasePermission):
    """A program needs the view's `read_scope` or `write_scope`; a person's session needs none."""

    message = ""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not isinstance(request.auth, Credentials) or request.auth.scopes is None:
            return True
        needed = view.read_scope if request.method in SAFE_METHODS else view.write_scope
        if not needed:
            self.message = _("Only a person does this, signed in on the site; no program does.")
            return False
        self.message = _("This token lacks the scope %(scope)s.") % {"scope": needed}
        return needed in request.auth.scopes


class IsAuditor(BasePermission):
    """Auditors and admins."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return bool(getattr(request.user, "is_auditor", False))


class IsAdmin(BasePermission):
    """Admins alone."""

    def has_permission(self, request: Request, view: Any) -> bool:
        return bool(getattr(request.user, "is_admin", False))
