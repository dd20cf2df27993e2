"""Reads people: profiles, verified addresses and where money reaches them."""

from collections.abc import Iterable
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from accounts.models import CreativeProfile, PayoutAccount, User


def find_by_email(email: str) -> User | None:
    """The person who signs in with this address, whatever its letter case."""
    return User.objects.filter(email=email.strip().lower()).first()


def creative_profile(user: User) -> CreativeProfile | None:
    """The profile that makes the person a creative."""
    return CreativeProfile.objects.filter(user_id=user.pk).first()


def owns_address(user: User, email: str) -> bool:
    """Whether the person has proved that this address is theirs."""
    return bool(EmailAddress.objects.filter(user_id=user.pk, email=email.lower(), verified=True).exists())


def has_second_factor(user: User) -> bool:
    """Whether the person signs in with a second factor. Recovery codes alone are not one."""
    return bool(Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).exists())


def handles_of(user_ids: Iterable[int]) -> dict[int, str]:
    """The public name of each of these people."""
    return dict(User.objects.filter(pk__in=set(user_ids)).values_list("pk", "handle"))


def payout_account_of_person(user_id: int) -> PayoutAccount | None:
    """Where the person's money goes at this moment."""
    return PayoutAccount.objects.filter(user_id=user_id, retired_at__isnull=True).first()


def payout_account_of_brand(brand_id: UUID) -> PayoutAccount | None:
    """Where the brand's refunds go at this moment."""
    return PayoutAccount.objects.filter(brand_id=brand_id, retired_at__isnull=True).first()


def payout_accounts_of_people(user_ids: Iterable[int]) -> dict[int, PayoutAccount]:
    """The present payout account per person; those without one are left out."""
    accounts = PayoutAccount.objects.filter(user_id__in=list(user_ids), retired_at__isnull=True)
    return {account.user_id: account for account in accounts if account.user_id is not None}


def payout_accounts_of_brands(brand_ids: Iterable[UUID]) -> dict[UUID, PayoutAccount]:
    """The present payout account per brand; those without one are left out."""
    accounts = PayoutAccount.objects.filter(brand_id__in=list(brand_ids), retired_at__isnull=True)
    return {account.brand_id: account for account in accounts if account.brand_id is not None}


def creative_by_handle(handle: str) -> CreativeProfile | None:
    """The creative whom others know by this handle, unless the account was closed."""
    return CreativeProfile.objects.select_related("user").filter(user__handle=handle, user__is_active=True).first()
