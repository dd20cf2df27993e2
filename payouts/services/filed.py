"""Payments that stand in files: found by the bank's names for them, locked, and moved by what the bank says of them.

One place for the word on a file and for booked entries alike. Locks files before payments; calls no rail.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection

from duerows.models import DueState
from payouts.models import FileState, PaymentFile
from payouts.rails.base import RailAnswer, RailStatus
from payouts.rails.reasons import is_about_the_payee
from payouts.services.outgoing import Outgoing, lock_outgoing
from payouts.services.recording import Outcome, record_outcomes
from payouts.services.sending_back import Back, lock_backs, record_backs
from payouts.services.verdicts import Known, Verdict, reported

FINISHED: Final = ("paid", "returned", "rejected")


Filable = Outgoing | Back


@dataclass(frozen=True, slots=True)
class Filed:
    """One payment in a file, locked until the transaction ends."""

    line_id: int
    file_id: int
    order_id: str
    row: Filable

    def known(self, now: datetime) -> Known:
        return self.row.known(now)


def lock_files(rail: str, message_ids: Iterable[str], order_ids: Iterable[str] = ()) -> dict[int, PaymentFile]:
    """The rail's files of these names, and those that hold these payments, locked in the order of their ids."""
    names = _names(order_ids)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT id FROM payouts_paymentfile WHERE rail = %(rail)s AND message_id = ANY(%(messages)s)
            UNION SELECT f.id FROM payouts_paymentfileline l JOIN payouts_paymentfile f ON f.id = l.file_id
                  WHERE f.rail = %(rail)s AND l.order_id = ANY(%(orders)s)
            """,
            {"rail": rail, "messages": list(message_ids), "orders": names},
        )
        keys = [key for (key,) in cursor.fetchall()]
    return {file.pk: file for file in PaymentFile.objects.select_for_update().filter(pk__in=keys).order_by("pk")}


def lock_filed(*, files: Iterable[int], order_ids: Iterable[str] | None = None) -> dict[str, Filed]:
    """The payments of these locked files by their names within the bank's world; all of them, or those named."""
    where, wanted = ("", []) if order_ids is None else ("AND l.order_id = ANY(%s)", [_names(order_ids)])
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT l.id, l.file_id, l.order_id, d.idempotency_key, l.transfer_return_id
            FROM payouts_paymentfileline l LEFT JOIN payouts_disbursement d ON d.id = l.disbursement_id
            WHERE l.file_id = ANY(%s) {where}
            """,
            [list(files), *wanted],
        )
        lines = cursor.fetchall()
    owed = lock_outgoing([key for *_, key, _back in lines if key is not None])
    back = lock_backs(key for *_, key in lines if key is not None)
    return {
        name: Filed(line_id, file_id, name, owed[key] if key is not None else back[return_id])
        for line_id, file_id, name, key, return_id in lines
    }


def _names(order_ids: Iterable[str]) -> list[str]:
    """Some banks write identifiers in capitals; ours are hexadecimal and small."""
    return [name.lower() for name in order_ids]


def rejection(reason: str) -> Verdict:
    """What a rejection makes of a payment: where no new account of the payee's would help, a person must look."""
    words = "" if is_about_the_payee(reason) else f"rejected, and not because of the payee's account: {reason or '?'}"
    return Verdict(RailStatus.REJECTED, trouble=words)


def verdict_of(filed: Filed, answer: RailAnswer, now: datetime) -> Verdict | None:
    """What a report makes of this payment; None when it says nothing new."""
    verdict = reported(filed.known(now), answer)
    if verdict is not None and not verdict.trouble and verdict.status == RailStatus.REJECTED:
        return rejection(answer.reason)
    return verdict


def record_filed(news: Sequence[tuple[Filed, Verdict, RailAnswer]], now: datetime) -> None:
    """Write what became of these payments, each named once."""
    record_news([(filed.row, verdict, answer) for filed, verdict, answer in news], now)


def record_news(news: Sequence[tuple[Filable, Verdict, RailAnswer]], now: datetime) -> None:
    """As `record_filed`, of payments that are in no file yet too."""
    owed = [Outcome(row, verdict, answer) for row, verdict, answer in news if isinstance(row, Outgoing)]
    record_outcomes(owed, now=now)
    record_backs([(row, verdict, answer) for row, verdict, answer in news if isinstance(row, Back)], now)


def tell_all(
    filed: Mapping[str, Filed], said: Mapping[str, RailAnswer], whole: RailAnswer | None, now: datetime
) -> None:
    """Give each payment its own word, and the file's word to those that have none."""
    news = []
    for name, one in filed.items():
        answer = said.get(name, whole)
        verdict = verdict_of(one, answer, now) if answer is not None else None
        if answer is not None and verdict is not None:
            news.append((one, verdict, answer))
    record_filed(news, now)


def doubt_all(filed: Mapping[str, Filed], answer: RailAnswer, now: datetime) -> None:
    """Their file may or may not have arrived: none of these payments is known to be unsent any more."""
    record_filed(
        [(one, Verdict(RailStatus.UNKNOWN), answer) for one in filed.values() if one.row.is_perhaps_unsent], now
    )


def settle_files(keys: Iterable[int], now: datetime) -> None:
    """Close the files of which every payment has been booked, or finally refused."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE payouts_paymentfile AS f
            SET state = 'settled', due_state = 'done', finished_at = %s, lease_until = NULL, fence = f.fence + 1,
                last_error = ''
            WHERE f.id = ANY(%s) AND f.state IN ('pending', 'unknown', 'accepted')
              AND NOT EXISTS (
                  SELECT FROM payouts_paymentfileline l
                  LEFT JOIN payouts_disbursement d ON d.id = l.disbursement_id
                  LEFT JOIN payouts_transferreturn r ON r.id = l.transfer_return_id
                  WHERE l.file_id = f.id AND NOT COALESCE(d.state, r.state) = ANY(%s))
            """,
            [now, list(keys), list(FINISHED)],
        )


def write_file(file: PaymentFile, **changes: object) -> None:
    """Write a locked file, under its next fence: whoever was still at it finds himself overtaken."""
    for name, value in changes.items():
        setattr(file, name, value)
    file.fence += 1
    file.lease_until = None
    file.save(update_fields=[*changes, "fence", "lease_until"])


def park_file(file: PaymentFile, words: str) -> None:
    """Leave the file to a person."""
    write_file(file, due_state=DueState.PARKED, last_error=words)


def is_open(file: PaymentFile) -> bool:
    """Whether anything is still expected of the bank."""
    return file.state in (FileState.PENDING, FileState.UNKNOWN, FileState.ACCEPTED)
