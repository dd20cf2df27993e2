"""The books as files: every list that auditors have, as CSV or JSON Lines, however long. Each is kept in the trail."""

from collections.abc import Iterator
from itertools import chain
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import StreamingHttpResponse

from api import queries
from api.base import AuditResource
from api.negotiation import TakesAnything
from api.operations import operation
from api.throttling import PerCaller, PerExport
from api.views import audit
from contests.selectors.history import events_to_export
from payouts.models import JournalEntry
from payouts.selectors import auditing, exporting
from payouts.selectors.exporting import Export, Form, Statement
from payouts.services.exports import record_export

MEDIA = {"csv": "text/csv", "jsonl": "application/jsonl"}
EITHER = tuple(MEDIA.values())


class ExportResource(AuditResource):
    """A file of rows. Its filters are those of the list of the same name."""

    content_negotiation_class = TakesAnything
    throttle_classes = (PerCaller, PerExport)
    name: ClassVar[str]
    export: ClassVar[Export]
    like: ClassVar[type[audit.AuditList]]
    """The list."""

    def file(self) -> StreamingHttpResponse:
        """The file; its first rows are there before anything is answered, so that an error is one."""
        form: Form = self.given.get("form", "csv")
        filters = {name: value for name, value in self.given.items() if name != "form"}
        rows = self.statement(form).stream()
        begun = chain([next(rows, b"")], rows)
        record_export(self.actor, self.name, form, filters)
        headers = {"Content-Disposition": f'attachment; filename="{self.name}.{form}"'}
        return StreamingHttpResponse(Closing(begun, rows), content_type=MEDIA[form], headers=headers)

    def statement(self, form: Form) -> Statement:
        """What is written into it."""
        return exporting.statement_for(self.export, form, self.narrow)

    def narrow(self, rows: QuerySet[Any], prefix: str) -> QuerySet[Any]:
        """The rows that the list would show."""
        lookups = self.like.lookups
        return rows.filter(**{prefix + lookups[name]: value for name, value in self.given.items() if name in lookups})


class Closing:
    """The rows; closed with the response, so that the query ends when the reader goes away."""

    def __init__(self, begun: Iterator[bytes], rows: Iterator[bytes]) -> None:
        self._begun, self._rows = begun, rows

    def __iter__(self) -> Iterator[bytes]:
        return self._begun

    def close(self) -> None:
        """End the query, if it is under way."""
        self._rows.close()  # type: ignore[attr-defined]


class ExportSettlements(ExportResource):
    """Settlements as a file."""

    name = "settlements"
    export = exporting.SETTLEMENTS
    like = audit.Settlements

    @operation(gives=bytes, media=EITHER, query=queries.SettlementExport)
    def get(self, request: Any) -> StreamingHttpResponse:
        return self.file()


class ExportLines(ExportResource):
    """The lines of settlements as a file; the filters are the settlements'."""

    name = "lines"
    export = exporting.LINES
    like = audit.Settlements

    @operation(gives=bytes, media=EITHER, query=queries.SettlementExport)
    def get(self, request: Any) -> StreamingHttpResponse:
        return self.file()


class ExportObligations(ExportResource):
    """Debts as a file."""

    name = "obligations"
    export = exporting.OBLIGATIONS
    like = audit.Obligations

    @operation(gives=bytes, media=EITHER, query=queries.ObligationExport)
    def get(self, request: Any) -> StreamingHttpResponse:
        return self.file()


class ExportJournal(ExportResource):
    """Journal entries with their postings as a file: nested in JSON Lines, a line for each posting in CSV."""

    name = "journal-entries"
    export = exporting.JOURNAL
    like = audit.JournalEntries

    @operation(gives=bytes, media=EITHER, query=queries.JournalExport)
    def get(self, request: Any) -> StreamingHttpResponse:
        return self.file()

    def narrow(self, rows: QuerySet[Any], prefix: str) -> QuerySet[Any]:
        """Whole entries, also where only one of their legs is on the account that is asked for."""
        kept, code = super().narrow(rows, prefix), self.given.get("account")
        return (
            kept.filter(**{f"{prefix}pk__in": auditing.touching(JournalEntry.objects.order_by(), code)})
            if code
            else kept
        )


class ExportDisbursements(ExportResource):
    """Payments on their way out as a file."""

    name = "disbursements"
    export = exporting.DISBURSEMENTS
    like = audit.Disbursements

    @operation(gives=bytes, media=EITHER, query=queries.DisbursementExport)
    def get(self, request: Any) -> StreamingHttpResponse:
        return self.file()


class ExportDeposits(ExportResource):
    """Payments on their way in as a file."""

    name = "deposits"
    export = exporting.DEPOSITS
    like = audit.AllDeposits

    @operation(gives=bytes, media=EITHER, query=queries.DepositExport)
    def get(self, request: Any) -> StreamingHttpResponse:
        return self.file()


class ExportEvents(ExportResource):
    """What happened in all contests as a file; of blind ones, what the list shows."""

    name = "events"

    @operation(gives=bytes, media=EITHER, query=queries.EventExport)
    def get(self, request: Any) -> StreamingHttpResponse:
        return self.file()

    def statement(self, form: Form) -> Statement:
        """By the list's own statement, which knows who may see what."""
        kind, contest_id = self.given.get("kind", ""), self.given.get("contest")
        return exporting.events_statement(*events_to_export(self.actor, kind=kind, contest_id=contest_id), form)
