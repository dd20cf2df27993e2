"""Submitting an entry on an offered split: its signed parts become the entry's shares."""

from uuid import UUID

from django.utils.translation import gettext as _

from accounts.models import User
from contests.entry_rules import Share
from contests.errors import InvalidEntry, Problem
from contests.models import Contest, Entry, SplitOffer


def shares_of_offer(author: User, contest: Contest, ref: UUID) -> tuple[Share, ...]:
    """The shares, each with its consent, of the author's own offer; the contest is locked. Raises InvalidEntry."""
    offer = SplitOffer.objects.select_for_update().filter(ref=ref, author=author, contest=contest).first()
    if offer is None or offer.withdrawn_at is not None:
        raise InvalidEntry([Problem("split", _("There is no such offer of yours here, or you have taken it back."))])
    if offer.entry_id is not None:
        raise InvalidEntry([Problem("split", _("Another entry stands on this split already. Offer it once more."))])
    parts = list(offer.parts.select_related("person"))
    if missing := [part.person.public_name for part in parts if part.signed_at is None]:
        sentence = _("Not everybody has signed this split: %(names)s. Wait for them, or offer another.")
        raise InvalidEntry([Problem("split", sentence % {"names": ", ".join(missing)})])
    return tuple(Share(part.person_id, part.weight, part.consent) for part in parts)


def mark_used(ref: UUID, entry: Entry) -> None:
    """The entry stands on this offer from now on; in the transaction that wrote the entry and its shares."""
    SplitOffer.objects.filter(ref=ref).update(entry=entry)
