"""Asks for the mails about reviews: that they can be written, that the other side has, that both are to be read."""

from collections.abc import Iterable
from datetime import datetime

from accounts.models import MemberRole, Membership
from accounts.services.mail import MailRequest, ask_for_mails
from contests.models import Brief, Contest, Review
from contests.review_rules import WINDOW
from contests.services.mails import contest_url

DECIDERS = (MemberRole.OWNER, MemberRole.MANAGER)


def ask_to_write(contest: Contest, template: str, makers: Iterable[int], *, to_brand: bool, now: datetime) -> None:
    """Ask these makers, and the brand's deciders or not, to write while there is time. Nobody is named."""
    users = [*makers, *(_deciders(contest) if to_brand else ())]
    _ask(template, contest, users, str(contest.pk), now=now, date=(contest.state_since + WINDOW).date().isoformat())


def tell_written(review: Review, *, now: datetime) -> None:
    """Tell the other side that there is something to read once they have written, too; not what it says."""
    users = _deciders(review.contest) if review.writer_id == review.maker_id else [review.maker_id]
    _ask("review_waits", review.contest, users, f"{review.contest_id}:{review.maker_id}", now=now)


def tell_shown(contest: Contest, makers: Iterable[int], *, now: datetime) -> None:
    """Tell both sides that their reviews are shown."""
    for maker in sorted(set(makers)):
        _ask("reviews_shown", contest, [maker, *_deciders(contest)], f"{contest.pk}:{maker}", now=now)


def _deciders(contest: Contest) -> list[int]:
    members = Membership.objects.filter(brand=contest.brand_id, role__in=DECIDERS)
    return list(members.order_by("pk").values_list("user_id", flat=True))


def _ask(template: str, contest: Contest, users: Iterable[int], matter: str, *, now: datetime, **more: str) -> None:
    title = Brief.objects.filter(contest=contest).values_list("title", flat=True).first()
    ask_for_mails(
        (
            MailRequest(
                user_id=user,
                template=template,
                dedupe_key=f"{template}:{matter}:{user}",
                context={"title": title or "", "url": f"{contest_url(contest.pk)}reviews/", **more},
            )
            for user in users
        ),
        now=now,
    )
