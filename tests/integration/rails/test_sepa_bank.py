"""The SEPA rail against a real bank process: a file out, the bank's word, a statement, money coming in."""

from datetime import UTC, datetime
from uuid import uuid4

from payouts.rails.base import RailStatus
from payouts.rails.batch import FileOrder, FileRequest, ReportKind, order_id
from tests.fixtures.banks import TestBank

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
CLOSED = "NL30MOCK0000000005"


def file_of(bank: TestBank, *accounts: str) -> FileRequest:
    rail = bank.rail()
    orders = tuple(
        rail.prepare_order(FileOrder(order_id(uuid4(), 1), 1_000 + number, "Ines Varga", account, "Fairbrief pay"))
        for number, account in enumerate(accounts)
    )
    return FileRequest(f"FB{uuid4().hex}", NOON, NOON.date(), "EUR", rail.originator, orders)


def test_a_file_goes_out_once_and_comes_back_as_reports(test_bank: TestBank) -> None:
    test_bank.open_account("SHUT", CLOSED, closed=True)
    rail, request = test_bank.rail(), file_of(test_bank, "FR7630006000011234567890189", CLOSED)
    document = rail.render_file(request)
    assert rail.fetch_file(request.message_id) is None

    assert rail.send_file(request.message_id, document).status == RailStatus.ACCEPTED
    assert rail.send_file(request.message_id, document).status == RailStatus.ACCEPTED  # It refuses the second as known.
    known = rail.fetch_file(request.message_id)
    assert known is not None
    assert known.status == RailStatus.ACCEPTED
    assert len(test_bank.payments()) == 2

    test_bank.advance()
    page = rail.list_reports()
    assert rail.list_reports(page.cursor).reports == ()
    news = [(report.kind, rail.read_report(report.kind, report.body)) for report in page.reports]
    first, duplicate = [one.files[0] for kind, one in news if kind == ReportKind.STATUS]
    assert [(one.answer.status.value, one.answer.reason) for one in first.orders] == [
        ("accepted", ""),
        ("rejected", "AC04"),
    ]
    assert duplicate.whole is not None
    assert (duplicate.message_id, duplicate.whole.status) == (request.message_id, RailStatus.ACCEPTED)

    (statement,) = [
        one
        for kind, said in news
        if kind == ReportKind.STATEMENT
        for one in said.statements
        if one.account == test_bank.iban
    ]
    (entry,) = statement.entries
    assert (entry.order_id, entry.signed_minor) == (request.orders[0].order_id, -1_000)
    (notified,) = [
        one
        for kind, said in news
        if kind == ReportKind.NOTIFICATION
        for note in said.statements
        for one in note.entries
    ]
    assert notified.reference == entry.reference
    assert statement.opening_minor is not None
    assert statement.opening_minor + statement.moved_minor == statement.closing_minor == test_bank.balance()


def test_pages_of_reports_follow_each_other(test_bank: TestBank) -> None:
    rail = test_bank.rail()
    test_bank.advance(3)
    whole = rail.list_reports().reports
    first = rail.list_reports(limit=5)
    assert (len(first.reports), first.has_more) == (5, True)
    assert first.reports + rail.list_reports(first.cursor, 1000).reports == whole


def test_a_file_that_the_bank_refuses_says_why(test_bank: TestBank) -> None:
    test_bank.change_own(behaviour="reject-file")
    rail, request = test_bank.rail(), file_of(test_bank, "FR7630006000011234567890189")
    answer = rail.send_file(request.message_id, rail.render_file(request))
    assert (answer.status, answer.reason) == (RailStatus.REJECTED, "FF01")


def test_wrong_credentials_decide_nothing(test_bank: TestBank) -> None:
    rail, request = test_bank.rail(password="wrong"), file_of(test_bank, "FR7630006000011234567890189")
    assert rail.send_file(request.message_id, rail.render_file(request)).status == RailStatus.UNKNOWN
    assert test_bank.payments() == []


def test_money_in_is_told_with_its_payer_and_reference(test_bank: TestBank) -> None:
    test_bank.transfer_in(
        118_000,
        reference="RF36FM7PMMMA1H5NX6HQ",
        note="Escrow",
        debtor={"name": "Halden Tea BV", "iban": "NL14MOCK0000000002"},
    )
    rail = test_bank.rail()
    (report,) = rail.list_reports().reports
    (entry,) = rail.read_report(report.kind, report.body).statements[0].entries
    assert (entry.signed_minor, entry.references, entry.party_account) == (
        118_000,
        ("RF36FM7PMMMA1H5NX6HQ",),
        "NL14MOCK0000000002",
    )
