"""What banks report: fetched and kept under the bank's own id first, read afterwards, each report in one transaction.

A report may come again, late, or out of order. One that cannot be read, or that speaks of what is not ours, is parked
for a person; what else is in it counts all the same.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.db import connection, transaction

from duerows.claims import Claim, claim, put_back, work_off
from duerows.models import DueState
from payouts.models import BankFeed, BankReport
from payouts.rails.base import RailUnavailable
from payouts.rails.batch import FileNews, Report, ReportKind, UnreadableReport
from payouts.rails.batch_registry import batch_rails, get_batch_rail
from payouts.services.bank_entries import take_statement
from payouts.services.bank_secrets import digest, open_report, seal_report
from payouts.services.filed import lock_filed, lock_files, settle_files, tell_all
from payouts.services.filing import hear_of_file, word_on_payments
from payouts.services.visits import rounds

log = structlog.get_logger(__name__)

FETCH_EVERY: Final = timedelta(seconds=60)
FETCH_LEASE: Final = timedelta(seconds=120)
PAGE: Final = 50
PAGES: Final = 20
REPORTS: Final = 200
"""Reports read in one visit."""


def fetch_reports(now: datetime) -> int:
    """Fetch and keep what the banks have for us, each at most once a minute. Returns how many reports were new."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO payouts_bankfeed (rail, cursor, due_state, due_at, fence, attempts, last_error)
            SELECT rail, '', 'waiting', %s, 0, 0, '' FROM unnest(%s::text[]) AS rail ON CONFLICT (rail) DO NOTHING
            """,
            [now, batch_rails()],
        )
    claims = claim(BankFeed, now=now, lease=FETCH_LEASE, where="rail = ANY(%s)", params=[batch_rails()])
    return sum(_fetch(one, now) for one in claims)


def _fetch(one: Claim, now: datetime) -> int:
    feed = BankFeed.objects.get(pk=one.pk)
    try:
        return _fetch_pages(feed, one, now)
    except RailUnavailable as error:
        log.warning("bank_away", rail=feed.rail, error=str(error))
        _rest(one, now, f"the bank does not answer: {error}")
    except Exception as error:
        log.exception("bank_feed_failed", rail=feed.rail)
        put_back(BankFeed, one, now=now, error=repr(error))
    return 0


def _fetch_pages(feed: BankFeed, one: Claim, now: datetime) -> int:
    rail, cursor, new = get_batch_rail(feed.rail), feed.cursor, 0
    for _ in range(PAGES):
        page = rail.list_reports(cursor, PAGE)
        kept = _keep(feed.rail, page.reports, page.cursor, one, now)
        if kept is None:
            return new  # Somebody has taken over: they fetch again from where they stand.
        new, cursor = new + kept, page.cursor
        rail.acknowledge(tuple(report.report_id for report in page.reports))
        if not page.has_more:
            break
    _rest(one, now, "")
    return new


@transaction.atomic
def _keep(rail: str, reports: Sequence[Report], cursor_after: str, one: Claim, now: datetime) -> int | None:
    """Store a page together with how far we are. None: the claim was lost, and nothing is stored."""
    moved = BankFeed.objects.filter(pk=one.pk, fence=one.fence).update(cursor=cursor_after, fetched_at=now)
    return sum(_store(rail, report, now) for report in reports) if moved else None


def _store(rail: str, report: Report, now: datetime) -> int:
    """Keep a report, unless it is kept already."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO payouts_bankreport (rail, provider_report_id, kind, sealed_body, body_sha256, received_at,
                                            due_state, due_at, fence, attempts, last_error)
            VALUES (%s, %s, %s, %s, %s, %s, 'waiting', %s, 0, 0, '')
            ON CONFLICT (rail, provider_report_id) DO NOTHING
            """,
            [
                rail,
                report.report_id,
                report.kind.value,
                seal_report(report.body, rail=rail, report_id=report.report_id),
                digest(report.body),
                now,
                now,
            ],
        )
        return int(cursor.rowcount)


def _rest(one: Claim, now: datetime, words: str) -> None:
    BankFeed.objects.filter(pk=one.pk, fence=one.fence).update(
        due_at=now + FETCH_EVERY, lease_until=None, attempts=0, last_error=words
    )


def read_reports(now: datetime) -> int:
    """Read kept reports, one transaction each, in the order in which they came. Returns how many."""
    read = 0
    for _ in rounds(REPORTS):
        if not work_off(BankReport, _read, now=now, limit=1, lock=_one_at_a_time):
            break
        read += 1
    return read


def _one_at_a_time(_keys: Sequence[int]) -> None:
    """Two reports may tell of the same entry: whoever comes second must see what the first has written."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('bank_reports'))")


def _read(keys: Sequence[int], now: datetime) -> None:
    for report in BankReport.objects.filter(pk__in=keys).order_by("pk"):
        try:
            words = _take(report, now)
        except UnreadableReport as refusal:
            words = [str(refusal)]
        if words:
            log.error("bank_report_parked", report=report.pk, rail=report.rail, words=words[:5])
            BankReport.objects.filter(pk=report.pk).update(
                due_state=DueState.PARKED, last_error="; ".join(words)[:2000]
            )


def _take(report: BankReport, now: datetime) -> list[str]:
    """Let a report have its effects. Returns what a person must look at."""
    rail = get_batch_rail(report.rail)
    news = rail.read_report(ReportKind(report.kind), open_report(report))
    words = [word for one in news.files for word in _hear(report.rail, one, now)]
    return words + [word for one in news.statements for word in take_statement(report, one, now)]


def _hear(rail: str, news: FileNews, now: datetime) -> list[str]:
    """The word on a file and its payments. Returns what is said of payments that are not in it."""
    files = lock_files(rail, [news.message_id])
    if not files:
        return [f"it speaks of file {news.message_id}, which is not ours"]
    (file,) = files.values()
    if news.whole is not None:
        hear_of_file(file, news.whole, now)
    filed = lock_filed(files=files)
    said = {one.order_id.lower(): one.answer for one in news.orders}
    whole = word_on_payments(file, news.whole)
    tell_all(filed, said, whole, now)
    settle_files(files, now)
    strangers = [name for name in said if name not in filed]
    return [f"it speaks of payment {name}, which is not in file {news.message_id}" for name in strangers]
