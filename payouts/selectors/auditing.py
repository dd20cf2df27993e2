"""The books as an auditor reads them: query sets to filter and page, with all that a row shows already joined."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, Case, Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce

from contests.models import ContestEvent
from payouts.models import (
    AccountKind,
    Deposit,
    Disbursement,
    Escrow,
    JournalEntry,
    LedgerAccount,
    Obligation,
    PeriodClose,
    Posting,
    RailNotice,
    Settlement,
    Side,
)

GROWS_BY_DEBIT = (AccountKind.ASSET, AccountKind.EXPENSE)


def journal_entries() -> QuerySet[JournalEntry]:
    """Entries with their postings and accounts: two queries a page."""
    postings = Posting.objects.select_related("account").order_by("pk")
    return JournalEntry.objects.prefetch_related(Prefetch("postings", postings)).order_by("-pk")


def touching(entries: QuerySet[JournalEntry], account_code: str) -> QuerySet[JournalEntry]:
    """Those entries that have a leg on this account, each once."""
    return entries.filter(pk__in=Posting.objects.filter(account__code=account_code).values("entry"))


def accounts(at: datetime | None = None) -> QuerySet[LedgerAccount]:
    """Accounts with both sides and the balance, positive on the side that the account's kind grows on.

    `at`: as the books stood at this moment, by when their entries were posted.
    """
    then = {"posted_at__lte": at} if at else {}
    debit, credit = _side(Side.DEBIT, OuterRef("pk"), then), _side(Side.CREDIT, OuterRef("pk"), then)
    rows = LedgerAccount.objects.filter(created_at__lte=at) if at else LedgerAccount.objects.all()
    both = rows.annotate(debit_minor=debit, credit_minor=credit)
    return both.annotate(
        balance_minor=Case(
            When(kind__in=GROWS_BY_DEBIT, then=F("debit_minor") - F("credit_minor")),
            default=F("credit_minor") - F("debit_minor"),
        )
    ).order_by("pk")


def settlements() -> QuerySet[Settlement]:
    """Settlements with policy and lines: two queries a page."""
    return Settlement.objects.select_related("policy").prefetch_related("lines").order_by("-pk")


def obligations() -> QuerySet[Obligation]:
    """Debts with their payees and all attempts to pay them: two queries a page."""
    attempts = Disbursement.objects.select_related("origin").order_by("attempt")
    rows = Obligation.objects.select_related("payee_user", "payee_brand")
    return rows.prefetch_related(Prefetch("disbursements", attempts)).order_by("-pk")


def disbursements() -> QuerySet[Disbursement]:
    """Payments with the debt they pay, and the account they go to or the deposit by which they go back."""
    return Disbursement.objects.select_related("obligation", "payout_account", "origin").order_by("-pk")


def disbursement_tally() -> list[tuple[str, str, int, int]]:
    """Per state and currency: how many payments, and their sum. One query."""
    tally = Disbursement.objects.order_by("state", "currency").values_list("state", "currency")
    return list(tally.annotate(count=Count("pk"), sum=Sum("amount_minor")))


def deposits() -> QuerySet[Deposit]:
    """Payments of brands, with their contest."""
    return Deposit.objects.select_related("escrow__contest").order_by("-pk")


def notices() -> QuerySet[RailNotice]:
    """What the rails reported."""
    return RailNotice.objects.order_by("-pk")


def liabilities(at: datetime | None = None) -> QuerySet[Escrow]:
    """Escrows of contests that have opened and are not decided: what each can owe at most, and what it holds.

    `at`: at this moment, by when things took effect. A contest's moves and the entries that belong to them bear the
    same moment, while they are posted a little apart.
    """
    running = Q(contest__opens_at__isnull=False, contest__decided_at__isnull=True)
    state: Any = F("contest__state")
    then: dict[str, Any] = {}
    if at:
        undecided = Q(contest__decided_at__isnull=True) | Q(contest__decided_at__gt=at)
        running, then = Q(contest__opens_at__lte=at) & undecided, {"entry__effective_at__lte": at}
        moves = ContestEvent.objects.filter(contest=OuterRef("contest"), at__lte=at).order_by("-at", "-pk")
        state = Coalesce(Subquery(moves.values("to_state")[:1]), state)
    account = OuterRef("account")
    held = _side(Side.CREDIT, account, then) - _side(Side.DEBIT, account, then)
    rows = Escrow.objects.filter(running).select_related("contest", "policy", "account")
    return rows.annotate(held_minor=held, state_then=state).order_by("-created_at", "pk")


def closed_months() -> QuerySet[PeriodClose]:
    """Months that are closed, with who closed them."""
    return PeriodClose.objects.select_related("closed_by").order_by("-month")


def is_past(moment: datetime) -> bool:
    """Whether the books of this moment are final: no transaction that began before it can still post anything.

    Only sessions of the role that asks are seen: that of web and workers, which alone may post.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT clock_timestamp() > %s AND NOT EXISTS (
                SELECT FROM pg_stat_activity
                WHERE datname = current_database() AND backend_type = 'client backend'
                  AND pid <> pg_backend_pid() AND xact_start <= %s
            )
            """,
            [moment, moment],
        )
        return bool(cursor.fetchone()[0])


def _side(side: Side, account: OuterRef, then: Mapping[str, Any]) -> Coalesce:
    """The sum of one side of an account's postings."""
    postings = Posting.objects.filter(account=account, side=side, **then).order_by().values("account")
    total = postings.annotate(total=Sum("amount_minor")).values("total")
    return Coalesce(Subquery(total, output_field=BigIntegerField()), 0)
