"""The third step of paying: writes what became of payments, their entries and the payees' mails, all or nothing.

Set-based, under each row's fence: whoever was overtaken while calling the rail writes nothing, and the one who overtook
asks the rail under the same key. Calls no rail.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final

from django.db import connection, transaction

from accounts.models import MemberRole, Membership, User
from accounts.services.mail import MailRequest, ask_for_mails
from contests.models import Brief
from duerows.doorbell import ring
from duerows.models import DueState
from payouts import ledger
from payouts.models import DisbursementState, JournalEntry
from payouts.policy import format_money
from payouts.rails.base import RailAnswer, RailStatus
from payouts.services.links import contest_money_url, earnings_url
from payouts.services.outgoing import STATE_FOR, STATUS_OF, Outgoing
from payouts.services.verdicts import Verdict

MONEY_WENT_OUT: Final = (RailStatus.PAID, RailStatus.RETURNED)
REASON_LENGTH: Final = 300
WRITE_INTEREST: Final = "payouts.tasks.write_late_interest"


@dataclass(frozen=True, slots=True)
class Outcome:
    """A disbursement as it was read, and what is now known of it."""

    row: Outgoing
    verdict: Verdict
    answer: RailAnswer | None = None

    @property
    def was(self) -> RailStatus:
        return STATUS_OF[self.row.state]

    @property
    def state(self) -> str:
        """The state to write. One that was only looked at keeps its own, but is no longer known to be unsent."""
        if self.verdict.status == self.was and self.was != RailStatus.UNKNOWN:
            return self.row.state
        return STATE_FOR[self.verdict.status]

    @property
    def due_state(self) -> DueState:
        if self.verdict.trouble:
            return DueState.PARKED
        return DueState.DONE if self.verdict.wait is None else DueState.WAITING

    @property
    def is_definite(self) -> bool:
        """Whether the rail has said anything that counts."""
        return self.answer is not None and self.answer.status != RailStatus.UNKNOWN

    @property
    def reason(self) -> str | None:
        """Why no money stayed with the payee, as a code for people and programs; None keeps what was known."""
        if self.answer is None or not self.is_definite:
            return None
        failed = self.state in (DisbursementState.REJECTED, DisbursementState.RETURNED)
        return self.answer.reason[:REASON_LENGTH] if failed else ""

    @property
    def error(self) -> str:
        """What an operator should know while it is undecided."""
        doubt = self.answer.reason if self.answer is not None and not self.is_definite else ""
        return self.verdict.trouble or doubt

    @property
    def attempts(self) -> int:
        """Questions since the last definite answer."""
        return 0 if self.is_definite else self.row.attempts


def record_outcomes(outcomes: Sequence[Outcome], *, now: datetime) -> list[Outcome]:
    """Write these outcomes and all that follows from them. Returns those that were still the caller's to write."""
    if not outcomes:
        return []
    with transaction.atomic():
        kept = _write_rows(outcomes, now)
        written = [outcome for outcome in outcomes if outcome.row.pk in kept]
        paid = [o for o in written if o.verdict.status in MONEY_WENT_OUT and o.was not in MONEY_WENT_OUT]
        returned = [o for o in written if o.verdict.status == RailStatus.RETURNED != o.was]
        _book_payments(paid, now)
        _book_returns(returned, now)
        _mark_obligations(written, now)
        _tell_payees([o for o in paid if o.verdict.status == RailStatus.PAID], now)
    return written


def _write_rows(outcomes: Sequence[Outcome], now: datetime) -> set[int]:
    # Rows are locked in the order of their ids first: a batch of notices may want some of the same ones.
    columns: dict[str, tuple[str, list[object]]] = {
        "id": ("bigint", [o.row.pk for o in outcomes]),
        "fence": ("integer", [o.row.fence for o in outcomes]),
        "state": ("text", [o.state for o in outcomes]),
        "due_state": ("text", [o.due_state.value for o in outcomes]),
        "due_at": ("timestamptz", [now + o.verdict.wait if o.verdict.wait is not None else None for o in outcomes]),
        "reference": ("text", [o.answer.provider_reference if o.answer else "" for o in outcomes]),
        "reason": ("text", [o.reason for o in outcomes]),
        "error": ("text", [o.error for o in outcomes]),
        "attempts": ("smallint", [o.attempts for o in outcomes]),
    }
    arrays = ", ".join(f"%s::{kind}[]" for kind, _ in columns.values())
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH news AS (SELECT * FROM unnest({arrays}) AS given({", ".join(columns)})),
            mine AS MATERIALIZED (
                SELECT d.id FROM payouts_disbursement d JOIN news n ON n.id = d.id AND n.fence = d.fence
                ORDER BY d.id FOR NO KEY UPDATE OF d
            )
            UPDATE payouts_disbursement AS d SET
                state = n.state, due_state = n.due_state, due_at = COALESCE(n.due_at, d.due_at),
                lease_until = NULL, fence = d.fence + 1, attempts = n.attempts, last_error = n.error,
                finished_at = CASE WHEN n.due_state = 'done' THEN %s END,
                provider_reference = COALESCE(NULLIF(n.reference, ''), d.provider_reference),
                reason = COALESCE(n.reason, d.reason),
                sent_at = COALESCE(d.sent_at, CASE WHEN n.state IN ('sent', 'paid', 'returned') THEN %s END),
                paid_at = COALESCE(d.paid_at, CASE WHEN n.state IN ('paid', 'returned') THEN %s END)
            FROM news n JOIN mine m ON m.id = n.id
            WHERE d.id = n.id AND d.fence = n.fence
            RETURNING d.id
            """,
            [*(values for _, values in columns.values()), now, now, now],
        )
        return {pk for (pk,) in cursor.fetchall()}


def _book_payments(outcomes: Sequence[Outcome], now: datetime) -> None:
    """Money left the bank, and the debt with it."""
    account = lru_cache(ledger.account_id)
    ledger.post_entries(
        [
            ledger.NewEntry(
                kind="disbursement",
                idempotency_key=f"disbursement:{row.pk}:paid",
                effective_at=now,
                legs=ledger.transfer(
                    account(ledger.PAYABLE_REFUNDS if row.is_refund else ledger.PAYABLE_CREATIVES, row.currency),
                    account(f"{ledger.BANK_PREFIX}{row.rail}", row.currency),
                    row.amount_minor,
                ),
                contest_id=row.contest_id,
                memo=row.key,
            )
            for row in (outcome.row for outcome in outcomes)
        ]
    )


def _book_returns(outcomes: Sequence[Outcome], now: datetime) -> None:
    """Money came back, and the debt with it, due on the day it always was."""
    if not outcomes:
        return
    reasons = {f"disbursement:{o.row.pk}:paid": (o.row.pk, o.reason) for o in outcomes}
    paid = JournalEntry.objects.filter(idempotency_key__in=reasons).order_by("pk")
    for entry_id, key in paid.values_list("pk", "idempotency_key"):
        pk, reason = reasons[key]
        ledger.reverse_entry(
            entry_id, key=f"disbursement:{pk}:returned", effective_at=now, memo=f"returned: {reason or ''}"[:200]
        )


def _mark_obligations(outcomes: Sequence[Outcome], now: datetime) -> None:
    changed = [o for o in outcomes if (o.verdict.status == RailStatus.PAID) != (o.was == RailStatus.PAID)]
    if not changed:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE payouts_obligation AS o SET paid_at = n.paid_at
            FROM unnest(%s::bigint[], %s::timestamptz[]) AS n(id, paid_at) WHERE o.id = n.id
            RETURNING o.paid_at > o.pay_by
            """,
            [
                [o.row.obligation_id for o in changed],
                [now if o.verdict.status == RailStatus.PAID else None for o in changed],
            ],
        )
        if any(is_late for (is_late,) in cursor.fetchall()):
            ring(WRITE_INTEREST)


def _tell_payees(outcomes: Sequence[Outcome], now: datetime) -> None:
    if not outcomes:
        return
    brands = {o.row.payee_brand_id for o in outcomes if o.row.payee_brand_id}
    payers: dict[object, list[int]] = {}
    members = Membership.objects.filter(brand__in=brands, role__in=(MemberRole.OWNER, MemberRole.FINANCE))
    for brand_id, user_id in members.values_list("brand_id", "user_id"):
        payers.setdefault(brand_id, []).append(user_id)
    letters = [
        (user_id, o.row)
        for o in outcomes
        for user_id in ([o.row.payee_user_id] if o.row.payee_user_id else payers.get(o.row.payee_brand_id, ()))
    ]
    locales = dict(User.objects.filter(pk__in={user for user, _ in letters}).values_list("pk", "locale"))
    titles = dict(Brief.objects.filter(pk__in={row.contest_id for _, row in letters}).values_list("pk", "title"))
    ask_for_mails(
        (
            MailRequest(
                user_id=user_id,
                template="payout_paid",
                dedupe_key=f"payout_paid:{row.pk}:{user_id}",
                context={
                    "title": titles.get(row.contest_id, ""),
                    "amount": format_money(row.amount_minor, row.currency, locales[user_id]),
                    "url": contest_money_url(row.contest_id) if row.is_refund else earnings_url(),
                    "back": row.origin is not None,
                },
            )
            for user_id, row in letters
        ),
        now=now,
    )
