"""The operations desk for banks: every act of a person's, done by an admin, with the reason where one is asked for."""

from typing import Any

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import StaffRole
from duerows.models import DueState
from payouts.models import BankEntry, BankReport, Disbursement, IncomingTransfer, PaymentFile, TransferReturn
from payouts.services.gathering import gather_files
from payouts.services.transfer_desk import send_transfer_back
from tests.fixtures.bank_words import Booking, statement, status_report
from tests.fixtures.people import hire, sign_in
from tests.fixtures.sepa import NO_BANK, SepaDay, make_payee, order_id, owe, payment_of, tell, transfer_came

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(client: Client) -> Client:
    return sign_in(client, hire(StaffRole.ADMIN))


@pytest.fixture
def no_bank(settings: Any) -> None:
    settings.RAILS = settings.RAILS | {"sepa": NO_BANK}


def act(client: Client, name: str, row: Any, reason: str = "") -> None:
    address = reverse(f"admin:payouts_{row._meta.model_name}_changelist")
    form = {"action": name, "_selected_action": [str(row.pk)], "reason": reason}
    assert client.post(address, form, follow=True).status_code == 200
    row.refresh_from_db()


def test_a_file_is_gone_on_with_refused_and_tried_again(sepa_day: SepaDay, operator: Client) -> None:
    payee = make_payee()
    owe(payee)
    sepa_day.pay()
    file = sepa_day.file()
    PaymentFile.objects.filter(pk=file.pk).update(due_state=DueState.PARKED, fence=F("fence") + 1)
    act(operator, "go_on", file)
    assert file.due_state == DueState.WAITING

    act(operator, "refuse", file)
    assert file.state == "accepted", "not without the bank's words"
    act(operator, "refuse", file, "Never executed, says Ms Example.")
    assert (file.state, file.reason) == ("rejected", "Never executed, says Ms Example.")
    assert (payment_of(payee).state, payment_of(payee).due_state) == ("rejected", "parked")
    act(operator, "try_again", file)
    sepa_day.pay()
    assert (payment_of(payee).attempt, payment_of(payee).state) == (2, "sent")


def test_a_payment_is_refused_tried_again_and_set_aside(sepa_day: SepaDay, operator: Client) -> None:
    first, second = make_payee(), make_payee()
    owe(first, second)
    sepa_day.pay()
    rows = [payment_of(first), payment_of(second)]
    orders = [(order_id(one), "RJCT", "DU04") for one in (first, second)]
    sepa_day.told(status_report(sepa_day.file().message_id, group="PART", orders=orders))
    for row in rows:
        row.refresh_from_db()
        assert row.due_state == DueState.PARKED
        act(operator, "refuse", row, "Not executed.")
        assert (row.state, row.due_state) == ("rejected", "parked")
    act(operator, "try_again", rows[0])
    act(operator, "set_aside", rows[1], "The debt was settled otherwise.")
    assert [row.due_state for row in rows] == ["done", "done"]
    sepa_day.pay()
    assert payment_of(first).attempt == 2
    assert Disbursement.objects.get(pk=rows[1].pk).retry_at is None


@pytest.mark.usefixtures("no_bank")
def test_a_report_that_cannot_be_read_is_set_aside(operator: Client) -> None:
    tell(timezone.now(), b"<Document><BkToCstmrStmt>")
    report = BankReport.objects.get()
    assert report.due_state == DueState.PARKED
    act(operator, "set_aside", report, "An empty file of theirs.")
    assert report.due_state == DueState.DONE


@pytest.mark.usefixtures("no_bank")
def test_a_charge_is_explained(operator: Client) -> None:
    tell(timezone.now(), statement(NO_BANK["iban"], "S1", Booking(-250, "F-1", text="Account fee")))
    entry = BankEntry.objects.get()
    act(operator, "explain", entry)
    assert entry.explanation == ""
    act(operator, "explain", entry, "The account's fee for March.")
    assert entry.explanation == "The account's fee for March."


@pytest.mark.usefixtures("no_bank")
def test_transfers_are_sent_back_or_kept(operator: Client) -> None:
    first, second = transfer_came(timezone.now()), transfer_came(timezone.now())
    act(operator, "send_back", first)
    act(operator, "keep", second, "Working capital.")
    assert [first.state, second.state] == ["returning", "kept"]


@pytest.mark.usefixtures("no_bank")
def test_a_return_that_the_bank_denies_is_given_up(operator: Client) -> None:
    send_transfer_back(
        hire(StaffRole.ADMIN, "first@staff.example"), transfer_came(timezone.now()).pk, now=timezone.now()
    )
    gather_files(timezone.now())
    back = TransferReturn.objects.get()
    act(operator, "refuse", back, "Not executed.")
    assert (back.state, IncomingTransfer.objects.get().state) == ("rejected", "unmatched")


@pytest.mark.usefixtures("no_bank")
def test_an_auditor_only_looks(client: Client) -> None:
    row = transfer_came(timezone.now())
    sign_in(client, hire(StaffRole.AUDITOR))
    act(client, "keep", row, "Mine.")
    act(client, "send_back", row)
    assert row.state == "unmatched"
