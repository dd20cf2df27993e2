"""Sends messages once more, at their owner's word, and messages that only say that they are one.

A replayed message is the same message: same id, same body. It goes only if its owner may still see what it tells of.
"""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID, uuid4

import orjson
from django.db import transaction
from django.db.models import F, QuerySet

from accounts.models import User
from duerows.doorbell import ring
from duerows.models import DueState
from webhooks.errors import NoSuchDelivery, SpanRefused, WebhookIsOff
from webhooks.events import TEST
from webhooks.models import Delivery, Endpoint
from webhooks.services.collecting import SEND
from webhooks.services.endpoints import lock_endpoint

LONGEST_SPAN: Final = timedelta(days=30)


@transaction.atomic
def replay_delivery(actor: User, public_id: UUID, message_id: str, *, client_id: str = "", now: datetime) -> Delivery:
    """Send one message again. Raises NoSuchWebhook, NoSuchDelivery or WebhookIsOff."""
    endpoint = _lock_active(actor, public_id, client_id)
    found = Delivery.objects.filter(endpoint=endpoint, message_id=message_id)
    if not found.exists():
        raise NoSuchDelivery
    _due_again(found.values_list("pk", flat=True), now)
    return found.get()


@transaction.atomic
def replay_span(
    actor: User, public_id: UUID, *, since: datetime, until: datetime, client_id: str = "", now: datetime
) -> int:
    """Send again what happened from `since` on and before `until`. Returns how many messages that is.

    Raises NoSuchWebhook, WebhookIsOff or SpanRefused.
    """
    if not since < until <= since + LONGEST_SPAN:
        raise SpanRefused
    endpoint = _lock_active(actor, public_id, client_id)
    found = Delivery.objects.filter(endpoint=endpoint, happened_at__gte=since, happened_at__lt=until)
    return _due_again(found.exclude(event_type=TEST).values_list("pk", flat=True), now)


@transaction.atomic
def send_test(actor: User, public_id: UUID, *, client_id: str = "", now: datetime) -> Delivery:
    """Send a message that tells of nothing. Raises NoSuchWebhook or WebhookIsOff."""
    endpoint = _lock_active(actor, public_id, client_id)
    body = {"type": TEST, "timestamp": now.isoformat(), "data": {"webhook": str(endpoint.public_id)}}
    delivery = Delivery.objects.create(
        endpoint=endpoint,
        message_id=f"msg_{uuid4().hex}",
        event_type=TEST,
        body=orjson.dumps(body).decode(),
        happened_at=now,
        created_at=now,
        due_at=now,
    )
    ring(SEND)
    return delivery


def _lock_active(actor: User, public_id: UUID, client_id: str) -> Endpoint:
    endpoint = lock_endpoint(actor, public_id, client_id=client_id)
    if not endpoint.is_active:
        raise WebhookIsOff
    return endpoint


def _due_again(keys: QuerySet[Delivery, int], now: datetime) -> int:
    """Have them sent from their first try on. The fences move, so that nobody can still record an older answer."""
    count = Delivery.objects.filter(pk__in=keys).update(
        due_state=DueState.WAITING,
        outcome="",
        due_at=now,
        lease_until=None,
        attempts=0,
        fence=F("fence") + 1,
        finished_at=None,
        last_error="",
    )
    ring(SEND)
    return count
