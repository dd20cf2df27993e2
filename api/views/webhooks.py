"""Webhooks: who is told of what, the log of what was sent, and sending it once more.

A person's session keeps all of theirs and their brands'; a program, by `webhooks:write`, only those that it made.
"""

from typing import Any
from uuid import UUID

from rest_framework import status
from rest_framework.response import Response

from api import webhook_shapes as shapes
from api.base import PublicResource, Resource
from api.idempotency import idempotent
from api.operations import Listing, Paged, operation
from api.pagination import page_of
from webhooks.events import ALL
from webhooks.models import Endpoint
from webhooks.selectors import endpoints as reading
from webhooks.services import endpoints, replaying


class _Webhooks(Resource):
    """What those of one caller have in common."""

    read_scope = "webhooks:write"
    write_scope = "webhooks:write"

    @property
    def client_id(self) -> str:
        """The program that calls; '' for a person."""
        return str(getattr(self.request.auth, "client_id", ""))

    def found(self, webhook_id: UUID) -> Endpoint:
        return reading.endpoint_of(self.actor, webhook_id, client_id=self.client_id)

    def shown(self, endpoint: Endpoint) -> shapes.WebhookInFullDoc:
        return shapes.webhook_in_full(endpoint, reading.live_secrets_of(endpoint, now=self.now))


class EventTypes(PublicResource):
    """The events that a webhook may ask for."""

    @operation(gives=Listing[shapes.EventTypeDoc])
    def get(self, request: Any) -> Response:
        return Response({"results": [shapes.event_type_shape(one) for one in ALL], "next": None})


class Webhooks(_Webhooks):
    """The caller's webhooks, and those of brands that they own or manage."""

    @operation(gives=Listing[shapes.WebhookDoc], query=Paged)
    def get(self, request: Any) -> Response:
        rows = reading.endpoints_of(self.actor, client_id=self.client_id)
        return page_of(self, rows, ("-pk",), shapes.webhook_shape)

    @operation(gives=shapes.WebhookWithSecretDoc, takes=shapes.WebhookInput, status=201)
    @idempotent
    def post(self, request: Any) -> Response:
        """Have an address told from now on. The secret is in this reply alone: keep it."""
        given = self.read()
        made = endpoints.create_endpoint(
            self.actor,
            url=given["url"],
            events=given["events"],
            reach=given["reach"],
            description=given["description"],
            brand_id=given["brand"],
            client_id=self.client_id,
            now=self.now,
        )
        return _once(shapes.webhook_with_secret(made), status.HTTP_201_CREATED)


class WebhookDetail(_Webhooks):
    """One webhook."""

    @operation(gives=shapes.WebhookInFullDoc)
    def get(self, request: Any, webhook_id: UUID) -> Response:
        return Response(self.shown(self.found(webhook_id)))

    @operation(gives=shapes.WebhookInFullDoc, takes=shapes.WebhookChange)
    def patch(self, request: Any, webhook_id: UUID) -> Response:
        """Change what is sent; `active` switches it on or off."""
        given, who = self.read(), {"client_id": self.client_id}
        active = given.pop("active", None)
        endpoint = endpoints.change_endpoint(self.actor, webhook_id, **who, **given)
        if active is not None:
            turn: Any = endpoints.turn_on if active else endpoints.turn_off
            endpoint = turn(self.actor, webhook_id, **who, **({} if active else {"now": self.now}))
        return Response(self.shown(endpoint))

    @operation(gives=None, status=204)
    def delete(self, request: Any, webhook_id: UUID) -> Response:
        """Remove it with its messages and their log."""
        endpoints.delete_endpoint(self.actor, webhook_id, client_id=self.client_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


class RotateSecret(_Webhooks):
    """Changes the secret."""

    @operation(gives=shapes.WebhookWithSecretDoc)
    @idempotent
    def post(self, request: Any, webhook_id: UUID) -> Response:
        """Give it a new secret, which is in this reply alone. The one before signs for a day more."""
        made = endpoints.rotate_secret(self.actor, webhook_id, client_id=self.client_id, now=self.now)
        return _once(shapes.webhook_with_secret(made), status.HTTP_200_OK)


class TestMessage(_Webhooks):
    """Sends a message that tells of nothing."""

    @operation(gives=shapes.DeliveryInFullDoc, status=202)
    @idempotent
    def post(self, request: Any, webhook_id: UUID) -> Response:
        """Send a `webhook.test`."""
        sent = replaying.send_test(self.actor, webhook_id, client_id=self.client_id, now=self.now)
        return Response(_delivery(self.found(webhook_id), sent.message_id), status=status.HTTP_202_ACCEPTED)


class Deliveries(_Webhooks):
    """The log of one webhook."""

    @operation(gives=Listing[shapes.DeliveryDoc], query=shapes.DeliveryQuery)
    def get(self, request: Any, webhook_id: UUID) -> Response:
        """Its messages, the newest first; those older than thirty days are forgotten."""
        rows = reading.deliveries_of(self.found(webhook_id))
        if outcome := self.given.get("outcome"):
            rows = rows.filter(outcome="" if outcome == "waiting" else outcome)
        if event := self.given.get("event"):
            rows = rows.filter(event_type=event)
        return page_of(self, rows, ("-pk",), shapes.delivery_shape)


class DeliveryDetail(_Webhooks):
    """One message."""

    @operation(gives=shapes.DeliveryInFullDoc)
    def get(self, request: Any, webhook_id: UUID, message_id: str) -> Response:
        """The body that is sent, and what became of each try."""
        return Response(_delivery(self.found(webhook_id), message_id))


class ReplayDelivery(_Webhooks):
    """Sends one message again."""

    @operation(gives=shapes.DeliveryInFullDoc, status=202)
    @idempotent
    def post(self, request: Any, webhook_id: UUID, message_id: str) -> Response:
        """The same message: same id, same body."""
        replaying.replay_delivery(self.actor, webhook_id, message_id, client_id=self.client_id, now=self.now)
        return Response(_delivery(self.found(webhook_id), message_id), status=status.HTTP_202_ACCEPTED)


class ReplaySpan(_Webhooks):
    """Sends again what happened in a span of time."""

    @operation(gives=shapes.ReplayedDoc, takes=shapes.SpanInput, status=202)
    @idempotent
    def post(self, request: Any, webhook_id: UUID) -> Response:
        """From `since` on and before `until`, at most thirty days apart."""
        given = self.read()
        count = replaying.replay_span(
            self.actor,
            webhook_id,
            since=given["since"],
            until=given["until"],
            client_id=self.client_id,
            now=self.now,
        )
        return Response({"messages": count}, status=status.HTTP_202_ACCEPTED)


def _delivery(endpoint: Endpoint, message_id: str) -> shapes.DeliveryInFullDoc:
    row = reading.delivery_of(endpoint, message_id)
    return shapes.delivery_in_full(row, reading.tries_of(row))


def _once(reply: Any, code: int) -> Response:
    """A reply whose secret is not kept with the request's record."""
    response = Response(reply, status=code)
    response.shown_once = ("secret",)  # type: ignore[attr-defined]
    return response
