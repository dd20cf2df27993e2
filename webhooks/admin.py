"""The operations desk for webhooks: who listens, and what was sent. Bodies and secrets are their owners'."""

from django.contrib import admin

from accounts.desk import LEASE_FIELDS, DeskAdmin, DueRowAdmin
from webhooks.models import Cursor, Delivery, Endpoint


@admin.register(Endpoint)
class EndpointAdmin(DeskAdmin):
    list_display = ("url", "user", "brand", "created_at", "disabled_because", "failing_since", "last_success_at")
    list_filter = ("disabled_because",)
    list_select_related = ("user", "brand")
    search_fields = ("url", "user__email", "brand__name")
    ordering = ("-id",)
    fields = (
        "public_id",
        "url",
        "description",
        "user",
        "brand",
        "client_id",
        "event_types",
        "reach",
        "created_at",
        "disabled_at",
        "disabled_because",
        "failing_since",
        "hold_until",
        "last_success_at",
    )
    readonly_fields = fields


@admin.register(Delivery)
class DeliveryAdmin(DueRowAdmin):
    list_display = ("event_type", "endpoint", "happened_at", "outcome", "due_at", "attempts")
    list_filter = ("due_state", "outcome")
    list_select_related = ("endpoint",)
    search_fields = ("=message_id", "=event_type", "endpoint__url")
    ordering = ("-id",)
    fields = ("endpoint", "message_id", "event_type", "happened_at", "created_at", "outcome", *LEASE_FIELDS)
    readonly_fields = fields


@admin.register(Cursor)
class CursorAdmin(DeskAdmin):
    """How far each source has been read."""

    list_display = ("source", "next_xid", "last_id", "moved_at")
    ordering = ("source",)
