"""Polls as the brand asks and ends them. A link's secret is given out once; only its digest is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from contests.errors import InvalidPoll, NotVisible, PollClosed, Problem, WrongMoment
from contests.gallery_rules import MAX_POLLS, POLLED_WHILE, is_open, poll_problems
from contests.lifecycle import Role
from contests.models import Contest, EntryState, Poll, PollKind, PollOption, StoredFile
from contests.poll_secrets import digest_of, new_secret
from contests.services.access import lock_for
from contests.services.gallery.access import check_decides
from contests.services.transitions import note_event
from contests.visibility import BRAND_ROLES


@dataclass(frozen=True, slots=True, kw_only=True)
class PollDraft:
    """A poll as it is asked for."""

    question: str
    entries: Sequence[UUID]
    closes_at: datetime
    kind: str = PollKind.PICK.value


@dataclass(frozen=True, slots=True)
class OpenedPoll:
    """A poll and the secret of its link, which nobody can read again."""

    poll: Poll
    token: str


@transaction.atomic
def open_poll(actor: User, contest_id: UUID, draft: PollDraft, *, now: datetime) -> OpenedPoll:
    """Ask colleagues by link. Raises NotVisible, NotPermitted, WrongMoment or InvalidPoll."""
    contest, role = lock_for(actor, contest_id)
    if role not in BRAND_ROLES:
        raise NotVisible
    check_decides(role)
    if contest.state not in POLLED_WHILE:
        raise WrongMoment(_("Polls are held until the contest is decided."))
    question, entries = " ".join(draft.question.split()), list(dict.fromkeys(draft.entries))
    problems = poll_problems(question, draft.kind, entries, draft.closes_at, kinds=PollKind.values, now=now)
    if Poll.objects.filter(contest=contest).count() >= MAX_POLLS:
        sentence = _("This contest has had %(n)d polls, which is the most.")
        problems.append(Problem("question", sentence % {"n": MAX_POLLS}))
    pictures = _pictures(contest, entries)
    if set(pictures) != set(entries):
        sentence = _("One of these entries has no picture that could be shown. Leave it out.")
        problems.append(Problem("entries", sentence))
    if problems:
        raise InvalidPoll(problems)
    token = new_secret()
    poll = Poll.objects.create(
        contest=contest,
        question=question,
        kind=draft.kind,
        token_digest=digest_of(token),
        created_by=actor,
        created_at=now,
        closes_at=draft.closes_at,
    )
    PollOption.objects.bulk_create(PollOption(poll=poll, entry_id=key, file_id=pictures[key]) for key in entries)
    _note(contest, "poll_opened", poll, role, actor, now)
    return OpenedPoll(poll, token)


@transaction.atomic
def close_poll(actor: User, poll_id: UUID, *, now: datetime) -> Poll:
    """End a poll before its time. Raises NotVisible, NotPermitted or PollClosed."""
    contest, poll, role = _lock_open(actor, poll_id, now)
    poll.closed_at, poll.closed_by = now, actor
    poll.save(update_fields=["closed_at", "closed_by"])
    _note(contest, "poll_closed", poll, role, actor, now)
    return poll


@transaction.atomic
def renew_link(actor: User, poll_id: UUID, *, now: datetime) -> OpenedPoll:
    """A new link; the one before leads nowhere from now on, votes stay. Raises NotVisible, NotPermitted, PollClosed."""
    _contest, poll, _role = _lock_open(actor, poll_id, now)
    token = new_secret()
    poll.token_digest = digest_of(token)
    poll.save(update_fields=["token_digest"])
    return OpenedPoll(poll, token)


def _lock_open(actor: User, poll_id: UUID, now: datetime) -> tuple[Contest, Poll, Role]:
    contest_id = Poll.objects.filter(pk=poll_id).values_list("contest_id", flat=True).first()
    if contest_id is None:
        raise NotVisible
    contest, role = lock_for(actor, contest_id)
    if role not in BRAND_ROLES:
        raise NotVisible
    check_decides(role)
    poll = Poll.objects.select_for_update().get(pk=poll_id)
    if not is_open(poll.closes_at, poll.closed_at, now):
        raise PollClosed(_("This poll is closed."))
    return contest, poll, role


def _pictures(contest: Contest, entries: Sequence[UUID]) -> dict[UUID, int]:
    """By entry, of those that are admissible, the first picture of the latest version."""
    files = StoredFile.objects.filter(
        version__entry__in=entries,
        version__entry__contest=contest,
        version__entry__state=EntryState.SUBMITTED,
        state="ready",
        kind="image",
    )
    ordered = files.order_by("version__entry", "-version__number", "position", "pk").distinct("version__entry")
    return dict(ordered.values_list("version__entry", "pk"))


def _note(contest: Contest, kind: str, poll: Poll, role: Role, actor: User, now: datetime) -> None:
    data = {"poll": str(poll.pk), "question": poll.question}
    note_event(contest, kind, role=role, actor_id=actor.pk, now=now, data=data)
