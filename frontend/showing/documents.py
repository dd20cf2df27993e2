"""Documents as lists tell them: what each is, whose, where it stands, and what its reader may do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from frontend.showing.states import Shown
from payouts.documents.models import Document, DocumentKind

KINDS: dict[str, Promise] = {
    DocumentKind.FEE_INVOICE: _("Invoice of the platform’s fee"),
    DocumentKind.SELF_BILLED: _("Invoice of a creative"),
    DocumentKind.CREDIT_NOTE: _("Credit note"),
    DocumentKind.STATEMENT: _("Yearly statement"),
}
OWN_PAY = _("Your invoice")
STANDS = Shown(_("Stands"), "good")
TAKEN_BACK = Shown(_("Taken back"))
OBJECTED = Shown(_("Objected to"), "warn")
BEING_PRINTED = Shown(_("Being printed"), "note")


@dataclass(frozen=True, slots=True)
class ShownDocument:
    """One row of a list."""

    document: Document
    title: Promise
    subject: str
    other: str
    """The other side, by name: whom it is to, or whom it is from."""
    state: Shown
    is_sealed: bool
    may_object: bool


def shown_documents(
    documents: Iterable[Document], *, today: date, for_person: int | None = None
) -> list[ShownDocument]:
    """Rows for a reader; `for_person` if they look at their own as a creative."""
    return [_shown(one, today, for_person) for one in documents]


def _shown(document: Document, today: date, for_person: int | None) -> ShownDocument:
    is_own = for_person is not None and document.person_id == for_person
    content = document.content
    title = OWN_PAY if is_own and document.kind == DocumentKind.SELF_BILLED else KINDS[document.kind]
    return ShownDocument(
        document=document,
        title=title,
        subject=str(content.get("subject", "")),
        other=str(content["buyer" if is_own else "seller"]["name"]),
        state=_state(document),
        is_sealed=document.file.is_sealed,
        may_object=is_own
        and document.kind == DocumentKind.SELF_BILLED
        and not hasattr(document, "objection")
        and not hasattr(document, "credited_by")
        and document.objection_until is not None
        and today <= document.objection_until,
    )


def _state(document: Document) -> Shown:
    if hasattr(document, "credited_by"):
        return TAKEN_BACK
    if hasattr(document, "objection"):
        return OBJECTED
    return STANDS if document.file.is_sealed else BEING_PRINTED
