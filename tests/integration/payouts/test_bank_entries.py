"""What the bank has booked: payments that left, that came back, that it booked oddly, and its charges."""

from contextlib import AbstractContextManager

import pytest

from accounts.models import OutgoingMail, StaffRole, User
from payouts import ledger
from payouts.errors import FileActRefused
from payouts.models import BankEntry, BankReport, Disbursement, Obligation
from payouts.services import file_desk
from payouts.services.disbursements import ask_for_accounts
from payouts.services.reconcile import DifferenceKind, reconcile
from tests.fixtures.bank_words import Booking, notification, statement, status_report
from tests.fixtures.people import hire
from tests.fixtures.sepa import (
    SepaDay,
    amount,
    an_iban,
    booked,
    came_back,
    left,
    make_payee,
    order_id,
    owe,
    parked,
    payment_of,
    states,
    wrong,
)
from tests.fixtures.worlds import DAY, give_account
from tests.integration.payouts.test_audit import forge

pytestmark = pytest.mark.django_db


@pytest.fixture
def payee(sepa_day: SepaDay) -> User:
    payee = make_payee()
    owe(payee)
    return payee


def test_a_returned_payment_restores_the_debt_on_its_clock(sepa_day: SepaDay, payee: User) -> None:
    sepa_day.bank.change_own(behaviour="return-later", parameters={"days": 2, "reason": "AC06"})
    debt = Obligation.objects.get(payee_user=payee, kind="earned")
    sepa_day.pay()
    sepa_day.hear()
    assert states(payee) == ["paid"]
    for _ in range(3):
        sepa_day.next_day()
    assert (states(payee), payment_of(payee).reason) == (["returned"], "AC06")
    again = Obligation.objects.get(pk=debt.pk)
    assert (again.paid_at, again.pay_by) == (None, debt.pay_by)
    assert ledger.balance(ledger.account_id("bank:sepa", "EUR")) == 0
    assert (reconcile("sepa", sepa_day.now).is_clean, wrong(sepa_day.now)) == (True, [])

    sepa_day.bank.change_own(behaviour="accept")
    ask_for_accounts(sepa_day.now)
    assert OutgoingMail.objects.filter(template="payout_needs_account", to=payee).count() == 1
    give_account(payee, an_iban(), rail="sepa", holder_name="Zoë")
    sepa_day.pay()
    sepa_day.hear()
    assert (payment_of(payee).attempt, states(payee), wrong(sepa_day.now)) == (2, ["paid"], [])


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_booking_and_return_in_any_order_end_alike(sepa_day: SepaDay, payee: User, order: tuple[int, int]) -> None:
    sepa_day.pay()
    account = sepa_day.bank.iban
    both = (left(payee), came_back(payee))
    sepa_day.told(*(notification(account, f"N{place}", both[place]) for place in order))
    assert (states(payee), booked("disbursement"), wrong(sepa_day.now)) == (["returned"], 1, [])
    sepa_day.told(statement(account, "S1", *both))
    assert (BankEntry.objects.count(), wrong(sepa_day.now)) == (2, [])
    assert reconcile("sepa", sepa_day.now).differences == ()


def test_booking_and_return_in_one_statement(sepa_day: SepaDay, payee: User) -> None:
    sepa_day.pay()
    sepa_day.told(statement(sepa_day.bank.iban, "S1", left(payee), came_back(payee)))
    assert (states(payee), wrong(sepa_day.now)) == (["returned"], [])


def test_a_sum_for_the_whole_file_pays_what_was_not_rejected(sepa_day: SepaDay) -> None:
    payees = [make_payee() for _ in range(4)]
    owe(*payees)
    sepa_day.now += DAY
    sepa_day.pay()
    name = sepa_day.file().message_id
    sepa_day.told(status_report(name, group="PART", orders=[(order_id(payees[0]), "RJCT", "AC04")]))
    total = sum(amount(payee) for payee in payees[1:])
    whole = Booking(-total, "B-9", message_id=name)
    sepa_day.told(statement(sepa_day.bank.iban, "S1", whole), notification(sepa_day.bank.iban, "N1", whole))
    assert states(*payees) == ["rejected", "paid", "paid", "paid"]
    assert (sepa_day.file().state, booked("disbursement"), wrong(sepa_day.now)) == ("settled", 3, [])
    assert reconcile("sepa", sepa_day.now).is_clean


def test_a_sum_that_is_not_the_file_s_is_not_guessed_about(sepa_day: SepaDay, payee: User) -> None:
    sepa_day.now += DAY
    sepa_day.pay()
    whole = Booking(-amount(payee) - 1, "B-9", message_id=sepa_day.file().message_id)
    sepa_day.told(statement(sepa_day.bank.iban, "S1", whole))
    assert states(payee) == ["sent"]
    assert list(BankEntry.objects.values_list("meaning", flat=True)) == ["unexplained"]


def test_a_payment_that_the_bank_books_twice_is_paid_once_and_shown_to_a_person(sepa_day: SepaDay, payee: User) -> None:
    sepa_day.pay()
    sepa_day.told(statement(sepa_day.bank.iban, "S1", left(payee, "B-1"), left(payee, "B-2")))
    assert (states(payee), booked("disbursement")) == (["paid"], 1)
    assert parked(Disbursement) == ["the bank has booked it a second time: B-2"]
    suspense = ledger.account_id(ledger.RECEIVABLE_UNEXPLAINED, "EUR")
    assert ledger.balance(suspense) == amount(payee)
    assert wrong(sepa_day.now) == ["nothing_stuck"]
    assert [one.kind for one in reconcile("sepa", sepa_day.now).differences] == [DifferenceKind.UNKNOWN_TO_US]

    admin = hire(StaffRole.ADMIN)
    entry = BankEntry.objects.get(meaning="unexplained")
    file_desk.explain_debit(admin, entry.pk, reason="The bank keeps it as a fee.", now=sepa_day.now)
    with pytest.raises(FileActRefused):
        file_desk.explain_debit(admin, entry.pk, reason="Once more.", now=sepa_day.now)
    file_desk.set_aside(admin, payment_of(payee), reason="Explained.", now=sepa_day.now)
    assert (ledger.balance(suspense), wrong(sepa_day.now)) == (0, [])
    assert ledger.balance(ledger.account_id(ledger.EXPENSE_BANK, "EUR")) == amount(payee)
    assert reconcile("sepa", sepa_day.now).is_clean


def test_another_amount_is_for_a_person(sepa_day: SepaDay, payee: User) -> None:
    sepa_day.pay()
    sepa_day.told(statement(sepa_day.bank.iban, "S1", left(payee, signed_minor=-5)))
    assert states(payee) == ["sent"]
    assert parked(Disbursement) == [f"the rail carried 5 EUR instead of {amount(payee)} EUR"]
    assert wrong(sepa_day.now) == ["nothing_stuck"]


def test_a_booked_payment_that_was_rejected_is_for_a_person(sepa_day: SepaDay, payee: User) -> None:
    sepa_day.now += DAY
    sepa_day.pay()
    name = sepa_day.file().message_id
    sepa_day.told(
        status_report(name, group="PART", orders=[(order_id(payee), "RJCT", "AC04")]),
        statement(sepa_day.bank.iban, "S1", left(payee)),
    )
    assert (states(payee), parked(Disbursement)) == (["rejected"], ["the bank says paid after rejected"])
    assert wrong(sepa_day.now) == ["nothing_stuck"]


def test_a_rejection_of_what_was_booked_is_for_a_person(sepa_day: SepaDay, payee: User) -> None:
    sepa_day.pay()
    sepa_day.told(
        statement(sepa_day.bank.iban, "S1", left(payee)),
        status_report(sepa_day.file().message_id, orders=[(order_id(payee), "RJCT", "AC04")]),
    )
    assert (states(payee), parked(Disbursement)) == (["paid"], ["the bank says rejected after paid"])


def test_the_payee_s_own_transfer_is_no_return(sepa_day: SepaDay, payee: User) -> None:
    """Whoever was paid knows the payment's id, and may quote it in a transfer to us."""
    sepa_day.pay()
    sepa_day.told(statement(sepa_day.bank.iban, "S1", left(payee), came_back(payee, return_reason="")))
    assert states(payee) == ["paid"]
    assert list(BankEntry.objects.order_by("pk").values_list("meaning", flat=True)) == ["payment", "credit"]
    assert ledger.balance(ledger.account_id(ledger.PAYABLE_INCOMING, "EUR")) == amount(payee)


def test_capitals_and_spaces_of_the_bank_s_make_no_difference(sepa_day: SepaDay, payee: User) -> None:
    sepa_day.pay()
    account = " ".join(sepa_day.bank.iban).lower()
    sepa_day.told(statement(account, "S1", left(payee, order_id=order_id(payee).upper())))
    assert states(payee) == ["paid"]


def test_entries_without_a_reference_count_in_statements_alone(sepa_day: SepaDay, payee: User) -> None:
    sepa_day.pay()
    nameless = left(payee, reference="")
    sepa_day.told(notification(sepa_day.bank.iban, "N1", nameless))
    assert (states(payee), BankEntry.objects.count()) == (["sent"], 0)
    for _ in range(2):
        sepa_day.told(statement(sepa_day.bank.iban, "S1", nameless))
    assert (states(payee), BankEntry.objects.count()) == (["paid"], 1)


def test_two_entries_of_one_reference_are_two(sepa_day: SepaDay) -> None:
    payees = [make_payee(), make_payee()]
    owe(*payees)
    sepa_day.pay()
    both = [left(payee, "SAME") for payee in payees]
    sepa_day.told(notification(sepa_day.bank.iban, "N1", *both), statement(sepa_day.bank.iban, "S1", *both))
    assert (states(*payees), BankEntry.objects.count(), wrong(sepa_day.now)) == (["paid", "paid"], 2, [])


def test_other_accounts_statements_are_left_alone(sepa_day: SepaDay, payee: User) -> None:
    sepa_day.pay()
    sepa_day.told(statement("NL14MOCK0000000002", "S1", left(payee)))
    assert (states(payee), BankEntry.objects.count(), parked(BankReport)) == (["sent"], 0, [])


def test_charges_are_booked_at_once_and_explained_by_a_person(sepa_day: SepaDay) -> None:
    sepa_day.told(statement(sepa_day.bank.iban, "S1", Booking(-632, "FEE-1", text="Account keeping")))
    assert wrong(sepa_day.now) == ["nothing_stuck"]
    bank = ledger.account_id("bank:sepa", "EUR")
    assert ledger.balance(bank) == -632
    file_desk.explain_debit(hire(StaffRole.ADMIN), BankEntry.objects.get().pk, reason="March's fee", now=sepa_day.now)
    assert (ledger.balance(bank), wrong(sepa_day.now)) == (-632, [])


FORGERIES = {
    "what was booked": "UPDATE payouts_bankentry SET amount_minor = amount_minor + 1",
    "an entry forgotten": "DELETE FROM payouts_bankentry",
    "a statement's end": "UPDATE payouts_bankstatement SET closing_minor = closing_minor + 1",
}


@pytest.mark.parametrize("forgery", FORGERIES)
def test_a_forgery_is_found(
    sepa_day: SepaDay, payee: User, as_owner: AbstractContextManager[None], forgery: str
) -> None:
    sepa_day.pay()
    sepa_day.told(statement(sepa_day.bank.iban, "S1", left(payee)))
    assert wrong(sepa_day.now) == []
    with as_owner:
        forge(FORGERIES[forgery])
    assert wrong(sepa_day.now) == ["statements_booked"]
    assert not reconcile("sepa", sepa_day.now).is_clean
