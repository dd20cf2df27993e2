"""The operations desk for copies and departures: whether they went well. What is in a copy is its person's alone."""

from django.contrib import admin

from accounts.desk import LEASE_FIELDS, DueRowAdmin
from personal.models import DataCopy, Departure


@admin.register(DataCopy)
class DataCopyAdmin(DueRowAdmin):
    list_display = (
        "ref",
        "user",
        "asked_at",
        "due_state",
        "due_at",
        "attempts",
        "ready_at",
        "expires_at",
        "removed_at",
    )
    list_filter = ("due_state",)
    list_select_related = ("user",)
    search_fields = ("=ref", "user__email")
    ordering = ("-id",)
    fields = ("ref", "user", "asked_at", "size_bytes", "ready_at", "expires_at", "removed_at", *LEASE_FIELDS)
    readonly_fields = fields


@admin.register(Departure)
class DepartureAdmin(DueRowAdmin):
    list_display = ("user", "asked_at", "due_state", "due_at", "awaits_money", "put_off_because", "undone_at")
    list_filter = ("due_state", "put_off_because")
    list_select_related = ("user",)
    search_fields = ("user__email", "=user__handle")
    ordering = ("-id",)
    fields = ("user", "asked_at", "not_before", "awaits_money", "put_off_because", "undone_at", *LEASE_FIELDS)
    readonly_fields = fields
