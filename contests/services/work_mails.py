"""Asks for the mails about the work itself: a question, an answer, a refused file, an entry ruled out, a change."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from accounts.models import MemberRole, Membership
from accounts.services.mail import MailRequest, ask_for_mails
from contests.models import Brief, Contest, Elimination, Entry, Question, RevisionRequest, StoredFile
from contests.services.mails import contest_url

DECIDERS = (MemberRole.OWNER, MemberRole.MANAGER)


def tell_asked(contest: Contest, question: Question, *, now: datetime) -> None:
    """Tell the brand's owners and managers that somebody asked; not who."""
    members = Membership.objects.filter(brand=contest.brand_id, role__in=DECIDERS)
    _ask("question_asked", contest.pk, members.values_list("user_id", flat=True), str(question.pk), now=now)


def tell_answered(question: Question, *, now: datetime) -> None:
    """Tell whoever asked that there is an answer."""
    _ask("question_answered", question.contest_id, [question.asker_id], str(question.pk), now=now)


def tell_disqualified(entry: Entry, *, now: datetime) -> None:
    """Tell the author that the entry is out; the reason is on its page."""
    _ask("entry_disqualified", entry.contest_id, [entry.author_id], str(entry.pk), now=now)


def tell_eliminated(elimination: Elimination, *, now: datetime) -> None:
    """Tell the author that the brand has put the entry aside; the reason is on its page."""
    entry = elimination.entry
    _ask("entry_eliminated", entry.contest_id, [entry.author_id], str(elimination.pk), now=now)


def tell_reinstated(elimination: Elimination, *, now: datetime) -> None:
    """Tell the author that the entry is among those to choose from again."""
    entry = elimination.entry
    _ask("entry_reinstated", entry.contest_id, [entry.author_id], str(elimination.pk), now=now)


def tell_revision(request: RevisionRequest, *, now: datetime) -> None:
    """Tell the author what the brand would like changed; the note is on the entry's page."""
    entry = request.entry
    _ask("revision_asked", entry.contest_id, [entry.author_id], f"{entry.pk}:{request.round}", now=now)


def tell_file_refused(file: StoredFile, *, now: datetime) -> None:
    """Tell whoever sent a file that it could not be accepted after all, while another can still be sent."""
    if file.version is not None:
        entry = file.version.entry
    elif file.handover is not None:
        entry = file.handover.award.entry
    elif file.brief is not None:
        brand = Membership.objects.filter(brand=file.brief.contest.brand_id, role__in=DECIDERS)
        people = brand.values_list("user_id", flat=True)
        _ask("file_refused", file.brief.contest_id, people, str(file.ref), now=now)
        return
    else:
        return  # A kit's logo: the page of the kit says so.
    _ask("file_refused", entry.contest_id, [entry.author_id], str(file.ref), now=now)


def _ask(template: str, contest_id: UUID, users: Iterable[int], matter: str, *, now: datetime) -> None:
    title = Brief.objects.filter(contest=contest_id).values_list("title", flat=True).first()
    ask_for_mails(
        (
            MailRequest(
                user_id=user,
                template=template,
                dedupe_key=f"{template}:{matter}:{user}",
                context={"title": title or "", "url": contest_url(contest_id)},
            )
            for user in users
        ),
        now=now,
    )
