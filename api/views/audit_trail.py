"""Who did what about money: the audit trail."""

from typing import Any, ClassVar

from rest_framework.response import Response

from accounts.selectors.audit_trail import audit_events
from api import queries
from api import trail_shapes as shapes
from api.operations import Listing, operation
from api.views.audit import AuditList


class AuditTrail(AuditList):
    """What people did about money, from where, and what it changed; the latest first."""

    rows = staticmethod(audit_events)
    shape = staticmethod(shapes.act)
    lookups: ClassVar = {
        "act": "act",
        "actor": "actor__handle",
        "subject": "subject",
        "contest": "contest_id",
        "channel": "channel",
        "client": "client",
        "address": "address",
        "request": "request_id",
        "since": "at__gte",
        "until": "at__lt",
    }

    @operation(gives=Listing[shapes.ActDoc], query=queries.TrailQuery)
    def get(self, request: Any) -> Response:
        return self.list()
