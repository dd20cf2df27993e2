"""Doorbells of the money side: each wakes one service, which reads in the database what is due."""

import structlog
from celery import shared_task

from contests.models import RightsDeed
from duerows.clock import database_now
from duerows.doorbell import ring
from paper.sealing import sweep_orphans
from payouts.documents.models import DocumentFile
from payouts.documents.services import papers, sealing
from payouts.ledger import months
from payouts.services import (
    audit,
    bank_reports,
    connected_accounts,
    deposits,
    disbursements,
    dispute_mails,
    fairness,
    figures,
    filing,
    gathering,
    late_interest,
    notices,
    reconcile,
    seals,
    transfers,
)

log = structlog.get_logger(__name__)

SWEEP_BATCHES = 40


@shared_task
def settle_deposits() -> int:
    """Collect what brands pay in, and ask about what stayed unclear."""
    return deposits.carry_out_due_deposits(database_now())


@shared_task
def prepare_disbursements() -> int:
    """Turn released debts into payments."""
    return disbursements.prepare_disbursements(database_now())


@shared_task
def send_due_disbursements() -> int:
    """Send payments, and ask about those that are not finished."""
    return disbursements.send_due(database_now(), batches=SWEEP_BATCHES)


@shared_task(soft_time_limit=200, time_limit=240)
def exchange_payment_files() -> int:
    """Make files of the payments that go out in files, and hand them over."""
    now = database_now()
    return gathering.gather_files(now) + filing.submit_files(now)


@shared_task(soft_time_limit=200, time_limit=240)
def read_bank_reports() -> int:
    """Fetch what the banks report, and read it."""
    now = database_now()
    return bank_reports.fetch_reports(now) + bank_reports.read_reports(now)


@shared_task
def match_transfers() -> int:
    """Find the contests of what came in by transfer, and send back what nobody needs."""
    return transfers.match_transfers(database_now())


@shared_task
def process_notices() -> int:
    """Read what the rails have reported."""
    return notices.process_all_notices(database_now())


@shared_task
def tell_of_ended_holds() -> int:
    """Tell both sides that a dispute has held money as long as it may."""
    return dispute_mails.tell_of_ended_holds(database_now())


@shared_task
def write_late_interest() -> int:
    """Owe the interest on what was paid late."""
    return late_interest.write_late_interest(database_now())


@shared_task
def look_after_connected_accounts() -> int:
    """Have accounts made at the rails for those who asked, and ask about those that something was reported of."""
    return connected_accounts.look_after_due_accounts(database_now())


@shared_task
def issue_documents() -> int:
    """Issue the invoices that contests' money calls for."""
    return papers.issue_papers(database_now())


@shared_task(soft_time_limit=240, time_limit=270)
def seal_documents() -> int:
    """Print some of the documents that wait for it, and ask for another worker if there may be more."""
    done = sealing.seal_documents(database_now())
    if done == sealing.FILES_PER_CALL:
        ring("payouts.tasks.seal_documents")
    return done


@shared_task(soft_time_limit=3300, time_limit=3600)
def sweep_printed_orphans() -> int:
    """Delete printed files that no document and no deed speaks of."""
    return sweep_orphans([DocumentFile, RightsDeed], database_now())


@shared_task
def make_coming_months() -> int:
    """Make the tables in which the coming months' postings will lie."""
    return months.make_coming_months()


@shared_task
def seal_books() -> int:
    """Seal what has been written for good."""
    return seals.seal_due_books(database_now())


@shared_task(soft_time_limit=3300, time_limit=3600)
def daily_audit() -> bool:
    """Check every guarantee and compare every rail's book; what is wrong is logged as an error, to hang an alert on."""
    now = database_now()
    wrong = [result for result in audit.run_checks(now=now, replays=None) if not result.ok]
    for result in wrong:
        log.error("audit_failed", check=result.name, detail=result.detail)
    return reconcile.reconcile_all(now) and not wrong


@shared_task(soft_time_limit=240, time_limit=270)
def refresh_public_figures() -> int:
    """Sum the figures of the first page anew."""
    return figures.refresh_public_figures(database_now())


@shared_task(soft_time_limit=3300, time_limit=3600)
def refresh_fairness() -> int:
    """Work out the published fairness figures anew."""
    return fairness.refresh_fairness(database_now())
