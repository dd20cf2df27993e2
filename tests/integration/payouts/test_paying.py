"""Paying debts through a real bank process: each is paid exactly once, whatever happens on the way."""

from datetime import timedelta

import pytest
from django.db import connection

from accounts.models import OutgoingMail, PayoutAccount, User
from payouts import ledger
from payouts.models import Disbursement, JournalEntry, Obligation
from payouts.policy import format_money
from payouts.services import preparing, recording, sending
from payouts.services.audit import run_checks
from payouts.services.disbursements import prepare_disbursements, send_due
from tests.fixtures.payday import (
    FLOOR,
    LATER,
    PAYDAY,
    Payday,
    debt_of,
    decided_contest,
    payments_of,
    states_of,
)
from tests.fixtures.worlds import destination_of, give_account, make_creative

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_books_hold(django_db_setup: None, request: pytest.FixtureRequest) -> object:
    """After every test here: deferred constraints hold, and so does every check."""
    request.getfixturevalue("db")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    wrong = [check for check in run_checks(now=PAYDAY) if not check.ok]
    assert wrong == []


def account_of(user: User) -> str:
    return destination_of(PayoutAccount.objects.get(user=user, retired_at=None))


def change_account(user: User, destination: str) -> None:
    give_account(user, destination)


def test_each_debt_gets_one_payment_however_often_it_is_prepared() -> None:
    payees = [make_creative() for _ in range(3)]
    decided_contest(*payees)

    assert prepare_disbursements(PAYDAY) == 3
    assert prepare_disbursements(PAYDAY) == 0
    debt = debt_of(payees[0])
    payment = debt.disbursements.get()
    assert payment.idempotency_key == f"obligation:{debt.public_id}:1"
    assert (payment.amount_minor, payment.state) == (FLOOR, "pending")


def test_an_unreleased_prize_is_not_paid() -> None:
    decided_contest(make_creative())

    prepare_disbursements(PAYDAY)

    assert set(Disbursement.objects.values_list("obligation__kind", flat=True)) == {"earned"}


def test_a_payment_is_sent_then_paid_and_booked_once(payday: Payday) -> None:
    payees = [make_creative() for _ in range(3)]
    decided_contest(*payees)
    bank = ledger.account_id("bank:sandbox", "EUR")
    held = ledger.balance(bank)

    payday.pay()
    assert states_of(payees[0]) == ["sent"]
    assert JournalEntry.objects.filter(kind="disbursement").count() == 0

    payday.bank.advance()
    heard = payday.hear(3)
    assert payday.paid_out() == {account_of(payee): FLOOR for payee in payees}
    for payee in payees:
        (payment,) = payments_of(payee)
        assert (payment.state, payment.due_state, payment.paid_at) == ("paid", "done", heard)
        assert debt_of(payee).paid_at == heard
        assert JournalEntry.objects.filter(idempotency_key=f"disbursement:{payment.pk}:paid").count() == 1
    assert ledger.balance(bank) == held - 3 * FLOOR
    assert ledger.balance(ledger.account_id("payable:creatives", "EUR")) == 50_000


def test_the_payee_is_told_once_with_the_amount_in_their_language(payday: Payday) -> None:
    payee = make_creative()
    User.objects.filter(pk=payee.pk).update(locale="fr")
    decided_contest(payee)

    payday.pay()
    payday.bank.advance()
    payday.hear(1)
    payday.pay(PAYDAY + LATER)

    mail = OutgoingMail.objects.get(to=payee, template="payout_paid")
    assert mail.context["amount"] == format_money(FLOOR, "EUR", "fr")
    assert mail.context["title"] == "A mark for a tea house"


def test_without_a_notice_the_bank_is_asked(payday: Payday) -> None:
    payee = make_creative()
    decided_contest(payee)

    payday.pay()
    payday.bank.advance()
    payday.pay(PAYDAY + timedelta(seconds=5))
    assert states_of(payee) == ["sent"]
    payday.pay(PAYDAY + timedelta(seconds=11))
    assert states_of(payee) == ["paid"]


@pytest.mark.parametrize("fault", ["timeout_after_accepting", "error_500_after_accepting"])
def test_an_order_that_the_bank_took_without_answering_is_not_sent_again(hasty_payday: Payday, fault: str) -> None:
    payee = make_creative()
    decided_contest(payee)
    hasty_payday.bank.arm(fault)

    hasty_payday.pay()
    assert states_of(payee) == ["unknown"]
    hasty_payday.bank.advance()
    hasty_payday.pay(PAYDAY + LATER)

    assert states_of(payee) == ["paid"]
    assert hasty_payday.paid_out() == {account_of(payee): FLOOR}
    assert len(hasty_payday.bank.movements("transfer")) == 1


@pytest.mark.parametrize("fault", ["timeout_before_accepting", "error_500"])
def test_an_order_that_the_bank_never_saw_is_sent_again_under_its_key(hasty_payday: Payday, fault: str) -> None:
    payee = make_creative()
    decided_contest(payee)
    hasty_payday.bank.arm(fault)

    hasty_payday.pay()
    assert states_of(payee) == ["unknown"]
    hasty_payday.pay(PAYDAY + LATER)

    (movement,) = hasty_payday.bank.movements("transfer")
    (payment,) = payments_of(payee)
    assert payment.state == "sent"
    assert movement["idempotency_key"] == payment.idempotency_key == f"obligation:{debt_of(payee).public_id}:1"


def test_doubt_lasts_as_long_as_the_bank_is_away_and_is_never_given_up(payday: Payday, settings: object) -> None:
    payee = make_creative()
    decided_contest(payee)
    reachable = settings.RAILS  # type: ignore[attr-defined]
    settings.RAILS = {"sandbox": payday.bank.options | {"url": "http://127.0.0.1:9"}}  # type: ignore[attr-defined]

    for day in range(12):
        payday.pay(PAYDAY + timedelta(days=day))
    (payment,) = payments_of(payee)
    assert (payment.state, payment.due_state, payment.attempts) == ("unknown", "waiting", 12)

    settings.RAILS = reachable  # type: ignore[attr-defined]
    payday.pay(PAYDAY + timedelta(days=12))
    assert states_of(payee) == ["sent"]


def test_after_a_rejection_the_debt_stands_and_another_account_is_paid(payday: Payday) -> None:
    payee = make_creative()
    decided_contest(payee)
    due = debt_of(payee).pay_by
    payday.bank.arm("reject", reason="AC04")

    payday.pay()
    payday.pay(PAYDAY + LATER)
    (payment,) = payments_of(payee)
    assert (payment.state, payment.reason, payment.due_state) == ("rejected", "AC04", "done")
    assert (debt_of(payee).paid_at, debt_of(payee).pay_by) == (None, due)
    assert OutgoingMail.objects.filter(to=payee, template="payout_needs_account").count() == 1

    change_account(payee, "FR7630006000011234567890999")
    payday.pay(PAYDAY + 2 * LATER)
    assert states_of(payee) == ["rejected", "sent"]
    assert payday.paid_out() == {"FR7630006000011234567890999": FLOOR}


def test_returned_money_restores_the_debt_on_its_original_clock(payday: Payday) -> None:
    payee = make_creative()
    decided_contest(payee)
    due = debt_of(payee).pay_by
    bank = ledger.account_id("bank:sandbox", "EUR")
    held = ledger.balance(bank)
    payday.bank.arm("return_later", reason="AC06")

    payday.pay()
    payday.bank.advance()
    heard = payday.hear(1)
    assert debt_of(payee).paid_at == heard
    payday.bank.advance()
    payday.hear(2)
    payday.pay(PAYDAY + LATER)

    (payment,) = payments_of(payee)
    assert (payment.state, payment.reason) == ("returned", "AC06")
    assert (debt_of(payee).paid_at, debt_of(payee).pay_by) == (None, due)
    paid, reversal = JournalEntry.objects.filter(idempotency_key__startswith=f"disbursement:{payment.pk}:").order_by(
        "pk"
    )
    assert reversal.reverses_id == paid.pk
    assert ledger.balance(bank) == held
    assert OutgoingMail.objects.filter(to=payee, template="payout_needs_account").count() == 1

    change_account(payee, "FR7630006000011234567890999")
    payday.pay(PAYDAY + 2 * LATER)
    assert states_of(payee) == ["returned", "sent"]


def test_a_payee_without_an_account_is_asked_once_and_paid_when_there_is_one(payday: Payday) -> None:
    payee, other = make_creative(payout_account=False), make_creative()
    decided_contest(payee, other)

    payday.pay()
    payday.pay(PAYDAY + LATER)
    assert states_of(payee) == []
    assert states_of(other) == ["sent"]
    (mail,) = OutgoingMail.objects.filter(template="payout_needs_account")
    assert (mail.to, mail.context["amount"]) == (payee, format_money(FLOOR, "EUR", "en"))

    change_account(payee, "FR7630006000011234567890999")
    payday.pay(PAYDAY + 2 * LATER)
    assert states_of(payee) == ["sent"]


def test_those_already_asked_for_an_account_keep_nobody_else_from_being_asked(
    payday: Payday, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparing, "MAILS_AT_ONCE", 1)
    payees = [make_creative(payout_account=False) for _ in range(3)]
    decided_contest(*payees)

    for _ in payees:
        prepare_disbursements(PAYDAY)

    asked = OutgoingMail.objects.filter(template="payout_needs_account").values_list("to", flat=True)
    assert set(asked) == {payee.pk for payee in payees}


def test_an_account_that_was_replaced_before_the_first_call_is_not_paid_to(payday: Payday) -> None:
    payee = make_creative()
    decided_contest(payee)
    prepare_disbursements(PAYDAY)
    change_account(payee, "FR7630006000011234567890999")

    payday.pay()
    payday.pay()

    assert states_of(payee) == ["rejected", "sent"]
    assert payments_of(payee)[0].reason == "account_retired"
    assert payday.paid_out() == {"FR7630006000011234567890999": FLOOR}


def test_a_crash_after_the_call_and_before_its_record_pays_once(
    payday: Payday, monkeypatch: pytest.MonkeyPatch
) -> None:
    payees = [make_creative() for _ in range(3)]
    decided_contest(*payees)

    def die(*_: object, **__: object) -> None:
        raise SystemExit("killed")

    with monkeypatch.context() as patch:
        patch.setattr(sending, "record_outcomes", die)
        with pytest.raises(SystemExit):
            payday.pay()
    assert states_of(payees[0]) == ["pending"]
    assert len(payday.bank.movements("transfer")) == 3

    assert send_due(PAYDAY) == 0, "the dead worker's lease still stands"
    payday.pay(PAYDAY + LATER)
    assert [states_of(payee) for payee in payees] == [["sent"]] * 3
    assert len(payday.bank.movements("transfer")) == 3


def test_a_crash_between_claim_and_call_loses_nothing(payday: Payday, monkeypatch: pytest.MonkeyPatch) -> None:
    payee = make_creative()
    decided_contest(payee)

    def die(*_: object, **__: object) -> None:
        raise SystemExit("killed")

    with monkeypatch.context() as patch:
        patch.setattr(sending, "load_outgoing", die)
        with pytest.raises(SystemExit):
            payday.pay()
    payday.pay(PAYDAY + LATER)

    assert states_of(payee) == ["sent"]
    assert len(payday.bank.movements("transfer")) == 1


def test_a_failure_while_recording_rolls_everything_of_it_back(payday: Payday, monkeypatch: pytest.MonkeyPatch) -> None:
    payee = make_creative()
    decided_contest(payee)
    payday.pay()
    payday.bank.advance()

    def break_down(*_: object, **__: object) -> None:
        raise RuntimeError("no mail today")

    with monkeypatch.context() as patch:
        patch.setattr(recording, "ask_for_mails", break_down)
        with pytest.raises(RuntimeError):
            payday.pay(PAYDAY + LATER)
    assert states_of(payee) == ["sent"]
    assert JournalEntry.objects.filter(kind="disbursement").count() == 0

    payday.pay(PAYDAY + 2 * LATER)
    assert states_of(payee) == ["paid"]


def test_whoever_was_overtaken_records_nothing(payday: Payday, monkeypatch: pytest.MonkeyPatch) -> None:
    payee = make_creative()
    decided_contest(payee)
    prepare_disbursements(PAYDAY)
    record = sending.record_outcomes

    def overtaken(outcomes: object, *, now: object) -> object:
        # This worker froze here, past its lease; another one asks, and learns that the money has arrived.
        monkeypatch.setattr(sending, "record_outcomes", record)
        payday.bank.advance()
        assert send_due(PAYDAY + LATER) == 1
        return record(outcomes, now=now)  # type: ignore[arg-type]

    monkeypatch.setattr(sending, "record_outcomes", overtaken)
    send_due(PAYDAY)

    assert states_of(payee) == ["paid"]
    assert len(payday.bank.movements("transfer")) == 1


def test_a_call_that_never_began_is_handed_back_untouched(payday: Payday, monkeypatch: pytest.MonkeyPatch) -> None:
    payee = make_creative()
    decided_contest(payee)
    prepare_disbursements(PAYDAY)
    monkeypatch.setattr(sending, "CALL_FOR", -1.0)

    send_due(PAYDAY)

    (payment,) = payments_of(payee)
    assert (payment.state, payment.attempts, payment.lease_until) == ("pending", 0, None)
    assert payday.bank.movements() == []


def test_a_rail_that_is_not_configured_is_tried_again_and_then_left_to_a_person(
    payday: Payday, settings: object
) -> None:
    payee = make_creative()
    decided_contest(payee)
    reachable = settings.RAILS  # type: ignore[attr-defined]
    settings.RAILS = {}  # type: ignore[attr-defined]

    for hour in range(9):
        payday.pay(PAYDAY + timedelta(hours=hour))
    (payment,) = payments_of(payee)
    assert (payment.state, payment.due_state) == ("pending", "parked")
    assert "No rail" in payment.last_error

    settings.RAILS = reachable  # type: ignore[attr-defined]
    Disbursement.objects.filter(pk=payment.pk).update(due_state="waiting")
    payday.pay(PAYDAY + timedelta(days=1))
    assert states_of(payee) == ["sent"]


def test_a_payment_of_another_amount_waits_for_a_person(payday: Payday) -> None:
    payee = make_creative()
    decided_contest(payee)
    prepare_disbursements(PAYDAY)
    (payment,) = payments_of(payee)
    order = {"amount_minor": 1, "currency": "EUR", "destination": account_of(payee), "reference": "somebody else's"}
    payday.bank._control.post("/transfers", json=order, headers={"Idempotency-Key": payment.idempotency_key})

    send_due(PAYDAY)
    send_due(PAYDAY + LATER)

    (payment,) = payments_of(payee)
    assert (payment.state, payment.due_state) == ("unknown", "parked")
    assert payment.last_error == f"the rail carried 1 EUR instead of {FLOOR} EUR"
    Disbursement.objects.filter(pk=payment.pk).update(due_state="done")


def test_refunds_go_to_the_brand(payday: Payday) -> None:
    contest = decided_contest(make_creative())
    Obligation.objects.filter(contest=contest, kind="refund").update(released_at=PAYDAY)
    refund = Obligation.objects.get(contest=contest, kind="refund")

    payday.pay()
    payday.bank.advance()
    payday.hear(2)

    payment = refund.disbursements.get()
    assert payment.state == "paid"
    assert payday.paid_out()["FR7630006000011234567890189"] == refund.amount_minor
    assert ledger.balance(ledger.account_id("payable:refunds", "EUR")) == 0


def test_a_payment_that_the_bank_took_and_lost_is_never_sent_again_by_itself(payday: Payday) -> None:
    payee = make_creative()
    decided_contest(payee)
    payday.pay()
    payday.bank.empty()

    payday.pay(PAYDAY + LATER)

    (payment,) = payments_of(payee)
    assert (payment.state, payment.due_state) == ("sent", "parked")
    assert payment.last_error == "the rail no longer knows this payment"
    assert payday.bank.movements() == []
    Disbursement.objects.filter(pk=payment.pk).update(due_state="done")
