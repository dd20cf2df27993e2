"""Links by which creatives invite themselves to a contest: signed, for so many people, until they end."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from contests.errors import AdmissionRefused, LinkClosed, NotVisible
from contests.lifecycle import BEFORE_FUNDS, State
from contests.models import Guest, InvitationLink
from contests.selectors.roles import role_on
from contests.services.access import check_eligible
from contests.services.briefing.guests import check_room, lock_for_inviting
from contests.services.transitions import lock_contest

SALT: Final = "contests.invitation-link"
MAX_DAYS: Final = 60
MAX_USES: Final = 100
MAX_LINKS: Final = 20


@transaction.atomic
def make_link(actor: User, contest_id: UUID, *, days: int, most_uses: int, now: datetime) -> InvitationLink:
    """A new link. Raises NotVisible, NotPermitted, WrongMoment or AdmissionRefused."""
    contest = lock_for_inviting(actor, contest_id)
    if not 1 <= days <= MAX_DAYS:
        sentence = _("Choose a number from %(least)d to %(most)d.")
        raise AdmissionRefused(sentence % {"least": 1, "most": MAX_DAYS}, field="days")
    if not 1 <= most_uses <= MAX_USES:
        sentence = _("Choose a number from %(least)d to %(most)d.")
        raise AdmissionRefused(sentence % {"least": 1, "most": MAX_USES}, field="most_uses")
    if InvitationLink.objects.filter(contest=contest, closed_at=None, expires_at__gt=now).count() >= MAX_LINKS:
        raise AdmissionRefused(_("Close one of the links first: %(most)d are the most.") % {"most": MAX_LINKS})
    return InvitationLink.objects.create(
        contest=contest,
        created_by=actor,
        created_at=now,
        expires_at=now + timedelta(days=days),
        most_uses=most_uses,
    )


@transaction.atomic
def close_link(actor: User, contest_id: UUID, link_id: int, *, now: datetime) -> None:
    """Nobody comes by it any more; whoever came stays. Twice is harmless."""
    contest = lock_for_inviting(actor, contest_id)
    link = InvitationLink.objects.filter(contest=contest, pk=link_id).first()
    if link is None:
        raise NotVisible
    if link.closed_at is None:
        link.closed_at = now
        link.save(update_fields=["closed_at"])


@transaction.atomic
def join_by_link(actor: User, token: str, *, now: datetime) -> UUID:
    """Become a guest of the contest that the link leads to, which is returned; a guest already, nothing changes.

    The contest is locked, so that no link lets in more people than it says. Raises NotVisible, NotEligible, LinkClosed
    or AdmissionRefused.
    """
    found = _link(token)
    contest = lock_contest(found.contest_id)
    link = InvitationLink.objects.select_for_update().get(pk=found.pk)
    check_eligible(role_on(contest, actor))
    guest = Guest.objects.filter(contest=contest, person=actor).first()
    if guest is not None and guest.withdrawn_at is None:
        return contest.pk
    if not link.is_open(now) or contest.state != State.OPEN or guest is not None:
        raise LinkClosed(_("This link has ended. Ask the brand for another."))
    check_room(contest, 1)
    Guest.objects.create(contest=contest, person=actor, link=link, invited_at=now)
    link.uses += 1
    link.save(update_fields=["uses"])
    return contest.pk


def read_link(token: str, *, now: datetime) -> InvitationLink:
    """The open link behind an address, with its contest, brief and brand. Raises NotVisible or LinkClosed."""
    link = _link(token)
    if link.is_open(now) and link.contest.state in BEFORE_FUNDS:
        raise LinkClosed(_("This brief is not open yet. The link works as soon as it is."))
    if not link.is_open(now) or link.contest.state != State.OPEN:
        raise LinkClosed(_("This link has ended. Ask the brand for another."))
    return link


def link_url(link_id: int) -> str:
    """The address that the brand passes on."""
    return f"{settings.SITE_URL}/join/{link_token(link_id)}/"


def link_token(link_id: int) -> str:
    """What stands in it: the link's key, signed, so that keys cannot be tried one after the other."""
    return Signer(salt=SALT).sign(str(link_id))


def _link(token: str) -> InvitationLink:
    try:
        key = int(Signer(salt=SALT).unsign(token))
    except (BadSignature, ValueError):
        raise NotVisible from None
    link = InvitationLink.objects.select_related("contest__brief", "contest__brand").filter(pk=key).first()
    if link is None:
        raise NotVisible
    return link
