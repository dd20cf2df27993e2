"""Issuing one document: its number, its row, the debts it is of, and its file to be printed, all or nothing.

What is composed is checked before it is written (`composing.sums.broken_rules`); the database checks it once more.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction

from duerows.doorbell import ring
from payouts.documents.composing.credit import compose_credit_note
from payouts.documents.composing.fee import Issue
from payouts.documents.composing.pay import objection_until
from payouts.documents.composing.sums import broken_rules
from payouts.documents.composing.values import Content, Language
from payouts.documents.errors import DocumentUnsound
from payouts.documents.models import Document, DocumentDebt, DocumentFile, DocumentKind
from payouts.documents.services.numbering import CREDIT_NOTES, take_number

SEAL: Final = "payouts.tasks.seal_documents"

Compose = Callable[[Issue], Content]


@dataclass(frozen=True, slots=True)
class Links:
    """What a document belongs to, as columns of `Document`; and the debts that a self-billed one is of."""

    columns: dict[str, Any] = field(default_factory=dict)
    debts: Sequence[int] = ()


@transaction.atomic
def issue(series: str, language: Language, compose: Compose, links: Links, *, now: datetime) -> Document:
    """Issue what `compose` makes of the number, the day and the language. Raises DocumentUnsound."""
    number = take_number(series, now=now)
    content = compose(Issue(number.reference, number.issued_on.isoformat(), language))
    if content.kind != "statement" and (broken := broken_rules(content)):
        raise DocumentUnsound(f"{number.reference}: {', '.join(broken)}")
    document = Document.objects.create(
        kind=content.kind,
        series=number.series,
        number=number.number,
        reference=number.reference,
        issued_at=now,
        issued_on=number.issued_on,
        currency=content.currency,
        net_minor=content.net_minor,
        tax_minor=content.tax_minor,
        gross_minor=content.gross_minor,
        content=content.to_dict(),
        content_sha256=content.digest(),
        objection_until=_objection_until(content),
        **links.columns,
    )
    DocumentDebt.objects.bulk_create(DocumentDebt(document=document, obligation_id=debt) for debt in links.debts)
    DocumentFile.objects.create(document=document, due_at=now)
    ring(SEAL)
    return document


@transaction.atomic
def issue_credit_note(invoice: Document, reason: str, *, now: datetime) -> Document:
    """Take an invoice back, in the series that goes with its own. `reason` as for `composing.credit`."""
    own = invoice.series.code
    series = f"AA-{own.removeprefix('AF-')}" if invoice.kind == DocumentKind.SELF_BILLED else CREDIT_NOTES
    credited = Content.from_dict(invoice.content)
    columns = {
        "credits": invoice,
        "contest_id": invoice.contest_id,
        "settlement_id": invoice.settlement_id,
        "brand_id": invoice.brand_id,
        "person_id": invoice.person_id,
    }
    return issue(
        series,
        credited.language,
        lambda number: compose_credit_note(number, credited, reason),
        Links(columns),
        now=now,
    )


def _objection_until(content: Content) -> date | None:
    if content.kind != "self_billed":
        return None
    return date.fromisoformat(objection_until(content.issued_on))
