"""Signing one's part of an offered split, or declining it. Until an entry stands on it, either may be changed."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from contests.errors import NotVisible, SplitClosed
from contests.models import Contest, SplitOffer, SplitPart
from contests.services.access import check_not_blocked, lock_for
from contests.services.splitting.offering import takes_entries
from contests.services.splitting.telling import tell_complete, tell_declined
from contests.services.teams import sign_split


@transaction.atomic
def sign_part(person: User, ref: UUID, *, now: datetime) -> None:
    """Consent to the whole split; twice is harmless. The author is told once everybody has.

    Raises NotVisible, NotEligible, NotPermitted, JurySeatRefused, NdaNeeded or SplitClosed.
    """
    contest, offer, part = _lock(person, ref)
    check_not_blocked(person)
    _check_open(contest, offer, now)
    if part.signed_at is not None:
        return
    split = dict(offer.parts.values_list("person_id", "weight"))
    part.consent = sign_split(person, contest.pk, offer.author_id, split, now=now)
    part.signed_at, part.declined_at = now, None
    part.save(update_fields=["consent", "signed_at", "declined_at"])
    if not offer.parts.filter(signed_at=None).exists():
        tell_complete(offer, now=now)


@transaction.atomic
def decline_part(person: User, ref: UUID, *, now: datetime) -> None:
    """Say no, also after a yes; twice is harmless. The author is told. Raises NotVisible or SplitClosed."""
    _contest, offer, part = _lock(person, ref)
    if offer.entry_id is not None or offer.withdrawn_at is not None:
        raise SplitClosed(_closed_words(offer))
    if part.declined_at is not None:
        return
    part.consent, part.signed_at, part.declined_at = "", None, now
    part.save(update_fields=["consent", "signed_at", "declined_at"])
    tell_declined(offer, part, now=now)


def _lock(person: User, ref: UUID) -> tuple[Contest, SplitOffer, SplitPart]:
    """The person's part of somebody else's offer, the contest locked first. An author takes an offer back instead."""
    mine: Callable[[], SplitPart | None] = (
        SplitPart.objects.select_related("offer").filter(offer__ref=ref, person=person).first
    )
    part = mine()
    if part is None:
        raise NotVisible
    contest, _role = lock_for(person, part.offer.contest_id)
    offer = SplitOffer.objects.select_for_update().get(ref=ref)
    if offer.author_id == person.pk:
        raise SplitClosed(_("You have offered this split yourself: take it back, if you would rather not."))
    part = mine()
    if part is None:
        raise NotVisible
    return contest, offer, part


def _check_open(contest: Contest, offer: SplitOffer, now: datetime) -> None:
    if offer.entry_id is not None or offer.withdrawn_at is not None:
        raise SplitClosed(_closed_words(offer))
    if not takes_entries(contest, now):
        raise SplitClosed(_("This contest takes no more entries: there is nothing left to sign for."))


def _closed_words(offer: SplitOffer) -> str:
    if offer.entry_id is not None:
        return _("An entry was submitted with this split: it stands as it was signed.")
    return _("This offer was taken back.")
