"""What parties tell of themselves: checked, encrypted, masked, kept version by version, and theirs alone."""

from dataclasses import replace

import pytest
from django.db import connection

from accounts.errors import NoSuchBrand
from accounts.models import MemberRole
from contests.errors import NotPermitted
from payouts.documents.errors import DetailsRefused
from payouts.documents.models import BillingDetails, TaxDetails
from payouts.documents.selectors.parties import brand_party, tax_details
from payouts.documents.services.details import Address, set_billing_details, set_tax_details
from payouts.documents.services.secrecy import Unreadable, decrypt, encrypt
from tests.fixtures.papers import ADDRESS, tax_answers, tell_billing, tell_taxes
from tests.fixtures.worlds import NOON, add_member, make_brand, make_creative, make_user, owner_of

pytestmark = pytest.mark.django_db

WRONG = {
    "name": {"name": "  "},
    "street": {"street": "\n"},
    "city": {"city": "Лион"},
    "country": {"country": "France"},
    "postcode": {"postcode": "9" * 17},
    "vat_number": {"vat_status": "registered", "vat_rate_bps": 2000, "vat_number": "FR12123456782"},
    "vat_rate_bps": {"vat_status": "registered", "vat_rate_bps": 550, "vat_number": "FR11123456782"},
    "company_number": {"company_number": "123456789"},
    "vat_status": {"vat_status": "rich"},
    "tin": {"tin": "-"},
    "birth_date": {"company_number": "", "vat_status": "private", "birth_date": ""},
}


@pytest.mark.parametrize("field", WRONG)
def test_what_cannot_stand_on_an_invoice_is_refused_by_its_field(field: str) -> None:
    with pytest.raises(DetailsRefused) as refusal:
        tell_taxes(make_creative(), **WRONG[field])
    assert refusal.value.field == field
    assert not TaxDetails.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"vat_status": "registered", "vat_rate_bps": 2000}, "vat_number"),
        ({"company_number": ""}, "company_number"),
        ({"company_number": "", "vat_status": "private", "birth_date": "2020-01-01"}, "birth_date"),
    ],
)
def test_each_status_needs_its_number(changes: dict[str, object], field: str) -> None:
    with pytest.raises(DetailsRefused) as refusal:
        tell_taxes(make_creative(), **changes)
    assert refusal.value.field == field


def test_what_a_creative_tells_is_encrypted_for_them_alone_and_shown_masked() -> None:
    person, other = make_creative(), make_creative()
    details = tell_taxes(person)
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM payouts_taxdetails t")
        stored = cursor.fetchone()[0]
    for secret in ("3023217600053", "1990-05-17", "Ana Example", "rue Neuve", "123456782"):
        assert secret not in stored
    assert details.masked["tin"] == "••••0053"
    assert decrypt(details.sealed, person_id=person.pk)["tin"] == "3023217600053"
    with pytest.raises(Unreadable):
        decrypt(details.sealed, person_id=other.pk)
    with pytest.raises(Unreadable):
        decrypt(details.sealed[:-6] + "AAAAA=", person_id=person.pk)
    with pytest.raises(Unreadable):
        decrypt("v0.nothing", person_id=person.pk)


def test_a_key_is_replaced_while_earlier_ones_still_read(settings: object) -> None:
    old = encrypt({"tin": "1234"}, person_id=1)
    settings.DATA_KEYS = [b"a new key" * 4, *settings.DATA_KEYS]  # type: ignore[attr-defined]
    new = encrypt({"tin": "1234"}, person_id=1)
    assert decrypt(old, person_id=1) == decrypt(new, person_id=1) == {"tin": "1234"}
    settings.DATA_KEYS = settings.DATA_KEYS[1:]  # type: ignore[attr-defined]
    with pytest.raises(Unreadable):
        decrypt(new, person_id=1)


def test_a_change_is_a_new_row_and_the_last_one_counts() -> None:
    person = make_creative()
    tell_taxes(person)
    set_tax_details(person, replace(tax_answers(), city="Nantes"), now=NOON)
    assert TaxDetails.objects.filter(person=person).count() == 2
    latest = tax_details(person)
    assert latest is not None and decrypt(latest.sealed, person_id=person.pk)["city"] == "Nantes"


def test_a_brand_s_money_people_say_whom_its_invoices_are_made_out_to() -> None:
    brand = make_brand()
    assert brand_party(brand).name == "Halden Tea"
    said = Address(**ADDRESS | {"name": "Halden Tea SARL"})
    with pytest.raises(NotPermitted):
        set_billing_details(add_member(brand, MemberRole.JUDGE), brand, said, now=NOON)
    for stranger in (make_user(), owner_of(make_brand())):
        with pytest.raises(NoSuchBrand):
            set_billing_details(stranger, brand, said, now=NOON)
    set_billing_details(add_member(brand, MemberRole.FINANCE), brand, said, now=NOON)
    tell_billing(brand, name="Halden & fils")
    assert (brand_party(brand).name, brand_party(brand).address_lines) == (
        "Halden & fils",
        ("4 rue Neuve", "69001 Lyon"),
    )
    assert BillingDetails.objects.filter(brand=brand).count() == 2
