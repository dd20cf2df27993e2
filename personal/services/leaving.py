"""Somebody wants to leave: the wish, its week of cooling, taking it back, and carrying it out when its day has come.

Whoever holds a role in the platform, or is alone in owning a brand with a contest under way or with money that is held
for it or owed to it, cannot go before that is settled. Whoever is still owed money chooses: to go on, and be paid where
they said, or to wait until it has arrived.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import F

from accounts.models import User
from accounts.services.locks import lock_brand, lock_person
from accounts.services.mail import MailRequest, ask_for_mails
from accounts.services.undo_links import DEPARTURE, read_stay_token
from contests.errors import ContestRefusal
from contests.lifecycle import State
from contests.models import Entry, EntryShare, EntryState
from contests.services.entries import withdraw_entry
from contests.services.transitions import lock_contest
from duerows.claims import work_off
from duerows.models import DueState
from personal.errors import BrandNeedsOwner, HasLeft, LeavingAlready, NotLeaving, StaffStays
from personal.models import Departure
from personal.selectors.pending import Pending, departure_of, pending_of
from personal.services.forgetting import forget

COOLING: Final = timedelta(days=7)
PUT_OFF_BY: Final = timedelta(days=1)


@transaction.atomic
def ask_to_leave(actor: User, *, awaits_money: bool = False, now: datetime) -> Departure:
    """Begin the week after which the actor has left, and mail how to take it back.

    Raises StaffStays, BrandNeedsOwner or LeavingAlready.
    """
    person = lock_person(actor)
    if departure_of(person) is not None:
        raise LeavingAlready
    pending = pending_of(person)
    if pending.is_staff:
        raise StaffStays
    if pending.brands:
        raise BrandNeedsOwner
    on = now + COOLING
    wish = Departure.objects.create(user=person, asked_at=now, not_before=on, due_at=on, awaits_money=awaits_money)
    _tell(wish, "leaving_asked", {"date": f"{on:%Y-%m-%d}", DEPARTURE: wish.pk}, now)
    return wish


def undo_leaving(actor: User, *, now: datetime) -> Departure:
    """Take one's own wish back. Raises NotLeaving."""
    wish = departure_of(actor)
    if wish is None:
        raise NotLeaving
    return _undo(wish.pk, now)


def find_departure(token: str) -> Departure:
    """What the mail's link is about, while it can be taken back. Raises NotLeaving or HasLeft."""
    number = read_stay_token(token)
    wish = Departure.objects.select_related("user").filter(pk=number).first() if number else None
    return _open(wish)


def undo_by_link(token: str, *, now: datetime) -> Departure:
    """Take the wish back by the mail's link, without a sign-in. Raises NotLeaving or HasLeft."""
    return _undo(find_departure(token).pk, now)


def _open(wish: Departure | None) -> Departure:
    if wish is None or wish.due_state == DueState.CANCELLED:
        raise NotLeaving
    if wish.due_state == DueState.DONE:
        raise HasLeft
    return wish


@transaction.atomic
def _undo(number: int, now: datetime) -> Departure:
    # The row alone is locked: a worker that carries it out at this moment holds it until they have left.
    wish = _open(Departure.objects.select_for_update(of=("self",)).select_related("user").get(pk=number))
    Departure.objects.filter(pk=wish.pk).update(
        due_state=DueState.CANCELLED, undone_at=now, lease_until=None, fence=F("fence") + 1
    )
    _tell(wish, "leaving_undone", {}, now)
    wish.refresh_from_db()
    return wish


def let_due_go(*, now: datetime) -> int:
    """Carry out one departure whose day has come. Returns how many were claimed, so that callers can go on until 0."""
    return work_off(Departure, _carry_out, now=now, lock=_lock_contests, limit=1)


def _lock_contests(keys: Sequence[int]) -> None:
    people = Departure.objects.filter(pk__in=keys).values("user_id")
    running = _withdrawable().filter(author_id__in=people)
    for contest_id in sorted(set(running.values_list("contest_id", flat=True))):
        lock_contest(contest_id)


def _carry_out(keys: Sequence[int], now: datetime) -> None:
    for wish in Departure.objects.filter(pk__in=keys).select_related("user"):
        # Of a brand's last two owners who go on one day, the second is to see that the first has gone.
        for brand_id in wish.user.memberships.order_by("brand_id").values_list("brand_id", flat=True):
            lock_brand(brand_id)
        reason = why_not_yet(pending_of(wish.user), awaits_money=wish.awaits_money)
        if reason:
            Departure.objects.filter(pk=wish.pk).update(
                due_state=DueState.WAITING,
                due_at=now + PUT_OFF_BY,
                put_off_because=reason,
                finished_at=None,
                attempts=0,
            )
            continue
        _withdraw_what_can_be(wish.user, now)
        forget(wish.user, now=now)


def why_not_yet(pending: Pending, *, awaits_money: bool) -> str:
    """What keeps somebody on their day, in a word; '' for nothing."""
    if pending.is_staff:
        return "staff"
    if pending.brands:
        return "brand"
    return "money" if awaits_money and pending.money else ""


def _withdrawable() -> Any:
    early = (State.OPEN.value, State.SHORTLISTING.value)
    return Entry.objects.filter(state=EntryState.SUBMITTED, contest__state__in=early, place=None)


def _withdraw_what_can_be(person: User, now: datetime) -> None:
    """Their own entries go out of contests that have chosen nobody yet; what is a team's work stays the others'."""
    alone = _withdrawable().filter(author=person).exclude(shares__in=_shares_of_others(person))
    for entry_id in list(alone.order_by("contest_id", "pk").values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                withdraw_entry(person, entry_id, now=now)
        except ContestRefusal:
            continue


def _shares_of_others(person: User) -> Any:
    return EntryShare.objects.filter(entry__author=person).exclude(user=person)


def _tell(wish: Departure, template: str, context: dict[str, Any], now: datetime) -> None:
    known = context | {"url": f"{settings.SITE_URL}/settings/data/"}
    ask_for_mails([MailRequest(wish.user_id, template, f"{template}:{wish.pk}", known)], now=now)
