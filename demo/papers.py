"""What the demo's people tell for their invoices, and the invoices that follow. Numbers are well formed and invented.

One creative gives no mandate, so that one page shows what is missing; printing is left to the workers.
"""

from datetime import datetime
from itertools import count

from accounts.models import User
from contests.models import Award
from contests.selectors.rights import rights_of
from contests.services.rights import RightsConsent
from demo.cast import Cast
from payouts.documents.composing.mandate import CURRENT
from payouts.documents.selectors.parties import standing_mandate
from payouts.documents.services.details import Address, TaxAnswers, set_billing_details, set_tax_details
from payouts.documents.services.mandates import accept_mandate
from payouts.documents.services.papers import issue_papers

FROM = "192.0.2.10"
WITHOUT_MANDATE = 4
"""The place among the creatives of the one who makes their invoices themselves."""

STREETS = ("rue des Tilleuls", "quai du Port", "place du Marché", "rue Haute", "impasse des Lilas")
CITIES = (("69001", "Lyon"), ("33000", "Bordeaux"), ("44000", "Nantes"), ("59000", "Lille"), ("13002", "Marseille"))


def tell_papers(cast: Cast, *, now: datetime) -> None:
    """Mandates, addresses and all invoices up to now. Told once; a second time it only issues what is missing."""
    if standing_mandate(cast.creatives[0]) is None:
        for number, brand in enumerate(cast.brands.values()):
            owner = next(user for slug, user in cast.owners.items() if cast.brands[slug] == brand)
            siren = _siren(100 + number)
            said = Address(**_place(number), name=f"{brand.name} SAS", company_number=siren, vat_number=_vat(siren))
            set_billing_details(owner, brand, said, now=now)
        for number, creative in enumerate(cast.creatives):
            if number != WITHOUT_MANDATE:
                accept_mandate(creative, CURRENT.sha256, acted_from=FROM, now=now)
                set_tax_details(creative, _answers(creative, number), now=now)
    issue_papers(now)


def consent_of(person: User, award: Award, name: str = "") -> RightsConsent:
    """The person's acceptance of the rights in one winning work, by the text as it stands."""
    return RightsConsent({award.pk: rights_of(person, award.pk).sha256}, name or person.public_name, FROM)


def _answers(creative: User, number: int) -> TaxAnswers:
    siren = _siren(number)
    taxes = {
        "vat_status": "registered" if number % 3 == 1 else "franchise",
        "vat_rate_bps": 2000 if number % 3 == 1 else 0,
        "vat_number": _vat(siren) if number % 3 == 1 else "",
    }
    return TaxAnswers(
        **_place(number + 1),  # type: ignore[arg-type]
        **taxes,  # type: ignore[arg-type]
        name=creative.public_name,
        company_number=siren,
        tin=f"30{number:011d}",
        birth_date=f"19{80 + number}-05-17",
        is_artist_author=number % 3 == 2,
    )


def _place(number: int) -> dict[str, str]:
    postcode, city = CITIES[number % len(CITIES)]
    street = f"{3 + 2 * number} {STREETS[number % len(STREETS)]}"
    return {"street": street, "postcode": postcode, "city": city, "country": "FR"}


def _siren(number: int) -> str:
    """A company number of the right form, in a range that is not given out."""
    stem = f"99900{number:03d}"
    return next(f"{stem}{digit}" for digit in count() if _luhn(f"{stem}{digit}") % 10 == 0)


def _luhn(digits: str) -> int:
    doubled = (int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return sum(one - 9 if one > 9 else one for one in doubled)


def _vat(siren: str) -> str:
    return f"FR{(12 + 3 * (int(siren) % 97)) % 97:02d}{siren}"
