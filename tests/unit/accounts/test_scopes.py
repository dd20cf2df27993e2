"""Which scopes a client may hold depends on who owns it, at this moment."""

import pytest

from accounts.models import StaffRole, User
from accounts.scopes import TITLES, Scope, holdable

EVERYDAY = set(Scope) - {Scope.AUDIT_READ}


@pytest.mark.parametrize(
    ("role", "held"),
    [(StaffRole.NONE, EVERYDAY), (StaffRole.AUDITOR, set(Scope)), (StaffRole.ADMIN, set(Scope))],
)
def test_only_auditors_programs_read_the_audit(role, held):
    assert holdable(User(staff_role=role), Scope) == held


def test_a_closed_account_holds_nothing():
    assert holdable(User(staff_role=StaffRole.ADMIN, is_active=False), Scope) == set()


def test_a_scope_that_does_not_exist_is_never_held():
    assert holdable(User(), ["contests:read", "everything", "audit:*"]) == {Scope.CONTESTS_READ}


def test_every_scope_has_a_title():
    assert set(TITLES) == set(Scope)
