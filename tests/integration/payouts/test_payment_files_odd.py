"""Files that do not go their plain way: doubt, refusals, overtaken workers. Nobody is paid twice or never."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import Error, connection, transaction

from accounts.models import OutgoingMail, StaffRole, User
from payouts.errors import FileActRefused, HoldRefused, OperatorOnly
from payouts.models import Disbursement, PaymentFile, PaymentFileLine
from payouts.rails.base import RailAnswer, RailStatus
from payouts.rails.sepa.client import HttpTransport
from payouts.services import file_desk, filing, gathering
from payouts.services.bank_reports import fetch_reports, read_reports
from payouts.services.controls import change_limits, confirm_proposal, propose_start, stop_rail
from payouts.services.disbursements import ask_again, ask_for_accounts, hold, prepare_disbursements
from payouts.services.filing import REPORTED_WITHIN, submit_files
from payouts.services.gathering import gather_files
from tests.fixtures.bank_words import status_report
from tests.fixtures.people import hire
from tests.fixtures.sepa import (
    SOON,
    SepaDay,
    amount,
    an_iban,
    booked,
    make_payee,
    order_id,
    owe,
    parked,
    payment_of,
    states,
    wrong,
)
from tests.fixtures.worlds import DAY, give_account, make_creative

pytestmark = pytest.mark.django_db

UNKNOWN = RailAnswer(RailStatus.UNKNOWN, reason="timeout")


@pytest.fixture
def payee(sepa_day: SepaDay) -> User:
    payee = make_payee()
    owe(payee)
    return payee


def answering(answer: RailAnswer, *, really: bool) -> Callable[..., RailAnswer]:
    """A submission whose answer is this one, whether or not the bank really got the file."""
    submit = HttpTransport.submit

    def submit_and_say(self: HttpTransport, message_id: str, document: bytes) -> RailAnswer:
        if really:
            submit(self, message_id, document)
        return answer

    return submit_and_say


# Doubt.


@pytest.mark.parametrize("arrived", [True, False])
def test_a_time_out_is_asked_about_and_sent_again_under_the_same_name(
    sepa_day: SepaDay, payee: User, monkeypatch: pytest.MonkeyPatch, arrived: bool
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(HttpTransport, "submit", answering(UNKNOWN, really=arrived))
        sepa_day.pay()
    name = sepa_day.file().message_id
    assert (sepa_day.file().state, states(payee)) == ("unknown", ["unknown"])
    assert sepa_day.file().due_at == sepa_day.now + timedelta(seconds=2)

    sepa_day.now += SOON
    sepa_day.pay()
    assert (sepa_day.file().state, states(payee), PaymentFile.objects.count()) == ("accepted", ["sent"], 1)
    assert [payment["msg_id"] for payment in sepa_day.bank.payments()] == [name]
    sepa_day.hear()
    sepa_day.next_day()
    assert (states(payee), booked("disbursement"), wrong(sepa_day.now)) == (["paid"], 1, [])


def test_a_bank_that_is_away_is_asked_for_ever_and_seen_by_the_audit(
    sepa_day: SepaDay, payee: User, settings: Any
) -> None:
    settings.RAILS = settings.RAILS | {"sepa": sepa_day.bank.options | {"url": "http://127.0.0.1:9"}}
    sepa_day.pay()
    for _ in range(12):
        sepa_day.now += SOON
        sepa_day.pay()
    assert (sepa_day.file().state, sepa_day.file().due_state, sepa_day.file().attempts) == ("unknown", "waiting", 13)
    fetch_reports(sepa_day.now)
    assert wrong(sepa_day.now) == ["nothing_stuck"]

    settings.RAILS = settings.RAILS | {"sepa": sepa_day.bank.options}
    sepa_day.now += SOON
    sepa_day.pay()
    sepa_day.hear()
    assert (states(payee), wrong(sepa_day.now)) == (["paid"], [])


def test_a_report_that_comes_before_the_answer_is_recorded_wins(
    sepa_day: SepaDay, payee: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_or_send = filing._ask_or_send

    def send_and_be_overtaken(file: PaymentFile) -> RailAnswer:
        answer = ask_or_send(file)
        sepa_day.hear()
        return answer

    monkeypatch.setattr(filing, "_ask_or_send", send_and_be_overtaken)
    sepa_day.pay()
    assert (sepa_day.file().state, states(payee)) == ("settled", ["paid"])
    assert wrong(sepa_day.now) == []


def test_a_file_that_would_be_another_one_is_not_sent(
    sepa_day: SepaDay, payee: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare_disbursements(sepa_day.now)
    gather_files(sepa_day.now)
    request = filing.file_request(sepa_day.file())
    monkeypatch.setattr(filing, "file_request", lambda file: type(request)(**_changed(request)))
    submit_files(sepa_day.now)
    assert parked(PaymentFile) == ["the file would not be the one that was made: nothing was sent"]
    assert sepa_day.bank.files_received() == 0

    monkeypatch.undo()
    file_desk.go_on_with_file(hire(StaffRole.ADMIN), sepa_day.file().pk, now=sepa_day.now)
    submit_files(sepa_day.now)
    assert (states(payee), len(sepa_day.bank.payments())) == (["sent"], 1)


def _changed(request: Any) -> dict[str, Any]:
    fields = {name: getattr(request, name) for name in request.__slots__}
    return fields | {"execute_on": request.execute_on + DAY}


# What goes into a file.


def test_payments_are_collected_for_a_while_or_until_the_file_is_full(
    sepa_day: SepaDay, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.RAILS = settings.RAILS | {"sepa": sepa_day.bank.options | {"collect_seconds": 900}}
    payees = [make_payee() for _ in range(5)]
    owe(*payees)
    prepare_disbursements(sepa_day.now)
    assert gather_files(sepa_day.now + SOON) == 0
    assert gather_files(sepa_day.now + 2 * SOON) == 1
    assert sepa_day.file().payment_count == 5

    more = [make_payee() for _ in range(5)]
    owe(*more)
    prepare_disbursements(sepa_day.now)
    monkeypatch.setattr("payouts.rails.sepa.rail.SepaRail.most_orders", 2)
    assert gather_files(sepa_day.now) == 2
    assert [file.payment_count for file in PaymentFile.objects.order_by("pk")] == [5, 2, 2]
    assert gather_files(sepa_day.now + 2 * SOON) == 1


def test_a_payment_that_no_file_can_hold_is_rejected_alone_and_its_payee_asked(sepa_day: SepaDay) -> None:
    nameless, retired, fine = make_payee("王"), make_payee(), make_payee()
    owe(nameless, retired, fine)
    prepare_disbursements(sepa_day.now)
    give_account(retired, an_iban(), rail="sepa", holder_name="Ines Varga")
    sepa_day.pay()
    assert states(nameless, retired, fine) == ["rejected", "rejected", "sent"]
    assert [payment_of(one).reason for one in (nameless, retired)] == ["account_name", "account_retired"]

    sepa_day.pay()  # The debt has followed its payee to the new account.
    assert states(nameless, retired, fine) == ["rejected", "sent", "sent"]
    ask_for_accounts(sepa_day.now)
    asked = OutgoingMail.objects.filter(template="payout_needs_account")
    assert list(asked.values_list("to", flat=True)) == [nameless.pk]
    assert wrong(sepa_day.now) == []


def test_a_held_payment_stays_out_and_one_in_a_file_is_held_no_more(sepa_day: SepaDay) -> None:
    held, fine = make_payee(), make_payee()
    owe(held, fine)
    prepare_disbursements(sepa_day.now)
    admin = hire(StaffRole.ADMIN)
    hold(admin, payment_of(held).pk, reason="A dispute.", until=sepa_day.now + DAY, now=sepa_day.now)
    gather_files(sepa_day.now)
    assert list(PaymentFileLine.objects.values_list("disbursement", flat=True)) == [payment_of(fine).pk]
    for act in (
        lambda: hold(admin, payment_of(fine).pk, reason="Too late.", until=sepa_day.now + DAY, now=sepa_day.now),
        lambda: ask_again(admin, payment_of(fine).pk, now=sepa_day.now),
    ):
        with pytest.raises(HoldRefused):
            act()


def test_what_waits_for_an_approval_is_in_no_file(sepa_day: SepaDay, payee: User) -> None:
    other = make_payee()
    owe(other)
    admin = hire(StaffRole.ADMIN)
    prepare_disbursements(sepa_day.now)
    limits = {"approval_above_minor": amount(payee) - 1, "daily_limit_minor": 10**6}
    change_limits(admin, "sepa", "EUR", **limits, reason="Look at each.", now=sepa_day.now)
    sepa_day.pay()
    assert (states(payee, other), PaymentFile.objects.count()) == (["pending", "pending"], 0)
    refused = pytest.raises(Error, match="may not be sent like this")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FILE_BY_HAND, [payment_of(payee).pk])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


FILE_BY_HAND = """
    WITH f AS (
        INSERT INTO payouts_paymentfile (rail, message_id, state, currency, originator_name, originator_account,
            originator_bank_id, execute_on, payment_count, total_minor, document_sha256, provider_reference, reason,
            created_at, due_state, due_at, fence, attempts, last_error)
        SELECT rail, 'by-hand', 'pending', currency, 'F', 'FR761', '', now(), 1, amount_minor, '', '', '', now(),
            'waiting', now(), 0, 0, '' FROM payouts_disbursement WHERE id = %s RETURNING id, total_minor
    ) INSERT INTO payouts_paymentfileline (file_id, position, order_id, disbursement_id, amount_minor, name, text)
    SELECT f.id, 1, 'by-hand', d.id, d.amount_minor, 'F', 'F' FROM f, payouts_disbursement d
    WHERE d.amount_minor = f.total_minor LIMIT 1
"""


def test_a_stopped_rail_makes_and_hands_over_no_file(
    sepa_day: SepaDay, payee: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, third = hire(StaffRole.ADMIN), hire(StaffRole.ADMIN, "b@staff.example"), make_payee()
    prepare_disbursements(sepa_day.now)
    gather_files(sepa_day.now)
    with monkeypatch.context() as patch:
        patch.setattr(HttpTransport, "submit", answering(UNKNOWN, really=False))
        submit_files(sepa_day.now)
    owe(third)
    prepare_disbursements(sepa_day.now)
    gather_files(sepa_day.now)
    stop_rail(first, "sepa", reason="Something is odd.", now=sepa_day.now)
    late = make_payee()
    owe(late)
    sepa_day.now += SOON
    sepa_day.pay()
    assert states(payee, third, late) == ["unknown", "pending", "pending"]
    assert (sepa_day.bank.files_received(), PaymentFile.objects.count()) == (0, 2)
    assert list(PaymentFile.objects.order_by("pk").values_list("last_error", flat=True)) == ["rail_stopped", ""]

    proposal = propose_start(first, "sepa", reason="It was nothing.", now=sepa_day.now)
    confirm_proposal(second, proposal.pk, now=sepa_day.now)
    sepa_day.now += SOON
    sepa_day.pay()
    sepa_day.hear()
    assert states(payee, third, late) == ["paid", "paid", "paid"]
    assert wrong(sepa_day.now) == []


def test_other_rails_payments_are_not_gathered(sepa_day: SepaDay) -> None:
    sandbox, sepa = make_creative(), make_payee()
    owe(sandbox, sepa)
    sepa_day.pay()
    assert states(sandbox, sepa) == ["pending", "sent"]


# Refusals.


def test_a_refused_file_is_ours_to_repair_and_its_payments_go_out_again(sepa_day: SepaDay, payee: User) -> None:
    sepa_day.bank.change_own(behaviour="reject-file")
    sepa_day.pay()
    assert (sepa_day.file().state, sepa_day.file().reason, states(payee)) == ("rejected", "FF01", ["rejected"])
    assert payment_of(payee).due_state == "parked"
    ask_for_accounts(sepa_day.now)
    assert not OutgoingMail.objects.filter(template="payout_needs_account").exists()
    assert wrong(sepa_day.now) == ["nothing_stuck"]

    sepa_day.bank.change_own(behaviour="accept")
    sepa_day.pay()
    assert states(payee) == ["rejected"]  # Not by itself.
    assert file_desk.try_file_again(hire(StaffRole.ADMIN), sepa_day.file().pk, now=sepa_day.now) == 1
    sepa_day.pay()
    assert (payment_of(payee).attempt, states(payee), PaymentFile.objects.count()) == (2, ["sent"], 2)
    sepa_day.hear()
    assert (states(payee), booked("disbursement"), wrong(sepa_day.now)) == (["paid"], 1, [])


def test_our_empty_account_is_not_the_payee_s_fault(sepa_day: SepaDay, payee: User) -> None:
    sepa_day.bank.change_own(behaviour="insufficient-funds", balance=100)
    sepa_day.pay()
    sepa_day.hear()
    assert (states(payee), payment_of(payee).reason, payment_of(payee).due_state) == (["rejected"], "AM04", "parked")
    ask_for_accounts(sepa_day.now)
    assert not OutgoingMail.objects.filter(template="payout_needs_account").exists()

    sepa_day.bank.change_own(balance=10_000_000)
    assert file_desk.try_again(hire(StaffRole.ADMIN), [payment_of(payee).pk], now=sepa_day.now) == 1
    sepa_day.pay()
    sepa_day.hear()
    assert (states(payee), wrong(sepa_day.now)) == (["paid"], [])


def test_a_refusal_after_doubt_is_not_believed(sepa_day: SepaDay, payee: User, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bank got the file, its answer was lost, and a second word refuses it: a proprietary word for a duplicate?"""
    with monkeypatch.context() as patch:
        patch.setattr(HttpTransport, "submit", answering(UNKNOWN, really=True))
        sepa_day.pay()
    sepa_day.now += SOON
    with monkeypatch.context() as patch:
        patch.setattr(HttpTransport, "find", lambda self, name: None)
        patch.setattr(
            HttpTransport, "submit", answering(RailAnswer(RailStatus.REJECTED, reason="ALREADY"), really=False)
        )
        submit_files(sepa_day.now)
    assert (sepa_day.file().state, states(payee)) == ("unknown", ["unknown"])
    assert parked(PaymentFile) == ["refused (ALREADY) after it may have been handed over more than once"]
    sepa_day.told(status_report(sepa_day.file().message_id, group="RJCT", reason="ALREADY"))
    assert states(payee) == ["unknown"]

    sepa_day.hear()  # What the bank really did.
    assert (sepa_day.file().state, states(payee), booked("disbursement")) == ("settled", ["paid"], 1)


def test_a_file_that_the_bank_denies_is_given_up_by_a_person(
    sepa_day: SepaDay, payee: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(HttpTransport, "submit", answering(UNKNOWN, really=False))
        sepa_day.pay()
    admin = hire(StaffRole.ADMIN)
    for actor, refusal in ((payee, OperatorOnly), (admin, FileActRefused)):
        with pytest.raises(refusal):
            file_desk.refuse_file(actor, sepa_day.file().pk, reason=" ", now=sepa_day.now)
    file_desk.refuse_file(admin, sepa_day.file().pk, reason="Never arrived, says the bank.", now=sepa_day.now)
    assert (sepa_day.file().state, states(payee)) == ("rejected", ["rejected"])
    with pytest.raises(FileActRefused):
        file_desk.go_on_with_file(admin, sepa_day.file().pk, now=sepa_day.now)
    assert submit_files(sepa_day.now + DAY) == 0

    file_desk.try_file_again(admin, sepa_day.file().pk, now=sepa_day.now)
    sepa_day.pay()
    sepa_day.hear()
    assert (states(payee), len(sepa_day.bank.payments()), wrong(sepa_day.now)) == (["paid"], 1, [])


def test_a_group_refused_as_a_duplicate_is_there_already(sepa_day: SepaDay, payee: User) -> None:
    sepa_day.now += DAY
    sepa_day.pay()
    sepa_day.told(status_report(sepa_day.file().message_id, group="RJCT", reason="AM05"))
    assert (sepa_day.file().state, states(payee)) == ("accepted", ["sent"])


def test_a_payment_called_a_duplicate_is_for_a_person(sepa_day: SepaDay, payee: User) -> None:
    sepa_day.pay()
    report = status_report(sepa_day.file().message_id, group="PART", orders=[(order_id(payee), "RJCT", "DU04")])
    sepa_day.told(report)
    assert states(payee) == ["sent"]
    assert parked(Disbursement) == ["the bank is in doubt about this payment: DU04"]
    file_desk.refuse_payment(hire(StaffRole.ADMIN), payment_of(payee), reason="Not executed.", now=sepa_day.now)
    assert (states(payee), sepa_day.file().state) == (["rejected"], "settled")


def test_a_bank_that_says_nothing_is_asked_by_a_person(sepa_day: SepaDay, payee: User) -> None:
    sepa_day.bank.change_own(behaviour="silent")
    sepa_day.now += 3 * DAY
    sepa_day.pay()
    assert submit_files(sepa_day.now + REPORTED_WITHIN - SOON) == 0
    later = sepa_day.now + REPORTED_WITHIN
    assert submit_files(later) == 1
    assert parked(PaymentFile) == ["the bank has not reported on all its payments: ask the bank"]
    assert wrong(later) == ["nothing_silently_overdue", "nothing_stuck"]

    file_desk.go_on_with_file(hire(StaffRole.ADMIN), sepa_day.file().pk, now=later)
    assert (submit_files(later), sepa_day.file().due_at) == (0, later + REPORTED_WITHIN)
    sepa_day.bank.advance(3)
    sepa_day.now = later
    sepa_day.hear()
    assert (states(payee), wrong(sepa_day.now)) == (["paid"], [])


# More than one worker.


def test_whoever_is_overtaken_while_handing_over_records_nothing(
    sepa_day: SepaDay, payee: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_or_send = filing._ask_or_send

    def freeze_and_be_overtaken(file: PaymentFile) -> RailAnswer:
        answer = ask_or_send(file)
        monkeypatch.setattr(filing, "_ask_or_send", ask_or_send)
        submit_files(sepa_day.now + SOON)
        return RailAnswer(RailStatus.REJECTED, reason="FF01") if answer else answer

    monkeypatch.setattr(filing, "_ask_or_send", freeze_and_be_overtaken)
    sepa_day.pay()
    assert (sepa_day.file().state, states(payee)) == ("accepted", ["sent"])
    assert len(sepa_day.bank.payments()) == 1


def test_only_one_makes_files_at_a_time(sepa_day: SepaDay, payee: User, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare_disbursements(sepa_day.now)
    monkeypatch.setattr(gathering, "_is_our_turn", lambda rail: False)
    assert gather_files(sepa_day.now) == 0
    monkeypatch.undo()
    assert (gather_files(sepa_day.now), gather_files(sepa_day.now)) == (1, 0)


def test_without_a_bank_nothing_is_offered_and_nothing_lost(sepa_day: SepaDay, payee: User, settings: Any) -> None:
    configured = settings.RAILS
    prepare_disbursements(sepa_day.now)
    settings.RAILS = {"sandbox": configured["sandbox"]}
    sepa_day.pay()
    assert (states(payee), PaymentFile.objects.count(), fetch_reports(sepa_day.now)) == (["pending"], 0, 0)
    assert read_reports(sepa_day.now) == 0
    settings.RAILS = configured
    sepa_day.pay()
    assert states(payee) == ["sent"]
