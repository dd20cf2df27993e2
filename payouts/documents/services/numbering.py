"""Numbers without gaps: given inside the transaction that issues, under the lock of the series' row.

The database holds to it too: a document that does not bear the next number of its series is refused, and nobody but a
document's insertion moves a series. A transaction that is taken back gives its number back with it.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from payouts.documents.composing.pages import ZONE
from payouts.documents.models import DocumentSeries

FEE_INVOICES, CREDIT_NOTES, STATEMENTS = "F", "A", "R"
"""The platform's own series. A creative's are named by their mandate's code: AF-7KXQ2M and AA-7KXQ2M."""


@dataclass(frozen=True, slots=True)
class Number:
    """The number that a document being issued now bears."""

    series: DocumentSeries
    number: int
    issued_on: date

    @property
    def reference(self) -> str:
        """How people name the document: F2026-000123, AF-7KXQ2M-2026-000001."""
        code, year = self.series.code, self.series.year
        return f"{code}{'-' if '-' in code else ''}{year}-{self.number:06d}"


def self_billed_series(mandate_code: str) -> str:
    """The series of the invoices made under a mandate."""
    return f"AF-{mandate_code}"


def self_billed_credit_series(mandate_code: str) -> str:
    """The series of the credit notes that take such invoices back."""
    return f"AA-{mandate_code}"


def take_number(code: str, *, now: datetime) -> Number:
    """The next number of a series in the year of `now` (by the platform's calendar); the series is locked until the
    transaction ends. To be called inside the transaction that inserts the document.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("A number is given only inside the transaction that issues its document.")
    day = now.astimezone(ZONE).date()
    DocumentSeries.objects.bulk_create([DocumentSeries(code=code, year=day.year)], ignore_conflicts=True)
    series = lock_series(code, day.year)
    return Number(series, series.last_number + 1, day)


def lock_series(code: str, year: int) -> DocumentSeries:
    """The series as it is now, locked: whoever wants its next number waits here."""
    return DocumentSeries.objects.select_for_update(no_key=True).get(code=code, year=year)
