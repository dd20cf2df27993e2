"""Asks for a jury's mails: invitations, ballots, reminders, and to the brand how it stands. None names an entrant."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.core.signing import Signer
from django.utils.translation import get_language

from accounts.models import User
from accounts.selectors import find_by_email
from accounts.services.mail import MailRequest, ask_for_mails
from contests.models import Brief, Contest, Juror, Jury
from contests.services.mails import tell_deciders

SALT = "contests.jury-invitation"


def invitation_token(juror: Juror) -> str:
    """What stands in the link: the seat's key, signed."""
    return Signer(salt=SALT).sign(str(juror.pk))


def tell_invited(juror: Juror, contest: Contest, inviter: User, *, now: datetime) -> None:
    """Mail the link, to whoever has the address."""
    person = find_by_email(juror.email)
    request = MailRequest(
        user_id=person.pk if person else None,
        address="" if person else juror.email,
        locale="" if person else (get_language() or inviter.locale)[:2],
        template="jury_invited",
        dedupe_key=f"jury_invited:{juror.pk}:{juror.invited_at.isoformat()}",
        context={
            "title": _title(contest),
            "brand": contest.brand.name,
            "inviter": inviter.public_name,
            "stand_in": juror.is_stand_in,
            "url": f"{settings.SITE_URL}/juries/invitation/{invitation_token(juror)}/",
        },
    )
    ask_for_mails([request], now=now)


def tell_ballots(jury: Jury, jurors: Iterable[Juror], *, now: datetime, once_for: str) -> None:
    """Tell these jurors that there are entries for them to judge, and until when."""
    for due, group in _by_due(jury, jurors):
        _ask(jury, group, "jury_ballots", due, now=now, once_for=once_for)


def tell_reminder(jury: Jury, jurors: Iterable[Juror], *, now: datetime) -> None:
    """Remind jurors of ballots that are still open."""
    for due, group in _by_due(jury, jurors):
        _ask(jury, group, "jury_reminder", due, now=now, once_for="")


def tell_relieved(jury: Jury, jurors: Iterable[Juror], *, now: datetime) -> None:
    """Tell jurors whose time is over that others go on."""
    _ask(jury, list(jurors), "jury_relieved", None, now=now, once_for="")


def tell_brand(jury: Jury, template: str, *, now: datetime, once_for: str = "") -> None:
    """Tell the owners and managers how their jury stands."""
    tell_deciders([jury.contest], template, now=now, once_for=once_for)


def _by_due(jury: Jury, jurors: Iterable[Juror]) -> Iterable[tuple[datetime | None, list[Juror]]]:
    found = list(jurors)
    yield jury.ballots_by, [juror for juror in found if not juror.is_stand_in]
    yield jury.closes_at, [juror for juror in found if juror.is_stand_in]


def _ask(jury: Jury, jurors: list[Juror], template: str, due: datetime | None, *, now: datetime, once_for: str) -> None:
    context = {
        "title": _title(jury.contest),
        "date": due.date().isoformat() if due else "",
        "url": f"{settings.SITE_URL}/contests/{jury.contest_id}/judge/",
    }
    ask_for_mails(
        (
            MailRequest(juror.user_id, template, f"{template}:{juror.pk}:{once_for}", context)
            for juror in jurors
            if juror.user_id is not None
        ),
        now=now,
    )


def _title(contest: Contest) -> str:
    return Brief.objects.filter(contest=contest).values_list("title", flat=True).first() or ""
