"""Sends the messages that are due, outside any transaction, and has what came of it recorded.

Each endpoint has a lane of its own, in which one message goes after another; after a failure the rest of it waits, and
longer the longer it fails: a receiver that hangs costs the others a few seconds now and then. One worker sends at a
time, so that slow receivers cannot keep every worker from deadlines and payments. A worker that dies leaves messages
whose leases end: they are sent again, as the same messages.
"""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final

import structlog
from django.conf import settings

from duerows.claims import Claim, claim
from duerows.doorbell import ring
from webhooks.models import Delivery, Outcome
from webhooks.retrying import Meaning, meaning_of
from webhooks.services.collecting import SEND
from webhooks.services.keys import live_secrets
from webhooks.services.recording import end, give_back, record
from webhooks.services.seeing import still_seen
from webhooks.services.turns import LEASE, my_turn
from webhooks.signing import headers_for
from webhooks.wire import Limits, NotSent, Reply, post

log = structlog.get_logger(__name__)

LANES: Final = 16
PER_ENDPOINT: Final = 20
BATCH: Final = LANES * PER_ENDPOINT
LIMITS: Final = Limits(seconds=10.0, name_seconds=3.0)
BEGIN_FOR: Final = 6.0
"""Seconds in which a try may still begin. What was not begun by then is handed back as if it had not been claimed."""

# Of each endpoint only so many at a time: a long queue of one must not keep the others waiting.
FAIR: Final = f"""
    id IN (
        SELECT queue.id FROM webhooks_endpoint ep CROSS JOIN LATERAL (
            SELECT id FROM webhooks_delivery one
            WHERE one.endpoint_id = ep.id AND one.due_state = 'waiting' AND one.due_at <= %s
              AND (one.lease_until IS NULL OR one.lease_until < %s)
            ORDER BY one.due_at, one.id LIMIT {PER_ENDPOINT}
        ) AS queue
        WHERE ep.disabled_at IS NULL AND (ep.hold_until IS NULL OR ep.hold_until <= %s)
    )
"""


@dataclass(frozen=True, slots=True)
class Try:
    """What came of one message: an answer, or why there was none; neither if it was not begun."""

    delivery: Delivery
    reply: Reply | None = None
    failure: NotSent | None = None

    @property
    def was_begun(self) -> bool:
        return self.reply is not None or self.failure is not None

    @property
    def meaning(self) -> Meaning:
        return meaning_of(self.reply.status if self.reply else None)


def send_due(now: datetime) -> int:
    """Claim one batch and send it. Returns how many messages were tried; 0 while another worker sends."""
    with my_turn(now) as mine:
        tried = _send_batch(now) if mine else 0
    if tried:
        ring(SEND)  # There may be more.
    return tried


def _send_batch(now: datetime) -> int:
    started = time.monotonic()
    params = [now, now, now]
    claims = {one.pk: one for one in claim(Delivery, now=now, limit=BATCH, lease=LEASE, where=FAIR, params=params)}
    rows = list(
        Delivery.objects.filter(pk__in=claims).select_related("endpoint").order_by("endpoint_id", "due_at", "pk")
    )
    seen = still_seen(rows)
    for row in rows:
        if row.pk not in seen:
            end(claims[row.pk], Outcome.WITHDRAWN, now=now)
    tries = _send_all([row for row in rows if row.pk in seen], now, started)
    _record(tries, claims, now, started)
    return sum(one.was_begun for one in tries)


def _send_all(rows: Sequence[Delivery], now: datetime, started: float) -> list[Try]:
    secrets = live_secrets({row.endpoint_id for row in rows}, now=now)
    lanes = [list(lane) for _, lane in groupby(rows, key=lambda row: row.endpoint_id)]
    if not lanes:
        return []
    with ThreadPoolExecutor(min(LANES, len(lanes)), thread_name_prefix="webhook") as pool:
        done = pool.map(lambda lane: _send_lane(lane, secrets.get(lane[0].endpoint_id, []), now, started), lanes)
        return [one for lane in done for one in lane]


def _send_lane(rows: Sequence[Delivery], secrets: Sequence[str], now: datetime, started: float) -> list[Try]:
    """One after another, in a thread that never touches the database; after a failure the rest is left for later."""
    tries: list[Try] = []
    for row in rows:
        in_time = time.monotonic() - started < BEGIN_FOR
        if not secrets:
            tries.append(Try(row, failure=NotSent("no-secret")))
        elif not in_time or (tries and tries[-1].meaning != Meaning.DELIVERED):
            tries.append(Try(row))
        else:
            tries.append(_send_one(row, secrets, now + timedelta(seconds=time.monotonic() - started)))
    return tries


def _send_one(row: Delivery, secrets: Sequence[str], moment: datetime) -> Try:
    body = row.body.encode()
    headers = headers_for(secrets, row.message_id, int(moment.timestamp()), body)
    try:
        reply = post(
            row.endpoint.url,
            headers,
            body,
            allowed=settings.WEBHOOK_ALLOWED_NETWORKS,
            plain_http=settings.DEBUG,
            limits=LIMITS,
        )
    except NotSent as failure:
        return Try(row, failure=failure)
    except Exception:
        log.exception("webhook_failed", delivery=row.pk)
        return Try(row, failure=NotSent("internal"))
    return Try(row, reply=reply)


def _record(tries: Sequence[Try], claims: dict[int, Claim], now: datetime, started: float) -> None:
    moment = now + timedelta(seconds=time.monotonic() - started)
    for one in tries:
        if one.was_begun:
            record(claims[one.delivery.pk], one.delivery.endpoint_id, one.reply, one.failure, now=moment)
    give_back([claims[one.delivery.pk] for one in tries if not one.was_begun])
