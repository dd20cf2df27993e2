"""Asks for the mails to those who follow a brief or a brand, each with its own link to stop it; set-based.

Only whom the brief is shown to at that moment is told of it: see `contests.selectors.following`. Nothing here tells
anybody who follows, who asked or who entered.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from accounts.services.mail import MailRequest, ask_for_mails
from accounts.services.stop_links import STOPS
from contests.kinds import Kind
from contests.models import Brief, Contest, Entry, Guest, Question
from contests.selectors.following import Follower, followers_of_brands, followers_of_briefs
from contests.services.mails import contest_url

FOLLOWS = "follows"


def tell_opened(contest: Contest, *, now: datetime) -> None:
    """A brand that somebody follows has opened a brief. Its guests are told so in a mail of their own."""
    guests = set(Guest.objects.filter(contest=contest).values_list("person_id", flat=True))
    told = guests if contest.kind == Kind.INVITED else set()
    _ask([one for one in followers_of_brands([contest.pk]) if one.person_id not in told], "followed_opened", now=now)


def tell_answered(question: Question, *, now: datetime) -> None:
    """A question on a followed brief has its answer, for those who read it; whoever asked is told in another mail."""
    if question.hidden_at is None:
        followers = followers_of_briefs([question.contest_id], inside=True)
        others = [one for one in followers if one.person_id != question.asker_id]
        _ask(others, "followed_answered", now=now, matter=str(question.pk))


def tell_closing(contests: Sequence[Contest], *, now: datetime) -> None:
    """Followed briefs close soon."""
    _ask(followers_of_briefs(contest.pk for contest in contests), "followed_closing", now=now)


def tell_decided(contests: Sequence[Contest], *, now: datetime) -> None:
    """Followed briefs have come to their end. Whoever entered is told by other mails what that means for them."""
    followers = followers_of_briefs(contest.pk for contest in contests)
    if not followers:
        return
    people = {one.person_id for one in followers}
    rows = Entry.objects.filter(contest__in=contests, author__in=people).values_list("contest_id", "author_id")
    entered = set(rows)
    _ask([one for one in followers if (one.contest_id, one.person_id) not in entered], "followed_decided", now=now)


def _ask(followers: Iterable[Follower], template: str, *, now: datetime, matter: str = "") -> None:
    told = list(followers)
    if not told:
        return
    briefs = Brief.objects.filter(contest__in={one.contest_id for one in told}).select_related("contest__brand")
    known = {brief.contest_id: brief for brief in briefs}
    ask_for_mails(
        (
            MailRequest(
                user_id=one.person_id,
                template=template,
                dedupe_key=f"{template}:{one.contest_id}:{matter}:{one.person_id}",
                context={
                    "title": known[one.contest_id].title,
                    "brand": known[one.contest_id].contest.brand.name,
                    "url": contest_url(one.contest_id),
                    STOPS: f"{FOLLOWS}.{one.ref.hex}",
                },
            )
            for one in told
        ),
        now=now,
    )
