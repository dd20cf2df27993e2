"""Tells every admin that payments wait for two people: at once when there is a new one, and each day that any waits.

Only what can be decided now is counted: a payment on hold is told of once its hold has ended. Calls no rail.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import connection, transaction

from accounts.models import StaffRole
from accounts.services.mail import MailRequest, ask_for_mails
from payouts.policy import format_money
from payouts.services.links import payout_runs_url


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits, per currency, and since when. `newest` is the latest payment that ever needed approval."""

    newest: int
    oldest_at: datetime
    pay_by: datetime
    sums: tuple[tuple[str, int, int], ...]

    @property
    def count(self) -> int:
        return sum(count for _, count, _ in self.sums)


@transaction.atomic
def ask_for_approvals(now: datetime) -> int:
    """Ask for the mails that are due; each is written once however often this runs. Returns how many were asked for."""
    waiting = _waiting()
    if waiting is None:
        return 0
    keys = [f"payout_needs_approval:{waiting.newest}"]
    today = now.astimezone(UTC).date()
    if waiting.oldest_at.astimezone(UTC).date() < today:
        keys.append(f"payout_needs_approval:{today.isoformat()}")
    letters = list(_letters(waiting, keys))
    ask_for_mails(letters, now=now)
    return len(letters)


def _letters(waiting: Waiting, keys: Sequence[str]) -> Iterator[MailRequest]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT u.id, u.locale, k.key || ':' || u.id
            FROM accounts_user u CROSS JOIN unnest(%s::text[]) AS k(key)
            WHERE u.staff_role = %s AND u.is_active AND NOT EXISTS (
                SELECT FROM accounts_outgoingmail sent WHERE sent.dedupe_key = k.key || ':' || u.id)
            ORDER BY u.id
            """,
            [list(keys), StaffRole.ADMIN.value],
        )
        people = cursor.fetchall()
    for user_id, locale, key in people:
        amounts = " + ".join(format_money(minor, currency, locale) for currency, _, minor in waiting.sums)
        yield MailRequest(
            user_id=user_id,
            template="payout_needs_approval",
            dedupe_key=key,
            context={
                "count": waiting.count,
                "amount": amounts,
                "pay_by": waiting.pay_by.date().isoformat(),
                "url": payout_runs_url(),
            },
        )


def _waiting() -> Waiting | None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT d.currency, count(*), sum(d.amount_minor)::bigint, min(d.created_at), min(o.pay_by),
                   (SELECT max(id) FROM payouts_disbursement WHERE needs_approval)
            FROM payouts_disbursement d JOIN payouts_obligation o ON o.id = d.obligation_id
            WHERE d.needs_approval AND d.run_id IS NULL AND d.state = 'pending'
            GROUP BY d.currency ORDER BY d.currency
            """
        )
        rows = cursor.fetchall()
    if not rows:
        return None
    return Waiting(
        newest=rows[0][5],
        oldest_at=min(row[3] for row in rows),
        pay_by=min(row[4] for row in rows),
        sums=tuple((currency, count, minor) for currency, count, minor, *_ in rows),
    )
