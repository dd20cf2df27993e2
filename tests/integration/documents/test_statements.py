"""What reached somebody in a year: the statement, the table, and the yearly report, all of them from the books."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import AuditEvent, StaffRole
from payouts.documents.composing.dac7 import report_csv, report_xml
from payouts.documents.composing.values import Content
from payouts.documents.errors import StatementRefused
from payouts.documents.selectors.payments import movements_of_year, years_of
from payouts.documents.services.papers import issue_papers
from payouts.documents.services.reporting import report_year
from payouts.documents.services.statements import issue_statements, statement_table
from payouts.errors import OperatorOnly
from tests.fixtures.papers import give_mandate, tell_taxes
from tests.fixtures.payday import FLOOR, PAYDAY, Payday, decided_contest, payments_of
from tests.fixtures.people import hire
from tests.fixtures.worlds import give_account, make_creative

pytestmark = pytest.mark.django_db

NEXT_YEAR = datetime(PAYDAY.year + 1, 2, 1, tzinfo=UTC)


@pytest.fixture
def paid(payday: Payday) -> tuple[object, object]:
    """Two creatives who were paid; the second one's payment came back."""
    first, second = make_creative(), make_creative(payout_account=False)
    give_account(second, "FR7699999000010000061990002")
    decided_contest(first, second)
    payday.pay()
    payday.bank.advance()
    payday.hear(2)
    payday.bank.advance()
    payday.hear(3)
    return first, second


def test_a_statement_is_what_the_bank_was_told_and_stands(paid: tuple[object, object]) -> None:
    first, _second = paid
    year = PAYDAY.year
    assert years_of(first.pk) == [year]  # type: ignore[attr-defined]
    with pytest.raises(StatementRefused, match="over"):
        issue_statements(first, year, now=PAYDAY)  # type: ignore[arg-type]
    (statement,) = issue_statements(first, year, now=NEXT_YEAR)  # type: ignore[arg-type]
    assert issue_statements(first, year, now=NEXT_YEAR) == [statement]  # type: ignore[arg-type]
    content = Content.from_dict(statement.content)
    assert (statement.gross_minor, content.kind) == (FLOOR, "statement")
    assert statement.reference.startswith(f"R{NEXT_YEAR.year}-")
    with pytest.raises(StatementRefused, match="Nothing"):
        issue_statements(make_creative(), year, now=NEXT_YEAR)


def test_the_table_names_the_invoice_and_computes_nothing(paid: tuple[object, object]) -> None:
    first, _second = paid
    give_mandate(first, now=PAYDAY)  # type: ignore[arg-type]
    tell_taxes(first, now=PAYDAY)  # type: ignore[arg-type]
    issue_papers(PAYDAY + timedelta(days=1))
    lines = statement_table(first, PAYDAY.year).splitlines()  # type: ignore[arg-type]
    assert lines[0] == "day,contest,title,kind,amount_minor,currency,invoice"
    assert lines[1].endswith("-000001") and f",{FLOOR},EUR,AF-" in lines[1]
    assert statement_table(make_creative(), PAYDAY.year).splitlines() == [lines[0]]


def test_what_came_back_is_taken_off_and_reported_as_nothing(paid: tuple[object, object]) -> None:
    first, second = paid
    moved = movements_of_year(PAYDAY.year, person_id=second.pk)  # type: ignore[attr-defined]
    assert [one.movement.amount_minor for one in moved] == [FLOOR, -FLOOR]
    assert [payment.state for payment in payments_of(second)] == ["returned"]  # type: ignore[arg-type]
    admin = hire(StaffRole.ADMIN)
    tell_taxes(first, now=PAYDAY)  # type: ignore[arg-type]
    sellers = {seller.ref: seller for seller in report_year(admin, PAYDAY.year, now=NEXT_YEAR)}
    reported, unknown = sellers[first.handle], sellers[second.handle]  # type: ignore[attr-defined]
    assert (reported.consideration_minor, reported.missing) == (FLOOR, ())
    assert sum(quarter.activities for quarter in reported.quarters) == 1
    assert (unknown.consideration_minor, unknown.missing[0]) == (0, "name")
    assert AuditEvent.objects.filter(actor=admin, act="sellers.read", subject=f"sellers:{PAYDAY.year}").exists()
    table = report_csv(list(sellers.values()))
    assert "3023217600053" in table and "Ana Example" in table
    assert b"<Tin>3023217600053</Tin>" in report_xml(PAYDAY.year, list(sellers.values()))


def test_only_an_admin_reads_the_report(paid: tuple[object, object]) -> None:
    for reader in (make_creative(), hire(StaffRole.AUDITOR)):
        with pytest.raises(OperatorOnly):
            report_year(reader, PAYDAY.year, now=NEXT_YEAR)
    assert report_year(hire(StaffRole.ADMIN), PAYDAY.year - 1, now=NEXT_YEAR) == []
