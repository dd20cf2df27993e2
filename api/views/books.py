"""The books over time: an account's statement, and the months that are closed."""

from datetime import UTC, datetime
from typing import Any, ClassVar

from rest_framework.exceptions import NotFound
from rest_framework.response import Response

from api import book_shapes as shapes
from api import queries
from api.base import AdminResource, AuditResource
from api.idempotency import idempotent
from api.inputs import MonthInput
from api.operations import Listing, Paged, operation
from api.views.audit import AuditList
from payouts.models import LedgerAccount
from payouts.selectors import auditing
from payouts.selectors.statements import statement_of
from payouts.services.closing import close_month

BEGINNING = datetime(1, 1, 1, tzinfo=UTC)


class AccountStatement(AuditResource):
    """What an account held, what moved it, and what it held then."""

    @operation(gives=shapes.StatementDoc, query=queries.StatementQuery)
    def get(self, request: Any, account_id: int) -> Response:
        account = LedgerAccount.objects.filter(pk=account_id).first()
        if account is None:
            raise NotFound
        since, until = self.given.get("since"), self.given.get("until") or self.now
        found = statement_of(account, since=since or BEGINNING, until=until, after=self.after, limit=self.limit)
        mark = found.movements.next
        following = self.address_behind(mark, until=until) if mark else None
        return Response(shapes.statement(found, since, until, following))


class Periods(AuditList):
    """Closed months with their trial balances, the latest first."""

    rows = staticmethod(auditing.closed_months)
    shape = staticmethod(shapes.period)
    order: ClassVar = ("-month",)

    @operation(gives=Listing[shapes.PeriodDoc], query=Paged)
    def get(self, request: Any) -> Response:
        return self.list()


class ClosePeriod(AdminResource):
    """Close a month, after the one before it: nothing is booked into it any more."""

    @operation(gives=shapes.PeriodDoc, takes=MonthInput, status=201)
    @idempotent
    def post(self, request: Any) -> Response:
        close = close_month(self.actor, self.read()["month"], now=self.now)
        return Response(shapes.period(close), status=201)
