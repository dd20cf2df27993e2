"""Reads of endpoints and their log, for those who keep them."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Greatest

from accounts.models import Brand, User
from accounts.selectors import brands_of
from webhooks.errors import NoSuchDelivery, NoSuchWebhook
from webhooks.models import Attempt, Delivery, Endpoint, EndpointSecret
from webhooks.selectors.listeners import KEEPERS


@dataclass(frozen=True, slots=True)
class SecretCard:
    """A secret by its dates; its words are shown once, when it is made."""

    created_at: datetime
    expires_at: datetime | None


def endpoints_of(actor: User, *, client_id: str = "") -> QuerySet[Endpoint]:
    """The person's own and those of brands that they keep; for a program, those that it made. The newest first."""
    kept = Q(user=actor, brand__isnull=True) | Q(brand__in=keepable_brands(actor))
    rows = Endpoint.objects.filter(kept).select_related("brand").order_by("-created_at", "-pk")
    return rows.filter(client_id=client_id) if client_id else rows


def keepable_brands(actor: User) -> QuerySet[Brand]:
    """The brands whose endpoints the person may keep."""
    return brands_of(actor, KEEPERS)


def endpoint_of(actor: User, public_id: UUID, *, client_id: str = "") -> Endpoint:
    """One of them. Raises NoSuchWebhook."""
    found = endpoints_of(actor, client_id=client_id).filter(public_id=public_id).first()
    if found is None:
        raise NoSuchWebhook
    return found


def live_secrets_of(endpoint: Endpoint, *, now: datetime) -> list[SecretCard]:
    """When its live secrets were made and when they end, the newest first."""
    live = EndpointSecret.objects.filter(Q(expires_at__isnull=True) | Q(expires_at__gt=now), endpoint=endpoint)
    rows = live.order_by("-created_at", "-pk").values_list("created_at", "expires_at")
    return [SecretCard(created_at, expires_at) for created_at, expires_at in rows]


def deliveries_of(endpoint: Endpoint) -> "QuerySet[Delivery]":
    """Its messages with the status or error of the last try of each, the newest first."""
    last = Attempt.objects.filter(delivery=OuterRef("pk")).order_by("-pk")
    return (
        Delivery.objects.filter(endpoint=endpoint)
        .annotate(
            last_status=Subquery(last.values("status")[:1]),
            last_try_at=Subquery(last.values("at")[:1]),
            next_try_at=Greatest("due_at", "endpoint__hold_until"),
        )
        .order_by("-pk")
    )


def delivery_of(endpoint: Endpoint, message_id: str) -> Delivery:
    """One of them. Raises NoSuchDelivery."""
    found = deliveries_of(endpoint).filter(message_id=message_id).first()
    if found is None:
        raise NoSuchDelivery
    return found


def tries_of(delivery: Delivery) -> list[Attempt]:
    """The log of one message, the latest first."""
    return list(Attempt.objects.filter(delivery=delivery).order_by("-pk"))
