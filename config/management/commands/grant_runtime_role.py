"""Gives the runtime role exactly the rights that web and workers need, and takes back any other.

Run it as the tables' owner after every migration. Tables whose model carries an `…_insert_only` trigger are granted
SELECT and INSERT only; no table is granted TRUNCATE, REFERENCES or TRIGGER. Running it again changes nothing.
"""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction
from psycopg import sql

from config import env

READ_WRITE = "SELECT, INSERT, UPDATE, DELETE"
INSERT_ONLY = "SELECT, INSERT"
READ_ONLY = "SELECT"
# Which migrations have run is the owner's to say.
READ_ONLY_TABLES = {"django_migrations"}


def insert_only_tables() -> set[str]:
    """Tables of the models that declare the insert-only trigger: the model stays the one place that says so."""
    return {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if any(trigger.name.endswith("_insert_only") for trigger in getattr(model._meta, "triggers", ()))
    }


class Command(BaseCommand):
    help = "Grant the runtime role its rights on the tables, no more."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--create-role",
            action="store_true",
            help="make the role if it is missing, and let it log in with DATABASE_RUNTIME_PASSWORD",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        role = settings.DATABASE_RUNTIME_ROLE
        books = insert_only_tables()
        with transaction.atomic(), connection.cursor() as cursor:
            if options["create_role"]:
                self._create_role(cursor, role)
            tables = set(connection.introspection.table_names(cursor))
            _run(cursor, "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {}", role)
            _run(cursor, "GRANT USAGE ON SCHEMA public TO {}", role)
            _run(cursor, "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}", role)
            for table in sorted(tables):
                rights = READ_ONLY if table in READ_ONLY_TABLES else INSERT_ONLY if table in books else READ_WRITE
                _run(cursor, f"GRANT {rights} ON {{}} TO {{}}", table, role)
        if options["verbosity"]:
            self.stdout.write(f"{role}: {len(tables)} tables, {len(books & tables)} of them insert-only.")

    def _create_role(self, cursor: Any, role: str) -> None:
        password = env.text("DATABASE_RUNTIME_PASSWORD")
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if not cursor.fetchone():
            _run(cursor, "CREATE ROLE {}", role)
        statement = sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(sql.Identifier(role), sql.Literal(password))
        cursor.execute(statement)


def _run(cursor: Any, statement: str, *names: str) -> None:
    """Execute a statement of ours with names quoted as identifiers."""
    cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
