"""The books at any past moment, an account's statement page by page, and months that are closed for good."""

import threading
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from uuid import uuid4

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from accounts.models import StaffRole
from contests.errors import BadCursor
from duerows.clock import database_now
from local import testing
from payouts import ledger
from payouts.errors import CloseRefused, OperatorOnly, PeriodClosed
from payouts.ledger import NewEntry, transfer
from payouts.models import LedgerAccount, PeriodClose, Posting
from payouts.selectors.auditing import accounts, is_past, liabilities
from payouts.selectors.statements import Movement, statement_of
from payouts.services.audit import run_checks
from payouts.services.closing import RIPE, close_month
from tests.fixtures.people import hire
from tests.fixtures.tampering import Tamper
from tests.fixtures.worlds import DAY, NOON, award, enter, open_contest, shortlist

pytestmark = pytest.mark.django_db

PATIENCE = 30
FEBRUARY, MARCH, APRIL = date(2026, 2, 1), date(2026, 3, 1), date(2026, 4, 1)
MAY_3 = datetime(2026, 5, 3, tzinfo=UTC)


def book(amount: int, *, effective_at: datetime = NOON, memo: str = "") -> int:
    """From the bank to the fees, in a transaction of its own."""
    with transaction.atomic():
        bank, fees = ledger.account_id("bank:sandbox", "EUR"), ledger.account_id(ledger.FEE_INCOME, "EUR")
        return ledger.post_entry(
            NewEntry("test", f"test:{uuid4()}", effective_at, transfer(bank, fees, amount), None, memo)
        )


def fees_at(at: datetime | None) -> int | None:
    """What the fees' account holds, by the list of accounts and by the trial balance alike."""
    listed = accounts(at).filter(code="income:fees:EUR").first()
    rows = [row for row in ledger.trial_balance(at=at) if row.group == "income:fees:EUR"]
    assert [row.credit_minor - row.debit_minor for row in rows] == ([listed.balance_minor] if listed else [])
    return listed.balance_minor if listed else None


@pytest.mark.django_db(transaction=True)
def test_the_books_of_any_past_moment_stay_as_they_were() -> None:
    moments = [database_now()]
    for amount in (500, 70, 3):
        book(amount)
        moments.append(database_now())
    assert [fees_at(moment) for moment in moments] == [None, 500, 570, 573]
    book(1000)
    assert [fees_at(moment) for moment in moments] == [None, 500, 570, 573]
    assert fees_at(None) == 1573
    posted = Posting.objects.latest("pk").entry.posted_at
    assert (fees_at(posted), fees_at(posted - timedelta(microseconds=1))) == (1573, 573)
    for moment in (*moments, None):
        rows = ledger.trial_balance(at=moment)
        assert sum(row.debit_minor for row in rows) == sum(row.credit_minor for row in rows)


@pytest.mark.django_db(transaction=True)
def test_a_moment_is_past_once_nobody_who_began_before_it_can_post() -> None:
    """An entry bears the moment at which it was written, however late that is committed."""
    book(500)
    before = database_now()
    with psycopg.connect(testing.testbed().runtime_url(testing.database_name())) as slow:
        slow.execute(WRITE_LIKE_THE_LAST)
        meanwhile = database_now()
        assert is_past(before)
        assert not is_past(meanwhile)
        assert fees_at(meanwhile) == 500
    assert is_past(meanwhile)
    assert fees_at(meanwhile) == 1000
    assert not is_past(database_now() + DAY)


WRITE_LIKE_THE_LAST = """
    WITH e AS (
        INSERT INTO payouts_journalentry (kind, idempotency_key, effective_at, memo)
        VALUES ('test', 'slow', now(), '') RETURNING id
    )
    INSERT INTO payouts_posting (entry_id, account_id, side, amount_minor)
    SELECT e.id, p.account_id, p.side, p.amount_minor FROM e, payouts_posting p
"""


def test_liabilities_at_a_moment_are_those_of_the_contests_that_ran_then() -> None:
    contest = open_contest(now=NOON)
    other = open_contest(now=NOON + 3 * DAY)
    entries = [enter(contest) for _ in range(3)]
    award(shortlist(contest, entries), entries[0])
    contest.refresh_from_db()

    def at(moment: datetime) -> dict[object, tuple[int, str]]:
        return {row.contest_id: (row.held_minor - row.liability_minor, row.state_then) for row in liabilities(moment)}

    assert at(NOON - DAY) == {}
    assert at(NOON) == {contest.pk: (0, "open")}
    assert at(NOON + 3 * DAY) == {contest.pk: (0, "open"), other.pk: (0, "open")}
    just_before = contest.decided_at - timedelta(microseconds=1)
    assert at(just_before)[contest.pk] == (0, "open"), "it still holds all that it can owe"
    assert set(at(contest.decided_at)) == {other.pk}
    assert {row.contest_id for row in liabilities()} == {other.pk}


def test_a_statement_adds_up_on_every_page() -> None:
    for amount in range(1, 8):
        book(amount * 100, memo=f"number {amount}")
    account = LedgerAccount.objects.get(code="bank:sandbox:EUR")
    since, until = datetime(2000, 1, 1, tzinfo=UTC), database_now() + DAY
    movements: list[Movement] = []
    mark, pages = None, 0
    while pages == 0 or mark:
        page = statement_of(account, since=since, until=until, after=mark, limit=3)
        assert (page.opening_minor, page.closing_minor) == (0, 2800)
        movements += page.movements.items
        mark, pages = page.movements.next, pages + 1
    assert pages == 3
    assert [one.memo for one in movements] == [f"number {amount}" for amount in range(1, 8)]
    assert [one.balance_minor for one in movements] == [100, 300, 600, 1000, 1500, 2100, 2800]

    nothing = statement_of(account, since=until, until=until + DAY)
    assert (nothing.opening_minor, nothing.closing_minor, nothing.movements.items) == (2800, 2800, ())
    with pytest.raises(BadCursor):
        statement_of(account, since=since, until=until, after="WyJub25zZW5zZSJd")


@pytest.mark.django_db(transaction=True)
def test_a_statement_opens_with_what_was_posted_before() -> None:
    book(500)
    since = database_now()
    book(70)
    until = database_now()
    book(3)
    fees = LedgerAccount.objects.get(code="income:fees:EUR")
    page = statement_of(fees, since=since, until=until)
    assert (page.opening_minor, page.closing_minor) == (500, 570)
    assert [(one.side, one.amount_minor, one.balance_minor) for one in page.movements.items] == [("credit", 70, 570)]


def test_a_closed_month_keeps_its_balance_and_takes_no_entry() -> None:
    admin = hire(StaffRole.ADMIN)
    book(500, effective_at=datetime(2026, 2, 10, tzinfo=UTC))
    book(70, effective_at=datetime(2026, 3, 31, 23, 59, 59, tzinfo=UTC))
    book(3, effective_at=datetime(2026, 4, 1, tzinfo=UTC))
    close = close_month(admin, MARCH, now=MAY_3)
    assert (close.ends_at, close.entry_count, close.closed_by) == (datetime(2026, 4, 1, tzinfo=UTC), 2, admin)
    assert {(row["group"], row["debit_minor"], row["credit_minor"]) for row in close.trial_balance} == {
        ("bank:sandbox:EUR", 570, 0),
        ("income:fees:EUR", 0, 570),
    }

    for moment in (datetime(2026, 3, 31, 23, 59, 59, 999_999, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)):
        with pytest.raises(PeriodClosed, match="closed until 2026-04-01"):
            book(1, effective_at=moment)
    book(1, effective_at=datetime(2026, 4, 1, tzinfo=UTC))
    april = close_month(None, APRIL, now=MAY_3)
    assert (april.entry_count, april.closed_by) == (4, None)
    assert check("closed_months_stand") == (True, 2)


def check(name: str) -> tuple[bool, int]:
    (found,) = [one for one in run_checks(now=MAY_3, replays=None) if one.name == name]
    return found.ok, found.figures["examined"]


def test_months_are_closed_in_order_after_their_end_by_admins() -> None:
    close_month(None, MARCH, now=MAY_3)
    for wrong in (FEBRUARY, MARCH, date(2026, 5, 1)):
        with pytest.raises(CloseRefused):
            close_month(None, wrong, now=MAY_3 + 60 * DAY)
    with pytest.raises(CloseRefused, match="first day"):
        close_month(None, date(2026, 4, 2), now=MAY_3)
    with pytest.raises(CloseRefused, match="a day after"):
        close_month(None, APRIL, now=datetime(2026, 5, 1, tzinfo=UTC) + RIPE - timedelta(seconds=1))
    with pytest.raises(OperatorOnly):
        close_month(hire(StaffRole.AUDITOR), APRIL, now=MAY_3)
    assert PeriodClose.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_entry_under_way_is_waited_for_and_one_that_comes_later_is_refused() -> None:
    """Without the lock the balance would be drawn without the first, and the second would slip in after it."""
    begun, may_end = threading.Event(), threading.Event()
    outcome: list[object] = []

    def post_slowly() -> None:
        try:
            with transaction.atomic():
                book(500)
                begun.set()
                assert may_end.wait(PATIENCE)
        finally:
            connection.close()

    def close() -> None:
        try:
            outcome.append(close_month(None, MARCH, now=MAY_3).entry_count)
        finally:
            connection.close()

    posting, closing = threading.Thread(target=post_slowly), threading.Thread(target=close)
    posting.start()
    assert begun.wait(PATIENCE)
    closing.start()
    wait_for_a_lock()
    may_end.set()
    posting.join(PATIENCE)
    closing.join(PATIENCE)
    assert outcome == [1]
    with pytest.raises(PeriodClosed):
        book(1)


def wait_for_a_lock() -> None:
    """Until the database says that somebody waits for an advisory lock."""
    end = threading.Event()
    for _ in range(PATIENCE * 20):
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)")
            if cursor.fetchone()[0]:
                return
        end.wait(0.05)
    raise AssertionError("Nobody waits.")


def test_the_database_refuses_it_even_when_the_code_does_not_look(monkeypatch: pytest.MonkeyPatch) -> None:
    close_month(None, MARCH, now=MAY_3)
    monkeypatch.setattr("payouts.ledger.entries.check_open", lambda moments: None)
    with pytest.raises(DatabaseError, match="month that is closed"):
        book(1)


@pytest.mark.django_db(transaction=True)
def test_a_closed_month_that_was_changed_is_found(tamper: Tamper) -> None:
    entry = book(500)
    close_month(None, MARCH, now=MAY_3)
    assert check("closed_months_stand") == (True, 1)
    tamper("UPDATE payouts_posting SET amount_minor = 400 WHERE entry_id = %s", entry)
    (found,) = [one for one in run_checks(now=MAY_3) if one.name == "closed_months_stand"]
    assert found.detail == "1 of 1: 2026-03: bank:sandbox:EUR (EUR), income:fees:EUR (EUR) differ"
    tamper("UPDATE payouts_journalentry SET effective_at = '2026-04-02' WHERE id = %s", entry)
    (found,) = [one for one in run_checks(now=MAY_3) if one.name == "closed_months_stand"]
    assert found.detail == "1 of 1: 2026-03: 1 entries when it was closed, 0 now"


def test_the_command_closes_a_month() -> None:
    book(500)
    out = StringIO()
    call_command("close_period", "2026-03", stdout=out)
    assert "2026-03 is closed with 1 entries." in out.getvalue()
    with pytest.raises(CommandError, match="2026-04"):
        call_command("close_period", "2026-03")
    with pytest.raises(CommandError, match="no month"):
        call_command("close_period", "March")
