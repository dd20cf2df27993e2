"""What the bank's words mean in the terms of the contract. Pure, and careful: what is not definite changes nothing.

`paid` never comes from a status report, only from a booked entry: a report may say that a payment is settled and the
statement that it never was. A file called a duplicate is there already.
"""

import re
from typing import Final

from payouts.rails.base import RailAnswer, RailStatus
from payouts.rails.batch import FileNews, News, OrderNews, ReportKind
from payouts.rails.reasons import is_duplicate
from payouts.rails.sepa.camt import read_camt
from payouts.rails.sepa.pain002 import BlockStatus, Status, StatusReport, read_pain002

TAKEN: Final = frozenset(
    {
        "RCVD",  # received
        "ACTC",  # technically in order
        "ACCP",  # in order for this customer
        "ACWC",  # accepted with a change
        "ACFC",  # funds checked
        "ACSP",  # being settled
        "ACSC",  # settled by the debtor's bank
        "ACCC",  # settled on the creditor's account
        "ACWP",  # accepted, not yet posted
        "PATC",  # accepted by some of those who must
        "PDNG",  # pending
        "PART",  # some were rejected, and are named
    }
)
REFUSED: Final = frozenset({"RJCT", "CANC"})

_ROOTS: Final = {
    b"CstmrPmtStsRpt": ReportKind.STATUS,
    b"BkToCstmrStmt": ReportKind.STATEMENT,
    b"BkToCstmrDbtCdtNtfctn": ReportKind.NOTIFICATION,
}
_ROOT: Final = re.compile(rb"<(?:[\w.-]+:)?(" + b"|".join(_ROOTS) + rb")\b")


def kind_of(body: bytes) -> ReportKind:
    """What a document is, by its root.

    >>> kind_of(b'<Document xmlns="urn:x"><BkToCstmrStmt>').value, kind_of(b"<Document><PmtRtr>").value
    ('statement', 'other')
    """
    found = _ROOT.search(body[:4096])
    return _ROOTS[found[1]] if found else ReportKind.OTHER


def read_report(kind: ReportKind, body: bytes) -> News:
    """All that a report says. Raises UnreadableReport."""
    if kind == ReportKind.STATUS:
        return News(files=(file_news(read_pain002(body)),))
    if kind in (ReportKind.STATEMENT, ReportKind.NOTIFICATION):
        return News(statements=read_camt(body))
    return News()


def file_news(report: StatusReport) -> FileNews:
    """What a status report says of our file and its payments.

    A payment that is named has its own word; the whole stands for those that are not.
    """
    whole = _whole(report.group, names_payments=any(block.transactions for block in report.blocks))
    for block in report.blocks:
        whole = _block(block) or whole
    orders = tuple(
        OrderNews(one.end_to_end_id, answer)
        for block in report.blocks
        for one in block.transactions
        if (answer := _of_a_payment(one.status)) is not None
    )
    return FileNews(report.original_message_id, whole, orders)


def _block(block: BlockStatus) -> RailAnswer | None:
    """Our files have one block: what is said of it is said of the file."""
    return _whole(block.status, names_payments=bool(block.transactions))


def _whole(status: Status, *, names_payments: bool) -> RailAnswer | None:
    if status.code in TAKEN or (status.code in REFUSED and is_duplicate(status.reason)):
        return RailAnswer(RailStatus.ACCEPTED)
    # Refused without a reason of its own, because each payment was: those are named with theirs.
    if status.code in REFUSED and (status.reason or not names_payments):
        return RailAnswer(RailStatus.REJECTED, reason=status.reason)
    return None


def _of_a_payment(status: Status) -> RailAnswer | None:
    if status.code in REFUSED and is_duplicate(status.reason):
        return RailAnswer(RailStatus.UNKNOWN, reason=status.reason)
    if status.code in REFUSED:
        return RailAnswer(RailStatus.REJECTED, reason=status.reason)
    return RailAnswer(RailStatus.ACCEPTED) if status.code in TAKEN else None
