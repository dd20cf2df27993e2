"""People, brands and where money reaches them."""

from accounts.models.audit_event import Act, AuditEvent
from accounts.models.brand import Brand, MemberRole, Membership
from accounts.models.email_change import EmailChange
from accounts.models.invitation import Invitation
from accounts.models.mail import OutgoingMail
from accounts.models.notice import Digest, Notice, NoticeChoice
from accounts.models.payout_account import PayoutAccount
from accounts.models.user import CreativeProfile, StaffRole, User

__all__ = [
    "Act",
    "AuditEvent",
    "Brand",
    "CreativeProfile",
    "Digest",
    "EmailChange",
    "Invitation",
    "MemberRole",
    "Membership",
    "Notice",
    "NoticeChoice",
    "OutgoingMail",
    "PayoutAccount",
    "StaffRole",
    "User",
]
