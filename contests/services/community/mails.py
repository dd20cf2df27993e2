"""Asks for the mails of the community's vote. None says who voted, nor for what before it is counted."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from accounts.models import MemberRole, Membership, StaffRole, User
from accounts.services.mail import MailRequest, ask_for_mails
from contests.community import VoteState
from contests.models import Brief, CommunityVote, ShortlistPlace

DECIDERS = (MemberRole.OWNER, MemberRole.MANAGER)


def tell_opened(vote: CommunityVote, *, now: datetime) -> None:
    """Tell the makers on the shortlist, and their teams, that the community votes on their entries now."""
    _ask("community_opened", vote, _makers(vote), now=now)


def tell_moderators(vote: CommunityVote, *, now: datetime) -> None:
    """Tell the platform's admins, save those of the brand, that ballots wait for them."""
    of_brand = Membership.objects.filter(brand=vote.contest.brand_id).values_list("user_id", flat=True)
    admins = User.objects.filter(staff_role=StaffRole.ADMIN, is_active=True).exclude(pk__in=of_brand)
    url = f"{settings.SITE_URL}/moderation/votes/"
    _ask("community_marked", vote, admins.order_by("pk").values_list("pk", flat=True), now=now, url=url)


def tell_ended(vote: CommunityVote, *, now: datetime) -> None:
    """Tell the makers on the shortlist and the brand that it is counted, or that it will not be."""
    template = "community_counted" if vote.state == VoteState.COUNTED else "community_uncounted"
    members = Membership.objects.filter(brand=vote.contest.brand_id, role__in=DECIDERS)
    people = {*_makers(vote), *members.values_list("user_id", flat=True)}
    _ask(template, vote, sorted(people), now=now)


def _makers(vote: CommunityVote) -> list[int]:
    places = ShortlistPlace.objects.filter(contest=vote.contest_id)
    authors = places.values_list("entry__author_id", flat=True)
    team = places.filter(entry__shares__isnull=False).values_list("entry__shares__user_id", flat=True)
    return sorted({*authors, *team})


def _ask(template: str, vote: CommunityVote, people: Iterable[int], *, now: datetime, url: str = "") -> None:
    brief = Brief.objects.filter(contest=vote.contest_id).values("title", "community_name").get()
    context = {
        "title": brief["title"],
        "award": brief["community_name"],
        "url": url or f"{settings.SITE_URL}/contests/{vote.contest_id}/vote/",
        "date": (vote.closes_at if vote.state == VoteState.OPEN else vote.check_by).date().isoformat(),
    }
    requests = (
        MailRequest(user_id=user, template=template, dedupe_key=f"{template}:{vote.pk}:{user}", context=context)
        for user in people
    )
    ask_for_mails(requests, now=now)
