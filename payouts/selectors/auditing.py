"""The books as an auditor reads them: query sets to filter and page, with all that a row shows already joined."""

from django.db.models import BigIntegerField, Case, Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum, When
from django.db.models.functions import Coalesce

from payouts.models import (
    AccountKind,
    Deposit,
    Disbursement,
    Escrow,
    JournalEntry,
    LedgerAccount,
    Obligation,
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


def accounts() -> QuerySet[LedgerAccount]:
    """Accounts with both sides and the balance, positive on the side that the account's kind grows on."""
    debit, credit = _side(Side.DEBIT, OuterRef("pk")), _side(Side.CREDIT, OuterRef("pk"))
    both = LedgerAccount.objects.annotate(debit_minor=debit, credit_minor=credit)
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
    attempts = Disbursement.objects.order_by("attempt")
    rows = Obligation.objects.select_related("payee_user", "payee_brand")
    return rows.prefetch_related(Prefetch("disbursements", attempts)).order_by("-pk")


def disbursements() -> QuerySet[Disbursement]:
    """Payments with the debt they pay and the account they go to."""
    return Disbursement.objects.select_related("obligation", "payout_account").order_by("-pk")


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


def liabilities() -> QuerySet[Escrow]:
    """Escrows of contests that have opened and are not decided: what each can owe at most, and what it holds."""
    running = Q(contest__opens_at__isnull=False, contest__decided_at__isnull=True)
    held = _side(Side.CREDIT, OuterRef("account")) - _side(Side.DEBIT, OuterRef("account"))
    rows = Escrow.objects.filter(running).select_related("contest", "policy", "account")
    return rows.annotate(held_minor=held).order_by("-created_at", "pk")


def _side(side: Side, account: OuterRef) -> Coalesce:
    """The sum of one side of an account's postings."""
    postings = Posting.objects.filter(account=account, side=side).order_by().values("account")
    total = postings.annotate(total=Sum("amount_minor")).values("total")
    return Coalesce(Subquery(total, output_field=BigIntegerField()), 0)
