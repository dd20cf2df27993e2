"""Asks for the mails about offered splits. Only its own people are told of one: the brand must not know who enters."""

from datetime import datetime

from django.conf import settings

from accounts.services.mail import MailRequest, ask_for_mails
from contests.models import Brief, SplitOffer, SplitPart


def tell_offered(offer: SplitOffer, *, now: datetime) -> None:
    """Tell everybody but the author what they are offered."""
    others = offer.parts.exclude(person=offer.author_id).values_list("person_id", flat=True)
    for person in others:
        _ask("split_offered", offer, person, now=now, inviter=offer.author.public_name)


def tell_complete(offer: SplitOffer, *, now: datetime) -> None:
    """Tell the author that everybody has signed, each time it comes to that."""
    _ask("split_complete", offer, offer.author_id, now=now, once_for=now.isoformat())


def tell_declined(offer: SplitOffer, part: SplitPart, *, now: datetime) -> None:
    """Tell the author who would rather not."""
    once_for = f"{part.pk}:{now.isoformat()}"
    _ask("split_declined", offer, offer.author_id, now=now, once_for=once_for, inviter=part.person.public_name)


def _ask(
    template: str, offer: SplitOffer, person_id: int, *, now: datetime, inviter: str = "", once_for: str = ""
) -> None:
    title = Brief.objects.filter(contest=offer.contest_id).values_list("title", flat=True).first()
    request = MailRequest(
        user_id=person_id,
        template=template,
        dedupe_key=f"{template}:{offer.ref}:{person_id}:{once_for}",
        context={
            "title": title or "",
            "inviter": inviter,
            "url": f"{settings.SITE_URL}/splits/{offer.ref}/",
        },
    )
    ask_for_mails([request], now=now)
