"""What reached somebody, by the books: each payment on the day of its entry, each return on the day of its reversal.

The books are insert-only, so a finished year never changes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from payouts.documents.composing.statement import Movement

MOVEMENTS = """
    SELECT o.payee_user_id, (moved.effective_at AT TIME ZONE 'Europe/Paris')::date, o.contest_id, b.title, o.kind,
           moved.sign * d.amount_minor, d.currency, COALESCE(invoice.reference, '')
    FROM payouts_disbursement d
    JOIN payouts_obligation o ON o.id = d.obligation_id
    JOIN contests_brief b ON b.contest_id = o.contest_id
    JOIN LATERAL (
        SELECT e.effective_at, 1 AS sign FROM payouts_journalentry e
        WHERE e.idempotency_key = 'disbursement:' || d.id || ':paid'
        UNION ALL
        SELECT e.effective_at, -1 FROM payouts_journalentry e
        WHERE e.idempotency_key = 'disbursement:' || d.id || ':returned'
    ) moved ON TRUE
    LEFT JOIN LATERAL (
        SELECT doc.reference FROM payouts_documentdebt debt JOIN payouts_document doc ON doc.id = debt.document_id
        WHERE debt.obligation_id = o.id AND NOT EXISTS (SELECT FROM payouts_document c WHERE c.credits_id = doc.id)
        LIMIT 1
    ) invoice ON TRUE
    WHERE o.payee_user_id IS NOT NULL AND d.paid_at IS NOT NULL
      AND moved.effective_at >= (make_date(%(year)s, 1, 1)::timestamp AT TIME ZONE 'Europe/Paris')
      AND moved.effective_at < (make_date(%(year)s + 1, 1, 1)::timestamp AT TIME ZONE 'Europe/Paris')
      AND (%(person)s::bigint IS NULL OR o.payee_user_id = %(person)s)
    ORDER BY 1, 2, d.id, moved.sign DESC
"""


@dataclass(frozen=True, slots=True)
class PersonMovement:
    """A movement, with whose it is."""

    person_id: int
    currency: str
    day: date
    movement: Movement


def movements_of_year(year: int, *, person_id: int | None = None) -> Sequence[PersonMovement]:
    """All payments to people, or to one, that arrived or came back in a year of the platform's calendar."""
    with connection.cursor() as cursor:
        cursor.execute(MOVEMENTS, {"year": year, "person": person_id})
        return [_movement(*row) for row in cursor.fetchall()]


def _movement(
    person_id: int, on: date, contest_id: Any, title: str, kind: str, amount: int, currency: str, invoice: str
) -> PersonMovement:
    return PersonMovement(
        person_id, currency, on, Movement(on.isoformat(), str(contest_id), title, kind, amount, invoice)
    )


def years_of(person_id: int) -> list[int]:
    """The years in which anything reached somebody, the newest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT date_part('year', d.paid_at AT TIME ZONE 'Europe/Paris')::int
            FROM payouts_disbursement d JOIN payouts_obligation o ON o.id = d.obligation_id
            WHERE o.payee_user_id = %s AND d.paid_at IS NOT NULL ORDER BY 1 DESC
            """,
            [person_id],
        )
        return [year for (year,) in cursor.fetchall()]
