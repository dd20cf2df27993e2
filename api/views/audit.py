"""The books, for auditors: everything that was decided, owed, booked and paid, and the means to check it."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django.conf import settings
from rest_framework.exceptions import NotFound
from rest_framework.response import Response

from api import audit_shapes as shapes
from api import queries
from api.base import AuditResource
from api.operations import Listing, operation
from api.pagination import page_of
from contests.selectors.cards import DeadlineCard, EventCard
from contests.selectors.history import list_deadlines, list_events
from payouts import ledger
from payouts.policy import replay
from payouts.selectors import auditing
from payouts.services.audit import run_checks
from payouts.services.audit.replays import difference_on_replay
from payouts.services.reconcile import reconcile


class AuditList(AuditResource):
    """A list of the books, the newest first. `lookups` maps its query parameters to what they keep."""

    lookups: ClassVar[Mapping[str, str]] = {}
    knows_the_past: ClassVar[bool] = False
    """Whether its rows can be asked for as they were at a moment."""
    order: ClassVar[tuple[str, ...]] = ("-pk",)
    rows: Callable[..., Any]
    shape: Callable[[Any], Mapping[str, Any]]

    def list(self) -> Response:
        """One page of the rows that the parameters keep."""
        kept = {self.lookups[name]: value for name, value in self.given.items() if name in self.lookups}
        rows = type(self).rows(self.at) if self.knows_the_past else type(self).rows()
        return page_of(self, self.narrow(rows.filter(**kept)), self.order, type(self).shape)

    def narrow(self, rows: Any) -> Any:
        """What no look-up can say."""
        return rows


class Settlements(AuditList):
    """Who is owed what, and why: every settlement with its lines."""

    rows = staticmethod(auditing.settlements)
    shape = staticmethod(shapes.settlement)
    lookups: ClassVar = {
        "contest": "contest",
        "outcome": "outcome",
        "policy": "policy__slug",
        "decided_after": "decided_at__gte",
        "decided_before": "decided_at__lt",
    }

    @operation(gives=Listing[shapes.SettlementDoc], query=queries.SettlementQuery)
    def get(self, request: Any) -> Response:
        return self.list()


class SettlementDetail(AuditResource):
    """One settlement with its terms, facts, policy and digest: all that replaying it takes."""

    @operation(gives=shapes.SettlementInFullDoc)
    def get(self, request: Any, settlement_id: int) -> Response:
        return Response(shapes.settlement_in_full(_settlement(settlement_id)))


class Replay(AuditResource):
    """Settles the stored facts again by the stored policy, and compares with what was stored, line by line."""

    @operation(gives=shapes.ReplayDoc)
    def get(self, request: Any, settlement_id: int) -> Response:
        stored = _settlement(settlement_id)
        difference = difference_on_replay(stored)
        again = _replayed_lines(stored)
        return Response(
            {
                "settlement": settlement_id,
                "identical": not difference,
                "difference": difference,
                "stored_digest": stored.digest,
                "lines": again,
                "differing": shapes.differing(shapes.stored_lines(stored), again),
            }
        )


def _replayed_lines(stored: Any) -> list[Any]:
    """None at all where the engine refuses what is stored, which only tampering can bring about."""
    try:
        again = replay(stored.policy.document, stored.terms, stored.facts)
    except (ValueError, TypeError, KeyError):
        return []
    return [line.to_dict() for line in again.lines]


def _settlement(settlement_id: int) -> Any:
    found = auditing.settlements().filter(pk=settlement_id).first()
    if found is None:
        raise NotFound
    return found


class Obligations(AuditList):
    """Debts, with every attempt to pay them."""

    rows = staticmethod(auditing.obligations)
    shape = staticmethod(shapes.obligation)
    lookups: ClassVar = {
        "contest": "contest",
        "settlement": "settlement",
        "kind": "kind",
        "payee": "payee_user__handle",
    }

    @operation(gives=Listing[shapes.ObligationDoc], query=queries.ObligationQuery)
    def get(self, request: Any) -> Response:
        return self.list()


class JournalEntries(AuditList):
    """Journal entries with their postings."""

    rows = staticmethod(auditing.journal_entries)
    shape = staticmethod(shapes.journal_entry)
    lookups: ClassVar = {
        "contest": "contest",
        "kind": "kind",
        "effective_after": "effective_at__gte",
        "effective_before": "effective_at__lt",
    }

    @operation(gives=Listing[shapes.JournalEntryDoc], query=queries.JournalQuery)
    def get(self, request: Any) -> Response:
        return self.list()

    def narrow(self, rows: Any) -> Any:
        """An entry may have several legs on one account, and is listed once all the same."""
        code = self.given.get("account")
        return auditing.touching(rows, code) if code else rows


class JournalEntryDetail(AuditResource):
    """One journal entry."""

    @operation(gives=shapes.JournalEntryDoc)
    def get(self, request: Any, entry_id: int) -> Response:
        found = auditing.journal_entries().filter(pk=entry_id).first()
        if found is None:
            raise NotFound
        return Response(shapes.journal_entry(found))


class Accounts(AuditList):
    """Accounts with both sides and their balance, now or at a past moment."""

    knows_the_past = True

    rows = staticmethod(auditing.accounts)
    shape = staticmethod(shapes.account)
    lookups: ClassVar = {"contest": "contest", "kind": "kind", "code": "code"}

    @operation(gives=Listing[shapes.AccountDoc], query=queries.AccountQuery)
    def get(self, request: Any) -> Response:
        return self.list()


class Disbursements(AuditList):
    """Payments on their way out."""

    rows = staticmethod(auditing.disbursements)
    shape = staticmethod(shapes.disbursement)
    lookups: ClassVar = {
        "state": "state",
        "rail": "rail",
        "contest": "obligation__contest",
        "paid_after": "paid_at__gte",
        "paid_before": "paid_at__lt",
    }

    @operation(gives=Listing[shapes.DisbursementDoc], query=queries.DisbursementQuery)
    def get(self, request: Any) -> Response:
        return self.list()


class AllDeposits(AuditList):
    """Payments on their way in."""

    rows = staticmethod(auditing.deposits)
    shape = staticmethod(shapes.deposit)
    lookups: ClassVar = {"state": "state", "contest": "escrow__contest"}

    @operation(gives=Listing[shapes.AuditedDepositDoc], query=queries.DepositQuery)
    def get(self, request: Any) -> Response:
        return self.list()


class Liabilities(AuditList):
    """Contests under way, now or at a past moment: what each can owe at most, and what its escrow holds."""

    knows_the_past = True

    rows = staticmethod(auditing.liabilities)
    shape = staticmethod(shapes.liability)
    order: ClassVar = ("-created_at", "-pk")

    @operation(gives=Listing[shapes.RunningLiabilityDoc], query=queries.LiabilityQuery)
    def get(self, request: Any) -> Response:
        return self.list()


class TrialBalance(AuditResource):
    """Both sides of all accounts, now or at a past moment; they must sum alike in each currency."""

    @operation(gives=shapes.TrialBalanceDoc, query=queries.MomentQuery)
    def get(self, request: Any) -> Response:
        # Asked first: what was final before the books were read is in what was read.
        at = self.at or self.now
        final = auditing.is_past(at)
        rows = ledger.trial_balance(at=self.at)
        totals = {
            currency: {
                "debit_minor": sum(row.debit_minor for row in rows if row.currency == currency),
                "credit_minor": sum(row.credit_minor for row in rows if row.currency == currency),
            }
            for currency in sorted({row.currency for row in rows})
        }
        balanced = all(total["debit_minor"] == total["credit_minor"] for total in totals.values())
        return Response({"at": at, "final": final, "balanced": balanced, "totals": totals, "rows": rows})


class Checks(AuditResource):
    """Every guarantee, checked now."""

    @operation(gives=shapes.ChecksDoc)
    def get(self, request: Any) -> Response:
        results = run_checks(now=self.now)
        return Response({"at": self.now, "ok": all(result.ok for result in results), "results": results})


class Reconciliation(AuditResource):
    """A rail's own book against ours, with every difference explained."""

    @operation(gives=shapes.ReconciledDoc)
    def get(self, request: Any, rail: str) -> Response:
        if rail not in settings.RAILS:
            raise NotFound
        compared = reconcile(rail, self.now)
        return Response({"is_clean": compared.is_clean, "comparison": compared})


class AllDeadlines(AuditResource):
    """Deadlines of all contests."""

    @operation(gives=Listing[DeadlineCard], query=queries.DeadlineQuery)
    def get(self, request: Any) -> Response:
        page = list_deadlines(
            self.actor,
            state=self.given.get("state", ""),
            kind=self.given.get("kind", ""),
            due_before=self.given.get("due_before"),
            contest_id=self.given.get("contest"),
            after=self.after,
            limit=self.limit,
        )
        return self.page(page)


class AllEvents(AuditResource):
    """What happened in all contests, the latest first."""

    @operation(gives=Listing[EventCard], query=queries.EventQuery)
    def get(self, request: Any) -> Response:
        kind, contest_id = self.given.get("kind", ""), self.given.get("contest")
        page = list_events(self.actor, kind=kind, contest_id=contest_id, after=self.after, limit=self.limit)
        return self.page(page)
