"""The platform's yearly report of sellers (DAC7), for an admin in person. Each look at it is kept."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Act, User
from accounts.services.audit_trail import record_act
from payouts.documents.composing.dac7 import Paid, Seller, report_sellers
from payouts.documents.models import TaxDetails
from payouts.documents.selectors.payments import movements_of_year
from payouts.documents.services.secrecy import decrypt
from payouts.errors import OperatorOnly


@transaction.atomic
def report_year(actor: User, year: int, *, now: datetime) -> list[Seller]:
    """Everybody who is reported for a year, with what they told of themselves. Raises OperatorOnly.

    Who has told nothing yet is listed all the same, with what is missing.
    """
    if not actor.is_admin:
        raise OperatorOnly(_("Only the platform's operators may do this."))
    moved = movements_of_year(year)
    people = User.objects.filter(pk__in={one.person_id for one in moved})
    refs = {person.pk: person.handle for person in people}
    paid = [
        Paid(refs[one.person_id], one.day, one.movement.amount_minor, one.currency, one.movement.contest)
        for one in moved
    ]
    sellers = report_sellers(paid, _identities(refs))
    record_act(Act.SELLERS_READ, actor, f"sellers:{year}", after={"sellers": len(sellers)})
    return sellers


def _identities(refs: dict[int, str]) -> dict[str, dict[str, str]]:
    latest = TaxDetails.objects.filter(person__in=refs).order_by("person", "-pk").distinct("person")
    return {
        refs[details.person_id]: decrypt(details.sealed, person_id=details.person_id)
        | {"country": details.country, "tin_country": details.country}
        for details in latest
    }
