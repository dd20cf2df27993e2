"""The operations desk for trust and safety: to have parked comparisons tried again.

Cases, reports and decisions have pages of their own, which keep from an admin what they have a part in.
"""

from django.contrib import admin

from accounts.desk import LEASE_FIELDS, DueRowAdmin
from moderation.models import ImagePrint


@admin.register(ImagePrint)
class ImagePrintAdmin(DueRowAdmin):
    list_display = ("file", "is_common", "due_state", "due_at", "attempts", "finished_at")
    list_filter = ("due_state", "is_common")
    list_select_related = ("file",)
    ordering = ("-id",)
    fields = ("file", "is_common", *LEASE_FIELDS)
    readonly_fields = fields
