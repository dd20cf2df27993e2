"""Objecting to an invoice made in one's name, and taking it back at an admin's word, so that it is made anew."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Act, User
from accounts.services.audit_trail import record_act
from contests.errors import NotVisible
from payouts.documents.composing.pages import ZONE
from payouts.documents.errors import CreditRefused, ObjectionRefused
from payouts.documents.models import Document, DocumentKind, Objection
from payouts.documents.services.issuing import issue_credit_note
from payouts.documents.services.papers import ask_for_papers
from payouts.errors import OperatorOnly


@transaction.atomic
def object_to(actor: User, ref: UUID, reason: str, *, now: datetime) -> Objection:
    """Say what is wrong with one's own invoice, in time. Raises NotVisible, ObjectionRefused."""
    invoice = Document.objects.filter(ref=ref, person=actor).first()
    if invoice is None:
        raise NotVisible
    today = now.astimezone(ZONE).date()
    if invoice.kind != DocumentKind.SELF_BILLED or invoice.objection_until is None:
        raise ObjectionRefused(_("Only an invoice that was made for you can be objected to."))
    if today > invoice.objection_until:
        raise ObjectionRefused(_("The time to object is over. Write to the platform if something is wrong."))
    if Objection.objects.filter(document=invoice).exists():
        raise ObjectionRefused(_("You have objected already; a person is looking into it."))
    if not reason.strip():
        raise ObjectionRefused(_("Say what is wrong."), field="reason")
    return Objection.objects.create(
        document=invoice, person=actor, reason=reason.strip()[:2000], objected_at=now, objected_on=today
    )


@transaction.atomic
def take_back(actor: User, ref: UUID, reason: str, *, now: datetime) -> Document:
    """Credit an invoice at a person's word; what is still owed is invoiced anew with the details as they are now.

    Raises OperatorOnly, NotVisible, CreditRefused.
    """
    if not actor.is_admin:
        raise OperatorOnly(_("Only the platform's operators may do this."))
    invoice = Document.objects.select_related("series").filter(ref=ref).first()
    if invoice is None:
        raise NotVisible
    if invoice.kind not in (DocumentKind.FEE_INVOICE, DocumentKind.SELF_BILLED):
        raise CreditRefused(_("Only an invoice is taken back."))
    if not reason.strip():
        raise CreditRefused(_("Say why the invoice is taken back."), field="reason")
    if Document.objects.filter(credits=invoice).exists():
        raise CreditRefused(_("This invoice has been taken back already."))
    note = issue_credit_note(invoice, reason.strip()[:300], now=now)
    if invoice.contest_id:
        ask_for_papers([invoice.contest_id], now=now)
    record_act(
        Act.DOCUMENT_TAKE_BACK,
        actor,
        invoice,
        contest_id=invoice.contest_id,
        reason=reason.strip(),
        after={"credit_note": note.pk},
    )
    return note
