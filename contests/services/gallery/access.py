"""Who may work in a brand's gallery: its own people, on entries that they see, while the contest is locked."""

from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from contests.errors import NotPermitted, NotVisible
from contests.lifecycle import Role
from contests.models import Contest, Entry
from contests.selectors.roles import may_see_entry
from contests.services.access import lock_for, lock_with_entry
from contests.visibility import BRAND_ROLES, DECIDERS, RATERS


def lock_for_deciders(actor: User, entry_id: UUID) -> tuple[Contest, Entry, Role]:
    """An entry for somebody who decides for its brand. Raises NotVisible or NotPermitted."""
    contest, entry, role = lock_with_entry(actor, entry_id)
    if not may_see_entry(entry, actor):
        raise NotVisible
    check_decides(role)
    return contest, entry, role


def lock_for_raters(actor: User, entry_id: UUID) -> tuple[Contest, Entry, Role]:
    """An entry for somebody who judges for its brand; for others there is no such place. NotVisible, NotPermitted."""
    contest, entry, role = lock_with_entry(actor, entry_id)
    if not may_see_entry(entry, actor) or role not in BRAND_ROLES:
        raise NotVisible
    check_rates(role)
    return contest, entry, role


def lock_contest_for_raters(actor: User, contest_id: UUID) -> Contest:
    """A contest for somebody who judges for its brand. Raises NotVisible or NotPermitted."""
    contest, role = lock_for(actor, contest_id)
    if role not in BRAND_ROLES:
        raise NotVisible
    check_rates(role)
    return contest


def check_decides(role: Role) -> None:
    """Raises NotPermitted for all but owners and managers."""
    if role not in DECIDERS:
        raise NotPermitted(_("Only the brand's owners and managers do this."))


def check_rates(role: Role) -> None:
    """Raises NotPermitted for all but owners, managers and judges."""
    if role not in RATERS:
        raise NotPermitted(_("Only the brand's owners, managers and judges do this."))
