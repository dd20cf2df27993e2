"""The link at the foot of a mail by which somebody stops such mails, without signing in, and takes that back.

The link is signed and does not expire: whoever finds an old mail of ours must still be able to stop the next one. It
opens nothing but the choice of one topic, or of all that the daily mail gathers.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.core.signing import BadSignature, Signer

from accounts.errors import NoSuchChoice
from accounts.models import User
from accounts.selectors.notices import arrivals_of
from accounts.services.notices.choosing import set_arrivals
from accounts.topics import FIXED, Arrival, Topic

SALT: Final = "accounts.notices.unsubscribe"
DIGEST: Final = "digest"
"""Stands for all topics that arrive once a day."""


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a link is about: a person, and the topic or the daily mail."""

    user: User
    about: str

    @property
    def topics(self) -> tuple[Topic, ...]:
        """The topics that it may change."""
        if self.about == DIGEST:
            return tuple(topic for topic in Topic if topic not in FIXED)
        return (Topic(self.about),)


def unsubscribe_token(user_id: int, about: str) -> str:
    """What the link ends in. `about`: a topic, or DIGEST."""
    return Signer(salt=SALT).sign(f"{user_id}.{about}")


def unsubscribe_url(user_id: int, about: str) -> str:
    """The link for a mail to this person."""
    return f"{settings.SITE_URL}/unsubscribe/{unsubscribe_token(user_id, about)}/"


def read_subscription(token: str) -> Subscription:
    """What the link is about. Raises NoSuchChoice for whatever we have not signed, or for somebody who has left."""
    try:
        number, _, about = Signer(salt=SALT).unsign(token).partition(".")
    except BadSignature as error:
        raise NoSuchChoice from error
    known = about == DIGEST or (about in Topic.__members__.values() and Topic(about) not in FIXED)
    user = User.objects.filter(pk=int(number), is_active=True).first() if known else None
    if user is None:
        raise NoSuchChoice
    return Subscription(user, about)


def unsubscribe(token: str, *, now: datetime) -> dict[Topic, Arrival]:
    """Have what the link is about stand on the site alone; returns what changed, with how it arrived before."""
    asked = read_subscription(token)
    before = arrivals_of(asked.user.pk)
    mailed = (
        topic
        for topic in asked.topics
        if (before[topic] is Arrival.DAILY if asked.about == DIGEST else before[topic] is not Arrival.IN_APP)
    )
    return set_arrivals(asked.user.pk, dict.fromkeys(mailed, Arrival.IN_APP), now=now)


def subscribe_again(token: str, before: Mapping[str, str], *, now: datetime) -> dict[Topic, Arrival]:
    """Take that back: have the link's topics arrive as they did. Others, and nonsense, are passed over."""
    asked = read_subscription(token)
    words = Arrival.__members__.values()
    again = {topic: Arrival(before[topic]) for topic in asked.topics if before.get(topic) in words}
    set_arrivals(asked.user.pk, again, now=now)
    return again
