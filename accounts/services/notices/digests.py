"""The one mail a day: planned for the person's morning as soon as something waits for it, written once.

Two workers cannot both write one: the row is finished, its notices taken and its mail asked for in one transaction. A
notice that commits while that happens stays waiting, and has the next morning planned by the next round.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.utils import translation

from accounts.mailing import subject_of
from accounts.models import Digest, Notice
from accounts.mornings import next_morning
from accounts.services.mail import ask_for_mails
from accounts.services.mail_requests import MailRequest
from duerows.claims import work_off
from duerows.models import DueState

PEOPLE_AT_ONCE: Final = 500
MAILS_AT_ONCE: Final = 50
MOST_SHOWN: Final = 25
"""So many notices stand in one mail; of the others it says how many there are."""


def plan_digests(now: datetime, limit: int = PEOPLE_AT_ONCE) -> int:
    """Plan a mail for whoever has notices waiting for one and none planned. Returns how many."""
    planned = Digest.objects.filter(due_state=DueState.WAITING).values("user_id")
    waiting = Notice.objects.filter(awaits_digest=True).exclude(user_id__in=planned)
    people = list(waiting.order_by("user_id").values_list("user_id", "user__time_zone").distinct()[:limit])
    Digest.objects.bulk_create(
        (Digest(user_id=user_id, due_at=next_morning(now, zone), created_at=now) for user_id, zone in people),
        ignore_conflicts=True,
    )
    return len(people)


def write_digests(now: datetime, limit: int = MAILS_AT_ONCE) -> int:
    """Write the mails whose morning has come; returns how many were claimed, so that callers can go on until 0."""
    return work_off(Digest, _write, now=now, limit=limit)


def _write(keys: Sequence[int], now: datetime) -> None:
    digests = list(Digest.objects.filter(pk__in=keys).select_related("user").order_by("user_id"))
    found = Notice.objects.filter(user_id__in=[one.user_id for one in digests], awaits_digest=True)
    taken = list(found.select_for_update().order_by("pk"))
    Notice.objects.filter(pk__in=[one.pk for one in taken]).update(awaits_digest=False)
    by_person: dict[int, list[Notice]] = {}
    for notice in taken:
        if notice.read_at is None:
            by_person.setdefault(notice.user_id, []).append(notice)
    ask_for_mails(
        (
            MailRequest(one.user_id, "digest", f"digest:{one.pk}", _context(by_person[one.user_id], one.user.locale))
            for one in digests
            if one.user_id in by_person
        ),
        now=now,
    )


def _context(notices: Sequence[Notice], locale: str) -> dict[str, Any]:
    with translation.override(locale):
        rows = [
            {"title": subject_of(one.template, locale, one.context), "url": one.context.get("url", "")}
            for one in notices[-MOST_SHOWN:]
        ]
    return {
        "count": len(notices),
        "more": max(0, len(notices) - MOST_SHOWN),
        "rows": rows,
        "url": f"{settings.SITE_URL}/notices/",
    }
