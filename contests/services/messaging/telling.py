"""Asks for the mails about messages: one to each person who has not read yet, however many messages follow.

The key of a mail holds how far its reader had read. As long as they do not read on, further messages ask for the same
mail, of which there is one. None says what was written, nor by whom: that stands on the page, for who may read it.
"""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from accounts.models import MemberRole, Membership
from accounts.services.mail import MailRequest, ask_for_mails
from contests.comment_rules import Side
from contests.models import Brief, Contest, ConversationRead, Entry, Message

DECIDERS = (MemberRole.OWNER, MemberRole.MANAGER)
TEMPLATES = {Side.BRAND: "message_from_brand", Side.MAKER: "message_from_maker"}


def tell_written(contest: Contest, entry: Entry, message: Message, *, now: datetime) -> None:
    """Tell the author; or of the brand's deciders those who took part, else all of them."""
    side = Side(message.side)
    told = {entry.author_id} if side == Side.BRAND else _brand_people(contest, message)
    read = _read_by(entry.pk, told)
    title = Brief.objects.filter(contest=contest).values_list("title", flat=True).first()
    context = {
        "title": title or "",
        "entry_code": entry.code,
        "url": f"{settings.SITE_URL}/entries/{entry.pk}/messages/",
    }
    ask_for_mails(
        (
            MailRequest(user, TEMPLATES[side], key_of(side, entry.pk, user, read.get(user, 0)), context)
            for user in sorted(told)
        ),
        now=now,
    )


def key_of(side: Side, entry_id: UUID, reader_id: int, up_to: int) -> str:
    """What keeps a mail from being sent twice to somebody who has read up to there. `side`: who wrote."""
    return f"{TEMPLATES[side]}:{entry_id}:{reader_id}:{up_to}"


def _brand_people(contest: Contest, message: Message) -> set[int]:
    members = Membership.objects.filter(brand=contest.brand_id, role__in=DECIDERS)
    wrote = Message.objects.filter(conversation=message.conversation_id, side=Side.BRAND).values("author_id")
    took_part = set(members.filter(user__in=wrote).values_list("user_id", flat=True))
    return took_part or set(members.values_list("user_id", flat=True))


def _read_by(entry_id: UUID, people: set[int]) -> dict[int, int]:
    marks = ConversationRead.objects.filter(conversation=entry_id, reader__in=people)
    return dict(marks.values_list("reader_id", "up_to"))
