"""What parties say of themselves for their documents: checked, kept as a new row, and used from the next document on.

A creative's own are encrypted before they are written; here, and where a document is made, is all that reads them back.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Brand, User
from accounts.services.locks import lock_brand_for, lock_person
from contests.errors import NotPermitted
from contests.models import Contest
from payouts.documents.composing.numbers import clean_number, is_company_number, is_printable, is_vat_number
from payouts.documents.composing.vat import FRENCH_RATES_BPS, STATUSES
from payouts.documents.errors import DetailsRefused
from payouts.documents.models import BillingDetails, TaxDetails
from payouts.documents.services.fee_invoices import MONEY_ROLES
from payouts.documents.services.papers import ask_for_papers, ask_for_papers_of
from payouts.documents.services.secrecy import encrypt, mask

LONGEST: Final = {"name": 160, "street": 240, "postcode": 16, "city": 100, "tin": 30}
OLDEST: Final = date(1900, 1, 1)
ADULT_YEARS: Final = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A name and a place, as they are typed."""

    name: str
    street: str
    postcode: str
    city: str
    country: str
    vat_number: str = ""
    company_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxAnswers(Address):
    """What a creative tells. `birth_date` as ISO 8601; needed unless there is a company number."""

    vat_status: str
    vat_rate_bps: int = 0
    is_artist_author: bool = False
    tin: str = ""
    birth_date: str = ""


@transaction.atomic
def set_billing_details(actor: User, brand: Brand | UUID, said: Address, *, now: datetime) -> BillingDetails:
    """Whom the brand's documents are made out to from now on. Raises NoSuchBrand, NotPermitted, DetailsRefused."""
    locked, role = lock_brand_for(actor, brand.pk if isinstance(brand, Brand) else brand)
    if role not in MONEY_ROLES:
        raise NotPermitted(_("Owners, managers and finance members say whom invoices are made out to."))
    clean = _checked_address(said)
    details = BillingDetails.objects.create(
        brand=locked,
        name=clean.name,
        street=clean.street,
        postcode=clean.postcode,
        city=clean.city,
        country=clean.country,
        vat_number=clean.vat_number,
        company_number=clean.company_number,
        created_by=actor,
        created_at=now,
    )
    # Invoices of creatives abroad may have waited for the brand's VAT number.
    decided = Contest.objects.filter(brand=locked, decided_at__isnull=False)
    ask_for_papers(list(decided.values_list("pk", flat=True)), now=now)
    return details


@transaction.atomic
def set_tax_details(actor: User, said: TaxAnswers, *, now: datetime) -> TaxDetails:
    """What stands on the creative's own invoices, and what is reported of them, from now on. Raises DetailsRefused."""
    person = lock_person(actor)
    clean = _checked_address(said)
    secrets = {name: getattr(clean, name) for name in ("name", "street", "postcode", "city")}
    secrets |= {"vat_number": clean.vat_number, "company_number": clean.company_number}
    secrets |= _checked_taxes(said, clean, now.date())
    masked = {name: mask(secrets[name]) for name in ("tin", "birth_date", "vat_number", "company_number")}
    details = TaxDetails.objects.create(
        person=person,
        country=clean.country,
        vat_status=said.vat_status,
        vat_rate_bps=said.vat_rate_bps if said.vat_status == "registered" and clean.country == "FR" else 0,
        is_artist_author=said.is_artist_author,
        sealed=encrypt(secrets, person_id=person.pk),
        masked=masked | {"name": clean.name[:1] + "•••", "city": clean.city},
        created_at=now,
    )
    ask_for_papers_of(person.pk, now=now)
    return details


def _checked_address(said: Address) -> Address:
    texts = {name: " ".join(getattr(said, name).split()) for name in ("name", "postcode", "city")}
    texts["street"] = "\n".join(line.strip() for line in said.street.splitlines() if line.strip())
    for name, text in texts.items():
        _check_text(name, text)
    country = said.country.strip().upper()
    if len(country) != 2 or not country.isascii() or not country.isalpha():
        raise DetailsRefused(_("Name the country by its two letters, as in FR."), field="country")
    vat, company = clean_number(said.vat_number), clean_number(said.company_number)
    if vat and not is_vat_number(vat, country):
        raise DetailsRefused(_("This is not a VAT number of that country. Check it for a mistake."), field="vat_number")
    if company and not is_company_number(company, country):
        raise DetailsRefused(
            _("This is not a company number. In France it has 9 or 14 digits."), field="company_number"
        )
    return Address(**texts, country=country, vat_number=vat, company_number=company)


def _check_text(name: str, text: str) -> None:
    if not text:
        raise DetailsRefused(_("This cannot be left empty."), field=name)
    if len(text) > LONGEST[name]:
        raise DetailsRefused(_("This is too long."), field=name)
    if not is_printable(text):
        raise DetailsRefused(_("Write this in Latin letters, as it stands on your invoices."), field=name)


def _checked_taxes(said: TaxAnswers, clean: Address, today: date) -> dict[str, str]:
    """The numbers that only a creative gives, checked against their status."""
    if said.vat_status not in STATUSES:
        raise DetailsRefused(_("Choose what applies to you."), field="vat_status")
    if said.vat_status == "registered" and not clean.vat_number:
        raise DetailsRefused(_("Who is registered for VAT has a VAT number."), field="vat_number")
    if said.vat_status == "registered" and clean.country == "FR" and said.vat_rate_bps not in FRENCH_RATES_BPS:
        raise DetailsRefused(_("Choose the rate that you charge."), field="vat_rate_bps")
    if said.vat_status == "franchise" and not clean.company_number:
        raise DetailsRefused(_("Who is exempt as a small business has a company number."), field="company_number")
    tin = clean_number(said.tin)
    if not 4 <= len(tin) <= LONGEST["tin"] or not tin.isalnum():
        raise DetailsRefused(_("Give the number under which you pay income tax."), field="tin")
    return {"tin": tin, "birth_date": _checked_birth_date(said.birth_date, clean.company_number, today)}


def _checked_birth_date(text: str, company_number: str, today: date) -> str:
    if not text and company_number:
        return ""
    try:
        born = date.fromisoformat(text)
    except ValueError:
        raise DetailsRefused(_("Give your date of birth, or a company number."), field="birth_date") from None
    if not OLDEST <= born <= today.replace(year=today.year - ADULT_YEARS, day=min(today.day, 28)):
        raise DetailsRefused(_("This cannot be your date of birth."), field="birth_date")
    return born.isoformat()
