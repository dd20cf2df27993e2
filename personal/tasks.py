"""Doorbells: each calls one service. The rows decide what is due; losing a message loses nothing."""

from celery import shared_task

from duerows.clock import database_now
from personal.services.copying import remove_expired_copies, write_due_copy
from personal.services.forgetting import tidy_after_departures
from personal.services.leaving import let_due_go

MOST_AT_ONCE = 20


@shared_task(soft_time_limit=900, time_limit=960)  # type: ignore[untyped-decorator]
def write_copies() -> int:
    """Write the copies that were asked for, one after the other."""
    written = 0
    while written < MOST_AT_ONCE and write_due_copy(now=database_now()):
        written += 1
    return written


@shared_task  # type: ignore[untyped-decorator]
def let_go() -> int:
    """Carry out the departures whose day has come."""
    gone = 0
    while gone < MOST_AT_ONCE and let_due_go(now=database_now()):
        gone += 1
    return gone


@shared_task  # type: ignore[untyped-decorator]
def remove_expired() -> int:
    """Take away the copies whose week is over."""
    return remove_expired_copies(now=database_now())


@shared_task  # type: ignore[untyped-decorator]
def tidy_up() -> int:
    """Take out of the works of those who left what nothing hangs on any more."""
    return tidy_after_departures(now=database_now())
