"""Accounts and their balances, summed from postings; no balance is stored anywhere.

Platform accounts are few and named by code and currency; each contest has an escrow account of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from payouts.models import AccountKind, LedgerAccount

BANK_PREFIX = "bank:"
PAYABLE_CREATIVES = "payable:creatives"
PAYABLE_REFUNDS = "payable:refunds"
PAYABLE_INCOMING = "payable:incoming"
PAYABLE_OWNER = "payable:owner"
PAYABLE_VAT = "payable:vat"
PAYABLE_SOLIDARITY = "payable:solidarity"
PAYABLE_CONTRIBUTIONS = "payable:contributions"
FEE_INCOME = "income:fees"
RECEIVABLE_BRANDS = "receivable:brands"
LATE_INTEREST = "expense:late_interest"
RECEIVABLE_UNEXPLAINED = "receivable:unexplained"
EXPENSE_BANK = "expense:bank"

KINDS = {
    PAYABLE_CREATIVES: AccountKind.LIABILITY,
    PAYABLE_REFUNDS: AccountKind.LIABILITY,
    PAYABLE_INCOMING: AccountKind.LIABILITY,
    PAYABLE_OWNER: AccountKind.LIABILITY,
    PAYABLE_VAT: AccountKind.LIABILITY,
    PAYABLE_SOLIDARITY: AccountKind.LIABILITY,
    PAYABLE_CONTRIBUTIONS: AccountKind.LIABILITY,
    FEE_INCOME: AccountKind.INCOME,
    RECEIVABLE_BRANDS: AccountKind.ASSET,
    LATE_INTEREST: AccountKind.EXPENSE,
    RECEIVABLE_UNEXPLAINED: AccountKind.ASSET,
    EXPENSE_BANK: AccountKind.EXPENSE,
}


def account_id(code: str, currency: str) -> int:
    """The key of a platform account in this currency; opened when first used. `code` is one of this module's."""
    kind = AccountKind.ASSET if code.startswith(BANK_PREFIX) else KINDS[code]
    return _get_or_open(f"{code}:{currency}", kind, currency, None)


def escrow_account_id(contest_id: UUID, currency: str) -> int:
    """The key of the contest's escrow account in this currency; opened when first asked for."""
    return _get_or_open(f"escrow:{contest_id}:{currency}", AccountKind.LIABILITY, currency, contest_id)


def _get_or_open(code: str, kind: AccountKind, currency: str, contest_id: UUID | None) -> int:
    known = LedgerAccount.objects.filter(code=code).values_list("pk", flat=True).first()
    if known is not None:
        return known
    LedgerAccount.objects.bulk_create(
        [LedgerAccount(code=code, kind=kind, currency=currency, contest_id=contest_id)], ignore_conflicts=True
    )
    return LedgerAccount.objects.values_list("pk", flat=True).get(code=code)


def balance(account: int) -> int:
    """The account's balance in minor units, positive on the side that its kind grows on."""
    return balances([account]).get(account, 0)


def balances(accounts: Iterable[int]) -> dict[int, int]:
    """Balances by account key; an account without postings is left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT a.id, sum(CASE WHEN (p.side = 'debit') = (a.kind IN ('asset', 'expense'))
                                  THEN p.amount_minor ELSE -p.amount_minor END)::bigint
            FROM payouts_ledgeraccount a JOIN payouts_posting p ON p.account_id = a.id
            WHERE a.id = ANY(%s) GROUP BY a.id
            """,
            [list(accounts)],
        )
        return dict(cursor.fetchall())


@dataclass(frozen=True, slots=True)
class TrialBalanceRow:
    """One kind of account in one currency: both sides in full, so that a difference can be seen."""

    group: str
    kind: str
    currency: str
    debit_minor: int
    credit_minor: int


def trial_balance(*, at: datetime | None = None, effective_before: datetime | None = None) -> list[TrialBalanceRow]:
    """Debits and credits by account group (all escrows are one group). Per currency, both columns must sum alike.

    `at`: as the books stood at this moment, by when their entries were posted. `effective_before`: of what was
    effective before this moment, whenever it was posted.
    """
    conditions = [
        *(["p.posted_at <= %(at)s"] if at else []),
        *(
            ["EXISTS (SELECT FROM payouts_journalentry e WHERE e.id = p.entry_id AND e.effective_at < %(end)s)"]
            if effective_before
            else []
        ),
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT CASE WHEN a.contest_id IS NOT NULL THEN 'escrow' ELSE a.code END AS "group", a.kind, a.currency,
                   COALESCE(sum(p.amount_minor) FILTER (WHERE p.side = 'debit'), 0)::bigint,
                   COALESCE(sum(p.amount_minor) FILTER (WHERE p.side = 'credit'), 0)::bigint
            FROM payouts_ledgeraccount a
            LEFT JOIN payouts_posting p ON {" AND ".join(["p.account_id = a.id", *conditions])}
            WHERE {"a.created_at <= %(at)s" if at else "TRUE"}
            GROUP BY 1, 2, 3 ORDER BY 3, 2, 1
            """,
            {"at": at, "end": effective_before},
        )
        return [TrialBalanceRow(*row) for row in cursor.fetchall()]
