"""Writes what became of a try, under the fence of its claim: on the message, in its log, and on its endpoint."""

import random
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import F

from duerows.claims import Claim
from duerows.models import DueState
from webhooks.models import Attempt, Delivery, DisabledBecause, Endpoint, Outcome
from webhooks.models.delivery import KEPT_OF_ANSWER
from webhooks.retrying import Meaning, meaning_of, next_try, rest_of, was_patient
from webhooks.services.switching import switch_off
from webhooks.wire import NotSent, Reply

ENDED_AS: Final = {
    Outcome.DELIVERED: DueState.DONE,
    Outcome.GIVEN_UP: DueState.CANCELLED,
    Outcome.WITHDRAWN: DueState.CANCELLED,
    Outcome.DISABLED: DueState.CANCELLED,
}


@transaction.atomic
def record(held: Claim, endpoint_id: int, reply: Reply | None, failure: NotSent | None, *, now: datetime) -> bool:
    """Write one try and all that follows from it. Returns whether it was still the caller's to write.

    The endpoint is locked first, so that failures that come in at once agree on since when it has been failing. One
    that was deleted meanwhile took its messages with it.
    """
    endpoint = Endpoint.objects.select_for_update(no_key=True).filter(pk=endpoint_id).first()
    row = Delivery.objects.select_for_update().filter(pk=held.pk, fence=held.fence, due_state=DueState.WAITING).first()
    if endpoint is None or row is None:
        return False
    _log(row, reply, failure, now)
    meaning = meaning_of(reply.status if reply else None)
    if meaning == Meaning.DELIVERED:
        end(held, Outcome.DELIVERED, now=now)
        endpoint.failing_since, endpoint.hold_until, endpoint.last_success_at = None, None, now
        endpoint.save(update_fields=["failing_since", "hold_until", "last_success_at"])
    else:
        _put_off(endpoint, held, reply, failure, now)
        _judge(endpoint, held, meaning, now)
    return True


def end(held: Claim, outcome: Outcome, *, now: datetime, error: str = "") -> None:
    """The message waits no more, unless somebody has claimed it again."""
    Delivery.objects.filter(pk=held.pk, fence=held.fence, due_state=DueState.WAITING).update(
        due_state=ENDED_AS[outcome], outcome=outcome, finished_at=now, lease_until=None, last_error=error
    )


def give_back(claims: Sequence[Claim]) -> None:
    """Give up claims under which nothing was begun, as if they had never been made."""
    for held in claims:
        Delivery.objects.filter(pk=held.pk, fence=held.fence, due_state=DueState.WAITING).update(
            lease_until=None, attempts=F("attempts") - 1
        )


def _put_off(endpoint: Endpoint, held: Claim, reply: Reply | None, failure: NotSent | None, now: datetime) -> None:
    """The message waits for its next try, if there is one; the endpoint rests, and longer if it asks for it."""
    status, retry_after = (reply.status, reply.retry_after) if reply else (None, "")
    error = f"HTTP {status}" if status else failure.reason if failure else ""
    chance = random.random()  # nosec B311 - it only spreads what failed together
    again = next_try(held.attempts, status, retry_after, chance=chance, now=now)
    endpoint.failing_since = endpoint.failing_since or now
    endpoint.hold_until = now + rest_of(now - endpoint.failing_since)
    if again is None:
        end(held, Outcome.GIVEN_UP, now=now, error=error)
    else:
        Delivery.objects.filter(pk=held.pk).update(due_at=now + again.wait, lease_until=None, last_error=error)
        endpoint.hold_until = max(endpoint.hold_until, now + again.hold)
    endpoint.save(update_fields=["failing_since", "hold_until"])


def _judge(endpoint: Endpoint, held: Claim, meaning: Meaning, now: datetime) -> None:
    """Switch the endpoint off if it says that it is gone, or has taken nothing for too long."""
    if not endpoint.is_active or endpoint.failing_since is None:
        return
    if meaning == Meaning.GONE:
        switch_off(endpoint, DisabledBecause.GONE, now=now)
    elif was_patient(held.attempts, now - endpoint.failing_since):
        switch_off(endpoint, DisabledBecause.FAILING, now=now)


def _log(row: Delivery, reply: Reply | None, failure: NotSent | None, now: datetime) -> None:
    Attempt.objects.create(
        delivery=row,
        at=now,
        status=reply.status if reply else None,
        error=failure.reason if failure else "",
        answer=_readable(reply.start) if reply else "",
        milliseconds=reply.milliseconds if reply else failure.milliseconds if failure else 0,
    )


def _readable(start: bytes) -> str:
    """The beginning of an answer as text that a page may show: no control characters, no more than is kept."""
    text = start[: 4 * KEPT_OF_ANSWER].decode("utf-8", "replace")
    return "".join(sign if sign.isprintable() or sign in "\n\t" else "·" for sign in text)[:KEPT_OF_ANSWER]
