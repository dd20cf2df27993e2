"""Takes a changed payout account back, at the word of whoever holds the link from the warning mail.

It needs no sign-in: somebody whose account was taken over may have none left. It can only bring back what was in place
before the change, and it stops all payments until an operator has looked: a stolen link gains nothing.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction

from accounts.errors import AdminsOnly, NoSuchChange, NothingParked, UndoExpired
from accounts.models import Act, PayoutAccount, User
from accounts.services.account_mails import tell_restored
from accounts.services.audit_trail import record_act, values_of
from accounts.services.locks import lock_brand, lock_person
from accounts.services.payout_accounts import current_account, put_in_place, record_account
from accounts.services.undo_links import read_token

UNDO_FOR: Final = timedelta(days=7)


def read_change(token: str, *, now: datetime) -> PayoutAccount:
    """The account whose coming the link takes back. Raises NoSuchChange or UndoExpired."""
    change = PayoutAccount.objects.select_related("user", "brand", "replaces").filter(pk=read_token(token)).first()
    if change is None:
        raise NoSuchChange
    if now > change.created_at + UNDO_FOR:
        raise UndoExpired
    return change


@transaction.atomic
def undo_change(token: str, *, now: datetime) -> PayoutAccount:
    """Bring back what was in place before the change, as a new row that is parked, and mail everybody concerned.

    Of a first account there was nothing before: it is itself kept, and parked. Whatever took the place of the change
    since then goes, too. Again, or at once from two addresses, it happens once. Raises NoSuchChange or UndoExpired.
    """
    change = read_change(token, now=now)
    _lock_owner(change)
    done = PayoutAccount.objects.filter(undoes=change).first()
    if done is not None:
        return done
    restored, current = _restore(change, now)
    record_account(Act.ACCOUNT_UNDO, None, restored, current)
    tell_restored(restored, now=now)
    return restored


@transaction.atomic
def review_account(actor: User, account_id: int, *, now: datetime) -> PayoutAccount:
    """An operator has looked at a parked account: payments to it go on. Raises AdminsOnly or NothingParked."""
    if not (actor.is_admin and actor.is_active):
        raise AdminsOnly
    account = PayoutAccount.objects.select_for_update(of=("self",)).get(pk=account_id)
    if not account.is_parked or account.retired_at is not None:
        raise NothingParked
    account.reviewed_at, account.reviewed_by = now, actor
    account.save(update_fields=["reviewed_at", "reviewed_by"])
    record_act(Act.ACCOUNT_REVIEW, actor, account.owner, after=values_of(account, "pk", "masked", "reviewed_at"))
    return account


def _restore(change: PayoutAccount, now: datetime) -> tuple[PayoutAccount, PayoutAccount | None]:
    """The former account in its place again, parked. One that its rail had made, and does not call ready any more, the
    database lets nobody have back: then what the change brought is parked instead.
    """
    try:
        with transaction.atomic():
            return _put_copy_in_place(change.replaces or change, change, now)
    except IntegrityError:
        return _put_copy_in_place(change, change, now)


def _put_copy_in_place(
    former: PayoutAccount, change: PayoutAccount, now: datetime
) -> tuple[PayoutAccount, PayoutAccount | None]:
    """The copy, and what it took the place of."""
    copy = PayoutAccount(
        user=former.user,
        brand=former.brand,
        rail=former.rail,
        sealed=former.sealed,
        fingerprint=former.fingerprint,
        ending=former.ending,
        holder_name=former.holder_name,
        created_at=now,
        takes_effect_at=max(now, former.takes_effect_at),
        undoes=change,
        parked_at=now,
    )
    current = current_account(change)
    put_in_place(copy, current, now=now)
    return copy, current


def _lock_owner(change: PayoutAccount) -> None:
    """The same lock that a change of the account takes."""
    if change.user is not None:
        lock_person(change.user)
    elif change.brand_id is not None:
        lock_brand(change.brand_id)
