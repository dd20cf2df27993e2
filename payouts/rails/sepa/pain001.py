"""Writes pain.001.001.09, the file of credit transfers: values in, bytes out, the same values always the same bytes.

One debtor account, one day, euro. Every text must already be in SEPA's characters (`characters`); what is not valid is
a ValueError that names the field, since by now it is a bug and not a payee's mistake.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import escape
from typing import Final

from payouts.rails.sepa.characters import ALLOWED, has_word, is_identifier

NAMESPACE: Final = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"
CURRENCY: Final = "EUR"
LONGEST_NAME: Final = 70
LONGEST_TEXT: Final = 140
LARGEST_MINOR: Final = 99_999_999_999
"""SEPA carries at most 999 999 999.99 in one transfer."""

IBAN: Final = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{1,30}")
BIC: Final = re.compile(r"[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?")


@dataclass(frozen=True, slots=True)
class Debtor:
    """Whose account pays. Without a BIC the bank goes by the IBAN."""

    name: str
    iban: str
    bic: str = ""

    def __post_init__(self) -> None:
        _check_name("debtor's name", self.name)
        _check_iban("debtor's IBAN", self.iban)
        if self.bic and not BIC.fullmatch(self.bic):
            raise ValueError("debtor's BIC: 8 or 11 letters and digits")


@dataclass(frozen=True, slots=True)
class CreditTransfer:
    """One payment. `end_to_end_id` reaches the payee's bank and comes back in every report."""

    end_to_end_id: str
    amount_minor: int
    name: str
    iban: str
    text: str

    def __post_init__(self) -> None:
        if not is_identifier(self.end_to_end_id):
            raise ValueError("end_to_end_id: 1 to 35 of SEPA's characters")
        if type(self.amount_minor) is not int or not 0 < self.amount_minor <= LARGEST_MINOR:
            raise ValueError(f"amount_minor: a whole number from 1 to {LARGEST_MINOR}")
        _check_name("name", self.name)
        _check_iban("IBAN", self.iban)
        if not self.text or len(self.text) > LONGEST_TEXT or not ALLOWED.issuperset(self.text):
            raise ValueError(f"text: 1 to {LONGEST_TEXT} of SEPA's characters")


@dataclass(frozen=True, slots=True)
class CreditTransferFile:
    """All that is in the file. The bank takes `message_id` once and for ever."""

    message_id: str
    created_at: datetime
    execute_on: date
    debtor: Debtor
    transfers: tuple[CreditTransfer, ...]

    def __post_init__(self) -> None:
        # One letter shorter than an identifier may be: the payment block's own id follows from it.
        if not is_identifier(self.message_id) or len(self.message_id) > 34:
            raise ValueError("message_id: 1 to 34 of SEPA's characters")
        if self.created_at.tzinfo is None:
            raise ValueError("created_at: with its zone")
        if not self.transfers:
            raise ValueError("transfers: at least one")
        if len({transfer.end_to_end_id for transfer in self.transfers}) < len(self.transfers):
            raise ValueError("transfers: each has an end_to_end_id of its own")


def payment_information_id(message_id: str) -> str:
    """The id of the file's only payment block."""
    return f"{message_id}P"


def message_id_of(identifier: str) -> str:
    """The file that an id in a report means: its own, or that of its payment block.

    >>> message_id_of(payment_information_id("FB" + 32 * "0")) == message_id_of("FB" + 32 * "0") == "FB" + 32 * "0"
    True
    """
    return identifier[:-1] if len(identifier) == 35 and identifier.endswith("P") else identifier


def decimal(amount_minor: int) -> str:
    """Euro as the wire has them.

    >>> decimal(16828), decimal(5)
    ('168.28', '0.05')
    """
    return f"{amount_minor // 100}.{amount_minor % 100:02d}"


def write_pain001(file: CreditTransferFile) -> bytes:
    """The file in UTF-8, one transfer a line."""
    count = _element("NbOfTxs", str(len(file.transfers)))
    total = _element("CtrlSum", decimal(sum(transfer.amount_minor for transfer in file.transfers)))
    header = _element(
        "GrpHdr",
        _text("MsgId", file.message_id),
        _element("CreDtTm", file.created_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")),
        count,
        total,
        _element("InitgPty", _text("Nm", file.debtor.name)),
    )
    block = _element(
        "PmtInf",
        _text("PmtInfId", payment_information_id(file.message_id)),
        _element("PmtMtd", "TRF"),
        _element("BtchBookg", "false"),  # Each transfer is to be booked by itself, so that the statement names it.
        count,
        total,
        _element("PmtTpInf", _element("SvcLvl", _element("Cd", "SEPA"))),
        _element("ReqdExctnDt", _element("Dt", file.execute_on.isoformat())),
        _element("Dbtr", _text("Nm", file.debtor.name)),
        _element("DbtrAcct", _element("Id", _element("IBAN", file.debtor.iban)), _element("Ccy", CURRENCY)),
        _element("DbtrAgt", _element("FinInstnId", _bank(file.debtor.bic))),
        _element("ChrgBr", "SLEV"),
        "\n",
        *(_transfer(transfer) for transfer in file.transfers),
    )
    message = _element("CstmrCdtTrfInitn", "\n", header, "\n", block, "\n")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{NAMESPACE}">{message}</Document>\n'.encode()


def _transfer(transfer: CreditTransfer) -> str:
    return (
        _element(
            "CdtTrfTxInf",
            _element("PmtId", _text("EndToEndId", transfer.end_to_end_id)),
            _element("Amt", f'<InstdAmt Ccy="{CURRENCY}">{decimal(transfer.amount_minor)}</InstdAmt>'),
            _element("Cdtr", _text("Nm", transfer.name)),
            _element("CdtrAcct", _element("Id", _element("IBAN", transfer.iban))),
            _element("RmtInf", _text("Ustrd", transfer.text)),
        )
        + "\n"
    )


def _bank(bic: str) -> str:
    return _element("BICFI", bic) if bic else _element("Othr", _element("Id", "NOTPROVIDED"))


def _element(name: str, *content: str) -> str:
    """An element around others, or around what needs no escaping."""
    return f"<{name}>{''.join(content)}</{name}>"


def _text(name: str, content: str) -> str:
    return _element(name, escape(content, quote=False))


def _check_name(field: str, name: str) -> None:
    if len(name) > LONGEST_NAME or not ALLOWED.issuperset(name) or not has_word(name):
        raise ValueError(f"{field}: 1 to {LONGEST_NAME} of SEPA's characters, with a letter among them")


def _check_iban(field: str, iban: str) -> None:
    if not IBAN.fullmatch(iban):
        raise ValueError(f"{field}: two letters, two digits, then letters and digits")
