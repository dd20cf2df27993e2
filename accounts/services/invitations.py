"""Invites people to brands by mail. A link is signed, expires, and works once, for who owns the invited address."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils.translation import get_language

from accounts.errors import (
    AlreadyAMember,
    InvitationExpired,
    InvitationIsForSomebodyElse,
    InvitationUsed,
    NoSuchInvitation,
    OwnersOnly,
    TooManyInvitations,
)
from accounts.models import Brand, Invitation, MemberRole, Membership, User
from accounts.selectors import find_by_email, open_invitations, owns_address
from accounts.services.locks import lock_brand, lock_brand_for
from accounts.services.mail import MailRequest, ask_for_mails
from accounts.services.shape import check_shape

VALID_FOR = timedelta(days=7)
MOST_OPEN = 50  # Invitations are mails to strangers: nobody may have us send them without end.
SALT = "accounts.invitation"


@transaction.atomic
def invite_member(actor: User, brand_id: UUID, *, email: str, role: MemberRole, now: datetime) -> Invitation:
    """Invite an address to a role, and mail the link. For owners. An earlier open invitation of that address ends."""
    brand, own_role = lock_brand_for(actor, brand_id)
    if own_role != MemberRole.OWNER:
        raise OwnersOnly
    address = email.strip().lower()
    person = find_by_email(address)
    if person is not None and Membership.objects.filter(brand=brand, user=person).exists():
        raise AlreadyAMember
    Invitation.objects.filter(
        brand=brand, email__iexact=address, accepted_at__isnull=True, revoked_at__isnull=True
    ).update(revoked_at=now)
    if open_invitations(brand.pk, now=now).count() >= MOST_OPEN:
        raise TooManyInvitations
    invitation = Invitation(
        brand=brand, email=address, role=role, invited_by=actor, created_at=now, expires_at=now + VALID_FOR
    )
    check_shape(invitation, "email", "role")
    invitation.save(force_insert=True)
    _mail_invitation(invitation, brand, actor, person, now)
    return invitation


@transaction.atomic
def accept_invitation(actor: User, token: str, *, now: datetime) -> Membership:
    """Join the brand in the invited role. The actor must have verified the address that was invited."""
    brand = lock_brand(_invitation(token).brand_id)
    # Read again, now that nobody else can use or withdraw it meanwhile.
    invitation = _invitation(token)
    _check_acceptable(invitation, actor, now)
    existing = Membership.objects.filter(brand=brand, user=actor).exists()
    if existing:
        raise AlreadyAMember
    membership = Membership.objects.create(brand=brand, user=actor, role=invitation.role, created_at=now)
    invitation.accepted_at, invitation.accepted_by = now, actor
    invitation.save(update_fields=["accepted_at", "accepted_by"])
    return membership


@transaction.atomic
def revoke_invitation(actor: User, brand_id: UUID, invitation_id: int, *, now: datetime) -> None:
    """Withdraw an open invitation. For owners; its link is worthless from now on."""
    brand, own_role = lock_brand_for(actor, brand_id)
    if own_role != MemberRole.OWNER:
        raise OwnersOnly
    invitation = Invitation.objects.filter(brand=brand, pk=invitation_id).first()
    if invitation is None:
        raise NoSuchInvitation
    if invitation.accepted_at is not None:
        raise InvitationUsed
    if invitation.revoked_at is None:
        invitation.revoked_at = now
        invitation.save(update_fields=["revoked_at"])


def read_invitation(token: str, *, now: datetime) -> Invitation:
    """The open invitation behind a link, with its brand and who sent it, for the page that asks whether to accept.

    Raises NoSuchInvitation, InvitationUsed or InvitationExpired.
    """
    invitation = _invitation(token)
    _check_open(invitation, now)
    return invitation


def invitation_token(invitation: Invitation) -> str:
    """What stands in the link: the invitation's key, signed, so that keys cannot be tried one after the other."""
    return Signer(salt=SALT).sign(str(invitation.pk))


def invitation_url(invitation: Invitation) -> str:
    """The link that is mailed."""
    return f"{settings.SITE_URL}/invitations/{invitation_token(invitation)}/"


def _invitation(token: str) -> Invitation:
    try:
        pk = int(Signer(salt=SALT).unsign(token))
    except (BadSignature, ValueError) as error:
        raise NoSuchInvitation from error
    invitation = Invitation.objects.select_related("brand", "invited_by").filter(pk=pk).first()
    if invitation is None:
        raise NoSuchInvitation
    return invitation


def _check_open(invitation: Invitation, now: datetime) -> None:
    if invitation.revoked_at is not None:
        raise NoSuchInvitation
    if invitation.accepted_at is not None:
        raise InvitationUsed
    if now >= invitation.expires_at:
        raise InvitationExpired


def _check_acceptable(invitation: Invitation, actor: User, now: datetime) -> None:
    _check_open(invitation, now)
    if not owns_address(actor, invitation.email):
        raise InvitationIsForSomebodyElse


def _mail_invitation(invitation: Invitation, brand: Brand, actor: User, person: User | None, now: datetime) -> None:
    request = MailRequest(
        user_id=person.pk if person else None,
        address="" if person else invitation.email,
        # We do not know a stranger's language; most likely it is that of who invites them.
        locale="" if person else (get_language() or actor.locale)[:2],
        template="invitation",
        dedupe_key=f"invitation:{invitation.pk}",
        context={
            "brand": brand.name,
            "inviter": actor.public_name,
            "role": invitation.role,
            "url": invitation_url(invitation),
            "date": invitation.expires_at.date().isoformat(),
        },
    )
    ask_for_mails([request], now=now)
