"""Money out in files, through a real bank process: one file, its rejections, its bookings, and nothing of it twice."""

import pytest

from payouts import ledger
from payouts.models import BankEntry, BankReport, PaymentFile, PaymentFileLine
from payouts.services.disbursements import prepare_disbursements, send_due
from payouts.services.filing import file_request
from payouts.services.reconcile import reconcile
from tests.fixtures.sepa import SepaDay, booked, make_payee, owe, payment_of, states, wrong
from tests.fixtures.worlds import DAY

pytestmark = pytest.mark.django_db

CLOSED = "NL30MOCK0000000005"


def trial_balance() -> int:
    return sum(row.debit_minor - row.credit_minor for row in ledger.trial_balance())


def hand_over_again(sepa_day: SepaDay) -> str:
    """A worker who does not know that the file is there already."""
    file, rail = sepa_day.file(), sepa_day.bank.rail()
    return rail.send_file(file.message_id, rail.render_file(file_request(file))).status.value


def test_fifty_payments_go_out_in_one_file_and_come_to_their_ends(sepa_day: SepaDay) -> None:
    """50 disbursements, one pain.001, a pain.002 with rejections, a camt.053; the file handed over twice."""
    sepa_day.now += DAY  # To be executed tomorrow, by the bank's clock.
    sepa_day.bank.open_account("SHUT", CLOSED, closed=True)
    closed = [make_payee(iban=CLOSED) for _ in range(3)]
    payees = [*closed, *(make_payee() for _ in range(47))]
    owe(*payees)
    before = sepa_day.bank.balance()

    sepa_day.pay()
    file = sepa_day.file()
    assert (file.payment_count, file.state, PaymentFile.objects.count()) == (50, "accepted", 1)
    assert states(*payees) == ["sent"] * 50

    assert hand_over_again(sepa_day) == "accepted"
    assert (sepa_day.bank.files_received(), len(sepa_day.bank.payments())) == (2, 50)

    sepa_day.hear()
    assert states(*payees) == ["rejected"] * 3 + ["sent"] * 47
    assert {payment_of(payee).reason for payee in closed} == {"AC04"}

    sepa_day.next_day()
    assert states(*payees) == ["rejected"] * 3 + ["paid"] * 47
    assert sepa_day.file().state == "settled"
    paid = sum(payment_of(payee).amount_minor for payee in payees[3:])
    assert before - sepa_day.bank.balance() == paid
    assert wrong(sepa_day.now) == []

    sepa_day.next_day()
    assert BankEntry.objects.exclude(statement=None).count() == 47
    assert booked("disbursement") == 47
    assert trial_balance() == 0
    outcome = reconcile("sepa", sepa_day.now)
    assert (outcome.differences, outcome.is_clean, outcome.movements) == ((), True, 47)

    # Everything once more: the bank's reports are read again, the workers go round again.
    BankReport.objects.update(due_state="waiting")
    sepa_day.hear()
    sepa_day.pay()
    assert (booked("disbursement"), BankEntry.objects.count(), PaymentFile.objects.count()) == (47, 47, 1)
    assert PaymentFileLine.objects.count() == 50
    assert wrong(sepa_day.now) == []


def test_what_goes_out_in_files_is_never_sent_one_by_one(sepa_day: SepaDay) -> None:
    payee = make_payee()
    owe(payee)
    prepare_disbursements(sepa_day.now)
    assert send_due(sepa_day.now) == 0
    assert states(payee) == ["pending"]
