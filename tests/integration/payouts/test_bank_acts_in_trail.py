"""What operators do about banks' files, payments and transfers is in the audit trail: what was before, and after."""

import pytest

from accounts.models import Act, AuditEvent, StaffRole, User
from payouts.errors import FileActRefused, TransferActRefused
from payouts.models import BankEntry, Escrow, IncomingTransfer, JournalEntry
from payouts.services import file_desk
from payouts.services.funding import request_funding
from payouts.services.transfer_desk import assign_transfer, keep_transfer, send_transfer_back
from payouts.services.transfers import match_transfers
from tests.fixtures.bank_words import Booking, statement, status_report
from tests.fixtures.people import hire
from tests.fixtures.sepa import SepaDay, left, make_payee, order_id, owe, payment_of
from tests.fixtures.worlds import draft_contest, owner_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> User:
    return hire(StaffRole.ADMIN)


@pytest.fixture
def payee(sepa_day: SepaDay) -> User:
    payee = make_payee()
    owe(payee)
    sepa_day.pay()
    return payee


def last() -> AuditEvent:
    return AuditEvent.objects.select_related("actor").latest("pk")


def came_in(sepa_day: SepaDay, amount_minor: int) -> IncomingTransfer:
    """Money that names no contest."""
    sepa_day.told(statement(sepa_day.bank.iban, "S1", Booking(amount_minor, "C-1")))
    match_transfers(sepa_day.now)
    return IncomingTransfer.objects.get()


def test_money_that_is_assigned_and_its_rest_that_is_sent_back(sepa_day: SepaDay, admin: User) -> None:
    contest = draft_contest(now=sepa_day.now)
    request_funding(owner_of(contest.brand), contest.pk, now=sepa_day.now)
    liability = Escrow.objects.get(contest=contest).liability_minor
    row = came_in(sepa_day, liability + 5)
    assign_transfer(admin, row.pk, contest.pk, now=sepa_day.now)
    event = last()
    assert (event.act, event.actor, event.subject) == (Act.TRANSFER_ASSIGN, admin, f"incomingtransfer:{row.pk}")
    assert event.contest_id == contest.pk
    assert event.before == {"state": "unmatched", "unused_minor": liability + 5}
    assert event.after == {"state": "surplus", "unused_minor": 5}
    assert event.own_xid == JournalEntry.objects.filter(contest=contest).latest("pk").own_xid

    with pytest.raises(TransferActRefused):
        assign_transfer(admin, row.pk, contest.pk, now=sepa_day.now)
    assert last() == event, "what is refused is no act"
    send_transfer_back(admin, row.pk, now=sepa_day.now)
    assert (last().act, last().contest_id) == (Act.TRANSFER_SEND_BACK, contest.pk)
    assert (last().before, last().after) == (
        {"state": "surplus", "unused_minor": 5},
        {"state": "returning", "unused_minor": 0},
    )


def test_money_that_is_kept(sepa_day: SepaDay, admin: User) -> None:
    row = came_in(sepa_day, 500)
    keep_transfer(admin, row.pk, reason="The owner's working capital.", now=sepa_day.now)
    event = last()
    assert (event.act, event.reason) == (Act.TRANSFER_KEEP, "The owner's working capital.")
    assert event.before == {"state": "unmatched", "kept_minor": 0, "unused_minor": 500}
    assert event.after == {"state": "kept", "kept_minor": 500, "unused_minor": 0}


def test_a_file_that_the_bank_has_not_carried_out(sepa_day: SepaDay, payee: User, admin: User) -> None:
    file = sepa_day.file()
    before = file.state
    file_desk.go_on_with_file(admin, file.pk, now=sepa_day.now)
    assert (last().act, last().subject) == (Act.FILE_GO_ON, f"paymentfile:{file.pk}")
    file_desk.refuse_file(admin, file.pk, reason="Never arrived.", now=sepa_day.now)
    event = last()
    assert (event.act, event.reason) == (Act.FILE_REFUSE, "Never arrived.")
    assert (event.before["state"], event.after["state"]) == (before, "rejected")
    payment = payment_of(payee)
    file_desk.try_again(admin, [payment.pk], now=sepa_day.now)
    assert (last().act, last().subject) == (Act.PAYMENT_TRY_AGAIN, f"disbursement:{payment.pk}")
    assert last().before == {"retry_at": None} and last().after["retry_at"]


def test_a_payment_that_the_bank_has_not_carried_out(sepa_day: SepaDay, payee: User, admin: User) -> None:
    report = status_report(sepa_day.file().message_id, group="PART", orders=[(order_id(payee), "RJCT", "DU04")])
    sepa_day.told(report)
    payment = payment_of(payee)
    file_desk.refuse_payment(admin, payment, reason="Not executed.", now=sepa_day.now)
    event = last()
    assert (event.act, event.subject, event.reason) == (
        Act.PAYMENT_REFUSE,
        f"disbursement:{payment.pk}",
        "Not executed.",
    )
    assert (event.before["state"], event.after["state"]) == ("sent", "rejected")


def test_what_was_looked_at_and_explained(sepa_day: SepaDay, payee: User, admin: User) -> None:
    sepa_day.told(statement(sepa_day.bank.iban, "S1", left(payee, "B-1"), left(payee, "B-2")))
    entry = BankEntry.objects.get(meaning="unexplained")
    file_desk.explain_debit(admin, entry.pk, reason="The bank keeps it as a fee.", now=sepa_day.now)
    event = last()
    assert (event.act, event.subject, event.before) == (
        Act.DEBIT_EXPLAIN,
        f"bankentry:{entry.pk}",
        {"explanation": ""},
    )
    assert event.after == {
        "explanation": "The bank keeps it as a fee.",
        "amount_minor": entry.amount_minor,
        "currency": "EUR",
    }
    file_desk.set_aside(admin, payment_of(payee), reason="Explained.", now=sepa_day.now)
    event = last()
    assert (event.act, event.before["due_state"], event.after["due_state"]) == (Act.ROW_SET_ASIDE, "parked", "done")
    with pytest.raises(FileActRefused):
        file_desk.set_aside(admin, payment_of(payee), reason="Once more.", now=sepa_day.now)
    assert last() == event
