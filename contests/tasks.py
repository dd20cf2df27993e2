"""Doorbells: each wakes a service, which reads in the database what is due. A lost one costs seconds, no deadline."""

from celery import shared_task

from contests.services.after.reviews import show_due_reviews as _show_due_reviews
from contests.services.after.standings import refresh_standings as _refresh_standings
from contests.services.community.counting import work_off_votes as _work_off_votes
from contests.services.deadlines import work_off_deadlines as _work_off_deadlines
from contests.services.examining import examine_files as _examine_files
from contests.services.finding.nudging import work_off_nudges as _work_off_nudges
from contests.services.finding.saved_searches import work_off_searches as _work_off_searches
from contests.services.jury.clock import work_off_juries as _work_off_juries
from contests.services.orphans import sweep_orphans as _sweep_orphans
from contests.services.rights import seal_deeds as _seal_deeds
from contests.services.uploading.ending import sweep_uploads as _sweep_uploads
from duerows.batches import work_off
from duerows.clock import database_now
from duerows.doorbell import ring

SWEEP_BATCHES = 200
FILES_PER_RING = 4


@shared_task
def work_off_deadlines() -> int:
    """Let every passed deadline have its effect."""
    return work_off(lambda now: _work_off_deadlines(now=now), most=SWEEP_BATCHES)


@shared_task
def work_off_juries() -> int:
    """Let every passed step of a jury have its effect."""
    return work_off(lambda now: _work_off_juries(now=now), most=SWEEP_BATCHES)


@shared_task
def work_off_votes() -> int:
    """Let every passed step of a community's vote have its effect."""
    return work_off(lambda now: _work_off_votes(now=now), most=SWEEP_BATCHES)


@shared_task
def work_off_nudges() -> int:
    """Let the reminders that are due remind."""
    return work_off(lambda now: _work_off_nudges(now=now), most=SWEEP_BATCHES)


@shared_task(soft_time_limit=240, time_limit=270)
def work_off_searches() -> int:
    """Mail what is new to those who have saved a search."""
    return work_off(lambda now: _work_off_searches(now=now), most=SWEEP_BATCHES)


@shared_task
def show_due_reviews() -> int:
    """Show the reviews of contests whose time for writing them is over."""
    return _show_due_reviews(database_now())


@shared_task(soft_time_limit=1800, time_limit=1900)
def refresh_standings() -> int:
    """Count anew how brands have dealt with their contests."""
    return _refresh_standings(database_now())


@shared_task(soft_time_limit=240, time_limit=270)
def examine_files() -> int:
    """Examine some of the files that wait for it, and ask for another worker if there may be more."""
    done = _examine_files(database_now(), limit=FILES_PER_RING)
    if done == FILES_PER_RING:
        ring("contests.tasks.examine_files")
    return done


@shared_task(soft_time_limit=240, time_limit=270)
def seal_deeds() -> int:
    """Print the deeds of rights that everybody has accepted."""
    return _seal_deeds(database_now())


@shared_task(soft_time_limit=3600, time_limit=3700)
def sweep_orphans() -> int:
    """Delete stored files that no row speaks of."""
    return _sweep_orphans(database_now())


@shared_task(soft_time_limit=1800, time_limit=1900)
def sweep_uploads() -> int:
    """Let go of uploads that were never submitted in time."""
    return work_off(_sweep_uploads, most=SWEEP_BATCHES)
