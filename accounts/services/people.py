"""What people say of themselves, and what they become: creatives, brands' members, staff of the platform."""

import re
from datetime import datetime
from enum import StrEnum

from django.db import IntegrityError, transaction

from accounts.errors import (
    AdminsOnly,
    AlreadySo,
    BlockedHoldsNoRole,
    HandleMalformed,
    HandleTaken,
    NotYourself,
    StaffNotBlocked,
)
from accounts.models import Act, CreativeProfile, StaffRole, User
from accounts.services.audit_trail import record_act
from accounts.services.brands import clean_country, create_brand
from accounts.services.locks import lock_person
from accounts.services.mail import MailRequest, ask_for_mails
from accounts.services.shape import check_shape

HANDLE = re.compile(r"[a-z0-9](?:[a-z0-9-]{1,38})[a-z0-9]")


class SignupKind(StrEnum):
    """As what somebody signs up. It decides only what is made for them now: anybody may become the others later."""

    CREATIVE = "creative"
    BRAND = "brand"
    COLLEAGUE = "colleague"


@transaction.atomic
def complete_signup(
    user: User, *, kind: SignupKind, brand_name: str = "", display_name: str = "", now: datetime
) -> None:
    """Make what a new person signed up for: a creative's profile or a brand. A colleague awaits an invitation."""
    if display_name:
        user.display_name = " ".join(display_name.split())
        check_shape(user, "display_name")
        user.save(update_fields=["display_name"])
    if kind == SignupKind.CREATIVE:
        become_creative(user, now=now)
    elif kind == SignupKind.BRAND:
        create_brand(user, name=brand_name, now=now)


@transaction.atomic
def become_creative(
    actor: User, *, headline: str = "", about: str = "", country: str = "FR", now: datetime
) -> CreativeProfile:
    """Give the actor a creative's profile. Whoever has one already keeps it as it is."""
    profile = CreativeProfile(
        user=actor, headline=headline, about=about, country=clean_country(country), created_at=now
    )
    check_shape(profile, "headline", "about", "country")
    profile, _ = CreativeProfile.objects.get_or_create(
        user=actor,
        defaults={"headline": headline, "about": about, "country": profile.country, "created_at": now},
    )
    return profile


@transaction.atomic
def update_profile(
    actor: User,
    *,
    handle: str | None = None,
    display_name: str | None = None,
    headline: str | None = None,
    about: str | None = None,
    country: str | None = None,
    now: datetime,
) -> User:
    """Change what the actor says of themselves; None leaves a field alone. The last three are a creative's.

    Raises HandleTaken or HandleMalformed. A creative's fields are ignored for somebody who is none.
    """
    person = lock_person(actor)
    if handle is not None:
        person.handle = _clean_handle(handle)
    if display_name is not None:
        person.display_name = " ".join(display_name.split())
    check_shape(person, "display_name")
    try:
        with transaction.atomic():
            person.save(update_fields=["handle", "display_name"])
    except IntegrityError as error:
        raise HandleTaken from error
    profile = CreativeProfile.objects.select_for_update().filter(user=person).first()
    if profile is not None:
        profile.headline = profile.headline if headline is None else headline
        profile.about = profile.about if about is None else about
        profile.country = profile.country if country is None else clean_country(country)
        check_shape(profile, "headline", "about", "country")
        profile.save(update_fields=["headline", "about", "country"])
    return person


@transaction.atomic
def set_staff_role(actor: User, person: User, role: StaffRole, *, now: datetime) -> User:
    """Make somebody an auditor or an admin, or neither. For admins, and never for oneself.

    Staff may enter the operations desk: auditors to read, admins to act. They are mailed, since it gives power.
    """
    _check_admin_over(actor, person)
    person = lock_person(person)
    if role != StaffRole.NONE and person.is_blocked:
        raise BlockedHoldsNoRole
    if person.staff_role != role:
        person.staff_role = role
        person.is_staff = role != StaffRole.NONE
        person.is_superuser = role == StaffRole.ADMIN
        person.save(update_fields=["staff_role", "is_staff", "is_superuser"])
        key = f"staff_role:{person.pk}:{now.isoformat()}"
        ask_for_mails([MailRequest(person.pk, "staff_role_changed", key, {"role": str(role)})], now=now)
    return person


@transaction.atomic
def set_active(actor: User, person: User, active: bool, *, now: datetime) -> User:
    """Close or reopen somebody's account. For admins, never one's own. What they earned is still paid."""
    _check_admin_over(actor, person)
    person = lock_person(person)
    person.is_active = active
    person.save(update_fields=["is_active"])
    return person


@transaction.atomic
def set_blocked(actor: User, person: User, blocked: bool, *, now: datetime) -> User:
    """Let somebody begin nothing new, or let them again. For admins, never oneself, and nobody who holds a role.

    They still sign in, read, are paid, and reach their money: see `accounts.blocking`. Raises AlreadySo.
    """
    _check_admin_over(actor, person)
    person = lock_person(person)
    if person.is_blocked == blocked:
        raise AlreadySo
    if blocked and (person.staff_role or person.is_staff):
        raise StaffNotBlocked
    person.blocked_at = now if blocked else None
    person.save(update_fields=["blocked_at"])
    record_act(Act.PERSON_BLOCK if blocked else Act.PERSON_UNBLOCK, actor, person)
    return person


def _check_admin_over(actor: User, person: User) -> None:
    if not (actor.is_admin and actor.is_active):
        raise AdminsOnly
    if actor.pk == person.pk:
        raise NotYourself


def _clean_handle(handle: str) -> str:
    word = handle.strip().lower()
    if not HANDLE.fullmatch(word):
        raise HandleMalformed
    return word
