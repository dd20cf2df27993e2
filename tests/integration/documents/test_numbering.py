"""Numbers: one after the other without a gap, however many issue at once; and the database refuses whoever skips the
lock, or takes a number by hand.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import Error, connection, transaction

from payouts.documents.composing.fee import Issue
from payouts.documents.composing.statement import Movement, compose_statement
from payouts.documents.composing.values import Content, Party
from payouts.documents.models import Document, DocumentSeries
from payouts.documents.services import numbering
from payouts.documents.services.issuing import Links, issue
from payouts.services.audit import run_checks
from tests.fixtures.worlds import NOON, make_creative

pytestmark = pytest.mark.django_db(transaction=True)

THREADS = 20
PAYER, PAYEE = Party("The platform", "FR"), Party("Somebody", "FR")


def composed(number: Issue) -> Content:
    movement = Movement("2025-03-02", "c", "A brief", "earned", 100, "")
    return compose_statement(number, 2025, [movement], currency="EUR", payer=PAYER, payee=PAYEE)


def issue_one(person_id: int, year: int, now: Any = NOON) -> Document:
    """A statement: of any document the one that needs the least around it."""
    links = Links({"person_id": person_id, "statement_year": year})
    return issue("R", "en", composed, links, now=now)


def all_at_once(work: Callable[[int], Any]) -> list[Any]:
    gate = threading.Barrier(THREADS)

    def start(place: int) -> Any:
        gate.wait()
        try:
            return work(place)
        except Error as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(start, range(THREADS)))


def numbers() -> list[int]:
    return sorted(Document.objects.values_list("number", flat=True))


def test_twenty_at_once_leave_no_gap_and_no_double() -> None:
    person = make_creative()
    issued = all_at_once(lambda place: issue_one(person.pk, 2000 + place))
    assert [one for one in issued if isinstance(one, Exception)] == []
    assert numbers() == list(range(1, THREADS + 1))
    assert DocumentSeries.objects.get().last_number == THREADS
    assert {check.name: check.ok for check in run_checks() if "series" in check.name} == {"series_without_gaps": True}


def test_without_the_lock_the_same_number_is_taken_twice_and_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: all read the series before anybody writes. Only the database saves the series then."""
    person, read = make_creative(), threading.Barrier(THREADS)
    issue_one(person.pk, 1999)

    def without_lock(code: str, year: int) -> DocumentSeries:
        series = DocumentSeries.objects.get(code=code, year=year)
        read.wait(timeout=30)
        return series

    monkeypatch.setattr(numbering, "lock_series", without_lock)
    issued = all_at_once(lambda place: issue_one(person.pk, 2000 + place))
    refused = [one for one in issued if isinstance(one, Error)]
    assert len(refused) == THREADS - 1
    assert all("is not the next one" in str(one) for one in refused)
    assert numbers() == [1, 2]


def test_a_transaction_that_is_taken_back_gives_its_number_back() -> None:
    person = make_creative()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        assert issue_one(person.pk, 2001).number == 1
        raise ZeroDivisionError
    assert issue_one(person.pk, 2002).reference == "R2026-000001"


def test_each_year_begins_anew_and_no_number_bears_an_earlier_day() -> None:
    person = make_creative()
    issue_one(person.pk, 2001, NOON)
    assert issue_one(person.pk, 2002, NOON + timedelta(days=365)).reference == "R2027-000001"
    with pytest.raises(Error, match="earlier one"):
        issue_one(person.pk, 2003, NOON - timedelta(days=1))
    assert issue_one(person.pk, 2003, NOON).reference == "R2026-000002"


def test_the_last_hour_of_a_year_in_utc_is_the_next_year_here() -> None:
    person = make_creative()
    document = issue_one(person.pk, 2001, datetime(2026, 12, 31, 23, 30, tzinfo=UTC))
    assert (document.reference, document.issued_on.isoformat()) == ("R2027-000001", "2027-01-01")


def test_a_number_is_given_only_where_its_document_is_issued() -> None:
    with pytest.raises(RuntimeError, match="inside the transaction"):
        numbering.take_number("R", now=NOON)
