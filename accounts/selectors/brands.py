"""Reads who belongs to which brand, in which role. Refuses nothing: services decide what a role may."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from accounts.models import Brand, Invitation, MemberRole, Membership, User

Person = User | AnonymousUser


def role_in_brand(user: Person, brand_id: UUID) -> MemberRole | None:
    """The person's role there; None for a stranger, for nobody, and for an account that was closed."""
    if user.pk is None or not user.is_active:
        return None
    role = Membership.objects.filter(brand_id=brand_id, user_id=user.pk).values_list("role", flat=True).first()
    return MemberRole(role) if role else None


def memberships_of(user: Person) -> QuerySet[Membership]:
    """The person's memberships with their brands, by the brand's name."""
    if user.pk is None:
        return Membership.objects.none()
    return Membership.objects.filter(user_id=user.pk).select_related("brand").order_by("brand__name", "brand_id")


def brands_of(user: Person, roles: Iterable[MemberRole] | None = None) -> QuerySet[Brand]:
    """The brands that the person belongs to, or those where they hold one of `roles`, by name."""
    if user.pk is None:
        return Brand.objects.none()
    belonging = Membership.objects.filter(user_id=user.pk)
    if roles is not None:
        belonging = belonging.filter(role__in=list(roles))
    return Brand.objects.filter(pk__in=belonging.values("brand_id")).order_by("name", "pk")


def members_of(brand: Brand | UUID) -> QuerySet[Membership]:
    """The brand's memberships with their people, oldest first."""
    brand_id = brand.pk if isinstance(brand, Brand) else brand
    return Membership.objects.filter(brand_id=brand_id).select_related("user").order_by("created_at", "pk")


def member_ids(brand_id: UUID, roles: Iterable[MemberRole] | None = None) -> list[int]:
    """The keys of the brand's active members, or of those in one of `roles`: to whom a mail about it goes."""
    members = Membership.objects.filter(brand_id=brand_id, user__is_active=True)
    if roles is not None:
        members = members.filter(role__in=list(roles))
    return list(members.order_by("created_at", "pk").values_list("user_id", flat=True))


def open_invitations(brand_id: UUID, *, now: datetime) -> QuerySet[Invitation]:
    """The brand's invitations that may still be accepted, newest first."""
    waiting = Invitation.objects.filter(
        brand_id=brand_id, accepted_at__isnull=True, revoked_at__isnull=True, expires_at__gt=now
    )
    return waiting.select_related("invited_by").order_by("-created_at", "-pk")


def brand_by_slug(slug: str) -> Brand | None:
    """The brand of this short name. Whether it has shown anything is for the caller to know."""
    return Brand.objects.filter(slug=slug).first()
