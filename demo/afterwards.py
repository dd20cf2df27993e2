"""What the demo's people begin once contests are decided: works shown by those who made them, and an offer for one."""

from datetime import datetime, timedelta
from itertools import count

from contests.follow_up_rules import Purpose
from contests.lifecycle import State
from contests.models import Entry, EntryState, FollowUp, ShortlistPlace
from contests.selectors.follow_ups import beginnings_of
from contests.services.following_up.beginning import begin_follow_up
from contests.services.showing import show_work
from demo.cast import Cast
from demo.telling import ASKED_EVERY, await_deposit, pay

DAY = timedelta(days=1)


def go_on(cast: Cast, *, now: datetime) -> None:
    """Every losing work on a public shortlist is shown by its author; for one of them an offer stands."""
    if FollowUp.objects.exists():
        return
    places = ShortlistPlace.objects.filter(
        contest__state=State.SETTLED,
        contest__visibility="public",
        contest__decided_at__lt=now - 2 * DAY,
        entry__state=EntryState.SUBMITTED,
        entry__award__handover__isnull=True,
    )
    entries = list(Entry.objects.filter(place__in=places).select_related("contest__brand", "author").order_by("pk"))
    for entry in entries:
        show_work(entry.author, entry.pk, now=now - DAY)
    for entry in entries:
        owner = cast.owners.get(entry.contest.brand.slug)
        may = beginnings_of(owner, entry.pk) if owner else None
        if owner is not None and may is not None and may.may_buy:
            offer = begin_follow_up(owner, entry.pk, Purpose.PURCHASE, may.least_minor + 10_000, now=now - DAY)
            deposit = pay(owner, offer, now=now - DAY)
            await_deposit(deposit, (now - DAY + number * ASKED_EVERY for number in count()))
            return
