"""The yearly statement of a creative: issued once for a finished year, at their word; the table at any time."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.locks import lock_person
from payouts.documents.composing.pages import ZONE
from payouts.documents.composing.statement import compose_statement, statement_csv
from payouts.documents.composing.values import Language, Party
from payouts.documents.errors import StatementRefused
from payouts.documents.models import Document, DocumentKind
from payouts.documents.selectors.parties import platform_party, tax_details
from payouts.documents.selectors.payments import PersonMovement, movements_of_year
from payouts.documents.services.issuing import Links, issue
from payouts.documents.services.numbering import STATEMENTS
from payouts.documents.services.secrecy import decrypt


@transaction.atomic
def issue_statements(actor: User, year: int, *, now: datetime) -> list[Document]:
    """The statements of a finished year, one for each currency; those that were issued before stand.

    Raises StatementRefused while the year is running, or if nothing reached them in it.
    """
    person = lock_person(actor)
    if year >= now.astimezone(ZONE).year:
        raise StatementRefused(_("A statement is made once its year is over. Until then, take the table."))
    moved = movements_of_year(year, person_id=person.pk)
    if not moved:
        raise StatementRefused(_("Nothing reached your account in that year."))
    language: Language = "fr" if person.locale.startswith("fr") else "en"
    currencies = sorted({one.currency for one in moved})
    return [_statement(person, year, currency, moved, language, now) for currency in currencies]


def _statement(
    person: User, year: int, currency: str, moved: Sequence[PersonMovement], language: Language, now: datetime
) -> Document:
    known = Document.objects.filter(
        person=person, kind=DocumentKind.STATEMENT, statement_year=year, currency=currency
    ).first()
    if known is not None:
        return known
    own = [one.movement for one in moved if one.currency == currency]
    payee, payer = _payee(person), platform_party()
    return issue(
        STATEMENTS,
        language,
        lambda number: compose_statement(number, year, own, currency=currency, payer=payer, payee=payee),
        Links({"person_id": person.pk, "statement_year": year}),
        now=now,
    )


def statement_table(actor: User, year: int) -> str:
    """All movements of a year as CSV, also of one that is running."""
    moved = movements_of_year(year, person_id=actor.pk)
    tables = [
        statement_csv([one.movement for one in moved if one.currency == currency], currency)
        for currency in sorted({one.currency for one in moved}) or ["EUR"]
    ]
    head = tables[0].partition("\r\n")[0]
    return "".join([f"{head}\r\n", *(table.partition("\r\n")[2] for table in tables)])


def _payee(person: User) -> Party:
    """The creative by their tax details; without any, by the name that others see."""
    details = tax_details(person)
    if details is None:
        return Party(name=person.public_name, country="")
    said = decrypt(details.sealed, person_id=person.pk)
    return Party(
        name=said["name"],
        country=details.country,
        street=said["street"],
        postcode=said["postcode"],
        city=said["city"],
        vat_number=said["vat_number"],
        company_number=said["company_number"],
    )
