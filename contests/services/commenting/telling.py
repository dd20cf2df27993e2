"""Asks for the mails about comments: what the brand says is told to the makers, and the other way round.

Several within a quarter of an hour, on one entry and to one person, are one mail. None says what was written, nor by
whom: it stands on the entry's page, for whoever may read it there.
"""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings

from accounts.models import MemberRole, Membership
from accounts.services.mail import MailRequest, ask_for_mails
from contests.comment_rules import SAME_MAIL_WITHIN, Side
from contests.models import Brief, Comment, Contest, EntryShare

READERS = (MemberRole.OWNER, MemberRole.MANAGER, MemberRole.JUDGE)
DECIDERS = (MemberRole.OWNER, MemberRole.MANAGER)


def tell_commented(contest: Contest, comment: Comment, *, now: datetime) -> None:
    """Tell the other side: the whole team of makers; of the brand those who wrote in the thread, or its deciders where
    nobody did.
    """
    if comment.side == Side.BRAND:
        _ask("comment_from_brand", comment, _makers(comment), now=now)
    else:
        _ask("comment_from_maker", comment, _brand_people(contest, comment), now=now)


def _makers(comment: Comment) -> set[int]:
    team = EntryShare.objects.filter(entry=comment.entry_id).values_list("user_id", flat=True)
    return {comment.entry.author_id, *team}


def _brand_people(contest: Contest, comment: Comment) -> set[int]:
    """Only those who are still in the brand, in a role that reads comments."""
    thread = Comment.objects.filter(entry=comment.entry_id, thread=comment.thread, side=Side.BRAND)
    members = Membership.objects.filter(brand=contest.brand_id)
    wrote = members.filter(role__in=READERS, user__in=thread.values("author_id"))
    told = set(wrote.values_list("user_id", flat=True))
    return told or set(members.filter(role__in=DECIDERS).values_list("user_id", flat=True))


def _ask(template: str, comment: Comment, users: Iterable[int], *, now: datetime) -> None:
    title = Brief.objects.filter(contest=comment.entry.contest_id).values_list("title", flat=True).first()
    window = int(now.timestamp() // SAME_MAIL_WITHIN.total_seconds())
    ask_for_mails(
        (
            MailRequest(
                user_id=user,
                template=template,
                dedupe_key=f"{template}:{comment.entry_id}:{user}:{window}",
                context={
                    "title": title or "",
                    "entry_code": comment.entry.code,
                    "url": f"{settings.SITE_URL}/entries/{comment.entry_id}/#comments",
                },
            )
            for user in sorted(users)
        ),
        now=now,
    )
