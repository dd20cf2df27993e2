"""What people do to contests on this day, each by the service that does it in the product."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from accounts.models import User
from contests.models import Contest, Deadline, Entry, FileKind, FileState, Handover, ShortlistPlace, StoredFile
from contests.services.entries import withdraw_entry
from contests.services.handover import accept_handovers, deliver
from contests.services.judging import award_contest, cancel_contest, confirm_shortlist, end_final_round
from contests.services.reviewing import disqualify_entry
from contests.services.suspension import resume_contest, suspend_contest
from duerows.models import DueState
from payouts.models import Dispute, DisputeDecision, Obligation
from payouts.services.dispute_decisions import dismiss_dispute, uphold_dispute
from payouts.services.disputing import open_dispute, withdraw_dispute

CLAIM = 5_000
REASON = "It is not what the brief asks for."


@dataclass(frozen=True)
class Cast:
    """Who acts: the brands' owner, and an admin who has no part in any contest."""

    owner: User
    admin: User


def award(cast: Cast, contest: UUID, ranks: Sequence[int] = (1, 2)) -> None:
    """The shortlisted, in their order, get these ranks."""
    places = ShortlistPlace.objects.filter(contest=contest).order_by("slot").values_list("entry_id", flat=True)
    award_contest(cast.owner, contest, dict(zip(places, ranks, strict=False)), now=timezone.now())


def hand_over(_cast: Cast, contest: UUID, *, rank: int = 0) -> None:
    """Those who are asked for their work deliver it: all, or who has this rank."""
    asked = Handover.objects.filter(award__contest=contest, award__passed_over_at=None, delivered_at=None)
    for handover in asked.filter(**({"award__rank": rank} if rank else {})).select_related("award__entry__author"):
        StoredFile.objects.create(
            handover=handover,
            kind=FileKind.ATTACHMENT,
            state=FileState.READY,
            due_state=DueState.DONE,
            due_at=timezone.now(),
            original_name="mark.pdf",
            media_type="application/pdf",
            size_bytes=1,
            sha256="0" * 64,
        )
        deliver(handover.award.entry.author, contest, handover.award_id, "", now=timezone.now())


def accept(cast: Cast, contest: UUID) -> None:
    accept_handovers(cast.owner, contest, now=timezone.now())


def cancel(cast: Cast, contest: UUID) -> None:
    cancel_contest(cast.owner, contest, "The product was dropped.", now=timezone.now())


def cancel_by_admin(cast: Cast, contest: UUID) -> None:
    cancel_contest(cast.admin, contest, "The brand asked for it.", now=timezone.now())


def withdraw(_cast: Cast, contest: UUID, *, most: int = 99) -> None:
    """So many of the entries, the first first, are taken back by their authors."""
    for entry in Entry.objects.filter(contest=contest).select_related("author").order_by("code")[:most]:
        withdraw_entry(entry.author, entry.pk, now=timezone.now())


def rule_out_and_shortlist(cast: Cast, contest: UUID) -> None:
    """The first entry is disqualified, three others go to the end."""
    first, *others = Entry.objects.filter(contest=contest).order_by("code").values_list("pk", flat=True)
    disqualify_entry(cast.owner, first, "It copies a mark that is protected.", now=timezone.now())
    confirm_shortlist(cast.owner, contest, others[:3], now=timezone.now())
    end_final_round(cast.owner, contest, now=timezone.now())


def suspend(cast: Cast, contest: UUID) -> None:
    suspend_contest(cast.admin, contest, "Somebody claims this work.", now=timezone.now())


def resume(cast: Cast, contest: UUID) -> None:
    resume_contest(cast.admin, contest, now=timezone.now())


def pass_time(contest: UUID, *kinds: str) -> None:
    """These deadlines of the contest have come; the workers do what follows."""
    a_moment_ago = timezone.now() - timedelta(seconds=1)
    Deadline.objects.filter(contest=contest, kind__in=kinds, due_state="waiting").update(due_at=a_moment_ago)


def dispute_by_brand(cast: Cast, contest: UUID) -> None:
    _open(cast.owner, _earned(contest))


def dispute_by_payee(_cast: Cast, contest: UUID) -> None:
    debt = _earned(contest)
    assert debt.payee_user is not None
    _open(debt.payee_user, debt)


def _open(actor: User, debt: Obligation) -> None:
    found = open_dispute(actor, debt.public_id, claim_minor=CLAIM, reason=REASON, now=timezone.now())
    assert found.held is not None, "Nothing was held."


def _earned(contest: UUID) -> Obligation:
    return Obligation.objects.filter(contest=contest, kind="earned", cancelled_at=None).earliest("pk")


def uphold(cast: Cast, contest: UUID) -> None:
    for one in _open_disputes(contest):
        uphold_dispute(cast.admin, one.public_id, decided_minor=CLAIM, reason=REASON, now=timezone.now())


def dismiss(cast: Cast, contest: UUID) -> None:
    for one in _open_disputes(contest):
        dismiss_dispute(cast.admin, one.public_id, reason="It does.", now=timezone.now())


def take_back(_cast: Cast, contest: UUID) -> None:
    for one in _open_disputes(contest):
        withdraw_dispute(one.opened_by, one.public_id, now=timezone.now())


def _open_disputes(contest: UUID) -> list[Dispute]:
    found = Dispute.objects.filter(obligation__contest=contest, decision=DisputeDecision.OPEN)
    return list(found.select_related("opened_by"))


def state_of(contest: UUID) -> str:
    return str(Contest.objects.values_list("state", flat=True).get(pk=contest))
