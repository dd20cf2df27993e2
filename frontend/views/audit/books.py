"""The books: settlements with their replay, journal entries, accounts, deposits. All is read, nothing changed."""

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from frontend.showing.audit import audited_lines, postings_shown
from frontend.showing.audit_words import ACCOUNT_KIND, ENTRY_KIND, OUTCOME
from frontend.showing.contest_names import names_of
from frontend.showing.states import DEPOSIT
from frontend.views.audit.access import a_number, a_word, an_id, auditors_page, listed
from payouts.selectors import auditing
from payouts.services.audit.replays import difference_on_replay


@require_safe
@auditors_page
def settlements(request: HttpRequest) -> HttpResponse:
    """Who is owed what, and why: the newest first."""
    found = listed(request, auditing.settlements(), {"contest": ("contest", an_id), "outcome": ("outcome", a_word)})
    names = names_of(row.contest_id for row in found.rows)
    rows = [(row, names.get(row.contest_id, ""), OUTCOME[row.outcome]) for row in found.rows]
    context = {"found": found, "rows": rows, "outcomes": OUTCOME.items(), "tab": "settlements"}
    return render(request, "audit/settlements.html", context)


@require_safe
@auditors_page
def settlement(request: HttpRequest, settlement_id: int) -> HttpResponse:
    """One settlement, each line with its sentence; with `replay`, settled again from its stored facts."""
    stored = auditing.settlements().filter(pk=settlement_id).first()
    if stored is None:
        raise Http404
    is_replayed = "replay" in request.GET
    debts = auditing.obligations().filter(settlement=stored).order_by("pk")
    context = {
        "settlement": stored,
        "contest": names_of([stored.contest_id]).get(stored.contest_id, ""),
        "outcome": OUTCOME[stored.outcome],
        "lines": audited_lines(stored),
        "terms_text": _written(stored.terms),
        "facts_text": _written(stored.facts),
        "debts": [(debt, list(debt.disbursements.all())) for debt in debts],
        "is_replayed": is_replayed,
        "difference": difference_on_replay(stored) if is_replayed else "",
        "tab": "settlements",
    }
    return render(request, "audit/settlement.html", context)


@require_safe
@auditors_page
def journal(request: HttpRequest) -> HttpResponse:
    """Journal entries with their postings, the newest first."""
    found = listed(
        request,
        auditing.journal_entries(),
        {"contest": ("contest", an_id), "kind": ("kind", a_word), "account": ("postings__account", a_number)},
    )
    rows = [(row, ENTRY_KIND.get(row.kind, row.kind), postings_shown(row)) for row in found.rows]
    context = {"found": found, "rows": rows, "kinds": ENTRY_KIND.items(), "tab": "journal"}
    return render(request, "audit/journal.html", context)


@require_safe
@auditors_page
def journal_entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """One entry of the books."""
    entry = auditing.journal_entries().filter(pk=entry_id).first()
    if entry is None:
        raise Http404
    context = {
        "entry": entry,
        "postings": postings_shown(entry),
        "words": ENTRY_KIND.get(entry.kind, entry.kind),
        "contest": names_of([entry.contest_id]).get(entry.contest_id, "") if entry.contest_id else "",
        "reversed_by": auditing.journal_entries().filter(reverses=entry).first(),
        "tab": "journal",
    }
    return render(request, "audit/journal_entry.html", context)


@require_safe
@auditors_page
def accounts(request: HttpRequest) -> HttpResponse:
    """Accounts with both sides and the balance; one contest has one escrow account."""
    found = listed(
        request, auditing.accounts().order_by("-pk"), {"kind": ("kind", a_word), "contest": ("contest", an_id)}
    )
    names = names_of(row.contest_id for row in found.rows)
    rows = [(row, names.get(row.contest_id, ""), ACCOUNT_KIND[row.kind]) for row in found.rows]
    context = {"found": found, "rows": rows, "kinds": ACCOUNT_KIND.items(), "tab": "accounts"}
    return render(request, "audit/accounts.html", context)


@require_safe
@auditors_page
def deposits(request: HttpRequest) -> HttpResponse:
    """Payments of brands."""
    found = listed(request, auditing.deposits(), {"state": ("state", a_word), "contest": ("escrow__contest", an_id)})
    names = names_of(row.escrow_id for row in found.rows)
    rows = [(row, names.get(row.escrow_id, ""), DEPOSIT[row.state]) for row in found.rows]
    context = {"found": found, "rows": rows, "states": DEPOSIT.items(), "tab": "deposits"}
    return render(request, "audit/deposits.html", context)


def _written(document: object) -> str:
    """A stored document as a person can read it."""
    return json.dumps(document, indent=2, ensure_ascii=False)
