"""The SEPA formats against files written for these tests, the standard's schema, and whatever Hypothesis makes up."""

from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from payouts.rails.base import RailStatus
from payouts.rails.batch import (
    Direction,
    FileOrder,
    FileRefused,
    FileRequest,
    OrderRefused,
    Originator,
    ReportKind,
    UnreadableReport,
    order_id,
)
from payouts.rails.sepa.camt import read_camt
from payouts.rails.sepa.characters import ALLOWED, to_sepa
from payouts.rails.sepa.meaning import file_news, kind_of, read_report
from payouts.rails.sepa.pain001 import LARGEST_MINOR, CreditTransfer, CreditTransferFile, Debtor, write_pain001
from payouts.rails.sepa.pain002 import read_pain002
from payouts.rails.sepa.rail import SepaRail
from payouts.rails.sepa.reading import find_all, minor_units, read_document, text
from payouts.rails.sepa.references import contest_reference, find_references, ids_of, in_groups, is_reference
from payouts.rails.sepa.schema import check_pain001

GOLDEN = Path(__file__).with_name("golden")
MESSAGE_ID = "FB7d0f6a528a0c4b5e9a370c1f4b6f2a11"
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
RAIL = SepaRail.from_options({"holder": "Fairbrief SAS", "iban": "NL57MOCK0000000001", "url": "http://127.0.0.1:9"})


def golden(name: str) -> bytes:
    return (GOLDEN / name).read_bytes()


def two_transfers() -> CreditTransferFile:
    return CreditTransferFile(
        message_id=MESSAGE_ID,
        created_at=NOON,
        execute_on=NOON.date(),
        debtor=Debtor("Fairbrief SAS", "NL57MOCK0000000001", "MOCKNL2A"),
        transfers=(
            CreditTransfer(
                order_id(UUID("0b9a2f6e-52c3-4d0e-8f5f-6a7a2d3e4c51"), 1),
                16_828,
                to_sepa("Zoë Müller-Łukaszewicz", 70),
                "FR7630006000011234567890189",
                "Fairbrief pay 0b9a2f6e",
            ),
            CreditTransfer(
                order_id(UUID("c2f1d9a8-7b64-4f0a-9d3c-1e5b8a7c6d42"), 2),
                50_005,
                to_sepa("Atelier O’Brien & Fils", 70),
                "DE89370400440532013000",
                "Fairbrief pay c2f1d9a8",
            ),
        ),
    )


# Money out: the file.


def test_the_file_is_the_one_that_we_wrote_down() -> None:
    assert write_pain001(two_transfers()) == golden("pain001.xml")


def test_the_file_is_valid_by_the_standard_s_schema() -> None:
    check_pain001(golden("pain001.xml"))
    with pytest.raises(FileRefused, match="BtchBookg"):
        check_pain001(golden("pain001.xml").replace(b">false<", b">perhaps<"))
    with pytest.raises(FileRefused, match="not XML"):
        check_pain001(b"<Document>")


identifiers = st.from_regex(r"[A-Za-z0-9]{1,34}", fullmatch=True)
sepa_texts = st.text(sorted(ALLOWED), min_size=1, max_size=140)
names = st.text(max_size=69).map(lambda anything: f"N{to_sepa(anything, 69)}")
ibans = st.from_regex(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{1,30}", fullmatch=True)
transfers = st.builds(
    CreditTransfer,
    end_to_end_id=st.builds(order_id, st.uuids(), st.integers(1, 999)),
    amount_minor=st.integers(1, LARGEST_MINOR),
    name=names,
    iban=ibans,
    text=sepa_texts,
)
files = st.builds(
    CreditTransferFile,
    message_id=identifiers,
    created_at=st.integers(10**9, 4 * 10**9).map(lambda second: datetime.fromtimestamp(second, UTC)),
    execute_on=st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    debtor=st.builds(Debtor, name=names, iban=ibans, bic=st.sampled_from(["", "MOCKNL2A", "DEUTDEFF500"])),
    transfers=st.lists(transfers, min_size=1, max_size=5, unique_by=lambda one: one.end_to_end_id).map(tuple),
)


@given(files)
def test_any_file_is_valid_and_says_what_it_was_told(file: CreditTransferFile) -> None:
    document = write_pain001(file)
    assert write_pain001(file) == document
    check_pain001(document)

    message = read_document(document, "CstmrCdtTrfInitn")
    total = sum(transfer.amount_minor for transfer in file.transfers)
    for place in ("GrpHdr", "PmtInf"):
        assert minor_units(text(message, f"{place}/CtrlSum"), "EUR") == total
        assert text(message, f"{place}/NbOfTxs") == str(len(file.transfers))
    for element, transfer in zip(find_all(message, "PmtInf/CdtTrfTxInf"), file.transfers, strict=True):
        assert text(element, "PmtId/EndToEndId") == transfer.end_to_end_id
        assert minor_units(text(element, "Amt/InstdAmt"), "EUR") == transfer.amount_minor
        assert text(element, "CdtrAcct/Id/IBAN") == transfer.iban
        assert text(element, "Cdtr/Nm") == transfer.name.strip()


@pytest.mark.parametrize(
    "change",
    [
        {"end_to_end_id": "x" * 36},
        {"end_to_end_id": "é"},
        {"amount_minor": 0},
        {"amount_minor": LARGEST_MINOR + 1},
        {"amount_minor": 1.0},
        {"name": "..."},
        {"name": "Zoë"},
        {"name": "N" * 71},
        {"iban": "FR76 3000"},
        {"text": ""},
        {"text": "<b>"},
    ],
)
def test_a_transfer_that_the_bank_would_refuse_is_refused_here(change: dict[str, object]) -> None:
    fields: dict[str, object] = {"end_to_end_id": "a", "amount_minor": 1, "name": "N", "iban": "FR761", "text": "t"}
    CreditTransfer(**fields)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=":"):
        CreditTransfer(**fields | change)  # type: ignore[arg-type]


def test_a_file_without_or_with_doubled_payments_is_refused() -> None:
    whole = two_transfers()
    for broken in ((), (whole.transfers[0], whole.transfers[0])):
        with pytest.raises(ValueError, match="transfers"):
            CreditTransferFile(whole.message_id, whole.created_at, whole.execute_on, whole.debtor, broken)


@given(st.text(max_size=200), st.integers(1, 140))
def test_any_text_becomes_sepa_s(anything: str, limit: int) -> None:
    written = to_sepa(anything, limit)
    assert len(written) <= limit
    assert ALLOWED.issuperset(written)
    assert to_sepa(written, limit) == written


def order(**change: object) -> FileOrder:
    fields: dict[str, object] = {
        "order_id": "a",
        "amount_minor": 5,
        "name": "Łukasz",
        "account": "FR7630006000011234567890189",
        "text": "Fairbrief – pay",
    }
    return FileOrder(**fields | change)  # type: ignore[arg-type]


def test_an_order_is_written_in_the_rail_s_letters() -> None:
    assert RAIL.prepare_order(order()) == order(name="Lukasz", text="Fairbrief - pay")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"name": "王"}, "account_name"),
        ({"account": "4970 1000"}, "account_number"),
        ({"amount_minor": LARGEST_MINOR + 1}, "not_for_this_rail"),
    ],
)
def test_an_order_that_no_file_can_hold_is_refused_by_itself(change: dict[str, object], reason: str) -> None:
    with pytest.raises(OrderRefused) as refusal:
        RAIL.prepare_order(order(**change))
    assert refusal.value.reason == reason


def test_the_rail_renders_nothing_that_the_schema_or_the_currency_forbids() -> None:
    request = FileRequest(MESSAGE_ID, NOON, NOON.date(), "EUR", RAIL.originator, (RAIL.prepare_order(order()),))
    assert RAIL.render_file(request) == RAIL.render_file(request)
    for broken in (
        FileRequest(MESSAGE_ID, NOON, NOON.date(), "USD", RAIL.originator, request.orders),
        FileRequest(MESSAGE_ID, NOON, NOON.date(), "EUR", Originator("王", "FR761"), request.orders),
        FileRequest("é", NOON, NOON.date(), "EUR", RAIL.originator, request.orders),
    ):
        with pytest.raises(FileRefused):
            RAIL.render_file(broken)


# The bank's word on it.


def test_a_report_on_some_payments_names_those() -> None:
    news = file_news(read_pain002(golden("pain002_part.xml")))
    assert (news.message_id, news.whole and news.whole.status) == (MESSAGE_ID, RailStatus.ACCEPTED)
    assert [(one.order_id[-3:], one.answer.status.value, one.answer.reason) for one in news.orders] == [
        ("001", "accepted", ""),
        ("002", "rejected", "AC04"),
        ("DED", "accepted", ""),
    ]


def test_a_file_refused_as_a_whole_says_why_in_any_version() -> None:
    news = file_news(read_pain002(golden("pain002_refused.xml")))
    assert news.whole is not None
    assert (news.whole.status, news.whole.reason, news.orders) == (RailStatus.REJECTED, "FF01", ())


@pytest.mark.parametrize("code", ["AM05", "DUPL", "DU01"])
def test_a_duplicate_is_there_already_and_not_rejected(code: str) -> None:
    news = file_news(read_pain002(golden("pain002_refused.xml").replace(b"FF01", code.encode())))
    assert news.whole is not None
    assert news.whole.status == RailStatus.ACCEPTED


def test_a_payment_called_a_duplicate_is_in_doubt() -> None:
    news = file_news(read_pain002(golden("pain002_part.xml").replace(b"AC04", b"DU04")))
    assert [one.answer.status.value for one in news.orders] == ["accepted", "unknown", "accepted"]


def test_a_file_refused_because_each_payment_was_is_not_refused_as_a_whole() -> None:
    report = golden("pain002_part.xml").replace(b">PART<", b">RJCT<")
    assert file_news(read_pain002(report)).whole is None


def test_a_settled_payment_is_not_paid_before_it_is_booked() -> None:
    report = golden("pain002_part.xml").replace(b"ACSP", b"ACSC")
    assert file_news(read_pain002(report)).orders[0].answer.status == RailStatus.ACCEPTED


def test_a_word_that_nobody_knows_changes_nothing() -> None:
    report = golden("pain002_part.xml").replace(b"ACSP", b"WXYZ").replace(b">PART<", b">WXYZ<")
    news = file_news(read_pain002(report))
    assert (news.whole, len(news.orders)) == (None, 2)


# What is booked.


def test_a_statement_is_read_whole() -> None:
    (statement,) = read_camt(golden("camt053.xml"))
    assert (statement.statement_id, statement.account, statement.currency) == (
        "BANK-DAY-61",
        "NL57MOCK0000000001",
        "EUR",
    )
    assert (statement.opening_minor, statement.closing_minor, statement.sequence) == (100_000, 199_945, 61)
    assert (statement.from_on, statement.to_on, statement.pending) == (date(2026, 3, 2), date(2026, 3, 2), 1)
    assert [entry.reference for entry in statement.entries] == [
        "B-1001",
        "B-1002",
        "B-1003",
        "B-1004/e2e-a",
        "B-1004/e2e-b",
        "B-1005",
    ]
    assert [entry.signed_minor for entry in statement.entries] == [-16_828, 120_000, 50_005, -2_600, -50_000, -632]
    assert statement.opening_minor is not None
    assert statement.opening_minor + statement.moved_minor == statement.closing_minor


def test_a_payment_out_a_payment_in_a_return_and_a_charge_are_told_apart() -> None:
    ours, theirs, back, *_, charge = read_camt(golden("camt053.xml"))[0].entries
    assert (ours.order_id, ours.message_id, ours.is_return) == (
        "0b9a2f6e52c34d0e8f5f6a7a2d3e4c51001",
        MESSAGE_ID,
        False,
    )
    assert (theirs.party_name, theirs.party_account) == ("Halden Tea BV", "NL14MOCK0000000002")
    assert (theirs.references, theirs.text) == (("RF36FM7PMMMA1H5NX6HQ",), ("Escrow for our brief", "thank you"))
    assert (theirs.order_id, theirs.booked_on, theirs.value_on) == ("", date(2026, 3, 2), date(2026, 3, 1))
    assert (back.is_return, back.return_reason, back.direction) == (True, "AC06", Direction.IN)
    assert (charge.text, charge.order_id, charge.is_return) == (("Account keeping",), "", False)


def test_an_older_version_in_another_encoding_is_read_alike() -> None:
    (statement,) = read_camt(golden("camt053_v02.xml"))
    credit, whole_file = statement.entries
    assert (statement.opening_minor, statement.closing_minor, statement.currency) == (-1_000, 29_000, "EUR")
    assert (credit.party_name, credit.party_account) == ("Mühle GmbH", "DE02120300000000202051")
    assert find_references(credit.text) == ("RF36FM7PMMMA1H5NX6HQ",)
    assert (whole_file.message_id, whole_file.counted, whole_file.amount_minor) == (MESSAGE_ID, 4, 70_000)


def test_a_notification_names_the_same_entry_as_the_statement() -> None:
    (notification,) = read_camt(golden("camt054.xml"))
    statement = read_camt(golden("camt053.xml"))[0]
    (entry,) = notification.entries
    assert entry.reference == statement.entries[1].reference
    assert (notification.opening_minor, notification.closing_minor) == (None, None)


def test_payments_that_do_not_add_up_are_not_guessed() -> None:
    with pytest.raises(UnreadableReport, match="B-1004 do not add up"):
        read_camt(golden("camt053.xml").replace(b">26.00<", b">26.01<"))


BROKEN = {
    "nothing": b"",
    "no XML": b"%PDF-1.7",
    "cut off": golden("camt053.xml")[:900],
    "an entity": b'<!DOCTYPE x [<!ENTITY e "e">]>' + golden("camt053.xml").split(b"?>", 1)[1],
    "another message": golden("pain001.xml"),
    "no amount": golden("camt053.xml").replace(b'<Amt Ccy="EUR">168.28</Amt>', b""),
    "half a cent": golden("camt053.xml").replace(b"168.28", b"168.285"),
    "a negative amount": golden("camt053.xml").replace(b"168.28", b"-168.28"),
    "no currency": golden("camt053.xml").replace(b'<Amt Ccy="EUR">168.28', b"<Amt>168.28"),
    "no side": golden("camt053.xml").replace(b">DBIT<", b">BOTH<"),
    "no date": golden("camt053.xml").replace(b"<Dt>2026-03-02</Dt>", b"<Dt>2026-02-31</Dt>"),
    "no account": golden("camt053.xml").replace(b"<IBAN>NL57MOCK0000000001</IBAN>", b""),
    "no name": golden("camt053.xml").replace(b"<Id>BANK-DAY-61</Id>", b""),
    "an unknown encoding": golden("camt053.xml").replace(b'encoding="UTF-8"', b'encoding="KLINGON"'),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_read_says_what_to_do(name: str) -> None:
    with pytest.raises(UnreadableReport, match="Ask the bank"):
        read_camt(BROKEN[name])


@given(st.binary(max_size=300))
def test_bytes_are_read_or_refused_in_words(noise: bytes) -> None:
    for kind in ReportKind:
        try:
            read_report(kind, noise)
        except UnreadableReport as refusal:
            assert "Ask the bank" in str(refusal)


@given(st.integers(0, len(golden("camt053.xml")) - 1), st.binary(min_size=1, max_size=3))
def test_a_damaged_statement_is_read_or_refused_in_words(place: int, damage: bytes) -> None:
    whole = golden("camt053.xml")
    try:
        read_report(ReportKind.STATEMENT, whole[:place] + damage + whole[place + len(damage) :])
    except UnreadableReport as refusal:
        assert "Ask the bank" in str(refusal)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("camt053.xml", ReportKind.STATEMENT),
        ("camt053_v02.xml", ReportKind.STATEMENT),
        ("camt054.xml", ReportKind.NOTIFICATION),
        ("pain002_part.xml", ReportKind.STATUS),
        ("pain002_refused.xml", ReportKind.STATUS),
        ("pain001.xml", ReportKind.OTHER),
    ],
)
def test_a_document_is_known_by_its_root(name: str, kind: ReportKind) -> None:
    assert kind_of(golden(name)) == kind


# References.


@given(st.uuids(), st.booleans(), st.integers(1, 40))
def test_a_contest_s_reference_leads_back_to_it_however_it_is_typed(
    contest_id: UUID, in_capitals: bool, width: int
) -> None:
    reference = contest_reference(contest_id)
    first, last = ids_of(reference)
    assert is_reference(reference)
    assert first <= contest_id <= last

    note = f"Escrow, ref. {in_groups(reference)}. Thanks!"
    typed = note if in_capitals else note.lower()
    assert find_references([typed[start : start + width] for start in range(0, len(typed), width)]) == (reference,)


@given(st.uuids(), st.integers(2, 19), st.sampled_from("0123456789ABCDEFGHJKMNPQRSTVWXYZ"))
def test_one_wrong_letter_is_noticed(contest_id: UUID, place: int, letter: str) -> None:
    reference = contest_reference(contest_id)
    mistyped = reference[:place] + letter + reference[place + 1 :]
    assert (find_references([mistyped]) == (reference,)) == (mistyped == reference)


def test_a_reference_that_is_not_ours_leads_nowhere() -> None:
    with pytest.raises(ValueError, match="no reference of a contest"):
        ids_of("RF18539007547034")
