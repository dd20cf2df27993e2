"""The books, for auditors: everything that was decided, owed, booked and paid, and the means to check it."""

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from rest_framework.exceptions import NotFound
from rest_framework.response import Response

from api import audit_shapes as shapes
from api.base import AuditResource
from api.pagination import page_of
from api.problems import ApiProblem
from contests.selectors.history import list_deadlines, list_events
from payouts import ledger
from payouts.policy import replay
from payouts.selectors import auditing
from payouts.services.audit import run_checks
from payouts.services.audit.replays import difference_on_replay
from payouts.services.reconcile import reconcile

Reader = Callable[[str, str], Any]


class AuditList(AuditResource):
    """A list of the books. `filters` maps query parameters to look-ups and how their text is read."""

    filters: ClassVar[dict[str, tuple[str, Reader]]]
    rows: Callable[[], Any]
    shape: Callable[[Any], dict[str, Any]]

    def get(self, request: Any) -> Response:
        rows = type(self).rows()
        for name, text in self.query(*self.filters).items():
            lookup, read = self.filters[name]
            rows = rows.filter(**{lookup: read(text, name)})
        return page_of(request, rows, ("-pk",), type(self).shape)


def a_word(text: str, name: str) -> str:
    """Any text."""
    return text.replace("\0", "")


def an_id(text: str, name: str) -> UUID:
    """A UUID; raises a problem otherwise."""
    try:
        return UUID(text)
    except ValueError as error:
        raise _malformed(name, _("Give a UUID.")) from error


def a_number(text: str, name: str) -> int:
    """A whole number; raises a problem otherwise."""
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise _malformed(name, _("Give a whole number."))
    return int(text)


def a_moment(text: str, name: str) -> Any:
    """A date and time with its offset; raises a problem otherwise."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise _malformed(name, _("Give a date and time with its offset, like 2026-03-01T09:00:00Z."))
    return moment


def _malformed(name: str, sentence: str) -> ApiProblem:
    return ApiProblem(400, "invalid", sentence, errors=[{"field": name, "message": sentence}])


class Settlements(AuditList):
    """Who is owed what, and why: every settlement with its lines."""

    rows = staticmethod(auditing.settlements)
    shape = staticmethod(shapes.settlement)
    filters: ClassVar = {
        "contest": ("contest", an_id),
        "outcome": ("outcome", a_word),
        "policy": ("policy__slug", a_word),
        "decided_after": ("decided_at__gte", a_moment),
        "decided_before": ("decided_at__lt", a_moment),
    }


class SettlementDetail(AuditResource):
    """One settlement with its terms, facts, policy and digest: all that replaying it takes."""

    def get(self, request: Any, settlement_id: int) -> Response:
        return Response(shapes.settlement_in_full(_settlement(settlement_id)))


class Replay(AuditResource):
    """Settles the stored facts again by the stored policy, and compares with what was stored."""

    def get(self, request: Any, settlement_id: int) -> Response:
        stored = _settlement(settlement_id)
        difference = difference_on_replay(stored)
        again = replay(stored.policy.document, stored.terms, stored.facts)
        return Response(
            {
                "settlement": settlement_id,
                "identical": not difference,
                "difference": difference,
                "stored_digest": stored.digest,
                "lines": [line.to_dict() for line in again.lines],
            }
        )


def _settlement(settlement_id: int) -> Any:
    found = auditing.settlements().filter(pk=settlement_id).first()
    if found is None:
        raise NotFound
    return found


class Obligations(AuditList):
    """Debts, with every attempt to pay them."""

    rows = staticmethod(auditing.obligations)
    shape = staticmethod(shapes.obligation)
    filters: ClassVar = {
        "contest": ("contest", an_id),
        "settlement": ("settlement", a_number),
        "kind": ("kind", a_word),
        "payee": ("payee_user__handle", a_word),
    }


class JournalEntries(AuditList):
    """Journal entries with their postings."""

    rows = staticmethod(auditing.journal_entries)
    shape = staticmethod(shapes.journal_entry)
    filters: ClassVar = {
        "contest": ("contest", an_id),
        "kind": ("kind", a_word),
        "account": ("postings__account__code", a_word),
        "effective_after": ("effective_at__gte", a_moment),
        "effective_before": ("effective_at__lt", a_moment),
    }


class JournalEntryDetail(AuditResource):
    """One entry."""

    def get(self, request: Any, entry_id: int) -> Response:
        found = auditing.journal_entries().filter(pk=entry_id).first()
        if found is None:
            raise NotFound
        return Response(shapes.journal_entry(found))


class Accounts(AuditList):
    """Accounts with both sides and their balance."""

    rows = staticmethod(auditing.accounts)
    shape = staticmethod(shapes.account)
    filters: ClassVar = {"contest": ("contest", an_id), "kind": ("kind", a_word), "code": ("code", a_word)}


class Disbursements(AuditList):
    """Payments on their way out."""

    rows = staticmethod(auditing.disbursements)
    shape = staticmethod(shapes.disbursement)
    filters: ClassVar = {
        "state": ("state", a_word),
        "rail": ("rail", a_word),
        "contest": ("obligation__contest", an_id),
        "paid_after": ("paid_at__gte", a_moment),
        "paid_before": ("paid_at__lt", a_moment),
    }


class AllDeposits(AuditList):
    """Payments on their way in."""

    rows = staticmethod(auditing.deposits)
    shape = staticmethod(shapes.deposit)
    filters: ClassVar = {"state": ("state", a_word), "contest": ("escrow__contest", an_id)}


class Liabilities(AuditResource):
    """Contests under way: what each can owe at most, and what its escrow holds."""

    def get(self, request: Any) -> Response:
        self.query()
        rows = auditing.liabilities()
        return page_of(request, rows, ("-created_at", "-pk"), shapes.liability)


class TrialBalance(AuditResource):
    """Both sides of all accounts; they must sum alike in each currency."""

    def get(self, request: Any) -> Response:
        rows = ledger.trial_balance()
        totals = {
            currency: {
                "debit_minor": sum(row.debit_minor for row in rows if row.currency == currency),
                "credit_minor": sum(row.credit_minor for row in rows if row.currency == currency),
            }
            for currency in sorted({row.currency for row in rows})
        }
        balanced = all(total["debit_minor"] == total["credit_minor"] for total in totals.values())
        return Response({"at": self.now, "balanced": balanced, "totals": totals, "rows": rows})


class Checks(AuditResource):
    """Every guarantee, checked now."""

    def get(self, request: Any) -> Response:
        results = run_checks(now=self.now)
        return Response({"at": self.now, "ok": all(result.ok for result in results), "results": results})


class Reconciliation(AuditResource):
    """A rail's own book against ours, with every difference explained."""

    def get(self, request: Any, rail: str) -> Response:
        if rail not in settings.RAILS:
            raise NotFound
        compared = reconcile(rail, self.now)
        return Response({"is_clean": compared.is_clean, "comparison": compared})


class AllDeadlines(AuditResource):
    """Deadlines of all contests."""

    def get(self, request: Any) -> Response:
        given = self.query("state", "kind", "due_before", "contest")
        page = list_deadlines(
            self.actor,
            state=given.get("state", ""),
            kind=given.get("kind", ""),
            due_before=a_moment(given["due_before"], "due_before") if "due_before" in given else None,
            contest_id=an_id(given["contest"], "contest") if "contest" in given else None,
            after=self.after,
            limit=self.limit,
        )
        return self.page(page)


class AllEvents(AuditResource):
    """What happened in all contests."""

    def get(self, request: Any) -> Response:
        self.query()
        return self.page(list_events(self.actor, after=self.after, limit=self.limit))
