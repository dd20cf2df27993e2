"""Reads camt.053 (statements) and camt.054 (notifications): what the bank has booked, with whose money and why.

A movement that is only announced is counted, not read. Where the bank books many as one, each of the many is an entry
of its own, provided that they add up; where it gives only the sum, the sum is the entry.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from xml.etree.ElementTree import Element

from payouts.rails.batch import AccountStatement, BookedEntry, Direction, UnreadableReport
from payouts.rails.sepa.pain001 import message_id_of
from payouts.rails.sepa.reading import ASK_THE_BANK, amount, day, find_all, read_document, required, text, texts

DIRECTIONS: Final = {"CRDT": Direction.IN, "DBIT": Direction.OUT}
NOT_PROVIDED: Final = "NOTPROVIDED"
OPENING: Final = ("OPBD", "PRCD")
CLOSING: Final = ("CLBD",)
RETURNED: Final = "RRTN"
"""The sub-family of a bank transaction code that says that a payment came back."""


def read_camt(content: bytes) -> tuple[AccountStatement, ...]:
    """The statements of a camt.053, or the notifications of a camt.054. Raises UnreadableReport."""
    message = read_document(content, "BkToCstmrStmt", "BkToCstmrDbtCdtNtfctn")
    found = find_all(message, "Stmt") or find_all(message, "Ntfctn")
    return tuple(_statement(element) for element in found)


def _statement(element: Element) -> AccountStatement:
    entries = find_all(element, "Ntry")
    booked = [entry for entry in entries if text(entry, "Sts/Cd", "Sts") == "BOOK"]
    currency = text(element, "Acct/Ccy") or _first_currency(element)
    sequence = text(element, "ElctrncSeqNb", "LglSeqNb")
    return AccountStatement(
        statement_id=required(element, "Id"),
        account=required(element, "Acct/Id/IBAN", "Acct/Id/Othr/Id"),
        currency=currency,
        sequence=int(sequence) if sequence.isdecimal() else None,
        from_on=day(element, "FrToDt/FrDtTm", "FrToDt/FrDt"),
        to_on=day(element, "FrToDt/ToDtTm", "FrToDt/ToDt"),
        opening_minor=_balance(element, OPENING),
        closing_minor=_balance(element, CLOSING),
        entries=tuple(movement for entry in booked for movement in _movements(entry)),
        pending=len(entries) - len(booked),
    )


def _first_currency(element: Element) -> str:
    found = amount(element, "Bal/Amt", "Ntry/Amt")
    return found[1] if found else ""


def _balance(statement: Element, kinds: Sequence[str]) -> int | None:
    for kind in kinds:
        for balance in find_all(statement, "Bal"):
            if text(balance, "Tp/CdOrPrtry/Cd") == kind:
                found = amount(balance, "Amt")
                if found is None:
                    raise UnreadableReport(f"A balance has no amount. {ASK_THE_BANK}")
                return found[0] if _direction(balance) == Direction.IN else -found[0]
    return None


def _direction(element: Element) -> Direction:
    word = required(element, "CdtDbtInd")
    if word not in DIRECTIONS:
        raise UnreadableReport(f"{word!r} is neither a credit nor a debit. {ASK_THE_BANK}")
    return DIRECTIONS[word]


@dataclass(frozen=True, slots=True)
class _Booking:
    """What all movements of one entry share."""

    reference: str
    direction: Direction
    amount_minor: int
    currency: str
    booked_on: date
    value_on: date | None
    code: str
    is_reversal: bool


def _movements(entry: Element) -> list[BookedEntry]:
    booking = _booking(entry)
    details = find_all(entry, "NtryDtls/TxDtls")
    if not details:
        return [_sum_alone(entry, booking)]
    figures = _figures(details, booking)
    names = _names(details)
    return [
        _movement(detail, booking, f"{booking.reference}{name}" if booking.reference else "", minor)
        for detail, name, minor in zip(details, names, figures, strict=True)
    ]


def _booking(entry: Element) -> _Booking:
    figure = amount(entry, "Amt")
    booked_on = day(entry, "BookgDt/Dt", "BookgDt/DtTm") or day(entry, "ValDt/Dt", "ValDt/DtTm")
    if figure is None or booked_on is None:
        raise UnreadableReport(f"An entry has no amount or no date. {ASK_THE_BANK}")
    return _Booking(
        reference=text(entry, "AcctSvcrRef"),
        direction=_direction(entry),
        amount_minor=figure[0],
        currency=figure[1],
        booked_on=booked_on,
        value_on=day(entry, "ValDt/Dt", "ValDt/DtTm"),
        code=_code(entry),
        is_reversal=text(entry, "RvslInd") == "true",
    )


def _code(element: Element) -> str:
    parts = [text(element, f"BkTxCd/Domn/{path}") for path in ("Cd", "Fmly/Cd", "Fmly/SubFmlyCd")]
    return "/".join(filter(None, parts)) or text(element, "BkTxCd/Prtry/Cd")


def _sum_alone(entry: Element, booking: _Booking) -> BookedEntry:
    """An entry that the bank does not break down: perhaps a whole file of ours."""
    counted = text(entry, "NtryDtls/Btch/NbOfTxs")
    return BookedEntry(
        reference=booking.reference,
        direction=booking.direction,
        amount_minor=booking.amount_minor,
        currency=booking.currency,
        booked_on=booking.booked_on,
        value_on=booking.value_on,
        message_id=message_id_of(text(entry, "NtryDtls/Btch/PmtInfId", "NtryDtls/Btch/MsgId")),
        counted=int(counted) if counted.isdecimal() else 1,
        is_return=booking.is_reversal or RETURNED in booking.code,
        text=texts(entry, "AddtlNtryInf"),
        bank_code=booking.code,
    )


def _figures(details: Sequence[Element], booking: _Booking) -> list[int]:
    """Each detail's amount. One alone has the entry's; many must add up to it."""
    if len(details) == 1:
        return [booking.amount_minor]
    found = [amount(detail, "Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt") for detail in details]
    figures = [one[0] for one in found if one is not None and one[1] == booking.currency]
    if len(figures) < len(details) or sum(figures) != booking.amount_minor:
        raise UnreadableReport(
            f"The payments in entry {booking.reference or '?'} do not add up to its amount. {ASK_THE_BANK}"
        )
    return figures


def _names(details: Sequence[Element]) -> list[str]:
    """What tells apart the movements of one entry: the bank's reference, ours, or as a last resort their place."""
    if len(details) == 1:
        return [""]
    for path in ("Refs/AcctSvcrRef", "Refs/TxId", "Refs/EndToEndId"):
        given = [text(detail, path) for detail in details]
        if all(given) and max(Counter(given).values()) == 1 and NOT_PROVIDED not in given:
            return [f"/{name}" for name in given]
    return [f"/{place}" for place in range(1, len(details) + 1)]


def _movement(detail: Element, booking: _Booking, reference: str, minor: int) -> BookedEntry:
    party = "Dbtr" if booking.direction == Direction.IN else "Cdtr"
    order_id = text(detail, "Refs/EndToEndId")
    code = _code(detail) or booking.code
    reason = text(detail, "RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry")
    return BookedEntry(
        reference=reference,
        direction=booking.direction,
        amount_minor=minor,
        currency=booking.currency,
        booked_on=booking.booked_on,
        value_on=booking.value_on,
        order_id="" if order_id == NOT_PROVIDED else order_id,
        message_id=message_id_of(text(detail, "Refs/PmtInfId", "Refs/MsgId")),
        is_return=bool(reason) or booking.is_reversal or RETURNED in code,
        return_reason=reason,
        references=texts(detail, "RmtInf/Strd/CdtrRefInf/Ref"),
        text=texts(detail, "RmtInf/Ustrd"),
        party_name=text(detail, f"RltdPties/{party}/Pty/Nm", f"RltdPties/{party}/Nm", f"RltdPties/Ultmt{party}/Pty/Nm"),
        party_account=text(detail, f"RltdPties/{party}Acct/Id/IBAN", f"RltdPties/{party}Acct/Id/Othr/Id"),
        bank_code=code,
    )
