"""Inviting creatives to a contest that only they see: by handle, until it takes no more entries.

What the brand may know is whom it invited, never who came: taking an invitation back always works, and leaves in
whoever has entered meanwhile (`contests.visibility`).
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import CreativeProfile, Membership, User
from contests.errors import AdmissionRefused, NotPermitted, NotVisible, WrongMoment
from contests.kinds import Kind
from contests.lifecycle import BEFORE_FUNDS, Role, State
from contests.models import Contest, FollowUp, Guest
from contests.services import mails
from contests.services.access import lock_for
from contests.visibility import DECIDERS

MAX_GUESTS: Final = 300
INVITING: Final = BEFORE_FUNDS | {State.OPEN}


@transaction.atomic
def invite_creatives(actor: User, contest_id: UUID, handles: Sequence[str], *, now: datetime) -> list[Guest]:
    """Invite these creatives, all or none; those invited already stay so, and are told once. They are told when the
    contest is open.

    Raises NotVisible, NotPermitted, WrongMoment or AdmissionRefused, which names who cannot be invited.
    """
    contest = lock_for_inviting(actor, contest_id)
    people = _creatives(contest, handles)
    known = {guest.person_id: guest for guest in Guest.objects.filter(contest=contest)}
    check_room(contest, sum(1 for person in people if person.pk not in known))
    Guest.objects.bulk_create(
        Guest(contest=contest, person=person, invited_by=actor, invited_at=now)
        for person in people
        if person.pk not in known
    )
    again = [known[person.pk].pk for person in people if person.pk in known]
    Guest.objects.filter(pk__in=again).update(withdrawn_at=None)
    guests = list(Guest.objects.filter(contest=contest, person__in=people).select_related("person"))
    if contest.state == State.OPEN:
        mails.tell_guests(contest, [guest.person_id for guest in guests], now=now)
    return guests


@transaction.atomic
def withdraw_guest(actor: User, contest_id: UUID, handle: str, *, now: datetime) -> None:
    """Take an invitation back; twice is harmless. Raises NotVisible or NotPermitted."""
    contest = _lock(actor, contest_id)
    guest = Guest.objects.filter(contest=contest, person__handle=handle).first()
    if guest is None:
        raise NotVisible
    if guest.withdrawn_at is None:
        guest.withdrawn_at = now
        guest.save(update_fields=["withdrawn_at"])


def lock_for_inviting(actor: User, contest_id: UUID) -> Contest:
    """The contest, locked, if it takes guests now and the actor may invite them."""
    contest = _lock(actor, contest_id)
    if FollowUp.objects.filter(contest=contest).exists():
        raise AdmissionRefused(_("This brief is for one maker: nobody else is invited to it."), field="handles")
    if contest.state not in INVITING:
        raise WrongMoment(_("Entries are closed: nobody can be invited any more."))
    return contest


def check_room(contest: Contest, more: int) -> None:
    """Refuse more guests than a contest has."""
    if Guest.objects.filter(contest=contest).count() + more > MAX_GUESTS:
        raise AdmissionRefused(_("At most %(most)d people are invited.") % {"most": MAX_GUESTS}, field="handles")


def unfit(contest: Contest, people: Iterable[User]) -> set[int]:
    """Those of them who could not enter: no creatives, of the brand, or of the platform."""
    keys = {person.pk for person in people}
    creatives = set(CreativeProfile.objects.filter(user__in=keys).values_list("user_id", flat=True))
    of_brand = set(Membership.objects.filter(brand=contest.brand_id, user__in=keys).values_list("user_id", flat=True))
    staff = {person.pk for person in people if person.staff_role}
    return (keys - creatives) | of_brand | staff


def _lock(actor: User, contest_id: UUID) -> Contest:
    contest, role = lock_for(actor, contest_id)
    _check_decider(role)
    if contest.kind != Kind.INVITED:
        raise AdmissionRefused(_("This brief is not by invitation. Choose that kind while it is a draft."))
    return contest


def _check_decider(role: Role) -> None:
    if role not in DECIDERS:
        raise NotPermitted(_("Only the brand's owners and managers invite to its briefs."))


def _creatives(contest: Contest, handles: Sequence[str]) -> list[User]:
    wanted = list(dict.fromkeys(handle.strip().lstrip("@").lower() for handle in handles if handle.strip()))
    if not wanted:
        raise AdmissionRefused(_("Name at least one creative, by their handle."), field="handles")
    found = {
        person.handle.lower(): person for person in User.objects.filter(handle__in=[*wanted, *handles], is_active=True)
    }
    people = [found[handle] for handle in wanted if handle in found]
    cannot = unfit(contest, people)
    names = [handle for handle in wanted if handle not in found or found[handle].pk in cannot]
    if names:
        sentence = _(
            "No creative who could enter goes by: %(names)s. Nobody was invited yet; correct it and send again."
        )
        raise AdmissionRefused(sentence % {"names": ", ".join(names)}, field="handles")
    return people
