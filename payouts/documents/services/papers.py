"""Issues whatever a contest's money calls for: its fee invoice, each payee's self-billed invoice, credit notes.

What is due is read in the books, under the locks of the contest's debts; a row of `ContestPapers` only says where to
look. Doing it again, or twice at once, changes nothing: what stands is not issued anew. Nobody's pay waits for a paper.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection

from contests.models import Contest
from duerows.claims import work_off
from duerows.doorbell import ring
from payouts.documents.models import ContestPapers
from payouts.documents.services.fee_invoices import bring_fee_invoice_up_to_date
from payouts.documents.services.pay_invoices import bring_pay_invoices_up_to_date
from payouts.models import Obligation

ISSUE: Final = "payouts.tasks.issue_documents"


def ask_for_papers(contest_ids: Iterable[UUID], *, now: datetime) -> None:
    """Have the papers of these contests looked at. One statement, in the caller's transaction, for any number."""
    ids = sorted(contest_ids)
    if not ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO payouts_contestpapers (contest_id, due_state, due_at, fence, attempts, last_error)
            SELECT contest, 'waiting', %s, 0, 0, '' FROM unnest(%s::uuid[]) AS contest
            ON CONFLICT (contest_id) DO UPDATE SET due_state = 'waiting', due_at = excluded.due_at, attempts = 0,
                lease_until = NULL, fence = payouts_contestpapers.fence + 1, finished_at = NULL
            """,
            [now, ids],
        )
    ring(ISSUE)


def ask_for_papers_of(person_id: int, *, now: datetime) -> None:
    """The same for every contest in which this person is owed or was paid anything."""
    contests = Obligation.objects.filter(payee_user=person_id).values_list("contest_id", flat=True).distinct()
    ask_for_papers(list(contests), now=now)


def issue_papers(now: datetime, *, limit: int = 200) -> int:
    """Look at up to `limit` contests, each in a transaction of its own. Returns how many were looked at.

    One that fails is put back by itself, and delays no other.
    """
    done = 0
    while done < limit and work_off(ContestPapers, _handle, now=now, lock=_lock_debts, limit=1):
        done += 1
    return done


def _lock_debts(keys: Sequence[int]) -> None:
    """The debts come before the row itself: whoever settles holds them when they ask for papers."""
    contests = ContestPapers.objects.filter(pk__in=keys).values("contest")
    list(Obligation.objects.select_for_update(no_key=True).filter(contest__in=contests).order_by("pk"))


def _handle(keys: Sequence[int], now: datetime) -> None:
    papers = ContestPapers.objects.filter(pk__in=keys).values("contest")
    for contest in Contest.objects.select_related("brand", "brief").filter(pk__in=papers):
        bring_fee_invoice_up_to_date(contest, now=now)
        bring_pay_invoices_up_to_date(contest, now=now)
