"""Reads the accounts that a rail makes for people: whether one was asked for, and where it stands."""

from uuid import UUID

from payouts.models import ConnectedAccount


def connected_account_of_person(user_id: int) -> ConnectedAccount | None:
    """The person's, whatever became of it; None if they never asked for one."""
    return ConnectedAccount.objects.filter(user_id=user_id).first()


def connected_account_of_brand(brand_id: UUID) -> ConnectedAccount | None:
    """The brand's, whatever became of it; None if nobody ever asked for one."""
    return ConnectedAccount.objects.filter(brand_id=brand_id).first()
