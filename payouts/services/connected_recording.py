"""Writes what a rail said of an account that it made, and makes it where its holder's money goes. Calls no rail.

Locks the holder first, then the row, and writes only under the fence with which the rail was asked.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from accounts.services.locks import lock_brand, lock_person
from accounts.services.payout_accounts import adopt_made_account
from duerows.claims import Claim
from duerows.models import DueState
from payouts.models import ConnectedAccount, ConnectedState, Disbursement, DisbursementState
from payouts.rails.base import RailAccount
from payouts.services.verdicts import doubt_delay

SOONEST_LOOK: Final = timedelta(minutes=15)
LATEST_LOOK: Final = timedelta(hours=6)
STOP_LOOKING: Final = timedelta(days=90)
"""The rail reports what changes about an account; in case a report is lost we look ourselves, rarely."""

CHANGED: Final = (
    "state",
    "account",
    "reason",
    "due_state",
    "due_at",
    "lease_until",
    "fence",
    "attempts",
    "last_error",
    "finished_at",
)


@transaction.atomic
def record_word(one: Claim, said: RailAccount | None, *, now: datetime) -> None:
    """What the rail says of the account as it is; None: there is no such account any more."""
    row = _lock(one)
    if row is None:
        return
    if said is None:
        row.state, row.reason = ConnectedState.GONE, "account_gone"
        _finish(row, now)
        return
    row.account, row.reason = said.reference, ""
    if not said.is_payable:
        row.state = ConnectedState.UNFINISHED
        _look_again(row, now)
        return
    row.state = ConnectedState.READY
    _finish(row, now)
    adopt_made_account(
        user=row.user,
        brand=row.brand,
        rail=row.rail,
        destination=row.account,
        chosen_at=row.chosen_at,
        now=now,
        renew=_was_turned_away(row),
    )


@transaction.atomic
def record_refusal(one: Claim, reason: str, *, now: datetime) -> None:
    """The rail will not make the account."""
    row = _lock(one)
    if row is not None:
        row.state, row.reason = ConnectedState.REFUSED, reason[:300]
        _finish(row, now)


@transaction.atomic
def record_doubt(one: Claim, error: str, *, now: datetime) -> None:
    """Nothing definite was learnt: ask again, later and later, for ever."""
    row = _lock(one)
    if row is not None:
        row.due_at, row.last_error = now + doubt_delay(one.attempts), error[:2000]
        _write(row)


def _lock(one: Claim) -> ConnectedAccount | None:
    """The row, unless somebody has overtaken us; its holder locked before it."""
    row = ConnectedAccount.objects.select_related("user", "brand").get(pk=one.pk)
    if row.user is not None:
        lock_person(row.user)
    if row.brand is not None:
        lock_brand(row.brand.pk)
    held = ConnectedAccount.objects.select_for_update(of=("self",)).select_related("user", "brand")
    return held.filter(pk=one.pk, fence=one.fence).first()


def _was_turned_away(row: ConnectedAccount) -> bool:
    """Whether a payment to this very account was rejected, or came back before its holder chose the account again: now
    that it is payable, it should be tried once more.
    """
    rejected = Q(state=DisbursementState.REJECTED)
    came_back = Q(state=DisbursementState.RETURNED, finished_at__lt=row.chosen_at)
    turned_away = Disbursement.objects.filter(
        rejected | came_back,
        payout_account__rail=row.rail,
        payout_account__user=row.user,
        payout_account__brand=row.brand,
        payout_account__retired_at__isnull=True,
        obligation__paid_at__isnull=True,
        obligation__cancelled_at__isnull=True,
    ).select_related("payout_account")
    accounts = [one.payout_account for one in turned_away[:1] if one.payout_account is not None]
    return any(account.goes_to(row.rail, row.account) for account in accounts)


def _look_again(row: ConnectedAccount, now: datetime) -> None:
    age = now - row.chosen_at
    if age > STOP_LOOKING:
        _finish(row, now)
        return
    row.due_at, row.attempts, row.last_error = now + max(SOONEST_LOOK, min(LATEST_LOOK, age)), 0, ""
    _write(row)


def _finish(row: ConnectedAccount, now: datetime) -> None:
    row.due_state, row.finished_at, row.attempts, row.last_error = DueState.DONE, now, 0, ""
    _write(row)


def _write(row: ConnectedAccount) -> None:
    row.lease_until, row.fence = None, row.fence + 1
    row.save(update_fields=CHANGED)
