"""Webhooks as the API shows them and takes them. A secret is shown once, in the reply that made it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from api.operations import Paged
from webhooks.addresses import LONGEST
from webhooks.events import BY_NAME, EventType
from webhooks.models import Attempt, Delivery, Endpoint, Outcome, Reach
from webhooks.selectors.endpoints import SecretCard
from webhooks.services.endpoints import Made


class SecretDoc(TypedDict):
    """When a secret was made, and until when it signs; without an end, until it is changed."""

    created_at: datetime
    expires_at: datetime | None


class WebhookDoc(TypedDict):
    """An address that is told of events. `brand`: null for one's own. `disabled_because`: owner, failing or gone."""

    id: UUID
    url: str
    description: str
    brand: UUID | None
    events: list[str]
    reach: str
    created_at: datetime
    disabled_at: datetime | None
    disabled_because: str
    failing_since: datetime | None
    hold_until: datetime | None
    last_success_at: datetime | None


class WebhookInFullDoc(WebhookDoc):
    """The same with its live secrets, by their dates."""

    secrets: list[SecretDoc]


class WebhookWithSecretDoc(WebhookDoc):
    """The same with a new secret: shown in this reply alone. A repeated request gets null."""

    secret: str | None


class DeliveryDoc(TypedDict):
    """A message. `outcome`: '' while it waits, else delivered, given_up, withdrawn or disabled."""

    id: str
    event: str
    happened_at: datetime
    created_at: datetime
    outcome: str
    tries: int
    next_try_at: datetime | None
    last_status: int | None
    last_error: str


class TryDoc(TypedDict):
    """One try: the answer's status and beginning, or in a word why there was none."""

    at: datetime
    status: int | None
    error: str
    answer: str
    milliseconds: int


class DeliveryInFullDoc(DeliveryDoc):
    """The same with the very body that is sent, and the log of its tries, the latest first."""

    body: str
    log: list[TryDoc]


class ReplayedDoc(TypedDict):
    messages: int


class EventTypeDoc(TypedDict):
    """A type of event: what it says, and the scope that a program needs to hear it."""

    name: str
    says: str
    scope: str
    auditors_only: bool


class WebhookInput(serializers.Serializer[Any]):
    url = serializers.CharField(max_length=LONGEST, help_text=_("Beginning with https://"))
    events = serializers.ListField(child=serializers.ChoiceField(tuple(BY_NAME)), min_length=1, max_length=len(BY_NAME))
    brand = serializers.UUIDField(required=False, allow_null=True, default=None)
    reach = serializers.ChoiceField(Reach.values, required=False, default=Reach.OWN.value)
    description = serializers.CharField(max_length=120, required=False, allow_blank=True, default="")


class WebhookChange(serializers.Serializer[Any]):
    """What is to change."""

    url = serializers.CharField(max_length=LONGEST, required=False)
    events = serializers.ListField(
        child=serializers.ChoiceField(tuple(BY_NAME)), min_length=1, max_length=len(BY_NAME), required=False
    )
    reach = serializers.ChoiceField(Reach.values, required=False)
    description = serializers.CharField(max_length=120, required=False, allow_blank=True)
    active = serializers.BooleanField(required=False)


class SpanInput(serializers.Serializer[Any]):
    since = serializers.DateTimeField()
    until = serializers.DateTimeField()


class DeliveryQuery(Paged):
    outcome = serializers.ChoiceField(["waiting", *Outcome.values], required=False)
    event = serializers.ChoiceField(tuple(BY_NAME), required=False)


def webhook_shape(row: Endpoint) -> WebhookDoc:
    return {
        "id": row.public_id,
        "url": row.url,
        "description": row.description,
        "brand": row.brand_id,
        "events": list(row.event_types),
        "reach": row.reach,
        "created_at": row.created_at,
        "disabled_at": row.disabled_at,
        "disabled_because": row.disabled_because,
        "failing_since": row.failing_since,
        "hold_until": row.hold_until,
        "last_success_at": row.last_success_at,
    }


def webhook_in_full(row: Endpoint, secrets: list[SecretCard]) -> WebhookInFullDoc:
    dates: list[SecretDoc] = [{"created_at": one.created_at, "expires_at": one.expires_at} for one in secrets]
    return {**webhook_shape(row), "secrets": dates}


def webhook_with_secret(made: Made) -> WebhookWithSecretDoc:
    return {**webhook_shape(made.endpoint), "secret": made.secret}


def delivery_shape(row: Any) -> DeliveryDoc:
    """Of a row of `deliveries_of`."""
    return {
        "id": row.message_id,
        "event": row.event_type,
        "happened_at": row.happened_at,
        "created_at": row.created_at,
        "outcome": row.outcome,
        "tries": row.attempts,
        "next_try_at": None if row.outcome else row.next_try_at,
        "last_status": row.last_status,
        "last_error": row.last_error,
    }


def delivery_in_full(row: Delivery, tries: list[Attempt]) -> DeliveryInFullDoc:
    return {**delivery_shape(row), "body": row.body, "log": [try_shape(one) for one in tries]}


def try_shape(row: Attempt) -> TryDoc:
    return {
        "at": row.at,
        "status": row.status,
        "error": row.error,
        "answer": row.answer,
        "milliseconds": row.milliseconds,
    }


def event_type_shape(one: EventType) -> Mapping[str, Any]:
    return {"name": one.name, "says": str(one.says), "scope": one.scope.value, "auditors_only": one.auditors_only}
