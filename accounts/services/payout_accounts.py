"""Changes where money reaches a person or a brand. The old account is retired and the new one added, never edited.

Whoever could redirect somebody's pay would ask for nothing else: hence the lock, the mail, and, on the page, a fresh
sign-in (`allauth`'s reauthentication) before this is called.
"""

import re
from datetime import datetime

from django.conf import settings
from django.db import transaction
from schwifty import IBAN
from schwifty.exceptions import SchwiftyException

from accounts.errors import (
    AccountMadeByRail,
    HolderNeeded,
    MoneyHandlersOnly,
    NotAnAccountNumber,
    SomebodyElses,
    UnknownRail,
)
from accounts.models import Brand, MemberRole, PayoutAccount, User
from accounts.selectors import member_ids
from accounts.services.locks import lock_brand, lock_brand_for, lock_person
from accounts.services.mail import MailRequest, ask_for_mails
from accounts.services.shape import check_shape

# The sandbox's test numbers: any letters and digits that end in one of its magic suffixes (docs/rails.md).
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
    """Send the money of exactly one person or brand to this account from now on, and mail them that it changed.

    A person changes their own, a brand's owners and finance members its. Asking for what already is changes nothing.
    Raises UnknownRail, AccountMadeByRail, NotAnAccountNumber, HolderNeeded, SomebodyElses, MoneyHandlersOnly or
    NoSuchBrand.
    """
    if (user is None) == (brand is None):
        raise TypeError("Name either a user or a brand.")
    if rail in MADE_ACCOUNTS:
        raise AccountMadeByRail
    wanted = PayoutAccount(
        rail=rail,
        destination=clean_destination(rail, destination),
        holder_name=_clean_holder(holder_name),
        created_at=now,
    )
    check_shape(wanted, "rail", "destination", "holder_name")
    if brand is not None:
        wanted.brand, told = _lock_brand(actor, brand), member_ids(brand.pk, MONEY_HANDLERS)
    elif user is not None:
        wanted.user, told = _lock_self(actor, user), [user.pk]
    current = _current(wanted)
    if current is not None and _is_same(current, wanted):
        return current
    return _replace(current, wanted, told, now)


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

    For the one service that has the rail's word for it; nobody's wish reaches this function directly. Returns None if
    they have chosen another account since `chosen_at`. `renew`: also if it is the present one, so that what was turned
    away there is sent again.
    """
    owner = lock_person(user) if user is not None else None
    house = lock_brand(brand.pk) if brand is not None else None
    wanted = PayoutAccount(
        user=owner,
        brand=house,
        rail=rail,
        destination=clean_destination(rail, destination),
        holder_name=_clean_holder(owner.public_name if owner else house.name if house else ""),
        created_at=now,
    )
    current = _current(wanted)
    if current is not None and (current.rail, current.destination) == (rail, wanted.destination):
        return _replace(current, wanted, [], now) if renew else current
    if current is not None and current.created_at > chosen_at:
        return None
    told = [owner.pk] if owner else member_ids(house.pk, MONEY_HANDLERS) if house else []
    return _replace(current, wanted, told, now)


def _replace(current: PayoutAccount | None, wanted: PayoutAccount, told: list[int], now: datetime) -> PayoutAccount:
    if current is not None:
        current.retired_at = now
        current.save(update_fields=["retired_at"])
    wanted.save(force_insert=True)
    _tell(wanted, told, wanted.brand, now)
    return wanted


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


def _current(wanted: PayoutAccount) -> PayoutAccount | None:
    present = PayoutAccount.objects.filter(retired_at__isnull=True)
    return present.filter(user=wanted.user, brand=wanted.brand).first()


def _is_same(current: PayoutAccount, wanted: PayoutAccount) -> bool:
    return all(getattr(current, name) == getattr(wanted, name) for name in ("rail", "destination", "holder_name"))


def _tell(account: PayoutAccount, user_ids: list[int], brand: Brand | None, now: datetime) -> None:
    context = {
        "account": account.masked,
        "holder": account.holder_name,
        "brand": brand.name if brand else "",
        "url": f"{settings.SITE_URL}/brands/{brand.pk}/" if brand else f"{settings.SITE_URL}/account/payout/",
    }
    ask_for_mails(
        (MailRequest(pk, "payout_account_changed", f"payout_account:{account.pk}:{pk}", context) for pk in user_ids),
        now=now,
    )
