"""Programs that act in a person's name: registers them, withdraws them, and says who stands behind a token.

A token is good while it has not expired, its client exists and its owner is active; it carries the scopes that token,
client and owner all still have. Taking a role from a person therefore takes it from their programs, at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from allauth.idp.oidc.adapter import get_adapter
from allauth.idp.oidc.models import Client, Token
from django.db import connection, transaction

from accounts.errors import AdminsOnly, NoSuchPerson, ScopeNotHeld, UnknownScope
from accounts.models import User
from accounts.scopes import KNOWN, Scope, holdable, may_hold

PERSON = [field.attname for field in User._meta.concrete_fields]
OWNER = ", ".join(f'u."{field.column}"' for field in User._meta.concrete_fields)
CALLER = f"""
    SELECT c.id, t.scopes, c.scopes, {{facts}}, {OWNER}
    FROM {Token._meta.db_table} t
    JOIN {Client._meta.db_table} c ON c.id = t.client_id
    JOIN {User._meta.db_table} u ON u.id = c.owner_id AND u.is_active
    WHERE t.hash = %(hash)s AND t.type = 'at' AND t.expires_at > COALESCE(%(now)s::timestamptz, statement_timestamp())
"""


@dataclass(frozen=True, slots=True)
class NewClient:
    """A client's key and its secret. The secret is shown once and kept only as a hash."""

    client_id: str
    secret: str


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls the API by a token: the person in whose name, by which program, and narrowed to which scopes."""

    user: User
    client_id: str
    scopes: frozenset[Scope]
    facts: Any = None


def create_client(owner: User, *, name: str, scopes: Iterable[str], now: datetime) -> NewClient:
    """Register a program of this person's. Raises UnknownScope, or ScopeNotHeld when the owner may not hold one."""
    wanted = _read_scopes(scopes)
    if not owner.is_active:
        raise NoSuchPerson
    if not all(may_hold(owner, scope) for scope in wanted):
        raise ScopeNotHeld
    secret = get_adapter().generate_client_secret()
    client = Client(
        name=name,
        owner=owner,
        type=Client.Type.CONFIDENTIAL,
        grant_types=Client.GrantType.CLIENT_CREDENTIALS,
        response_types="",
        created_at=now,
    )
    client.set_scopes(wanted)
    client.set_default_scopes(wanted)
    client.set_secret(secret)
    client.save(force_insert=True)
    return NewClient(client.pk, secret)


@transaction.atomic
def withdraw_clients(actor: User, client_ids: Iterable[str]) -> int:
    """Delete these clients with all their tokens; returns how many. For admins."""
    if not (actor.is_admin and actor.is_active):
        raise AdminsOnly
    clients = Client.objects.filter(pk__in=list(client_ids))
    count: int = clients.count()
    clients.delete()
    return count


def caller_for(token: str, *, now: datetime | None = None, facts: str = "NULL") -> Caller | None:
    """Who stands behind a bearer token at this moment; None for one that is unknown, expired or without an owner.

    One statement, written out because it precedes every request of every program: composing it anew would take longer
    than answering it. Without `now`, by the database's clock. The scopes may be empty: whoever needs one then refuses.
    `facts`: what else the request will ask of the owner, as SQL, a constant, over their row `u`.
    """
    if not token:
        return None
    with connection.cursor() as cursor:
        cursor.execute(CALLER.format(facts=facts), {"hash": get_adapter().hash_token(token), "now": now})
        row = cursor.fetchone()
    if row is None:
        return None
    client_id, of_token, of_client, found, *person = row
    owner = User.from_db(connection.alias, PERSON, person)
    granted = _scopes(Token, of_token) & _scopes(Client, of_client)
    return Caller(user=owner, client_id=client_id, scopes=holdable(owner, granted), facts=found)


@lru_cache(maxsize=256)
def _scopes(kept_by: type[Client | Token], text: str) -> frozenset[str]:
    """The scopes in the column of that name; a model made the usual way would draw and hash a secret each time."""
    return frozenset(kept_by.from_db(connection.alias, ["scopes"], [text]).get_scopes())


def _read_scopes(names: Iterable[str]) -> list[Scope]:
    wanted = list(dict.fromkeys(names))
    if not wanted or any(name not in KNOWN for name in wanted):
        raise UnknownScope
    return [Scope(name) for name in wanted]
