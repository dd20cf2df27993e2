"""A maker's answer to a brief that is for them alone: no, at any time while it stands; or yes to selling a work.

A yes of everybody who made it concludes the sale in one transaction: the work is entered with its files, shortlisted
and awarded, as the brand has asked for with its offer. So the same settlement, handover and papers follow as in any
contest. The money was held before the offer was shown.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import MemberRole, Membership, User
from contests.errors import FollowUpRefused, NotPermitted, NotVisible, WrongMoment
from contests.follow_up_rules import Purpose
from contests.lifecycle import Move, Role, State
from contests.media.media_types import MediaType
from contests.models import (
    Contest,
    Entry,
    EntryShare,
    EntryVersion,
    FileKind,
    FileState,
    FollowUp,
    FollowUpConsent,
    StoredFile,
)
from contests.models.entry import new_code
from contests.models.file import new_storage_key
from contests.services import judging, mails
from contests.services.access import check_eligible, check_judges_not, check_not_blocked, lock_for
from contests.services.entries import EXAMINE
from contests.services.transitions import move_contests, note_event
from contests.services.uploads import StoredUpload, discard, keep_files
from duerows.doorbell import ring


@transaction.atomic
def decline(actor: User, contest_id: UUID, *, now: datetime) -> FollowUp:
    """Say no for everybody who made the work: the brief is over, and all that is held goes back. Twice is harmless.

    Raises NotVisible, NotPermitted, WrongMoment or FollowUpRefused.
    """
    contest, _role = lock_for(actor, contest_id)
    offer = _offer_to(contest, actor)
    if offer.declined_at is not None:
        return offer
    _check_stands(contest, now)
    if contest.entry_count:
        raise FollowUpRefused(_("You have entered this brief. Withdraw the entry first, or leave it in."))
    offer.declined_by, offer.declined_at = actor, now
    offer.save(update_fields=["declined_by", "declined_at"])
    note_event(contest, "follow_up_declined", role=Role.CREATIVE, actor_id=actor.pk, now=now)
    judging.close_empty([contest], now=now, telling_of="offer_declined")
    return offer


def accept_purchase(actor: User, contest_id: UUID, *, now: datetime) -> FollowUp:
    """Agree to sell the work on the brief's terms. With the last of its makers' consents it is sold. Twice is harmless.

    Raises NotVisible, NotEligible, NotPermitted, WrongMoment or FollowUpRefused.
    """
    copies = _copy_work(contest_id) if _is_last(actor, contest_id) else []
    kept = False
    try:
        with transaction.atomic():
            offer, kept = _accept(actor, contest_id, copies, now)
        return offer
    finally:
        if not kept:
            discard(one.storage_key for one in copies)


def _accept(actor: User, contest_id: UUID, copies: Sequence[StoredUpload], now: datetime) -> tuple[FollowUp, bool]:
    contest, role = lock_for(actor, contest_id)
    offer = _offer_to(contest, actor)
    if offer.purpose != Purpose.PURCHASE:
        raise FollowUpRefused(_("This is a job: you take it by entering the brief."))
    if FollowUpConsent.objects.filter(follow_up=offer, person=actor).exists():
        return offer, False
    check_eligible(role)
    check_judges_not(contest, actor)
    check_not_blocked(actor)
    _check_stands(contest, now)
    FollowUpConsent.objects.create(follow_up=offer, person=actor, given_at=now)
    note_event(contest, "sale_agreed", role=Role.CREATIVE, actor_id=actor.pk, now=now)
    if _missing(offer):
        return offer, False
    # Two of a team who agree in one moment both look first: whoever comes last brings no copies, and has them made.
    _conclude(contest, offer, copies or _copy_work(contest_id), now)
    return offer, True


def _conclude(contest: Contest, offer: FollowUp, copies: Sequence[StoredUpload], now: datetime) -> None:
    """The sale: entered, shortlisted and awarded in the name of whoever offered. The contest is locked."""
    entry = _enter(contest, offer, copies, now)
    buyer = _buyer(contest, offer)
    contest.refresh_from_db()
    move_contests([contest], Move.CLOSE_ENTRIES, role=Role.CLOCK, now=now)
    judging.confirm_shortlist(buyer, contest.pk, [entry.pk], now=now)
    judging.end_final_round(buyer, contest.pk, now=now)
    judging.award_contest(buyer, contest.pk, {entry.pk: 1}, now=now)
    mails.tell_deciders([contest], "purchase_accepted", now=now)


def _enter(contest: Contest, offer: FollowUp, copies: Sequence[StoredUpload], now: datetime) -> Entry:
    """The work as it was last shown, with its makers' split, to which each of them has just consented."""
    was = offer.entry
    entry = Entry.objects.create(
        contest=contest,
        author=was.author,
        code=new_code(),
        title=was.title,
        statement=was.statement,
        sources=was.sources,
        created_at=now,
    )
    consents = dict(FollowUpConsent.objects.filter(follow_up=offer).values_list("person_id", "given_at"))
    EntryShare.objects.bulk_create(
        EntryShare(entry=entry, user_id=user_id, weight=weight, consented_at=consents[user_id])
        for user_id, weight in EntryShare.objects.filter(entry=was).order_by("pk").values_list("user_id", "weight")
    )
    Contest.objects.filter(pk=contest.pk).update(entry_count=F("entry_count") + 1)
    version = EntryVersion.objects.create(entry=entry, number=1, created_at=now)
    if copies:
        keep_files(copies, version=version, now=now)
        ring(EXAMINE)
    data = {"entry": str(entry.pk), "code": entry.code}
    note_event(contest, "entry_submitted", role=Role.CREATIVE, actor_id=was.author_id, now=now, data=data)
    return entry


def _buyer(contest: Contest, offer: FollowUp) -> User:
    """Whoever made the offer, as long as they decide for the brand; else one of its owners."""
    deciders = Membership.objects.filter(brand=contest.brand_id, role__in=mails.DECIDERS).select_related("user")
    by_person = {member.user_id: member for member in deciders.order_by("pk")}
    own = by_person.get(offer.begun_by_id)
    return (own or next(one for one in by_person.values() if one.role == MemberRole.OWNER)).user


def _offer_to(contest: Contest, actor: User) -> FollowUp:
    """The offer, if it is to this person, who sees the contest."""
    offer = FollowUp.objects.select_related("entry__author").filter(contest=contest).first()
    if offer is None:
        raise NotVisible
    if not EntryShare.objects.filter(entry=offer.entry_id, user=actor).exists():
        raise NotPermitted(_("Only who made the work answers."))
    return offer


def _check_stands(contest: Contest, now: datetime) -> None:
    if contest.state != State.OPEN or contest.closes_at is None or now >= contest.closes_at:
        raise WrongMoment(_("This offer does not stand any more."))


def _missing(offer: FollowUp) -> bool:
    agreed = FollowUpConsent.objects.filter(follow_up=offer).values("person_id")
    return EntryShare.objects.filter(entry=offer.entry_id).exclude(user__in=agreed).exists()


def _is_last(actor: User, contest_id: UUID) -> bool:
    """A first look, before bytes are copied: whether everybody else has agreed."""
    offer = FollowUp.objects.filter(
        contest=contest_id, contest__state=State.OPEN, purpose=Purpose.PURCHASE, entry__shares__user=actor
    ).first()
    if offer is None:
        return False
    agreed = set(FollowUpConsent.objects.filter(follow_up=offer).values_list("person_id", flat=True))
    makers = set(EntryShare.objects.filter(entry=offer.entry_id).values_list("user_id", flat=True))
    return actor.pk not in agreed and makers <= agreed | {actor.pk}


def _copy_work(contest_id: UUID) -> list[StoredUpload]:
    """The files of the entry's last version under keys of their own, so that either entry can be forgotten alone."""
    newest = EntryVersion.objects.filter(entry__follow_ups=contest_id).order_by("-number").first()
    files = StoredFile.objects.filter(version=newest, state=FileState.READY) if newest else ()
    copies: list[StoredUpload] = []
    try:
        for file in files:
            with default_storage.open(file.storage_key, "rb") as original:
                key = default_storage.save(new_storage_key(), original)
            kind, media_type = FileKind(file.kind), MediaType(file.media_type)
            copies.append(StoredUpload(key, file.sha256, media_type, kind, file.size_bytes, file.original_name))
    except BaseException:
        discard(one.storage_key for one in copies)
        raise
    return copies
