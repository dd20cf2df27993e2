"""People, brands and where money reaches them."""

from accounts.models.brand import Brand, Membership, MemberRole
from accounts.models.mail import OutgoingMail
from accounts.models.payout_account import PayoutAccount
from accounts.models.user import CreativeProfile, StaffRole, User

__all__ = [
    "Brand",
    "CreativeProfile",
    "MemberRole",
    "Membership",
    "OutgoingMail",
    "PayoutAccount",
    "StaffRole",
    "User",
]
