"""Accepting the confidentiality of a brief: once, for good, by the text that was shown."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from contests.errors import NdaRefused, NotVisible, WrongMoment
from contests.kinds import Kind
from contests.lifecycle import FINAL, Role, State
from contests.models import Contest, NdaAcceptance
from contests.selectors.admission import nda_of
from contests.selectors.roles import may_meet_contest, role_on
from contests.services.access import check_eligible
from contests.services.transitions import lock_contest

MAX_NAME = 120


@dataclass(frozen=True, slots=True)
class NdaConsent:
    """What somebody accepted: the SHA-256 of the text shown, their name as a signature, from where."""

    text_sha256: str
    signed_name: str
    accepted_from: str


@transaction.atomic
def accept_nda(actor: User, contest_id: UUID, consent: NdaConsent, *, now: datetime) -> NdaAcceptance:
    """Be bound by it, and read the brief. Accepted already, it stands.

    Raises NotVisible, NotEligible, WrongMoment or NdaRefused.
    """
    try:
        contest = lock_contest(contest_id)
    except Contest.DoesNotExist:
        raise NotVisible from None
    _check_may_accept(contest, actor)
    known = NdaAcceptance.objects.filter(contest=contest, person=actor).first()
    if known is not None:
        return known
    if State(contest.state) in FINAL:
        raise WrongMoment(_("This brief is over: its confidentiality is accepted by nobody any more."))
    name = " ".join(consent.signed_name.split())
    if not name or "\0" in name:
        raise NdaRefused(_("Write your name, as a signature."), field="signed_name")
    text = nda_of(contest)
    if consent.text_sha256 != text.sha256:
        raise NdaRefused(_("The text has changed since you opened this page. Read it once more."))
    return NdaAcceptance.objects.create(
        contest=contest,
        person=actor,
        version=text.version,
        language=text.language,
        text="\n".join(text.clauses),
        text_sha256=text.sha256,
        signed_name=name[:MAX_NAME],
        accepted_at=now,
        accepted_from=consent.accepted_from[:64],
    )


def _check_may_accept(contest: Contest, actor: User) -> None:
    if contest.kind != Kind.NDA or not may_meet_contest(contest, actor):
        raise NotVisible
    role: Role = role_on(contest, actor)
    check_eligible(role)
