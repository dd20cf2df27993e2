"""What the runtime role may do: exactly what `grant_runtime_role` says, however often it runs."""

import pytest
from django.core.management import call_command
from django.db import connection

from config.management.commands.grant_runtime_role import insert_only_tables

pytestmark = pytest.mark.django_db

RIGHTS = """
    SELECT table_name, privilege_type FROM information_schema.role_table_grants
    WHERE grantee = %s AND table_schema = 'public'
"""


def rights(role: str = "fairbrief_app") -> dict[str, set[str]]:
    """The role's rights by table."""
    found: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(RIGHTS, [role])
        for table, right in cursor.fetchall():
            found.setdefault(table, set()).add(right)
    return found


def test_books_may_only_grow() -> None:
    books = insert_only_tables()
    assert {"payouts_journalentry", "payouts_posting", "payouts_settlementline"} <= books
    assert {table: rights()[table] for table in books} == {table: {"SELECT", "INSERT"} for table in books}


def test_no_table_may_be_truncated_or_changed_in_shape() -> None:
    found = rights()
    assert len(found) > 30
    everything = {"SELECT", "INSERT", "UPDATE", "DELETE"}
    others = {table: given for table, given in found.items() if table not in insert_only_tables()}
    assert {table: given for table, given in others.items() if given != everything} == {"django_migrations": {"SELECT"}}


def test_tests_themselves_act_as_the_runtime_role() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, session_user, pg_has_role('fairbrief_app', 'fairbrief_owner', 'MEMBER')")
        assert cursor.fetchone() == ("fairbrief_app", "fairbrief_owner", False)


def test_granting_again_takes_back_what_crept_in(as_owner) -> None:
    before = rights()
    with as_owner:
        with connection.cursor() as cursor:
            cursor.execute("GRANT TRUNCATE, UPDATE ON payouts_posting TO fairbrief_app")
        call_command("grant_runtime_role", verbosity=0)
    assert rights() == before
