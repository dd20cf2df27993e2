"""What the rails report by themselves: verified and stored under the provider's event id at once, read later.

A notice may come twice, late or out of order. Only plain progress is taken from one about money on its way out;
whatever is odd, and everything about money on its way in, makes the payment due, so that the rail itself is asked.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import orjson
import structlog
from django.db import connection

from duerows.claims import work_off
from payouts.models import Deposit, RailNotice
from payouts.rails.base import AccountNotice, NothingOfOurs, RailAnswer, RailStatus
from payouts.rails.base import RailNotice as Movement
from payouts.rails.registry import get_rail
from payouts.services.connected_accounts import accounts_of, hear_of_accounts
from payouts.services.hints import make_due
from payouts.services.outgoing import Outgoing, lock_outgoing
from payouts.services.recording import Outcome, record_outcomes
from payouts.services.verdicts import Verdict, heard

log = structlog.get_logger(__name__)

BATCH = 500
BATCHES = 40


def store_notice(rail: str, headers: Mapping[str, str], body: bytes, now: datetime) -> bool:
    """Verify a notice and keep it. Returns whether it is new; a repeated one is as welcome and changes nothing.

    One that says nothing of ours is not kept. Raises UnknownRail, and NoticeRefused for what the rail has not signed.
    """
    notice = get_rail(rail).read_notice(headers, body, now=now)
    if isinstance(notice, NothingOfOurs):
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO payouts_railnotice
                (rail, provider_event_id, payload, received_at, due_state, due_at, fence, attempts, last_error)
            VALUES (%s, %s, %s::jsonb, %s, 'waiting', %s, 0, 0, '')
            ON CONFLICT (rail, provider_event_id) DO NOTHING
            """,
            [rail, notice.event_id, _to_json(notice), now, now],
        )
        return bool(cursor.rowcount)


def process_notices(now: datetime) -> int:
    """Read stored notices, a batch at a time. Returns how many."""
    return work_off(RailNotice, _read, now=now, limit=BATCH)


def process_all_notices(now: datetime) -> int:
    """Read stored notices until there are none, or enough for one visit. Returns how many."""
    total = 0
    for _ in range(BATCHES):
        read = process_notices(now)
        total += read
        if read < BATCH:
            break
    return total


def _read(keys: Sequence[int], now: datetime) -> None:
    payloads = list(RailNotice.objects.filter(pk__in=keys).order_by("pk").values_list("pk", "payload"))
    _hear_of_accounts([payload["account"] for _pk, payload in payloads if payload["kind"] == "account"], now)
    notices = [
        (pk, payload["kind"], payload["idempotency_key"], _answer(payload))
        for pk, payload in payloads
        if payload["kind"] != "account"
    ]
    strangers = _hear_of_transfers([(pk, key, said) for pk, kind, key, said in notices if kind == "transfer"], now)
    strangers += _hear_of_charges([(pk, key, said) for pk, kind, key, said in notices if kind == "charge"], now)
    _park(strangers)


def _hear_of_accounts(references: Sequence[str], now: datetime) -> None:
    """Have the rail asked about accounts that it made for us. Others may stand beside them there: nothing to see to."""
    if references:
        hear_of_accounts(list(accounts_of(references).values()), now=now)


def _hear_of_transfers(notices: Sequence[tuple[int, str, RailAnswer]], now: datetime) -> list[int]:
    """Record what is plain news. Returns the notices about payments that are not ours."""
    ours = lock_outgoing([key for _pk, key, _said in notices])
    said: dict[str, list[RailAnswer]] = {}
    for _pk, key, answer in notices:
        said.setdefault(key, []).append(answer)
    outcomes = [_newest(ours[key], answers, now) for key, answers in said.items() if key in ours]
    record_outcomes([outcome for outcome in outcomes if outcome is not None], now=now)
    return [pk for pk, key, _said in notices if key not in ours]


def _newest(row: Outgoing, answers: Iterable[RailAnswer], now: datetime) -> Outcome | None:
    """The furthest that any of these notices takes the payment; asking the rail, if any of them is odd."""
    known = row.known(now)
    best: tuple[Verdict, RailAnswer] | None = None
    for answer in answers:
        verdict = heard(known, answer)
        if verdict is None:
            continue
        if verdict.wait == timedelta():
            return Outcome(row, verdict)
        if best is None or verdict.status.supersedes(best[0].status):
            best = (verdict, answer)
    return Outcome(row, *best) if best else None


def _hear_of_charges(notices: Sequence[tuple[int, str, RailAnswer]], now: datetime) -> list[int]:
    """Make the deposits due, for the sweep to ask. Returns the notices about deposits that are not ours.

    A dispute names a charge by the rail's reference alone. One that we do not know is somebody else's business on the
    same account; should it be ours after all, the daily comparison of the books shows it.
    """
    unkeyed = [said.provider_reference for _pk, key, said in notices if not key]
    referred = list(Deposit.objects.filter(provider_reference__in=unkeyed).values_list("idempotency_key", flat=True))
    keyed = [key for _pk, key, _said in notices if key]
    ours = make_due(Deposit, [*keyed, *referred], now=now) if keyed or referred else set()
    return [pk for pk, key, _said in notices if key and key not in ours]


def _park(strangers: Sequence[int]) -> None:
    """A signed notice about money that we never ordered is for a person to look at."""
    if strangers:
        log.error("notices_about_unknown_payments", notices=list(strangers))
        RailNotice.objects.filter(pk__in=strangers).update(due_state="parked", last_error="not a payment of ours")


def _to_json(notice: Movement | AccountNotice) -> str:
    if isinstance(notice, AccountNotice):
        said: dict[str, Any] = {"kind": "account", "account": notice.account}
    else:
        answer = notice.answer
        said = {
            "kind": notice.kind,
            "idempotency_key": notice.idempotency_key,
            "status": answer.status.value,
            "provider_reference": answer.provider_reference,
            "reason": answer.reason,
            "amount_minor": answer.amount_minor,
            "currency": answer.currency,
        }
    return orjson.dumps(said | {"occurred_at": notice.occurred_at.isoformat()}).decode()


def _answer(payload: Mapping[str, Any]) -> RailAnswer:
    return RailAnswer(
        status=RailStatus(payload["status"]),
        provider_reference=payload["provider_reference"],
        reason=payload["reason"],
        amount_minor=payload["amount_minor"],
        currency=payload["currency"],
    )
