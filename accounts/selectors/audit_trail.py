"""The audit trail as an auditor reads it."""

from django.db.models import QuerySet

from accounts.models import AuditEvent


def audit_events() -> QuerySet[AuditEvent]:
    """Acts with their actors, the latest first."""
    return AuditEvent.objects.select_related("actor").order_by("-pk")
