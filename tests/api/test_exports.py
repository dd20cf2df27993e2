"""The books as files: the same rows as in the lists, safe in a spreadsheet, in constant memory, for auditors alone."""

import csv
import io
import json
import tracemalloc
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts.models import AuditEvent, StaffRole
from api.throttling import PerExport
from contests.models import ContestEvent
from local.processes import wait_until
from payouts import ledger
from payouts.ledger import NewEntry, transfer
from payouts.models import Deposit, JournalEntry, Posting
from payouts.selectors import exporting
from payouts.services.disbursements import prepare_disbursements
from tests.fixtures.calls import Caller, token_of
from tests.fixtures.payday import PAYDAY, decided_contest
from tests.fixtures.people import hire
from tests.fixtures.worlds import NOON, make_creative, open_contest

pytestmark = pytest.mark.django_db(transaction=True)

NAMES = ("settlements", "lines", "obligations", "journal-entries", "disbursements", "deposits", "events")
LISTED = {name: name for name in NAMES if name not in ("lines", "events")}
"""Exports whose rows a list shows one for one."""


class Exports:
    """An auditor's program."""

    def __init__(self) -> None:
        self.token = token_of(hire(StaffRole.AUDITOR), "audit:read")
        self.caller = Caller(token=self.token)

    def get(self, name: str, status: int = 200, **query: Any) -> bytes:
        reply = Client().get(f"/api/v1/audit/exports/{name}", query, headers={"Authorization": f"Bearer {self.token}"})
        assert reply.status_code == status, reply.content
        return b"".join(reply.streaming_content) if reply.streaming else reply.content

    def csv(self, name: str, **query: Any) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.get(name, form="csv", **query).decode(), newline="")))

    def json(self, name: str, **query: Any) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.get(name, form="jsonl", **query).splitlines()]

    def listed(self, name: str, **query: Any) -> list[dict[str, Any]]:
        """All pages of the list."""
        rows, page = [], self.caller.get(f"audit/{name}", **query)
        rows += page["results"]
        while page["next"]:
            page = self.caller.client.get(page["next"], headers=self.caller.headers).json()
            rows += page["results"]
        return rows


@pytest.fixture
def books() -> None:
    decided_contest(make_creative(), make_creative())
    prepare_disbursements(PAYDAY)
    open_contest()


@pytest.fixture(autouse=True)
def _as_many_files_as_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PerExport, "THROTTLE_RATES", PerExport.THROTTLE_RATES | {"export": "1000/min"})


def test_every_export_holds_what_its_list_shows(books: None) -> None:
    exports = Exports()
    for name, listed in LISTED.items():
        rows = {row["id"]: row for row in exports.json(name)}
        expected = {row["id"]: row for row in exports.listed(listed)}
        assert rows.keys() == expected.keys() and rows, name
        for key, row in rows.items():
            for column, value in row.items():
                if column in expected[key]:
                    assert like_the_list(value) == like_the_list(expected[key][column]), (name, column)


def like_the_list(value: Any) -> Any:
    """Lists leave out microseconds that are zero, and name a policy with its version, which is a column of its own."""
    if isinstance(value, dict) and value.keys() == {"slug", "version"}:
        return value["slug"]
    if isinstance(value, list):
        return [{key: like_the_list(one) for key, one in row.items()} for row in value]
    return value.replace(".000000Z", "Z") if isinstance(value, str) else value


def test_csv_and_json_lines_hold_the_same(books: None) -> None:
    exports = Exports()
    for name in NAMES:
        flat, nested = exports.csv(name), exports.json(name)
        if name == "journal-entries":
            nested = [
                {
                    **entry,
                    "posting": leg["id"],
                    **{key: leg[key] for key in ("account", "currency", "side", "amount_minor")},
                }
                for entry in nested
                for leg in entry.pop("postings")
            ]
        assert len(flat) == len(nested) > 0, name
        for row, expected in zip(flat, nested, strict=True):
            for column, cell in row.items():
                value = expected[column]
                if isinstance(value, dict | list):
                    assert json.loads(cell) == value
                else:
                    assert cell == ("" if value is None else str(value)), (name, column)


def test_the_filters_are_the_lists_own(books: None) -> None:
    exports = Exports()
    contest = exports.listed("settlements")[0]["contest"]
    some = {
        "settlements": {"contest": contest, "outcome": "awarded"},
        "obligations": {"kind": "earned"},
        "journal-entries": {"account": "payable:creatives:EUR", "contest": contest},
        "disbursements": {"state": "pending"},
        "deposits": {"state": "received", "contest": contest},
    }
    for name, query in some.items():
        expected = {row["id"] for row in exports.listed(name, **query)}
        assert {row["id"] for row in exports.json(name, **query)} == expected
        assert {row["id"] for row in exports.csv(name, **query)} == {str(key) for key in expected}
        assert 0 < len(expected) <= len(exports.json(name))
    assert len(exports.json("lines", contest=contest)) == len(exports.listed("settlements")[0]["lines"])
    assert {row["kind"] for row in exports.json("events", kind="award")} == {"award"}
    assert exports.json("settlements", outcome="lapsed") == []
    assert exports.csv("settlements", outcome="lapsed") == []
    exports.get("settlements", 400, outcome="never")
    exports.get("settlements", 400, cursor="x")
    exports.get("settlements", 400, form="xml")


def test_no_cell_can_be_a_formula(books: None, tamper: Any) -> None:
    """A name, a reason or a memo that begins like one gets an apostrophe; numbers stay numbers."""
    dangerous = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1")
    contest = ContestEvent.objects.latest("pk")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    for number, words in enumerate(dangerous):
        ledger_entry(words, f"odd:{number}")
        tamper("UPDATE accounts_user SET display_name = %s WHERE id = %s", words, contest.actor_id or first_actor())
        tamper("UPDATE payouts_deposit SET reason = %s", words)
        tamper("UPDATE payouts_settlementline SET formula = %s", words)
        exports = Exports.__new__(Exports)
        exports.token = token_of(hire(StaffRole.AUDITOR, f"auditor{number}@staff.example"), "audit:read")
        exports.caller = Caller(token=exports.token)
        for name in NAMES:
            for row in exports.csv(name):
                for column, cell in row.items():
                    assert not cell.startswith(("=", "+", "@", "\t", "\r")), (name, column, cell)
                    assert not cell.startswith("-") or cell[1:].isdigit(), (name, column, cell)
        assert f"'{words}" in {row["memo"] for row in exports.csv("journal-entries")}
        assert words in {row["memo"] for row in exports.json("journal-entries")}, "JSON is for programs"
        assert {row["reason"] for row in exports.csv("deposits")} == {f"'{words}"}
        assert {row["formula"] for row in exports.csv("lines")} == {f"'{words}"}


def ledger_entry(memo: str, key: str) -> None:
    from django.db import transaction

    with transaction.atomic():
        bank, fees = ledger.account_id("bank:sandbox", "EUR"), ledger.account_id(ledger.FEE_INCOME, "EUR")
        ledger.post_entry(NewEntry("test", key, NOON, transfer(bank, fees, 5), None, memo))


def first_actor() -> int:
    return ContestEvent.objects.exclude(actor=None).values_list("actor", flat=True)[0]


MANY = 150_000


def test_a_long_file_takes_no_more_memory_than_a_short_one(tamper: Any) -> None:
    """Three hundred thousand postings: some sixty megabytes of file."""
    bank, fees = ledger.account_id("bank:sandbox", "EUR"), ledger.account_id(ledger.FEE_INCOME, "EUR")
    tamper(
        """
        WITH numbered AS (SELECT nextval('payouts_journalentry_id_seq') AS id FROM generate_series(1, %s)),
        entries AS (
            INSERT INTO payouts_journalentry (id, kind, idempotency_key, effective_at, memo)
            SELECT id, 'test', 'many:' || id, now(), 'One of very many entries of a very long journal.' FROM numbered
        )
        INSERT INTO payouts_posting (entry_id, account_id, side, amount_minor)
        SELECT id, leg.account, leg.side, 5 FROM numbered,
               (VALUES (%s::bigint, 'debit'), (%s::bigint, 'credit')) AS leg (account, side)
        """,
        *(MANY, bank, fees),
    )
    assert (JournalEntry.objects.count(), Posting.objects.count()) == (MANY, 2 * MANY)
    for form, least in (("csv", 40_000_000), ("jsonl", 40_000_000)):
        statement = exporting.statement_for(exporting.JOURNAL, form, lambda rows, prefix: rows)  # type: ignore[arg-type]
        tracemalloc.start()
        size = sum(len(chunk) for chunk in statement.stream())
        _now, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert size > least
        assert peak < 2_000_000, f"{form}: {peak} bytes"


def test_a_reader_who_goes_away_ends_the_query(books: None) -> None:
    exports = Exports()
    reply = Client().get("/api/v1/audit/exports/events", headers={"Authorization": f"Bearer {exports.token}"})
    assert sessions() == 2, "the request's own, and that of the file"
    reply.close()
    assert wait_until(lambda: sessions() == 1, 30)


def sessions() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = session_user"
        )
        return int(cursor.fetchone()[0])


def test_each_file_is_in_the_trail_with_its_filters(books: None) -> None:
    exports = Exports()
    exports.get("deposits", state="received", form="csv")
    (event,) = AuditEvent.objects.filter(act="books.export")
    assert (event.subject, event.after) == (
        "export:deposits",
        {"form": "csv", "filters": {"state": "received"}},
    )
    assert event.client and event.actor is not None
    exports.get("deposits", 400, state="never")
    assert AuditEvent.objects.filter(act="books.export").count() == 1


def test_files_are_counted_apart(books: None, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    rates = PerExport.THROTTLE_RATES | {"export": "2/min"}
    monkeypatch.setattr(PerExport, "THROTTLE_RATES", rates)
    monkeypatch.setattr("time.time", lambda: 1_000_000.0)
    exports = Exports()
    exports.get("deposits")
    exports.get("lines")
    exports.get("deposits", 429)
    exports.caller.get("audit/deposits")


@pytest.mark.parametrize("name", NAMES)
def test_strangers_get_nothing(name: str) -> None:
    path = f"/api/v1/audit/exports/{name}"
    assert Client().get(path).status_code == 401
    creative = Caller(make_creative())
    assert creative.client.get(path).status_code == 403
    other = token_of(hire(StaffRole.ADMIN), "money:read", "contests:read")
    assert Client().get(path, headers={"Authorization": f"Bearer {other}"}).status_code == 403
    assert AuditEvent.objects.filter(act="books.export").count() == 0
    assert Deposit.objects.count() == 0


def test_a_file_can_be_asked_for_by_its_media_type(books: None) -> None:
    exports = Exports()
    headers = {"Authorization": f"Bearer {exports.token}", "Accept": "text/csv"}
    reply = Client().get("/api/v1/audit/exports/deposits", headers=headers)
    assert (reply.status_code, reply["Content-Type"]) == (200, "text/csv")
    assert reply["Content-Disposition"] == 'attachment; filename="deposits.csv"'
    assert reply["Cache-Control"] == "no-store"
    reply.close()
