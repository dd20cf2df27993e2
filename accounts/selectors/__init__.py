"""Reads about people and brands."""

from accounts.selectors.brands import (
    brands_of,
    member_ids,
    members_of,
    memberships_of,
    open_invitations,
    role_in_brand,
)
from accounts.selectors.people import (
    creative_profile,
    find_by_email,
    has_second_factor,
    owns_address,
    payout_account_of_brand,
    payout_account_of_person,
    payout_accounts_of_brands,
    payout_accounts_of_people,
)

__all__ = [
    "brands_of",
    "creative_profile",
    "find_by_email",
    "has_second_factor",
    "member_ids",
    "members_of",
    "memberships_of",
    "open_invitations",
    "owns_address",
    "payout_account_of_brand",
    "payout_account_of_person",
    "payout_accounts_of_brands",
    "payout_accounts_of_people",
    "role_in_brand",
]
