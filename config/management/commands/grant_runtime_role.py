"""Grants the runtime role what the web and the workers need, and no more. Run as the owner, after each migration."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection
from psycopg import sql


class Command(BaseCommand):
    help = "Grant DATABASE_RUNTIME_ROLE its rights: insert-only tables give it no UPDATE or DELETE, no table TRUNCATE."

    def handle(self, *args: Any, **options: Any) -> None:
        role = sql.Identifier(settings.DATABASE_RUNTIME_ROLE)
        kept = insert_only_tables()
        with connection.cursor() as cursor:
            for template in GENERAL:
                cursor.execute(sql.SQL(template).format(role=role))
            for table in kept:
                statement = sql.SQL("REVOKE UPDATE, DELETE ON {table} FROM {role}")
                cursor.execute(statement.format(table=sql.Identifier(table), role=role))
        self.stdout.write(f"{settings.DATABASE_RUNTIME_ROLE}: insert-only on {', '.join(kept)}")


GENERAL = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
)


def insert_only_tables() -> list[str]:
    """The tables of all models that carry an insert-only guard."""
    return sorted(
        model._meta.db_table
        for model in apps.get_models()
        if any(trigger.name.endswith("_insert_only") for trigger in getattr(model._meta, "triggers", ()))
    )
