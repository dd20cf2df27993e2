"""Changes where money reaches a person or a brand. The old account is retired and the new one added, never edited.

Whoever could redirect somebody's pay would ask for nothing else: hence the lock, the cooling period in which nothing is
paid and everybody concerned is warned by mail, and, on the page, a fresh sign-in (`allauth`'s reauthentication) before
this is called. No program can call it.
"""

import re
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from schwifty import IBAN
from schwifty.exceptions import SchwiftyException

from accounts.errors import (
    AccountMadeByRail,
    AccountParked,
    HolderNeeded,
    MoneyHandlersOnly,
    NotAnAccountNumber,
    SomebodyElses,
    UnknownRail,
)
from accounts.models import Act, Brand, MemberRole, PayoutAccount, User
from accounts.services.account_mails import tell_changed
from accounts.services.audit_trail import record_act, values_of
from accounts.services.locks import lock_brand, lock_brand_for, lock_person
from accounts.services.shape import check_shape

# The sandbox's test numbers: any letters and digits that end in one of its magic suffixes (docs/rails.md).
MOST_SIGNS = 64  # No rail takes more (see `payouts.rails.base`).
SANDBOX_TEST_NUMBER = re.compile(r"[A-Z0-9]{2,28}99000[1-8]")
# Rails that make the accounts they pay into. Nobody may type one: it could be somebody else's.
MADE_ACCOUNTS = {"stripe": re.compile(r"acct_[A-Za-z0-9]{8,}")}
MONEY_HANDLERS = frozenset({MemberRole.OWNER, MemberRole.FINANCE})


@transaction.atomic
def set_payout_account(
    actor: User,
    *,
    user: User | None = None,
    brand: Brand | None = None,
    rail: str,
    destination: str,
    holder_name: str,
    now: datetime,
) -> PayoutAccount:
    """Send the money of exactly one person or brand to this account, and mail them that it changed.

    The first account takes effect at once, any other after settings.PAYOUT_COOLING; until then payments wait. A person
    changes their own, a brand's owners and finance members its. Asking for what already is changes nothing. Raises
    UnknownRail, AccountMadeByRail, NotAnAccountNumber, HolderNeeded, SomebodyElses, MoneyHandlersOnly, NoSuchBrand or
    AccountParked.
    """
    if (user is None) == (brand is None):
        raise TypeError("Name either a user or a brand.")
    if rail in MADE_ACCOUNTS:
        raise AccountMadeByRail
    number = clean_destination(rail, destination)
    wanted = PayoutAccount(rail=rail, holder_name=_clean_holder(holder_name), created_at=now)
    check_shape(wanted, "rail", "holder_name")
    if brand is not None:
        wanted.brand = _lock_brand(actor, brand)
    elif user is not None:
        wanted.user = _lock_self(actor, user)
    current = current_account(wanted)
    if current is not None and current.holder_name == wanted.holder_name and current.goes_to(rail, number):
        return current
    if current is not None and current.is_parked:
        raise AccountParked
    wanted.seal(number)
    wanted.takes_effect_at = now if _is_first(wanted) else now + settings.PAYOUT_COOLING
    put_in_place(wanted, current, now=now)
    record_account(Act.ACCOUNT_CHANGE, actor, wanted, current)
    tell_changed(wanted, now=now)
    return wanted


@transaction.atomic
def adopt_made_account(
    *,
    user: User | None = None,
    brand: Brand | None = None,
    rail: str,
    destination: str,
    chosen_at: datetime,
    now: datetime,
    renew: bool = False,
) -> PayoutAccount | None:
    """Send money to an account that its rail has made for this person or brand and calls payable.

    For the one service that has the rail's word for it; nobody's wish reaches this function directly. It cools like any
    other change. Returns None if they have chosen another account since `chosen_at`, or an operator has still to look
    at the present one. `renew`: also if it is the present one, so that what was turned away there is sent again.
    """
    owner = lock_person(user) if user is not None else None
    house = lock_brand(brand.pk) if brand is not None else None
    number = clean_destination(rail, destination)
    name = _clean_holder(owner.public_name if owner else house.name if house else "")
    wanted = PayoutAccount(user=owner, brand=house, rail=rail, holder_name=name, created_at=now)
    wanted.seal(number)
    current = current_account(wanted)
    if current is not None and current.is_parked:
        return None
    if current is not None and current.goes_to(rail, number):
        if renew:
            wanted.takes_effect_at = max(now, current.takes_effect_at)
            put_in_place(wanted, current, now=now)
        return wanted if renew else current
    if current is not None and current.created_at > chosen_at:
        return None
    wanted.takes_effect_at = now if _is_first(wanted) else now + settings.PAYOUT_COOLING
    put_in_place(wanted, current, now=now)
    record_account(Act.ACCOUNT_ADOPT, None, wanted, current)
    tell_changed(wanted, now=now)
    return wanted


def record_account(act: Act, actor: User | None, account: PayoutAccount, former: PayoutAccount | None) -> None:
    """Keep in the audit trail where somebody's money goes from now on, masked, and where it went before."""
    record_act(act, actor, account.owner, before=_seen(former) if former else {}, after=_seen(account))


def _seen(account: PayoutAccount) -> dict[str, Any]:
    return values_of(account, "pk", "rail", "masked", "holder_name", "takes_effect_at")


def put_in_place(account: PayoutAccount, current: PayoutAccount | None, *, now: datetime) -> None:
    """Insert an account in the place of the present one, which is retired. The owner's row is locked by the caller."""
    if current is not None:
        current.retired_at = now
        current.save(update_fields=["retired_at"])
    account.replaces = current
    account.save(force_insert=True)


def iban_rail() -> str:
    """The rail that pays to a typed account number: bank transfers where the platform has a bank, else the sandbox."""
    return "sepa" if "sepa" in settings.RAILS else "sandbox"


def current_account(like: PayoutAccount) -> PayoutAccount | None:
    """The present account of whoever owns this one."""
    return _of_owner(like).filter(retired_at__isnull=True).first()


def clean_destination(rail: str, destination: str) -> str:
    """The account number as the rail wants it: no spaces, capitals; an account that its rail made, as it is.

    Raises UnknownRail or NotAnAccountNumber.

    >>> clean_destination("sandbox", "fr14 2004 1010 0505 0001 3M02 606")
    'FR1420041010050500013M02606'
    """
    if rail not in settings.RAILS:
        raise UnknownRail
    if made := MADE_ACCOUNTS.get(rail):
        if not made.fullmatch(destination):
            raise NotAnAccountNumber
        return destination
    if len(destination) > MOST_SIGNS:
        raise NotAnAccountNumber
    number = re.sub(r"[\s.-]", "", destination).upper()
    if rail == "sandbox" and SANDBOX_TEST_NUMBER.fullmatch(number):
        return number
    try:
        return str(IBAN(number))
    except SchwiftyException as error:
        raise NotAnAccountNumber from error


def _clean_holder(name: str) -> str:
    words = " ".join(name.split())
    if not words:
        raise HolderNeeded
    return words


def _lock_brand(actor: User, brand: Brand) -> Brand:
    locked, role = lock_brand_for(actor, brand.pk)
    if role not in MONEY_HANDLERS:
        raise MoneyHandlersOnly
    return locked


def _lock_self(actor: User, user: User) -> User:
    if actor.pk != user.pk:
        raise SomebodyElses
    return lock_person(user)


def _is_first(wanted: PayoutAccount) -> bool:
    """Whether nobody's pay can have been meant for another account before."""
    return not _of_owner(wanted).exists()


def _of_owner(account: PayoutAccount) -> QuerySet[PayoutAccount]:
    return PayoutAccount.objects.filter(user=account.user, brand=account.brand)
