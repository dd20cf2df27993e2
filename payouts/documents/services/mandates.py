"""Giving a mandate to have one's invoices made, and taking it back. Each act is a row; nothing is ever edited."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.services.locks import lock_person
from payouts.documents.composing.mandate import CURRENT
from payouts.documents.errors import MandateRefused
from payouts.documents.models import MandateAct, MandateVerb
from payouts.documents.selectors.parties import standing_mandate
from payouts.documents.services.papers import ask_for_papers_of


@transaction.atomic
def accept_mandate(actor: User, text_sha256: str, *, acted_from: str, now: datetime) -> MandateAct:
    """Give the mandate by the text that was shown, which `text_sha256` names. Given already, it stands as it is.

    Raises MandateRefused if that is not the text that is asked for now.
    """
    person = lock_person(actor)
    if text_sha256 != CURRENT.sha256:
        raise MandateRefused(_("The text has changed since you opened this page. Read it once more."))
    standing = standing_mandate(person)
    if standing is not None and standing.is_current:
        return MandateAct.objects.filter(person=person).latest("pk")
    act = MandateAct.objects.create(
        person=person,
        verb=MandateVerb.ACCEPTED,
        text_version=CURRENT.version,
        text_sha256=CURRENT.sha256,
        acted_at=now,
        acted_from=acted_from[:64],
    )
    ask_for_papers_of(person.pk, now=now)
    return act


@transaction.atomic
def revoke_mandate(actor: User, *, acted_from: str, now: datetime) -> MandateAct:
    """Take the mandate back, for what is not invoiced yet. Raises MandateRefused if none stands."""
    person = lock_person(actor)
    if standing_mandate(person) is None:
        raise MandateRefused(_("You have given no mandate, or taken it back already."))
    last = MandateAct.objects.filter(person=person).latest("pk")
    return MandateAct.objects.create(
        person=person,
        verb=MandateVerb.REVOKED,
        code=last.code,
        text_version=last.text_version,
        text_sha256=last.text_sha256,
        acted_at=now,
        acted_from=acted_from[:64],
    )
