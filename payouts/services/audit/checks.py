"""The checks, and how one is run. One that examined nothing says so: nothing wrong among nothing is no proof."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.utils.translation import gettext_lazy as _

from accounts.selectors.cooling import cooling_params
from duerows.clock import database_now
from payouts.documents.services.verifying import examine_documents
from payouts.services.audit import bank_questions, questions
from payouts.services.audit.closes import examine_closes
from payouts.services.audit.interest import examine_interest
from payouts.services.audit.replays import replay_settlements
from payouts.services.audit.sealed import examine_seals

EXAMPLES: Final = 5


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One question's answer. `figures`: how many things were examined, how many are wrong, and some of those."""

    name: str
    ok: bool
    detail: str
    figures: dict[str, Any]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """A question to everything: SQL that yields (what, ok), or a function that counts and names what is wrong.

    A function gets how many rows to look at most, or, if it is `dated`, the moment of the check.
    """

    name: str
    title: Any
    sql: str = ""
    examine: Callable[[int | None], tuple[int, list[str]]] | None = None
    dated: Callable[[datetime], tuple[int, list[str]]] | None = None


CHECKS: Final = (
    Check("entries_balanced", _("Every journal entry balances"), questions.ENTRIES_BALANCED),
    Check("trial_balance_zero", _("The trial balance is zero in every currency"), questions.TRIAL_BALANCE),
    Check("escrows_not_overdrawn", _("No escrow has paid out more than was paid in"), questions.ESCROWS_NOT_OVERDRAWN),
    Check("liabilities_covered", _("Every running contest holds its worst case"), questions.LIABILITIES_COVERED),
    Check("floors_kept", _("Every shortlisted entry is owed at least the floor"), questions.FLOORS_KEPT),
    Check("obligations_are_settled", _("Debts are exactly what was settled"), questions.OBLIGATIONS_ARE_SETTLED),
    Check("debts_are_booked", _("The books owe what is unpaid, no more and no less"), questions.DEBTS_ARE_BOOKED),
    Check("payments_booked_once", _("Every payment is booked exactly once"), questions.PAYMENTS_BOOKED_ONCE),
    Check("debts_paid_once", _("Every debt is paid at most once"), questions.PAID_DEBTS_HAVE_A_PAYMENT),
    Check("bank_adds_up", _("The bank account is what came in less what went out"), questions.BANK_ADDS_UP),
    Check("statements_booked", _("The books follow the bank's statements"), bank_questions.STATEMENTS_ARE_BOOKED),
    Check("transfers_add_up", _("Money that came in by transfer is used once"), bank_questions.TRANSFERS_ADD_UP),
    Check("nothing_silently_overdue", _("Nothing is overdue without a known reason"), questions.OVERDUE),
    Check("nothing_stuck", _("No payment is stuck, no rail is stopped"), questions.NOTHING_STUCK),
    Check("approvals_kept", _("What needed two people left with both"), questions.APPROVALS_KEPT),
    Check("ways_back_kept", _("No more went back by a payment than it brought in"), questions.WAYS_BACK_KEPT),
    Check("disputes_conserve", _("Disputes hold and move what is disputed, and no more"), questions.DISPUTES),
    Check("late_interest_owed", _("Whatever was paid late has earned its interest"), dated=examine_interest),
    Check("series_without_gaps", _("No number is missing in any series of documents"), questions.SERIES_WITHOUT_GAPS),
    Check("documents_as_sealed", _("Every document is what was issued and sealed"), examine=examine_documents),
    Check("books_sealed", _("The books are what was sealed"), examine=examine_seals),
    Check("closed_months_stand", _("Closed months balance as they did"), examine=examine_closes),
    Check("months_made", _("The coming months have their place in the books"), questions.MONTHS_MADE),
    Check("settlements_replay", _("Settlements replay to the cent from their facts"), examine=replay_settlements),
)


def run_checks(*, now: datetime | None = None, replays: int | None = 1000) -> list[CheckResult]:
    """Run every check. `replays`: how many settlements to replay, and sealed entries to verify, the newest first; None
    takes all of them.
    """
    moment = now or database_now()
    return [run_check(check, now=moment, replays=replays) for check in CHECKS]


def run_check(check: Check, *, now: datetime, replays: int | None = 1000) -> CheckResult:
    """Run one check."""
    if check.examine is not None:
        examined, wrong = check.examine(replays)
        return _result(check, examined, len(wrong), wrong[:EXAMPLES])
    if check.dated is not None:
        examined, wrong = check.dated(now)
        return _result(check, examined, len(wrong), wrong[:EXAMPLES])
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT count(*), count(*) FILTER (WHERE NOT ok),
                   (array_agg(what ORDER BY what) FILTER (WHERE NOT ok))[1:{EXAMPLES}]
            FROM ({check.sql}) AS examined
            """,
            {**cooling_params(), "now": now},
        )
        examined, wrong_count, examples = cursor.fetchone()
    return _result(check, examined, wrong_count, examples or [])


def _result(check: Check, examined: int, wrong: int, examples: list[str]) -> CheckResult:
    if wrong:
        detail = f"{wrong} of {examined}: {'; '.join(examples)}"
    else:
        detail = f"{examined} examined" if examined else "nothing to examine"
    figures = {"examined": examined, "wrong": wrong, "examples": list(examples)}
    return CheckResult(check.name, wrong == 0, detail, figures, str(check.title))
