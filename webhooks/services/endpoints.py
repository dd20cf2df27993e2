"""Makes, changes and removes endpoints. A person keeps their own; a brand's owners and managers keep the brand's.

A program sees and changes only what it made itself, in its owner's name. Nothing here touches the network: an address
is judged by its form, and by what it stands for each time a message is sent.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from accounts.errors import NoSuchBrand
from accounts.models import Brand, User
from accounts.selectors import role_in_brand
from accounts.services.locks import lock_person
from accounts.services.shape import check_shape
from webhooks.addresses import BadAddress, check_address
from webhooks.errors import AddressRefused, BrandKeepersOnly, NoSuchWebhook, TooManyWebhooks, UnknownEvents
from webhooks.events import BY_NAME
from webhooks.models import DisabledBecause, Endpoint, Reach
from webhooks.services.keys import add_secret
from webhooks.services.switching import KEEPERS, switch_off, switch_on

MOST: Final = 10
"""Endpoints that one person keeps, their brands' among them."""

BRANDS_REACH: Final = Reach.OWN


@dataclass(frozen=True, slots=True)
class Made:
    """An endpoint with a secret that is shown this once."""

    endpoint: Endpoint
    secret: str


@transaction.atomic
def create_endpoint(
    actor: User,
    *,
    url: str,
    events: Iterable[str],
    reach: str = Reach.OWN,
    description: str = "",
    brand_id: UUID | None = None,
    client_id: str = "",
    now: datetime,
) -> Made:
    """Make an endpoint that hears from now on. Raises AddressRefused, UnknownEvents, TooManyWebhooks, NoSuchBrand,
    BrandKeepersOnly or BreaksColumnRule.
    """
    lock_person(actor)
    if Endpoint.objects.filter(user=actor).count() >= MOST:
        raise TooManyWebhooks
    endpoint = Endpoint(
        user=actor,
        brand=_brand_kept_by(actor, brand_id),
        client_id=client_id,
        url=_clean_address(url),
        event_types=_clean_events(events, actor, brand_id),
        reach=BRANDS_REACH if brand_id else reach,
        description=" ".join(description.split()),
        created_at=now,
    )
    check_shape(endpoint, "url", "description", "reach")
    endpoint.save(force_insert=True)
    return Made(endpoint, add_secret(endpoint, now=now))


@transaction.atomic
def change_endpoint(
    actor: User,
    public_id: UUID,
    *,
    client_id: str = "",
    url: str | None = None,
    events: Iterable[str] | None = None,
    reach: str | None = None,
    description: str | None = None,
) -> Endpoint:
    """Change what is given, leave the rest. Messages that wait go to the new address."""
    endpoint = lock_endpoint(actor, public_id, client_id=client_id)
    changed: dict[str, Any] = {}
    if url is not None:
        changed["url"] = _clean_address(url)
    if events is not None:
        changed["event_types"] = _clean_events(events, actor, endpoint.brand_id)
    if reach is not None and endpoint.brand_id is None:
        changed["reach"] = reach
    if description is not None:
        changed["description"] = " ".join(description.split())
    for name, value in changed.items():
        setattr(endpoint, name, value)
    check_shape(endpoint, "url", "description", "reach")
    if changed:
        endpoint.save(update_fields=list(changed))
    return endpoint


@transaction.atomic
def rotate_secret(actor: User, public_id: UUID, *, client_id: str = "", now: datetime) -> Made:
    """Give the endpoint a new secret; the one before signs for a day more."""
    endpoint = lock_endpoint(actor, public_id, client_id=client_id)
    return Made(endpoint, add_secret(endpoint, now=now))


@transaction.atomic
def delete_endpoint(actor: User, public_id: UUID, *, client_id: str = "") -> None:
    """Remove the endpoint with its secrets, its messages and their log."""
    lock_endpoint(actor, public_id, client_id=client_id).delete()


@transaction.atomic
def turn_off(actor: User, public_id: UUID, *, client_id: str = "", now: datetime) -> Endpoint:
    """Switch it off by hand; what waits is not sent. Doing it twice is harmless."""
    endpoint = lock_endpoint(actor, public_id, client_id=client_id)
    if endpoint.is_active:
        switch_off(endpoint, DisabledBecause.OWNER, now=now)
    return endpoint


@transaction.atomic
def turn_on(actor: User, public_id: UUID, *, client_id: str = "") -> Endpoint:
    """Switch it on again. What happened meanwhile was not kept."""
    endpoint = lock_endpoint(actor, public_id, client_id=client_id)
    if not endpoint.is_active:
        switch_on(endpoint)
    return endpoint


def lock_endpoint(actor: User, public_id: UUID, *, client_id: str = "") -> Endpoint:
    """One that the actor keeps, locked. To others it does not exist: raises NoSuchWebhook."""
    endpoint = Endpoint.objects.select_for_update(of=("self",)).filter(public_id=public_id).first()
    if endpoint is None or not may_keep(actor, endpoint, client_id=client_id):
        raise NoSuchWebhook
    return endpoint


def may_keep(actor: User, endpoint: Endpoint, *, client_id: str = "") -> bool:
    """Whether the actor may see and change it: in person, or by the program that made it."""
    if client_id and endpoint.client_id != client_id:
        return False
    if endpoint.brand_id is None:
        return endpoint.user_id == actor.pk
    return role_in_brand(actor, endpoint.brand_id) in KEEPERS


def _brand_kept_by(actor: User, brand_id: UUID | None) -> Brand | None:
    if brand_id is None:
        return None
    role = role_in_brand(actor, brand_id)
    if role is None:
        raise NoSuchBrand
    if role not in KEEPERS:
        raise BrandKeepersOnly
    return Brand.objects.get(pk=brand_id)


def _clean_address(url: str) -> str:
    try:
        check_address(url.strip(), allowed=settings.WEBHOOK_ALLOWED_NETWORKS, plain_http=settings.DEBUG)
    except BadAddress as error:
        raise AddressRefused(error.reason) from error
    return url.strip()


def _clean_events(events: Iterable[str], actor: User, brand_id: UUID | None) -> list[str]:
    """Each once, in their own order. Those for auditors alone are refused to everybody else, and to brands."""
    wanted = set(events)
    if not wanted or not wanted <= set(BY_NAME):
        raise UnknownEvents
    for_auditors = any(BY_NAME[name].auditors_only for name in wanted)
    if for_auditors and (brand_id is not None or not actor.is_auditor):
        raise UnknownEvents
    return [name for name in BY_NAME if name in wanted]
