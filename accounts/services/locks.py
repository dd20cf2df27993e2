"""Locks that the services take before they re-read and decide. The order is: person, then brand."""

from uuid import UUID

from accounts.errors import NoSuchBrand
from accounts.models import Brand, MemberRole, User
from accounts.selectors import role_in_brand


def lock_person(user: User) -> User:
    """The person's row as it is now, locked until the transaction ends."""
    return User.objects.select_for_update(no_key=True).get(pk=user.pk)


def lock_brand(brand_id: UUID) -> Brand:
    """The brand's row as it is now, locked until the transaction ends. Guards its members too. Raises NoSuchBrand."""
    brand = Brand.objects.select_for_update(no_key=True).filter(pk=brand_id).first()
    if brand is None:
        raise NoSuchBrand
    return brand


def lock_brand_for(actor: User, brand_id: UUID) -> tuple[Brand, MemberRole]:
    """The locked brand and the actor's role there. To a stranger the brand does not exist: raises NoSuchBrand."""
    brand = lock_brand(brand_id)
    role = role_in_brand(actor, brand_id)
    if role is None:
        raise NoSuchBrand
    return brand, role
