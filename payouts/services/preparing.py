"""The first step of paying: a disbursement, with its permanent key, for every released debt that has none alive.

Decides which debts can be paid now, which payments need somebody's approval, and whom to ask for an account. Calls no
rail.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db import connection, transaction

from accounts.models import MemberRole
from accounts.selectors.cooling import cooling_params, is_parked, pays_from
from accounts.services.mail import MailRequest, ask_for_mails
from duerows.doorbell import ring
from payouts.models import DISPUTED
from payouts.policy import format_money
from payouts.selectors.rail_controls import USED, day_of
from payouts.services.approval_mails import ask_for_approvals
from payouts.services.limits import Place, lock_limits
from payouts.services.links import payout_account_url

BATCH: Final = 5000
MAILS_AT_ONCE: Final = 1000

# Unpaid debts that are released, not cancelled and not held by a dispute at this moment, with their payee's present
# account and their last attempt. After a rejection or a return the account that failed is not tried again: the payee
# must have given another. Unless it was not the account's fault: then the attempt is parked, the payee is not bothered,
# and an operator lets it be tried again. What was given up for a dispute has failed nowhere.
_UNPAID: Final = """
    FROM payouts_obligation o
    LEFT JOIN accounts_payoutaccount of_user ON of_user.user_id = o.payee_user_id AND of_user.retired_at IS NULL
    LEFT JOIN accounts_payoutaccount of_brand ON of_brand.brand_id = o.payee_brand_id AND of_brand.retired_at IS NULL
    LEFT JOIN LATERAL (
        SELECT d.attempt, d.state, d.reason, d.payout_account_id, d.retry_at, d.due_state FROM payouts_disbursement d
        WHERE d.obligation_id = o.id ORDER BY d.attempt DESC LIMIT 1
    ) last ON TRUE
    WHERE o.released_at IS NOT NULL AND o.cancelled_at IS NULL AND o.paid_at IS NULL
      AND (o.held_until IS NULL OR o.held_until <= %(now)s)
"""
_GIVEN_UP: Final = f"last.state = 'rejected' AND last.reason = '{DISPUTED}'"
_FAILED: Final = f"(last.state IN ('rejected', 'returned') AND last.reason <> '{DISPUTED}')"
# A changed account is not paid to at once: see `accounts.selectors.cooling`. The database refuses it as well.
_IN_EFFECT: Final = f"""
    COALESCE({pays_from("of_user")}, {pays_from("of_brand")}) <= %(now)s
    AND NOT {is_parked("of_user")} AND NOT {is_parked("of_brand")}
"""
_PAYABLE: Final = f"""
    {_UNPAID}
      AND {_IN_EFFECT}
      AND (last.attempt IS NULL OR {_GIVEN_UP}
           OR {_FAILED} AND (last.payout_account_id <> COALESCE(of_user.id, of_brand.id) OR last.retry_at IS NOT NULL))
"""
_ACCOUNT_FAILED: Final = f"{_FAILED} AND last.due_state <> 'parked' AND last.retry_at IS NULL"


def prepare_disbursements(now: datetime) -> int:
    """Write the disbursements of all debts that can be paid, ask the other payees for an account, and the admins for
    their approval where it is needed. Returns how many were written.

    Repeating it, or doing it twice at once, changes nothing: a locked debt is skipped, a live payment blocks another.
    """
    give_up_unsent(now)
    total = 0
    while True:
        written = _prepare_batch(now)
        total += written
        if written < BATCH:
            break
    ask_for_accounts(now)
    ask_for_approvals(now)
    if total:
        ring("payouts.tasks.send_due_disbursements")
    return total


@transaction.atomic
def _prepare_batch(now: datetime) -> int:
    # The limits come first: nobody else may use what is left of the day between our look at it and our commit. Debts
    # are locked so that none can be cancelled before its disbursement is committed.
    if not lock_limits(_places(now)):
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH payable AS MATERIALIZED (
                SELECT o.id, o.public_id, o.amount_minor, o.currency, o.pay_by,
                       COALESCE(last.attempt, 0) + 1 AS attempt,
                       COALESCE(of_user.id, of_brand.id) AS account_id, COALESCE(of_user.rail, of_brand.rail) AS rail
                {_PAYABLE}
                ORDER BY o.pay_by, o.id LIMIT %(batch)s
                FOR NO KEY UPDATE OF o SKIP LOCKED
            ), used AS ({USED}), summed AS (
                SELECT p.*, l.approval_above_minor, l.daily_limit_minor, COALESCE(u.minor, 0)
                       + sum(p.amount_minor) FILTER (WHERE p.amount_minor <= l.approval_above_minor)
                         OVER (PARTITION BY p.rail, p.currency ORDER BY p.pay_by, p.id) AS of_the_day
                FROM payable p
                JOIN payouts_raillimit l ON l.rail = p.rail AND l.currency = p.currency
                LEFT JOIN used u ON u.rail = p.rail AND u.currency = p.currency
            )
            INSERT INTO payouts_disbursement
                (obligation_id, attempt, idempotency_key, state, rail, payout_account_id, amount_minor, currency,
                 provider_reference, reason, created_at, due_state, due_at, fence, attempts, last_error, needs_approval)
            SELECT id, attempt, 'obligation:' || public_id || ':' || attempt, 'pending', rail, account_id, amount_minor,
                   currency, '', '', %(now)s, 'waiting', %(now)s, 0, 0, '',
                   amount_minor > approval_above_minor OR of_the_day > daily_limit_minor
            FROM summed
            ON CONFLICT DO NOTHING
            """,
            {**cooling_params(), "now": now, "batch": BATCH, **day_of(now)},
        )
        return int(cursor.rowcount)


def _places(now: datetime) -> list[Place]:
    """The rails and currencies in which something can be paid now."""
    wanted = f"SELECT DISTINCT COALESCE(of_user.rail, of_brand.rail), o.currency {_PAYABLE}"
    with connection.cursor() as cursor:
        cursor.execute(wanted, {**cooling_params(), "now": now})
        return list(cursor.fetchall())


def give_up_unsent(now: datetime) -> int:
    """End payments that wait for an approval or for their rail, and whose payee has another account by now.

    Nobody can have sent them, so that the debt follows its payee at once. All others are given up once claimed.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE payouts_disbursement AS d SET state = 'rejected', reason = 'account_retired', due_state = 'done',
                finished_at = %s, lease_until = NULL, fence = d.fence + 1
            WHERE d.id IN (
                SELECT w.id FROM payouts_disbursement w JOIN accounts_payoutaccount a ON a.id = w.payout_account_id
                WHERE w.id = ANY(ARRAY(
                    SELECT id FROM payouts_disbursement
                    WHERE needs_approval AND run_id IS NULL AND state IN ('pending', 'held')
                    UNION
                    SELECT s.id FROM payouts_railcontrol c JOIN payouts_disbursement s ON s.rail = c.rail
                    WHERE c.stopped_at IS NOT NULL AND s.state = 'pending'
                )) AND w.state = 'pending' AND w.attempts = 0 AND a.retired_at IS NOT NULL
                ORDER BY w.id FOR UPDATE OF w SKIP LOCKED
            )
            """,
            [now],
        )
        return int(cursor.rowcount)


@transaction.atomic
def ask_for_accounts(now: datetime) -> int:
    """Mail each payee whose money cannot be sent: once for having no account, once for each account that failed."""
    rows = _without_account(now)
    ask_for_mails(
        (
            MailRequest(
                user_id=user_id,
                template="payout_needs_account",
                dedupe_key=key,
                context={
                    "amount": format_money(amount, currency, locale),
                    "title": title,
                    "url": payout_account_url(brand_id),
                },
            )
            for user_id, locale, brand_id, key, title, amount, currency in rows
        ),
        now=now,
    )
    return len(rows)


def _without_account(now: datetime) -> Sequence[tuple[Any, ...]]:
    """Per person to be mailed: language, brand if it is one's, key, the oldest debt's brief, amount, currency."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH stuck AS (
                SELECT o.payee_user_id, o.payee_brand_id, o.contest_id, o.amount_minor, o.currency, o.pay_by,
                       COALESCE(of_user.id, of_brand.id) AS failed_account_id
                {_UNPAID}
                  AND (COALESCE(of_user.id, of_brand.id) IS NULL
                       OR {_ACCOUNT_FAILED} AND last.payout_account_id = COALESCE(of_user.id, of_brand.id))
            ), person AS (
                SELECT u.id, u.locale, NULL::uuid AS brand_id, stuck.*
                FROM stuck JOIN accounts_user u ON u.id = stuck.payee_user_id
                UNION ALL
                SELECT u.id, u.locale, m.brand_id, stuck.*
                FROM stuck
                JOIN accounts_membership m ON m.brand_id = stuck.payee_brand_id AND m.role = ANY(%(payers)s)
                JOIN accounts_user u ON u.id = m.user_id
            ), letter AS (
                SELECT id, locale, brand_id, currency, sum(amount_minor)::bigint AS amount_minor,
                       (array_agg(contest_id ORDER BY pay_by))[1] AS contest_id,
                       'payout_needs_account:' || id || ':' || COALESCE(brand_id::text, '') || ':'
                           || COALESCE(failed_account_id::text, 'after-' || (
                               SELECT count(*) FROM accounts_payoutaccount past
                               WHERE past.user_id = person.id AND person.brand_id IS NULL
                                  OR past.brand_id = person.brand_id)) AS key
                FROM person GROUP BY id, locale, brand_id, currency, failed_account_id
            )
            SELECT l.id, l.locale, l.brand_id, l.key, b.title, l.amount_minor, l.currency
            FROM letter l JOIN contests_brief b ON b.contest_id = l.contest_id
            WHERE NOT EXISTS (SELECT FROM accounts_outgoingmail sent WHERE sent.dedupe_key = l.key)
            ORDER BY l.id LIMIT %(limit)s
            """,
            {"payers": [MemberRole.OWNER, MemberRole.FINANCE], "limit": MAILS_AT_ONCE, "now": now},
        )
        return list(cursor.fetchall())
