"""An account's statement: what it held before a period, each posting in it with the balance after it, and what it held
then.

Postings come in the order in which they were written. The period goes by when entries were posted; its end is left out.
Everything on a page is read by one statement, so that it adds up whatever is posted meanwhile.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import DataError, transaction

from contests.errors import BadCursor
from contests.selectors.paging import MAX_PAGE, PAGE, Page, fetch_all, read_mark, write_mark
from payouts.models import LedgerAccount
from payouts.selectors.auditing import GROWS_BY_DEBIT


@dataclass(frozen=True, slots=True)
class Movement:
    """One posting, and what the account holds after it."""

    posting: int
    journal_entry: int
    kind: str
    posted_at: datetime
    effective_at: datetime
    contest: UUID | None
    reverses: int | None
    memo: str
    side: str
    amount_minor: int
    balance_minor: int


@dataclass(frozen=True, slots=True)
class Statement:
    """One page. Balances are positive on the side that the account's kind grows on; the opening and the closing one are
    the whole period's, whichever page this is.
    """

    account: LedgerAccount
    opening_minor: int
    closing_minor: int
    movements: Page[Movement]


def statement_of(
    account: LedgerAccount, *, since: datetime, until: datetime, after: str | None = None, limit: int = PAGE
) -> Statement:
    """The statement for since ≤ posted < until. Raises BadCursor."""
    limit = max(1, min(limit, MAX_PAGE))
    grows = "debit" if account.kind in GROWS_BY_DEBIT else "credit"
    params = {"account": account.pk, "since": since, "until": until, "grows": grows, "after": _behind(after)}
    try:
        # A mark that was made up may not fit into a key, which must not spoil a transaction that is under way.
        with transaction.atomic():
            rows = fetch_all(f"{_STATEMENT} LIMIT {limit + 1:d}) {_WITH_BALANCES}", params)
    except DataError:
        raise BadCursor from None
    opening, closing, *_rest = rows[0]
    # Without any posting on the page there is one row all the same, for the balances.
    listed = [row[2:] for row in rows if row[2] is not None]
    more = len(listed) > limit
    movements = tuple(Movement(*row) for row in listed[:limit])
    following = write_mark([str(movements[-1].posting)]) if more else None
    return Statement(account, opening, closing, Page(movements, following))


def _behind(mark: str | None) -> int:
    if mark is None:
        return 0
    try:
        return int(read_mark(mark, 1)[0])
    except ValueError:
        raise BadCursor from None


_CHANGE = "CASE p.side WHEN %(grows)s THEN p.amount_minor ELSE -p.amount_minor END"
_STATEMENT = f"""
    WITH page AS MATERIALIZED (
        SELECT p.id, e.id AS entry_id, e.kind, p.posted_at, e.effective_at, e.contest_id, e.reverses_id, e.memo, p.side,
               p.amount_minor, {_CHANGE} AS change
        FROM payouts_posting p JOIN payouts_journalentry e ON e.id = p.entry_id
        WHERE p.account_id = %(account)s AND p.posted_at >= %(since)s AND p.posted_at < %(until)s AND p.id > %(after)s
        ORDER BY p.id
"""
_WITH_BALANCES = f"""
    , balances AS (
        SELECT COALESCE(sum({_CHANGE}) FILTER (WHERE p.posted_at < %(since)s), 0)::bigint AS opening,
               COALESCE(sum({_CHANGE}), 0)::bigint AS closing,
               COALESCE(sum({_CHANGE}) FILTER (
                   WHERE p.posted_at < %(since)s OR p.id < (SELECT min(id) FROM page)
               ), 0)::bigint AS before
        FROM payouts_posting p WHERE p.account_id = %(account)s AND p.posted_at < %(until)s
    )
    SELECT b.opening, b.closing, page.id, page.entry_id, page.kind, page.posted_at, page.effective_at, page.contest_id,
           page.reverses_id, page.memo, page.side, page.amount_minor,
           (b.before + sum(page.change) OVER (ORDER BY page.id))::bigint
    FROM balances b LEFT JOIN page ON TRUE
    ORDER BY page.id
"""
