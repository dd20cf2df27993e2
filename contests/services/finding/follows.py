"""Following briefs and brands, and stopping. Doing either twice is harmless; who follows what is told to nobody."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from contests.errors import NotVisible, TooManyFollowed
from contests.models import Following
from contests.selectors.following import brand_to_follow, may_follow

MOST_FOLLOWED = 500


def follow_brief(person: User, contest_id: UUID, *, now: datetime) -> Following:
    """Hear of a brief's answers, its closing and its end. Raises NotVisible or TooManyFollowed.

    Only what is shown to them can be followed, and no draft: a brand's own people have their dashboard for these.
    """
    if not may_follow(person, contest_id):
        raise NotVisible
    return _follow(person, now, contest_id=contest_id)


def follow_brand(person: User, slug: str, *, now: datetime) -> Following:
    """Hear of a brand's next briefs. Raises NotVisible for one that shows them no brief, or TooManyFollowed."""
    brand_id = brand_to_follow(person, slug)
    if brand_id is None:
        raise NotVisible
    return _follow(person, now, brand_id=brand_id)


def unfollow(person: User, ref: UUID) -> None:
    """Stop. Raises NotVisible for what is not the person's own."""
    if not Following.objects.filter(person=person, ref=ref).delete()[0]:
        raise NotVisible


def unfollow_brief(person: User, contest_id: UUID) -> None:
    """Stop following this brief; nothing happens to whoever does not."""
    Following.objects.filter(person=person, contest=contest_id).delete()


def unfollow_brand(person: User, slug: str) -> None:
    """The same for a brand."""
    Following.objects.filter(person=person, brand__slug=slug).delete()


@transaction.atomic
def _follow(person: User, now: datetime, **what: UUID) -> Following:
    # The person's row is locked, so that what they follow is counted one after the other.
    User.objects.select_for_update().get(pk=person.pk)
    found = Following.objects.filter(person=person, **what).first()
    if found is not None:
        return found
    if Following.objects.filter(person=person).count() >= MOST_FOLLOWED:
        sentence = _("You follow %(most)d briefs and brands, which is the most. Stop following some first.")
        raise TooManyFollowed(sentence % {"most": MOST_FOLLOWED})
    return Following.objects.create(person=person, created_at=now, **what)
