"""Account numbers in what banks report and are sent: sealed in every table, sealed anew when a key is changed."""

import secrets
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import StaffRole
from accounts.vault.opening import CannotOpen
from payouts.models import BankReport, IncomingTransfer
from payouts.services.bank_secrets import ReportChanged, open_payer, open_report
from payouts.services.gathering import gather_files
from payouts.services.transfer_desk import send_transfer_back
from tests.fixtures.people import hire
from tests.fixtures.sepa import NO_BANK, SepaDay, an_iban, make_payee, owe, states, transfer_came
from tests.fixtures.tables import every_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def no_bank(settings: Any) -> None:
    settings.RAILS = settings.RAILS | {"sepa": NO_BANK}


def holding(*numbers: str) -> list[str]:
    """Tables in which one of these accounts can be read, as letters or as bytes."""
    told = [form for number in numbers for form in (number[:-4], number[:-4].encode().hex())]
    return sorted({table for table, text in every_row() if any(form in text for form in told)})


def test_no_table_holds_an_account_after_money_went_out_and_came_in(sepa_day: SepaDay) -> None:
    payer, number = "NL14MOCK0000000002", an_iban()
    payee = make_payee(iban=number)
    owe(payee)
    sepa_day.pay()
    sepa_day.bank.transfer_in(9_900, debtor={"name": "Halden Tea BV", "iban": payer})
    sepa_day.hear()
    sepa_day.next_day()
    assert (states(payee), IncomingTransfer.objects.count(), BankReport.objects.count() > 2) == (["paid"], 1, True)
    assert any(number.encode() in open_report(report) for report in BankReport.objects.all()), "the bank did name it"
    assert holding(number, payer) == []


@pytest.mark.usefixtures("no_bank")
def test_a_payer_s_account_opens_for_the_way_back_alone() -> None:
    row = transfer_came(timezone.now(), payer_account="NL14MOCK0000000002")
    send_transfer_back(hire(StaffRole.ADMIN), row.pk, now=timezone.now())
    gather_files(timezone.now())
    assert (open_payer(row), row.payer_ending) == ("NL14MOCK0000000002", "0002")
    assert holding("NL14MOCK0000000002") == []


@pytest.mark.usefixtures("no_bank")
def test_what_is_sealed_for_one_row_opens_for_no_other() -> None:
    first, second = transfer_came(timezone.now()), transfer_came(timezone.now(), payer_account=an_iban())
    first.payer_sealed = second.payer_sealed
    with pytest.raises(CannotOpen):
        open_payer(first)


@pytest.mark.usefixtures("no_bank")
def test_a_report_that_was_changed_is_not_believed() -> None:
    transfer_came(timezone.now())
    report = BankReport.objects.get()
    report.body_sha256 = "0" * 64
    with pytest.raises(ReportChanged):
        open_report(report)


@pytest.mark.usefixtures("no_bank")
def test_the_database_takes_nothing_that_is_not_sealed() -> None:
    row = transfer_came(timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        IncomingTransfer.objects.filter(pk=row.pk).update(payer_sealed=b"NL14MOCK0000000002")
    with pytest.raises(IntegrityError), transaction.atomic():
        BankReport.objects.update(sealed_body=b"<Document/>")


def reseal() -> str:
    told = StringIO()
    call_command("reseal", stdout=told)
    return told.getvalue()


@pytest.mark.usefixtures("no_bank")
def test_a_new_key_takes_over_and_the_old_one_may_go(settings: Any) -> None:
    row, other = transfer_came(timezone.now()), transfer_came(timezone.now(), payer_account="")
    bodies = [open_report(report) for report in BankReport.objects.order_by("pk")]
    old, new = settings.DATA_KEYS, [secrets.token_bytes(32)]
    settings.DATA_KEYS = new + old
    assert "2 bank reports and 1 payers' accounts were sealed anew; 0 lie under older keys" in reseal()
    assert "0 bank reports and 0 payers' accounts were sealed anew" in reseal()
    settings.DATA_KEYS = new
    row.refresh_from_db()
    assert [open_report(report) for report in BankReport.objects.order_by("pk")] == bodies
    assert (open_payer(row), open_payer(other)) == ("NL14MOCK0000000002", "")
    settings.DATA_KEYS = [secrets.token_bytes(32)]
    with pytest.raises(CommandError, match="DATA_KEYS"):
        reseal()
