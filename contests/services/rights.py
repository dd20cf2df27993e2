"""Accepting the transfer of rights in a winning work: its author and each of its team, and the brand.

The author usually accepts when handing over, the brand when accepting the handover; either may do so later. Once
everybody has, a deed is printed and sealed. Until then no right has passed; nobody's money waits for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from contests.errors import NotVisible, RightsRefused
from contests.lifecycle import Role
from contests.models import (
    Award,
    Contest,
    EntryShare,
    Handover,
    RightsAcceptance,
    RightsDeed,
    RightsSide,
    RightsTransfer,
)
from contests.rights import RightsText, Signature, lay_out_deed, shorten_address
from contests.selectors.rights import composed_text
from contests.selectors.roles import role_on
from contests.services.transitions import lock_contest, note_event
from contests.visibility import DECIDERS
from duerows.doorbell import ring
from paper import sealing
from paper.blocks import Sheet

SEAL: Final = "contests.tasks.seal_deeds"
DEEDS_PER_CALL: Final = 10


@dataclass(frozen=True, slots=True)
class RightsConsent:
    """What somebody accepted: by award the SHA-256 of the text shown; their name as a signature; from where."""

    texts: Mapping[int, str]
    signed_name: str
    accepted_from: str


@transaction.atomic
def accept_rights(actor: User, contest_id: UUID, consent: RightsConsent, *, now: datetime) -> None:
    """Accept the transfers named, for the side that the actor is on. Accepted already, they stand.

    Raises NotVisible if one is not theirs, RightsRefused for another text than is shown now, or without a signature.
    """
    accept_for(lock_contest(contest_id), actor, consent, now=now)


def accept_for(contest: Contest, actor: User, consent: RightsConsent, *, now: datetime) -> None:
    """The same in a contest that the caller has locked."""
    name = " ".join(consent.signed_name.split())
    if not name:
        raise RightsRefused(_("Write your name, as a signature."), field="signed_name")
    for award_id, sha in sorted(consent.texts.items()):
        handover = _handover(contest, award_id)
        side = _side(contest, handover, actor)
        transfer = _transfer(handover, sha, now)
        RightsAcceptance.objects.get_or_create(
            transfer=transfer,
            side=side,
            **({} if side == RightsSide.BRAND else {"person": actor}),
            defaults={
                "person": actor,
                "signed_name": name[:120],
                "accepted_at": now,
                "accepted_from": consent.accepted_from[:64],
            },
        )
        _complete(contest, transfer, actor, now)


def seal_deeds(now: datetime, *, limit: int = DEEDS_PER_CALL) -> int:
    """Print up to `limit` deeds that wait for it. Returns how many were taken up."""
    return sealing.seal_due(RightsDeed, _compose_deed, now=now, limit=limit)


def _handover(contest: Contest, award_id: int) -> Handover:
    found = Handover.objects.select_related("award__entry").filter(award=award_id, award__contest=contest).first()
    if found is None or found.award.passed_over_at:
        raise NotVisible
    return found


def _side(contest: Contest, handover: Handover, actor: User) -> RightsSide:
    if EntryShare.objects.filter(entry=handover.award.entry, user=actor).exists():
        return RightsSide.CREATIVE
    role: Role = role_on(contest, actor)
    if role in DECIDERS and handover.delivered_at:
        return RightsSide.BRAND
    raise NotVisible


def _transfer(handover: Handover, sha: str, now: datetime) -> RightsTransfer:
    known = RightsTransfer.objects.filter(handover=handover).first()
    text = composed_text(handover.award) if known is None else None
    if sha != (text.sha256 if text else known.text_sha256 if known else ""):
        raise RightsRefused(_("The text has changed since you opened this page. Read it once more."))
    if known is not None:
        return known
    if text is None:
        raise TypeError("A transfer without a text.")
    return RightsTransfer.objects.create(
        handover=handover, text=text.to_dict(), text_sha256=text.sha256, created_at=now
    )


def _complete(contest: Contest, transfer: RightsTransfer, actor: User, now: datetime) -> None:
    """Order the deed once nobody's acceptance is missing."""
    if RightsDeed.objects.filter(transfer=transfer).exists():
        return
    accepted = list(transfer.acceptances.all())
    award: Award = transfer.handover.award
    authors = set(EntryShare.objects.filter(entry=award.entry_id).values_list("user_id", flat=True))
    creatives = {one.person_id for one in accepted if one.side == RightsSide.CREATIVE}
    if not authors <= creatives or not any(one.side == RightsSide.BRAND for one in accepted):
        return
    RightsDeed.objects.create(transfer=transfer, completed_at=now, due_at=now)
    note_event(
        contest,
        "rights_transferred",
        role=role_on(contest, actor),
        now=now,
        actor_id=actor.pk,
        data={"award": award.pk},
    )
    ring(SEAL)


def _compose_deed(deed_id: int) -> Sheet:
    deed = RightsDeed.objects.select_related("transfer").get(pk=deed_id)
    text = RightsText.from_dict(deed.transfer.text)
    if text.sha256 != deed.transfer.text_sha256:
        raise RuntimeError(f"the text of transfer {deed.transfer_id} is not what was accepted")
    signatures = [
        Signature(one.signed_name, one.side, _moment(one.accepted_at), shorten_address(one.accepted_from))
        for one in deed.transfer.acceptances.all()
    ]
    return lay_out_deed(text, signatures, sealed_at=deed.completed_at)


def _moment(moment: datetime) -> str:
    """A moment in UTC, so that it reads alike on every machine."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
