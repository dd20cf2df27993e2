"""Reads pain.002, the bank's word on a file: of the whole, of its payment blocks, of single payments.

Only the reading: what a status means for us is in `meaning`.
"""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from payouts.rails.sepa.reading import find, find_all, read_document, required, text


@dataclass(frozen=True, slots=True)
class Status:
    """One status: a code such as ACCP or RJCT ('' where the bank gave none), and its first reason's code and words."""

    code: str
    reason: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class TransactionStatus:
    """What the bank says of one payment."""

    end_to_end_id: str
    status: Status


@dataclass(frozen=True, slots=True)
class BlockStatus:
    """What the bank says of one payment block, and of payments in it."""

    payment_information_id: str
    status: Status
    transactions: tuple[TransactionStatus, ...]


@dataclass(frozen=True, slots=True)
class StatusReport:
    """The report. `original_message_id` is ours."""

    message_id: str
    original_message_id: str
    group: Status
    blocks: tuple[BlockStatus, ...]


def read_pain002(content: bytes) -> StatusReport:
    """The report's values. Raises UnreadableReport."""
    message = read_document(content, "CstmrPmtStsRpt")
    group = find(message, "OrgnlGrpInfAndSts")
    if group is None:
        group = message
    return StatusReport(
        message_id=required(message, "GrpHdr/MsgId"),
        original_message_id=required(group, "OrgnlMsgId"),
        group=_status(group, "GrpSts"),
        blocks=tuple(_block(block) for block in find_all(message, "OrgnlPmtInfAndSts")),
    )


def _block(block: Element) -> BlockStatus:
    return BlockStatus(
        payment_information_id=text(block, "OrgnlPmtInfId"),
        status=_status(block, "PmtInfSts"),
        transactions=tuple(
            TransactionStatus(text(one, "OrgnlEndToEndId"), _status(one, "TxSts"))
            for one in find_all(block, "TxInfAndSts")
        ),
    )


def _status(element: Element, name: str) -> Status:
    return Status(
        code=text(element, name).upper(),
        reason=text(element, "StsRsnInf/Rsn/Cd", "StsRsnInf/Rsn/Prtry"),
        words=text(element, "StsRsnInf/AddtlInf"),
    )
