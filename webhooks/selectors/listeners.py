"""Who listens: every endpoint with what its owner may see at this moment, as the rules of visibility want to know it.

An endpoint of a person's sees with that person's eyes; one of a brand's with those of a member without a name; one that
a program made sees only what the program's scopes let it read, by the owner's rights of today. Whoever lost their
account, their program or their brand hears nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from allauth.idp.oidc.models import Client

from accounts.models import MemberRole, Membership
from accounts.scopes import Scope, holdable
from webhooks.models import Endpoint

NOBODY = -1
KEEPERS = (MemberRole.OWNER, MemberRole.MANAGER)
"""Who may make a brand's endpoints, see their log and change them."""


@dataclass(frozen=True, slots=True)
class Listener:
    """An endpoint as one reader of everything; the names are those of the SQL's columns."""

    endpoint: int
    types: list[str]
    everything: bool
    """Whether it wants all that it may see, or only what it takes part in."""
    me: int
    brands: list[str]
    only_brand: str | None
    admin: bool
    auditor: bool
    sees_contests: bool
    sees_money: bool
    sees_books: bool


# The same as columns, for the statements of `webhooks.sources`.
COLUMNS = """endpoint bigint, types text[], everything boolean, me bigint, brands uuid[], only_brand uuid,
    admin boolean, auditor boolean, sees_contests boolean, sees_money boolean, sees_books boolean"""


def listeners(endpoint_ids: Iterable[int] | None = None) -> list[Listener]:
    """All endpoints that are switched on, or those of them; three queries however many they are."""
    active = Endpoint.objects.filter(disabled_at__isnull=True, user__is_active=True).select_related("user")
    if endpoint_ids is not None:
        active = active.filter(pk__in=list(endpoint_ids))
    rows = list(active.order_by("pk"))
    memberships = _memberships({row.user_id for row in rows})
    granted = _granted({row.client_id for row in rows} - {""})
    found = (_listener(row, memberships.get(row.user_id, {}), granted) for row in rows)
    return [one for one in found if one is not None]


def as_json(found: Iterable[Listener]) -> str:
    """For `jsonb_to_recordset(…) AS r(COLUMNS)`."""
    return orjson.dumps([dict(_plain(one)) for one in found]).decode()


def _plain(one: Listener) -> Iterable[tuple[str, Any]]:
    return ((name, getattr(one, name)) for name in Listener.__slots__)


def _listener(
    row: Endpoint, memberships: Mapping[str, str], granted: Mapping[str, tuple[int | None, frozenset[str]]]
) -> Listener | None:
    scopes = _scopes(row, granted)
    if scopes is None:
        return None
    may: dict[str, Any] = {
        "sees_contests": Scope.CONTESTS_READ in scopes,
        "sees_money": Scope.MONEY_READ in scopes,
        "sees_books": Scope.AUDIT_READ in scopes,
    }
    common: dict[str, Any] = {"endpoint": row.pk, "types": list(row.event_types), "everything": row.reach == "all"}
    if row.brand_id is None:
        eyes: dict[str, Any] = {
            "me": row.user_id,
            "brands": list(memberships),
            "only_brand": None,
            "admin": row.user.is_admin,
            "auditor": row.user.is_auditor,
        }
        return Listener(**common, **eyes, **may)
    brand = str(row.brand_id)
    if row.client_id and memberships.get(brand) not in KEEPERS:
        return None  # A program acts for somebody who does not act for the brand any more.
    eyes = {"me": NOBODY, "brands": [brand], "only_brand": brand, "admin": False, "auditor": False}
    return Listener(**common, **eyes, **(may | {"sees_books": False}))


def _scopes(row: Endpoint, granted: Mapping[str, tuple[int | None, frozenset[str]]]) -> frozenset[str] | None:
    """What its owner, or the program that made it, may read; None if there is no such program any more."""
    if not row.client_id:
        return frozenset(holdable(row.user, Scope))
    if row.client_id not in granted or granted[row.client_id][0] != row.user_id:
        return None
    return frozenset(holdable(row.user, granted[row.client_id][1]))


def _memberships(user_ids: set[int]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    rows = Membership.objects.filter(user__in=user_ids).values_list("user_id", "brand_id", "role")
    for user_id, brand_id, role in rows:
        found.setdefault(user_id, {})[str(brand_id)] = role
    return found


def _granted(client_ids: set[str]) -> dict[str, tuple[int | None, frozenset[str]]]:
    """Programs' owners and scopes, as they are today."""
    clients = Client.objects.filter(pk__in=client_ids)
    return {client.pk: (client.owner_id, frozenset(client.get_scopes())) for client in clients}
