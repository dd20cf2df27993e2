"""The secret address of somebody's calendar: made, read, renewed. It is signed, so that no row holds it."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import F

from accounts.models import User
from contests.errors import NotVisible
from contests.models import CalendarFeed

SALT = "contests.calendar"


@transaction.atomic
def renew_calendar(person: User, *, now: datetime) -> str:
    """Make an address, or a new one in the place of the old, which is worthless from then on."""
    feed, made = CalendarFeed.objects.get_or_create(person=person, defaults={"created_at": now})
    if not made:
        CalendarFeed.objects.filter(pk=person.pk).update(generation=F("generation") + 1, created_at=now)
        feed.refresh_from_db()
    return address_of(feed)


def calendar_of(person: User) -> str | None:
    """The address, if one was made."""
    feed = CalendarFeed.objects.filter(person=person).first()
    return address_of(feed) if feed else None


def address_of(feed: CalendarFeed) -> str:
    """Where the calendar is. Whoever knows it can read it."""
    return f"{settings.SITE_URL}/calendar/{Signer(salt=SALT).sign(f'{feed.ref.hex}.{feed.generation}')}.ics"


def read_calendar(token: str) -> User:
    """Whose calendar this address shows. Raises NotVisible for one that was renewed or made up."""
    try:
        key, _, generation = Signer(salt=SALT).unsign(token).partition(".")
    except BadSignature:
        raise NotVisible from None
    feed = CalendarFeed.objects.filter(ref=UUID(hex=key), generation=int(generation)).select_related("person").first()
    if feed is None or not feed.person.is_active:
        raise NotVisible
    return feed.person
