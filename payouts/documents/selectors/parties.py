"""Who stands on a document: the platform, a brand, a creative, each as they are known at this moment."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from accounts.models import Brand, User
from payouts.documents.composing.mandate import CURRENT
from payouts.documents.composing.values import Party
from payouts.documents.models import BillingDetails, MandateAct, MandateVerb, TaxDetails


@dataclass(frozen=True, slots=True)
class Mandate:
    """A mandate that stands."""

    code: str
    text_version: str
    given_at: datetime

    @property
    def is_current(self) -> bool:
        """Whether it was given to the text that is asked for now."""
        return self.text_version == CURRENT.version


def platform_party() -> Party:
    """The platform as it issues."""
    return Party(**settings.PLATFORM_PARTY)


def brand_party(brand: Brand) -> Party:
    """The brand by its billing details; until it has given any, by its name and country."""
    details = billing_details(brand)
    if details is None:
        return Party(name=brand.name, country=brand.country, ref=brand.slug)
    return Party(
        name=details.name,
        country=details.country,
        street=details.street,
        postcode=details.postcode,
        city=details.city,
        vat_number=details.vat_number,
        company_number=details.company_number,
        ref=brand.slug,
    )


def billing_details(brand: Brand) -> BillingDetails | None:
    """What the brand last said of itself."""
    return BillingDetails.objects.filter(brand=brand).order_by("-pk").first()


def tax_details(person: User | int) -> TaxDetails | None:
    """What the creative last said of themselves; encrypted."""
    return TaxDetails.objects.filter(person=person).order_by("-pk").first()


def standing_mandate(person: User | int) -> Mandate | None:
    """The mandate that stands, if one does."""
    last = MandateAct.objects.filter(person=person).order_by("-pk").first()
    if last is None or last.verb != MandateVerb.ACCEPTED:
        return None
    return Mandate(last.code, last.text_version, last.acted_at)
