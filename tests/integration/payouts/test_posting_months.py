"""Postings lie in months: made ahead, written through the one table only, and a key comes once in all of them."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from config.celery import app
from payouts import ledger
from payouts.ledger import NewEntry, transfer
from payouts.ledger.months import AHEAD, make_coming_months
from payouts.models import LedgerAccount, Posting
from payouts.services.audit import run_checks
from payouts.services.audit.locating import Finding
from payouts.services.audit.sealed import verify_books
from payouts.services.seals import seal_books
from payouts.tasks import make_coming_months as task
from tests.fixtures.sealing import other_databases_are_done
from tests.fixtures.tampering import Tamper
from tests.fixtures.worlds import NOON

pytestmark = pytest.mark.django_db

MONTHS = """
    SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'payouts_posting'::regclass ORDER BY 1
"""
COMING = """
    SELECT to_char(now() AT TIME ZONE 'UTC' + make_interval(months => n), '"payouts_posting_y"YYYY"m"MM')
    FROM generate_series(0, %s) n
"""


def asked(statement: str, *params: object) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement, params or None)
        return [value for (value,) in cursor.fetchall()]


def book(key: str = "test:1") -> int:
    with transaction.atomic():
        bank, fees = ledger.account_id("bank:sandbox", "EUR"), ledger.account_id(ledger.FEE_INCOME, "EUR")
        return ledger.post_entry(NewEntry("test", key, NOON, transfer(bank, fees, 5)))


def missing() -> str:
    (found,) = [one for one in run_checks(now=NOON, replays=None) if one.name == "months_made"]
    return "" if found.ok else found.detail


def test_the_coming_months_are_there() -> None:
    assert asked(MONTHS) == asked(COMING, AHEAD)
    assert missing() == ""
    assert make_coming_months() == 0, "nothing is made twice"
    assert "payouts.tasks.make_coming_months" in {one["task"] for one in app.conf.beat_schedule.values()}


def test_what_is_missing_is_told_and_made(as_owner) -> None:
    last, before = asked(COMING, AHEAD)[-1], asked(COMING, AHEAD)[-2]
    with as_owner, connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {last}, {before}")
    assert missing() == f"1 of 3: {before[-7:-3]}-{before[-2:]}", "the last one has time"
    assert task() == 2
    assert missing() == ""
    assert asked(MONTHS) == asked(COMING, AHEAD)


def test_nobody_makes_months_without_end() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT payouts_make_posting_months(100000)")
    assert len(asked(MONTHS)) == 25
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT payouts_make_posting_month(%s)", [date(1900, 1, 1)])


def test_an_entry_whose_month_is_not_there_is_refused_whole(as_owner) -> None:
    with as_owner, connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {asked(COMING, 0)[0]}")
    with pytest.raises(IntegrityError, match="no partition"):
        book()
    assert make_coming_months() == 1
    book()


def test_a_posting_lies_in_its_entry_s_month_under_its_moment() -> None:
    entry = book()
    postings = Posting.objects.filter(entry=entry)
    assert {one.posted_at for one in postings} == {one.entry.posted_at for one in postings}
    assert set(asked("SELECT DISTINCT tableoid::regclass::text FROM payouts_posting")) == set(asked(COMING, 0))


def test_a_new_month_has_every_guard_foreign_key_and_index_of_the_others(as_owner) -> None:
    with as_owner, connection.cursor() as cursor:
        cursor.execute("SELECT payouts_make_posting_months(5)")
    newest, oldest = asked(MONTHS)[-1], asked(MONTHS)[0]
    for statement in (
        "SELECT concat_ws(' ', tgname, tgtype, tgenabled) FROM pg_trigger WHERE tgrelid = %s::regclass "
        "AND NOT tgisinternal ORDER BY 1",
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass ORDER BY 1",
        "SELECT regexp_replace(indexdef, 'y\\d+m\\d+\\w*', '', 'g') FROM pg_indexes WHERE tablename = %s ORDER BY 1",
    ):
        assert asked(statement, newest) == asked(statement, oldest) != []


DIRECTLY = {
    "write into a month": "INSERT INTO {month} (entry_id, account_id, side, amount_minor, posted_at) "
    "SELECT id, (SELECT min(id) FROM payouts_ledgeraccount), 'debit', 7, posted_at FROM payouts_journalentry LIMIT 1",
    "empty a month": "TRUNCATE {month}",
}


@pytest.mark.parametrize("attack", DIRECTLY)
def test_the_runtime_role_has_no_rights_on_a_month(attack: str) -> None:
    book()
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(DIRECTLY[attack].format(month=asked(COMING, 0)[0]))


@pytest.mark.parametrize("attack", DIRECTLY)
def test_even_the_owner_writes_through_the_one_table(attack: str, as_owner) -> None:
    """One leg alone in a month: no other guard would see it, as the negative control shows."""
    book()
    month = asked(COMING, 0)[0]
    with as_owner, connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="write there"), transaction.atomic():
            cursor.execute(DIRECTLY[attack].format(month=month))
        cursor.execute(f"ALTER TABLE {month} DISABLE TRIGGER posting_month_alone")
        cursor.execute(DIRECTLY[attack].format(month=month))


LEGS = """
    WITH e AS (
        INSERT INTO payouts_journalentry (kind, idempotency_key, effective_at, posted_at, memo)
        VALUES ('x', 'attack', now(), {entry}, '') RETURNING id
    )
    INSERT INTO payouts_posting (id, entry_id, account_id, side, amount_minor, posted_at)
    SELECT {key}, e.id, a.id, a.side, 5, {leg} FROM e, (
        SELECT min(id) AS id, 'debit' AS side FROM payouts_ledgeraccount
        UNION ALL SELECT max(id), 'credit' FROM payouts_ledgeraccount
    ) a
"""
NEXT = "nextval('payouts_posting_id_seq')"
OTHERWISE = {
    "lay a posting in another month": LEGS.format(key=NEXT, entry="now()", leg="now() + interval '1 month'"),
    "date a posting otherwise": LEGS.format(key=NEXT, entry="clock_timestamp()", leg="now()"),
}


@pytest.mark.parametrize("attack", OTHERWISE)
def test_a_posting_bears_the_moment_of_its_entry(attack: str) -> None:
    book()
    with pytest.raises(DatabaseError, match="legs come with"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(OTHERWISE[attack])


def test_a_posting_is_not_older_than_its_account() -> None:
    """Its account's balance is sought in the months since that was opened."""
    book()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        LedgerAccount.objects.create(code="bank:other:EUR", kind="asset", currency="EUR")
        with pytest.raises(DatabaseError, match="was opened after"), transaction.atomic():
            cursor.execute(LEGS.format(key=NEXT, entry="now()", leg="now()"))


def test_a_key_of_a_former_month_is_not_given_again(as_owner) -> None:
    """A month's index sees its own keys; the guard looks at the others."""
    entry = book()
    key = Posting.objects.filter(entry=entry).earliest("pk").pk
    with as_owner, connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SELECT payouts_make_posting_month(date_trunc('month', now() - interval '1 month')::date)")
        cursor.execute("ALTER TABLE payouts_posting DISABLE TRIGGER USER")
        cursor.execute("UPDATE payouts_posting SET posted_at = date_trunc('month', now(), 'UTC') - interval '1 day'")
        cursor.execute("ALTER TABLE payouts_posting ENABLE TRIGGER USER")
    again = LEGS.format(
        key=f"CASE a.side WHEN 'debit' THEN {key} ELSE {NEXT} END",
        entry="statement_timestamp()",
        leg="statement_timestamp()",
    )
    with pytest.raises(DatabaseError, match="there is a posting"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(again)
    book("test:2")


@pytest.mark.django_db(transaction=True)
def test_a_posting_that_was_laid_in_another_month_is_found(tamper: Tamper) -> None:
    """It would be missing from the books of a moment; verifying names its entry."""
    entry = book()
    other_databases_are_done()
    assert seal_books() == 1
    tamper("UPDATE payouts_posting SET posted_at = posted_at + interval '1 month' WHERE entry_id = %s", entry)
    found: list[Finding] = []
    verify_books(found.append)
    assert [(one.what, one.entry) for one in found] == [("posting_misdated", entry)]
