"""How somebody wants to be told. What may not be switched off is refused here and by the database."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.errors import ArrivalFixed, UnknownArrival, UnknownTopic
from accounts.models import Notice, NoticeChoice, User
from accounts.selectors.notices import arrivals_of
from accounts.topics import FIXED, Arrival, Topic


def choose_arrivals(actor: User, wanted: Mapping[str, str], *, now: datetime) -> dict[Topic, Arrival]:
    """Remember how these topics are to arrive; returns what changed. All of them or none.

    Raises UnknownTopic, UnknownArrival, ArrivalFixed.
    """
    return set_arrivals(actor.pk, read_choices(wanted), now=now)


def read_choices(wanted: Mapping[str, str]) -> dict[Topic, Arrival]:
    """Words as topics and arrivals, checked. A fixed topic may be named with what it is anyway."""
    chosen = {}
    for name, word in wanted.items():
        if name not in Topic.__members__.values():
            raise UnknownTopic
        if word not in Arrival.__members__.values():
            raise UnknownArrival(name)
        topic, arrival = Topic(name), Arrival(word)
        if topic not in FIXED:
            chosen[topic] = arrival
        elif arrival is not Arrival.AT_ONCE:
            raise ArrivalFixed(topic)
    return chosen


@transaction.atomic
def set_arrivals(user_id: int, chosen: Mapping[Topic, Arrival], *, now: datetime) -> dict[Topic, Arrival]:
    """Write these choices; returns those that differ from before, with what was before."""
    User.objects.select_for_update(no_key=True).only("pk").get(pk=user_id)
    before = arrivals_of(user_id)
    changed = {topic: arrival for topic, arrival in chosen.items() if before[topic] is not arrival}
    for topic, arrival in changed.items():
        NoticeChoice.objects.update_or_create(
            user_id=user_id, topic=topic.value, defaults={"arrival": arrival.value, "changed_at": now}
        )
    quiet = [topic.value for topic, arrival in changed.items() if arrival is Arrival.IN_APP]
    if quiet:
        # What was to come by mail tomorrow stands on the site alone, as wished from now on.
        Notice.objects.filter(user_id=user_id, topic__in=quiet, awaits_digest=True).update(awaits_digest=False)
    return {topic: before[topic] for topic in changed}
