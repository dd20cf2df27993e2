"""Brings the demo's people to life: accounts with known passwords, second factors for staff, brands, bank accounts."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib.auth.hashers import make_password
from schwifty import IBAN

from accounts.models import Brand, MemberRole, Membership, StaffRole, User
from accounts.services.api_clients import NewClient, create_client
from accounts.services.brands import create_brand
from accounts.services.payout_accounts import set_payout_account
from accounts.services.people import become_creative, update_profile
from accounts.services.second_factor import enrol
from demo.people import ADMIN, AUDITOR, BRANDS, CREATIVES, PASSWORD, SECOND_ADMIN, DemoBrand, email_of

LONG_HERE = timedelta(days=150)
AUDIT_SCOPES = ("audit:read", "money:read", "contests:read")


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody in the demo, and what a newcomer needs to be them. A demo of earlier days has one admin only."""

    brands: dict[str, Brand]
    owners: dict[str, User]
    creatives: list[User]
    admin: User
    secrets: dict[str, str]
    client: NewClient
    second_admin: User | None = None


def is_cast() -> bool:
    """Whether the demo's people exist already."""
    return User.objects.filter(email=email_of(ADMIN[0])).exists()


def find_cast() -> Cast:
    """Everybody, as made before; what was shown once (secrets) is not known any more."""
    brands = {spec.slug: Brand.objects.get(name=spec.name) for spec in BRANDS}
    owners = {spec.slug: User.objects.get(email=email_of(spec.slug)) for spec in BRANDS}
    creatives = [User.objects.get(email=email_of(spec.handle)) for spec in CREATIVES]
    admin, second = (User.objects.filter(email=email_of(who)).first() for who, _ in (ADMIN, SECOND_ADMIN))
    assert admin is not None, "is_cast() has seen to it"
    return Cast(brands, owners, creatives, admin, {}, NewClient("", ""), second)


def make_cast(*, now: datetime) -> Cast:
    """Create everybody. Call it once, inside a transaction."""
    brands, owners = {}, {}
    for number, brand in enumerate(BRANDS):
        owner = _person(brand.slug, brand.owner, now)
        owners[brand.slug] = owner
        brands[brand.slug] = _brand(brand, owner, number, now)
    creatives = []
    for number, creative in enumerate(CREATIVES):
        # They have been here for a while: some of what they may do asks for it.
        user = _person(creative.handle, creative.name, now - LONG_HERE, locale=creative.locale)
        become_creative(user, headline=creative.headline, now=now)
        _payout_account(user, user, number, creative.name, now)
        creatives.append(user)
    secrets: dict[str, str] = {}
    auditor = _staff(StaffRole.AUDITOR, AUDITOR, secrets, now)
    admin, second = (_staff(StaffRole.ADMIN, who, secrets, now) for who in (ADMIN, SECOND_ADMIN))
    client = create_client(auditor, name="Demo auditor's script", scopes=AUDIT_SCOPES, now=now)
    return Cast(brands, owners, creatives, admin, secrets, client, second)


def _staff(role: StaffRole, who: tuple[str, str], secrets: dict[str, str], now: datetime) -> User:
    user = _person(*who, now, staff_role=role, is_staff=role == StaffRole.ADMIN)
    user.is_superuser = role == StaffRole.ADMIN
    user.save(update_fields=["is_superuser"])
    secrets[user.email] = generate_totp_secret()
    enrol(user, secrets[user.email])
    return user


def _person(login: str, name: str, now: datetime, **fields: Any) -> User:
    user = User.objects.create_user(email_of(login), display_name=name, created_at=now, **fields)
    user.password = _hashed_password()
    user.save(update_fields=["password"])
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    update_profile(user, handle=login.replace(".", "-"), now=now)
    user.refresh_from_db()
    return user


@cache
def _hashed_password() -> str:
    """Everybody's, hashed once: they all have the same, and a good hash takes its time."""
    return make_password(PASSWORD)


def _brand(spec: DemoBrand, owner: User, number: int, now: datetime) -> Brand:
    brand = create_brand(owner, name=spec.name, about=spec.about, now=now)
    for role, name in spec.members:
        member = _person(f"{role}.{spec.slug}", name, now)
        Membership.objects.create(brand=brand, user=member, role=MemberRole(role), created_at=now)
    destination = _iban(900 + number)
    set_payout_account(owner, brand=brand, rail="sandbox", destination=destination, holder_name=spec.name, now=now)
    return brand


def _payout_account(actor: User, user: User, number: int, name: str, now: datetime) -> None:
    set_payout_account(actor, user=user, rail="sandbox", destination=_iban(number), holder_name=name, now=now)


def _iban(number: int) -> str:
    """A well-formed French account number that belongs to nobody: its bank code is not assigned."""
    return str(IBAN.generate("FR", bank_code="99999", branch_code="00001", account_code=f"{number:011d}"))
