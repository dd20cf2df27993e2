"""The bank's reports: kept once, read once, left to a person where they cannot be read or say what cannot be."""

from typing import Any

import pytest

from accounts.models import StaffRole, User
from payouts.models import BankFeed, BankReport
from payouts.rails.sepa.client import HttpTransport
from payouts.services import file_desk
from payouts.services.bank_reports import fetch_reports
from payouts.services.reconcile import DifferenceKind, reconcile
from tests.fixtures.bank_words import Booking, statement, status_report
from tests.fixtures.people import hire
from tests.fixtures.sepa import SepaDay, amount, left, make_payee, order_id, owe, parked, states, wrong
from tests.fixtures.worlds import DAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def payee(sepa_day: SepaDay) -> User:
    payee = make_payee()
    owe(payee)
    return payee


def test_an_unreadable_report_waits_for_a_person_and_stops_no_other(sepa_day: SepaDay, payee: User) -> None:
    sepa_day.pay()
    broken = statement(sepa_day.bank.iban, "S0", left(payee)).replace(b"</Ntry>", b"")
    sepa_day.told(broken, statement(sepa_day.bank.iban, "S1", left(payee)))
    assert states(payee) == ["paid"]
    (words,) = parked(BankReport)
    assert "Ask the bank for the report again" in words
    report = BankReport.objects.get(due_state="parked")
    file_desk.set_aside(hire(StaffRole.ADMIN), report, reason="Came again as S1.", now=sepa_day.now)
    assert wrong(sepa_day.now) == []


def test_reports_about_what_is_not_ours_wait_for_a_person(sepa_day: SepaDay, payee: User) -> None:
    sepa_day.pay()
    name = sepa_day.file().message_id
    stranger = ("f" * 35, "RJCT", "AC04")
    sepa_day.told(
        status_report("SOMEBODY-ELSES", group="ACCP"),
        status_report(name, group="PART", orders=[stranger, (order_id(payee), "RJCT", "AC04")]),
    )
    assert parked(BankReport) == [
        "it speaks of file SOMEBODY-ELSES, which is not ours",
        f"it speaks of payment {'f' * 35}, which is not in file {name}",
    ]
    assert states(payee) == ["rejected"]  # What is ours counts all the same.


def test_a_statement_that_says_something_else_the_second_time_waits_for_a_person(
    sepa_day: SepaDay, payee: User
) -> None:
    sepa_day.pay()
    account = sepa_day.bank.iban
    sepa_day.told(statement(account, "S1", left(payee)), statement(account, "S1", left(payee, signed_minor=-1)))
    (words,) = parked(BankReport)
    assert words == ("statement S1 came again and says something else; entry B-1 came again with another amount")


def test_a_report_that_comes_again_is_kept_once(
    sepa_day: SepaDay, payee: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    sepa_day.pay()
    sepa_day.hear()
    kept = BankReport.objects.count()
    monkeypatch.setattr(
        HttpTransport,
        "list_documents",
        lambda self, after, limit, whole=HttpTransport.list_documents: whole(self, "", limit),
    )
    assert sepa_day.hear() == 0
    assert BankReport.objects.count() == kept


def test_a_fetch_that_was_overtaken_stores_nothing(
    sepa_day: SepaDay, payee: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    sepa_day.pay()
    real = HttpTransport.list_documents

    def overtaken(self: HttpTransport, after: str, limit: int) -> Any:
        page = real(self, after, limit)
        BankFeed.objects.update(fence=99)
        return page

    monkeypatch.setattr(HttpTransport, "list_documents", overtaken)
    assert fetch_reports(sepa_day.now) == 0
    assert BankReport.objects.count() == 0


def test_a_gap_in_the_statement_is_found_by_reconciliation(sepa_day: SepaDay, payee: User) -> None:
    sepa_day.bank.change_own(behaviour="statement-gap")
    sepa_day.now += DAY
    sepa_day.pay()
    sepa_day.bank.call("GET", "/_mock/mailbox")  # Its notifications get lost.
    sepa_day.bank.advance()
    sepa_day.bank.call("GET", "/_mock/mailbox?type=camt.054")
    sepa_day.next_day()
    assert states(payee) == ["sent"]
    outcome = reconcile("sepa", sepa_day.now)
    assert [(one.kind, one.effect_minor) for one in outcome.differences] == [
        (DifferenceKind.STATEMENT_GAP, amount(payee))
    ]
    (bank,) = outcome.banks
    assert (bank.ledger_minor, bank.rail_minor, bank.unexplained_minor) == (0, -amount(payee), 0)
    assert wrong(sepa_day.now) == ["statements_booked"]


def test_a_statement_that_never_came_is_found_by_the_next_one(sepa_day: SepaDay) -> None:
    account = sepa_day.bank.iban
    fee = Booking(-100, "FEE-1")
    sepa_day.told(
        statement(account, "S1", opening=5_000, day="2026-03-02"),
        statement(account, "S3", fee, opening=4_700, day="2026-03-04"),
    )
    outcome = reconcile("sepa", sepa_day.now)
    gap = next(one for one in outcome.differences if one.kind == DifferenceKind.STATEMENT_GAP)
    assert (gap.key, gap.effect_minor) == ("before S3", 300)
    (bank,) = outcome.banks
    assert (bank.ledger_minor, bank.rail_minor, bank.unexplained_minor) == (-100, -400, 0)
