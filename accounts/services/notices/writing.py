"""Writes notices beside the mails that are asked for, and says which of those are sent at once. Set-based."""

import json
from collections.abc import Sequence
from datetime import datetime

from accounts.models import Notice, NoticeChoice
from accounts.services.mail_requests import MailRequest
from accounts.topics import FIXED, NO_NOTICE, Arrival, arrival_of, matter_of
from duerows.bulk import Column, insert_columns


def write_notices(asked: Sequence[MailRequest], *, now: datetime) -> list[MailRequest]:
    """Write what its reader finds on the site, in one statement; returns the requests that are mailed at once.

    A key that was asked for before is left as it was.
    """
    told = [one for one in asked if one.user_id is not None and one.template not in NO_NOTICE]
    chosen = _choices(told)
    arrivals = {
        id(one): arrival_of(matter_of(one.template), chosen.get((one.user_id, matter_of(one.template).topic)))
        for one in told
    }
    _insert(told, [arrivals[id(one)] is Arrival.DAILY for one in told], now)
    return [one for one in asked if arrivals.get(id(one), Arrival.AT_ONCE) is Arrival.AT_ONCE]


def _choices(told: Sequence[MailRequest]) -> dict[tuple[int | None, str], Arrival]:
    """What these people chose; asked only where a choice could matter."""
    matters = {one.template: matter_of(one.template) for one in told}
    free = {name for name, matter in matters.items() if not matter.always and matter.topic not in FIXED}
    people = {one.user_id for one in told if one.template in free}
    if not people:
        return {}
    topics = {matters[name].topic.value for name in free}
    found = NoticeChoice.objects.filter(user__in=people, topic__in=topics).values_list("user_id", "topic", "arrival")
    return {(user_id, topic): Arrival(arrival) for user_id, topic, arrival in found}


def _insert(told: Sequence[MailRequest], awaits: list[bool], now: datetime) -> None:
    if not told:
        return
    columns: dict[str, Column] = {
        "user_id": ("bigint", [one.user_id for one in told]),
        "topic": ("varchar", [matter_of(one.template).topic.value for one in told]),
        "template": ("varchar", [one.template for one in told]),
        "context": ("jsonb", [json.dumps(dict(one.context)) for one in told]),
        "dedupe_key": ("varchar", [one.dedupe_key for one in told]),
        "created_at": ("timestamptz", [now] * len(told)),
        "awaits_digest": ("boolean", awaits),
    }
    insert_columns(Notice, columns, on_conflict="ON CONFLICT (dedupe_key) DO NOTHING")
