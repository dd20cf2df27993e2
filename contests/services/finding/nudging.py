"""Plans reminders and lets those that fall due remind, if what they are about is still so. Nothing is decided here.

A question that waits is brought to the brand's owners and managers after a day and after three; a brief that closes in
two days to those who follow it; the reviews of a contest that is over to those who can write them and have not.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from accounts.models import MemberRole, Membership
from accounts.services.mail import MailRequest, ask_for_mails
from contests.lifecycle import State
from contests.models import Brief, Contest, Nudge, NudgeKind, Question
from contests.models.nudge import OF_REVIEWS
from contests.services.after.asking import ask_for_reviews
from contests.services.finding.telling import tell_closing
from contests.services.mails import contest_url
from contests.services.transitions import lock_contests
from duerows.claims import work_off

CLOSES_IN = timedelta(hours=48)
ANSWER_WITHIN = {NudgeKind.QUESTION_WAITS: timedelta(hours=24), NudgeKind.QUESTION_WAITS_LONG: timedelta(hours=72)}
AT_ONCE = 100
"""Their contests stay locked meanwhile, and who can review is asked contest by contest."""

LOOK_AGAIN = timedelta(days=1)
ANSWERABLE = frozenset({State.OPEN, State.SHORTLISTING, State.FINAL_ROUND})
DECIDERS = (MemberRole.OWNER, MemberRole.MANAGER)


def plan_closing(contest: Contest, *, now: datetime) -> None:
    """Remind before this brief closes; not of one that is open for a shorter time than that anyway."""
    if contest.closes_at is not None and contest.closes_at - CLOSES_IN > now:
        _plan_again(contest, contest.closes_at - CLOSES_IN)


def plan_question(question: Question) -> None:
    """Remind of this question while it waits."""
    Nudge.objects.bulk_create(
        Nudge(contest_id=question.contest_id, question=question, kind=kind, due_at=question.created_at + wait)
        for kind, wait in ANSWER_WITHIN.items()
    )


def work_off_nudges(*, now: datetime, limit: int = AT_ONCE) -> int:
    """Let one batch of reminders that are due remind. Returns how many there were."""
    return work_off(Nudge, _remind, now=now, lock=_lock_their_contests, limit=limit)


def _lock_their_contests(keys: Sequence[int]) -> None:
    lock_contests(Nudge.objects.filter(pk__in=keys).values_list("contest_id", flat=True))


def _remind(keys: Sequence[int], now: datetime) -> None:
    rows = list(Nudge.objects.filter(pk__in=keys).select_related("contest", "question"))
    _remind_of_closing([row.contest for row in rows if row.kind == NudgeKind.CLOSING_SOON], now)
    for row in rows:
        if row.kind in OF_REVIEWS:
            ask_for_reviews(row.contest, NudgeKind(row.kind), now=now)
    waiting = [
        row
        for row in rows
        if row.question is not None
        and row.question.answered_at is None
        and row.question.hidden_at is None
        and row.contest.state in ANSWERABLE
    ]
    _remind_deciders(waiting, now)


def _remind_of_closing(contests: Sequence[Contest], now: datetime) -> None:
    """A brief may have been given more time meanwhile, or stand still: then it is looked at again later."""
    soon = []
    for contest in contests:
        if contest.state == State.SUSPENDED:
            _plan_again(contest, now + LOOK_AGAIN)
        elif contest.state == State.OPEN and contest.closes_at is not None:
            if contest.closes_at - CLOSES_IN > now:
                _plan_again(contest, contest.closes_at - CLOSES_IN)
            else:
                soon.append(contest)
    tell_closing(soon, now=now)


def _plan_again(contest: Contest, due_at: datetime) -> None:
    Nudge.objects.create(contest=contest, kind=NudgeKind.CLOSING_SOON, due_at=due_at)


def _remind_deciders(nudges: Sequence[Nudge], now: datetime) -> None:
    if not nudges:
        return
    members = Membership.objects.filter(brand__in={row.contest.brand_id for row in nudges}, role__in=DECIDERS)
    by_brand: dict[object, list[int]] = {}
    for brand_id, user_id in members.values_list("brand_id", "user_id"):
        by_brand.setdefault(brand_id, []).append(user_id)
    titles = dict(Brief.objects.filter(contest__in={row.contest_id for row in nudges}).values_list("pk", "title"))
    ask_for_mails(
        (
            MailRequest(
                user_id=user,
                template="question_waits",
                dedupe_key=f"{row.kind}:{row.question_id}:{user}",
                context={
                    "title": titles.get(row.contest_id, ""),
                    "url": f"{contest_url(row.contest_id)}#questions",
                    "hours": int(ANSWER_WITHIN[NudgeKind(row.kind)].total_seconds() // 3600),
                },
            )
            for row in nudges
            for user in by_brand.get(row.contest.brand_id, ())
        ),
        now=now,
    )
