"""Makes brands and decides who belongs to them. A brand always has an owner; only owners change who belongs to it."""

import re
import secrets
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from accounts.errors import (
    DecidersOnly,
    LastOwner,
    NameNeeded,
    NotAMember,
    OwnersOnly,
    UnknownCountry,
)
from accounts.models import Brand, MemberRole, Membership, User
from accounts.services.locks import lock_brand_for
from accounts.services.shape import check_shape

COUNTRY = re.compile(r"[A-Z]{2}")
SLUG_LENGTH = 50
DETAILS = ("name", "country", "website", "about")


@transaction.atomic
def create_brand(
    actor: User, *, name: str, country: str = "FR", website: str = "", about: str = "", now: datetime
) -> Brand:
    """Make a brand with the actor as its owner. Its short name comes from its name, and gets letters if taken."""
    brand = Brand(
        name=clean_name(name),
        country=clean_country(country),
        website=website,
        about=about,
        created_at=now,
    )
    check_shape(brand, *DETAILS)
    base = slugify(brand.name)[:SLUG_LENGTH] or "brand"
    # Random letters rather than a counter: two people who register the same name at once cannot then collide again.
    brand.slug = f"{base}-{secrets.token_hex(3)}" if _is_taken(base) else base
    try:
        with transaction.atomic():
            brand.save(force_insert=True)
    except IntegrityError:
        brand.slug = f"{base}-{secrets.token_hex(4)}"
        brand.save(force_insert=True)
    Membership.objects.create(brand=brand, user=actor, role=MemberRole.OWNER, created_at=now)
    return brand


@transaction.atomic
def update_brand(
    actor: User, brand_id: UUID, *, name: str, country: str, website: str = "", about: str = "", now: datetime
) -> Brand:
    """Change what the brand says of itself; its short name stays, so that links do. For owners and managers."""
    brand, role = lock_brand_for(actor, brand_id)
    if role not in (MemberRole.OWNER, MemberRole.MANAGER):
        raise DecidersOnly
    brand.name, brand.country = clean_name(name), clean_country(country)
    brand.website, brand.about = website, about
    check_shape(brand, *DETAILS)
    brand.save(update_fields=DETAILS)
    return brand


@transaction.atomic
def change_role(actor: User, brand_id: UUID, user_id: int, role: MemberRole, *, now: datetime) -> Membership:
    """Give a member another role. For owners; the last of them stays one."""
    _, own_role = lock_brand_for(actor, brand_id)
    if own_role != MemberRole.OWNER:
        raise OwnersOnly
    membership = _membership(brand_id, user_id)
    if role != MemberRole.OWNER:
        _check_owner_remains(membership)
    membership.role = role
    membership.save(update_fields=["role"])
    return membership


@transaction.atomic
def remove_member(actor: User, brand_id: UUID, user_id: int, *, now: datetime) -> None:
    """End a membership. Owners may end anybody's, and everybody their own; the last owner stays."""
    _, own_role = lock_brand_for(actor, brand_id)
    if own_role != MemberRole.OWNER and actor.pk != user_id:
        raise OwnersOnly
    membership = _membership(brand_id, user_id)
    _check_owner_remains(membership)
    membership.delete()


def clean_name(name: str) -> str:
    """The name without needless spaces. Raises NameNeeded."""
    words = " ".join(name.split())
    if not words:
        raise NameNeeded
    return words


def clean_country(country: str) -> str:
    """The ISO 3166 code in capitals. Raises UnknownCountry when it does not look like one."""
    code = country.strip().upper()
    if not COUNTRY.fullmatch(code):
        raise UnknownCountry
    return code


def _is_taken(slug: str) -> bool:
    return Brand.objects.filter(slug=slug).exists()


def _membership(brand_id: UUID, user_id: int) -> Membership:
    membership = Membership.objects.filter(brand_id=brand_id, user_id=user_id).first()
    if membership is None:
        raise NotAMember
    return membership


def _check_owner_remains(leaving: Membership) -> None:
    """Raise LastOwner if nobody else owns the brand. Holds while the brand is locked, as every caller has made sure.

    Owners whose account was closed do not count: they could not hand the brand on.
    """
    if leaving.role != MemberRole.OWNER:
        return
    others = Membership.objects.filter(brand_id=leaving.brand_id, role=MemberRole.OWNER, user__is_active=True)
    if not others.exclude(pk=leaving.pk).exists():
        raise LastOwner
