"""The roles and databases of a PostgreSQL server that we made ourselves.

Two roles, as in production: `fairbrief_owner` owns the tables and migrates; `fairbrief_app` is what web and workers
log in as, with no more rights than `manage.py grant_runtime_role` gives it.
"""

import psycopg
from psycopg import sql

from local.postgres import PostgresServer

OWNER = "fairbrief_owner"
RUNTIME = "fairbrief_app"
DATABASE = "fairbrief"


def ensure_roles(server: PostgresServer, owner_password: str, runtime_password: str) -> None:
    """Make both roles, or set their passwords. The owner may act as the runtime role, never the other way round."""
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        known = {name for (name,) in connection.execute("SELECT rolname FROM pg_roles")}
        for role, password in ((OWNER, owner_password), (RUNTIME, runtime_password)):
            verb = sql.SQL("ALTER" if role in known else "CREATE")
            statement = sql.SQL("{} ROLE {} LOGIN PASSWORD {}")
            connection.execute(statement.format(verb, sql.Identifier(role), sql.Literal(password)))
        connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(RUNTIME), sql.Identifier(OWNER)))


def ensure_database(server: PostgresServer, name: str = DATABASE, template: str = "template0") -> bool:
    """Make a database that belongs to the owner, unless it is there. True if it was made now."""
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return False
        _create(connection, name, template)
        return True


def replace_database(server_url: str, name: str, template: str) -> None:
    """Make a database anew as a copy of another one, whoever is still connected to the old one."""
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        _create(connection, name, template)


def close_to_connections(server: PostgresServer, name: str) -> None:
    """Nobody may connect to this database from now on; it can still be copied."""
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(sql.Identifier(name)))


def _create(connection: psycopg.Connection, name: str, template: str) -> None:
    statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY file_copy")
    connection.execute(statement.format(*map(sql.Identifier, (name, OWNER, template))))
