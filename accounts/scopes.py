"""The scopes of API clients: what each lets a program do in its owner's name, and who may own a client that holds it.

A scope never gives more than its owner has. Services check what the owner may do; the scope only narrows it.
"""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class Scope(StrEnum):
    CONTESTS_READ = "contests:read"
    CONTESTS_WRITE = "contests:write"
    ENTRIES_WRITE = "entries:write"
    MONEY_READ = "money:read"
    AUDIT_READ = "audit:read"
    WEBHOOKS_WRITE = "webhooks:write"


TITLES: Final[dict[Scope, Promise]] = {
    Scope.CONTESTS_READ: _("Read the contests and entries that you may see"),
    Scope.CONTESTS_WRITE: _("Launch contests, decide them and speak for your brands in them"),
    Scope.ENTRIES_WRITE: _("Submit entries and deliver work in your name"),
    Scope.MONEY_READ: _("Read what you or your brands earned, paid and hold"),
    Scope.AUDIT_READ: _("Read the platform's books, settlements and payouts"),
    Scope.WEBHOOKS_WRITE: _("Have addresses of yours told what happens, as far as the other scopes let you read it"),
}

KNOWN: Final[frozenset[str]] = frozenset(Scope)
AUDITORS_ONLY: Final = frozenset({Scope.AUDIT_READ})
LEFT_TO_THE_BLOCKED: Final = frozenset({Scope.CONTESTS_READ, Scope.MONEY_READ})
"""Their programs may fetch what they made and earned, and do nothing."""


def may_hold(owner: User, scope: Scope) -> bool:
    """Whether a client of this owner may hold the scope at this moment."""
    if owner.is_blocked and scope not in LEFT_TO_THE_BLOCKED:
        return False
    return owner.is_active and (scope not in AUDITORS_ONLY or owner.is_auditor)


def holdable(owner: User, names: Iterable[str]) -> frozenset[Scope]:
    """Those of the named scopes that exist and that a client of this owner may hold at this moment."""
    known = (Scope(name) for name in names if name in KNOWN)
    return frozenset(scope for scope in known if may_hold(owner, scope))
