"""Asks for the mails to those who follow a brief or a brand. Set-based; each carries its own link to stop it.

Nothing here tells anybody who follows, who asked or who entered.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db.models import Q

from accounts.services.mail import MailRequest, ask_for_mails
from accounts.services.stop_links import STOPS
from contests.models import Brief, Contest, Entry, Following, Question
from contests.services.mails import contest_url

FOLLOWS = "follows"


def tell_opened(contest: Contest, *, now: datetime) -> None:
    """A brand that somebody follows has opened a brief."""
    _ask(Following.objects.filter(brand=contest.brand_id), "followed_opened", now=now, about=contest)


def tell_answered(question: Question, *, now: datetime) -> None:
    """A question on a followed brief has its answer; whoever asked is told so in another mail."""
    followers = Following.objects.filter(contest=question.contest_id).exclude(person=question.asker_id)
    _ask(followers, "followed_answered", now=now, matter=str(question.pk))


def tell_closing(contests: Sequence[Contest], *, now: datetime) -> None:
    """Followed briefs close soon."""
    _ask(Following.objects.filter(contest__in=contests), "followed_closing", now=now)


def tell_decided(contests: Sequence[Contest], *, now: datetime) -> None:
    """Followed briefs have come to their end. Whoever entered is told by other mails what that means for them."""
    followers = Following.objects.filter(contest__in=contests)
    entered = set(
        Entry.objects.filter(Q(contest__in=contests), Q(author__followings__in=followers)).values_list(
            "contest_id", "author_id"
        )
    )
    rows = [row for row in followers if (row.contest_id, row.person_id) not in entered]
    _ask(rows, "followed_decided", now=now)


def _ask(
    followings: Iterable[Following], template: str, *, now: datetime, about: Contest | None = None, matter: str = ""
) -> None:
    """`about`: the contest, where the row itself names a brand."""
    told = [(row, about.pk if about else row.contest_id) for row in followings]
    if not told:
        return
    briefs = Brief.objects.filter(contest__in={key for _, key in told}).select_related("contest__brand")
    known = {brief.contest_id: brief for brief in briefs}
    ask_for_mails(
        (
            MailRequest(
                user_id=row.person_id,
                template=template,
                dedupe_key=f"{template}:{key}:{matter}:{row.person_id}",
                context={
                    "title": known[key].title,
                    "brand": known[key].contest.brand.name,
                    "url": contest_url(key),
                    STOPS: f"{FOLLOWS}.{row.ref.hex}",
                },
            )
            for row, key in told
            if key is not None
        ),
        now=now,
    )
