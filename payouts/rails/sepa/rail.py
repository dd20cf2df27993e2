"""The SEPA rail: the formats and a transport, put together behind the batch contract."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from payouts.rails.base import RailAnswer
from payouts.rails.batch import (
    FileOrder,
    FileRefused,
    FileRequest,
    News,
    OrderRefused,
    Originator,
    Report,
    ReportKind,
    ReportPage,
)
from payouts.rails.reasons import ACCOUNT_NAME, ACCOUNT_NUMBER
from payouts.rails.sepa import meaning, pain001
from payouts.rails.sepa.characters import has_word, to_sepa
from payouts.rails.sepa.client import HttpTransport
from payouts.rails.sepa.folder import FolderTransport
from payouts.rails.sepa.schema import check_pain001
from payouts.rails.sepa.transport import Transport

MOST_ORDERS: Final = 10_000
COLLECT_SECONDS: Final = 900


class SepaRail:
    """A `BatchRail`."""

    name = "sepa"
    currency = pain001.CURRENCY
    most_orders = MOST_ORDERS

    def __init__(self, originator: Originator, transport: Transport, collect_for: timedelta) -> None:
        pain001.Debtor(originator.name, originator.account, originator.bank_id)  # Wrong settings fail here, at once.
        self.originator, self.collect_for = originator, collect_for
        self._transport = transport

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> "SepaRail":
        """Build from an entry of settings.RAILS; an option it does not know, or two transports, are an error."""
        given = dict(options)
        originator = Originator(
            to_sepa(given.pop("holder"), pain001.LONGEST_NAME), given.pop("iban"), given.pop("bic", "")
        )
        collect_for = timedelta(seconds=given.pop("collect_seconds", COLLECT_SECONDS))
        transport = FolderTransport(**given) if "outbox" in given else HttpTransport(**given)
        return cls(originator, transport, collect_for)

    def prepare_order(self, order: FileOrder) -> FileOrder:
        name = to_sepa(order.name, pain001.LONGEST_NAME)
        if not has_word(name):
            raise OrderRefused(ACCOUNT_NAME, "The account holder's name has no letter that SEPA can carry.")
        if not pain001.IBAN.fullmatch(order.account):
            raise OrderRefused(ACCOUNT_NUMBER, "The account is no IBAN.")
        prepared = FileOrder(
            order_id=order.order_id,
            amount_minor=order.amount_minor,
            name=name,
            account=order.account,
            text=to_sepa(order.text, pain001.LONGEST_TEXT),
        )
        try:
            _transfer(prepared)
        except ValueError as error:
            raise OrderRefused("not_for_this_rail", str(error)) from error
        return prepared

    def render_file(self, request: FileRequest) -> bytes:
        if request.currency != self.currency:
            raise FileRefused(f"SEPA carries {self.currency}, not {request.currency}")
        payer = request.originator
        try:
            document = pain001.write_pain001(
                pain001.CreditTransferFile(
                    message_id=request.message_id,
                    created_at=request.created_at,
                    execute_on=request.execute_on,
                    debtor=pain001.Debtor(payer.name, payer.account, payer.bank_id),
                    transfers=tuple(map(_transfer, request.orders)),
                )
            )
        except ValueError as error:
            raise FileRefused(str(error)) from error
        check_pain001(document)
        return document

    def send_file(self, message_id: str, document: bytes) -> RailAnswer:
        return self._transport.submit(message_id, document)

    def fetch_file(self, message_id: str) -> RailAnswer | None:
        return self._transport.find(message_id)

    def list_reports(self, after: str = "", limit: int = 100) -> ReportPage:
        page = self._transport.list_documents(after, limit)
        reports = tuple(Report(one.document_id, meaning.kind_of(one.body), one.body) for one in page.documents)
        return ReportPage(reports, page.cursor, page.has_more)

    def acknowledge(self, report_ids: tuple[str, ...]) -> None:
        self._transport.acknowledge(report_ids)

    def read_report(self, kind: ReportKind, body: bytes) -> News:
        return meaning.read_report(kind, body)


def _transfer(order: FileOrder) -> pain001.CreditTransfer:
    return pain001.CreditTransfer(order.order_id, order.amount_minor, order.name, order.account, order.text)
