"""A rail is stopped while payments are on their way: nothing new leaves, what may have left is asked about, and once
the rail runs again everybody has been paid exactly once by the bank's own book."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.models import PayoutAccount, User
from payouts.models import Disbursement
from payouts.rails.base import RailAnswer, TransferRequest
from payouts.rails.sandbox.client import SandboxRail
from payouts.services import sending
from payouts.services.audit import run_checks
from payouts.services.controls import confirm_proposal, propose_start, stop_rail
from payouts.services.disbursements import prepare_disbursements, send_due
from payouts.services.switches import Switches
from tests.fixtures.payday import FLOOR, LATER, PAYDAY, Payday, decided_contest, payments_of, states_of
from tests.fixtures.worlds import destination_of, give_account, make_creative
from tests.integration.payouts.test_paying_at_once import all_at_once

pytestmark = pytest.mark.django_db
PATIENCE = 20


def stop(admin: User) -> None:
    stop_rail(admin, "sandbox", reason="The bank reports a breach.", now=PAYDAY)


def start(admin: User, second: User) -> None:
    asked = propose_start(admin, "sandbox", reason="It is mended.", now=PAYDAY)
    confirm_proposal(second, asked.pk, now=PAYDAY)


def pay_the_rest(payday: Payday, payees: list[User]) -> None:
    """Everything is paid, once, to the right account."""
    for round_ in range(1, 8):
        payday.pay(PAYDAY + round_ * LATER)
        payday.bank.advance()
    assert [states_of(payee) for payee in payees] == [["paid"]] * len(payees)
    accounts = [destination_of(account) for account in PayoutAccount.objects.filter(user__in=payees)]
    assert payday.paid_out() == dict.fromkeys(accounts, FLOOR)
    assert len(payday.bank.movements("transfer")) == len(payees)
    assert [check for check in run_checks(now=PAYDAY) if not check.ok] == []


def test_nothing_leaves_while_a_rail_is_stopped(payday: Payday, admin: User, second_admin: User) -> None:
    payees = [make_creative() for _ in range(3)]
    decided_contest(*payees)
    stop(admin)

    payday.pay()
    payday.pay(PAYDAY + LATER)
    assert payday.bank.movements() == []
    assert {(one.state, one.attempts) for one in Disbursement.objects.all()} == {("pending", 0)}

    start(admin, second_admin)
    pay_the_rest(payday, payees)


def test_what_was_sent_is_asked_about_all_the_same(payday: Payday, admin: User, second_admin: User) -> None:
    payee = make_creative()
    decided_contest(payee)
    payday.pay()
    stop(admin)
    payday.bank.advance()

    payday.pay(PAYDAY + LATER)

    assert states_of(payee) == ["paid"]


@pytest.mark.parametrize("fault", ["timeout_after_accepting", "timeout_before_accepting"])
def test_what_may_have_left_is_asked_about_and_not_sent_again(
    hasty_payday: Payday, admin: User, second_admin: User, fault: str
) -> None:
    payee = make_creative()
    decided_contest(payee)
    hasty_payday.bank.arm(fault)
    hasty_payday.pay()
    assert states_of(payee) == ["unknown"]
    arrived = len(hasty_payday.bank.movements("transfer"))
    stop(admin)

    hasty_payday.pay(PAYDAY + LATER)

    assert len(hasty_payday.bank.movements("transfer")) == arrived
    (payment,) = payments_of(payee)
    expected = ("sent", "") if arrived else ("unknown", "rail_stopped")
    assert (payment.state, payment.last_error) == expected
    start(admin, second_admin)
    pay_the_rest(hasty_payday, [payee])


def test_a_worker_that_died_before_the_stop_is_asked_after_and_nothing_is_sent_for_it(
    payday: Payday, admin: User, second_admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    payees = [make_creative() for _ in range(3)]
    decided_contest(*payees)

    def die(*_: object, **__: object) -> None:
        raise SystemExit("killed")

    with monkeypatch.context() as patch:
        patch.setattr(sending, "load_outgoing", die)
        with pytest.raises(SystemExit):
            payday.pay()
    stop(admin)

    payday.pay(PAYDAY + LATER)
    assert payday.bank.movements() == []
    assert {payment.state for payment in Disbursement.objects.all()} == {"unknown"}

    start(admin, second_admin)
    pay_the_rest(payday, payees)


@pytest.mark.django_db(transaction=True)
def test_a_stop_reaches_a_batch_in_the_air(
    payday: Payday, admin: User, second_admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two calls have begun; the rest of the batch is queued behind them when the rail is stopped."""
    payees = [make_creative() for _ in range(8)]
    decided_contest(*payees)
    prepare_disbursements(PAYDAY)
    monkeypatch.setattr(sending, "SLOTS", 2)
    flying, seen = threading.Semaphore(0), threading.Event()
    really_send, really_look = SandboxRail.send_transfer, Switches.look

    def send(self: SandboxRail, request: TransferRequest) -> RailAnswer:
        flying.release()
        assert seen.wait(PATIENCE)
        return really_send(self, request)

    def look(self: Switches) -> None:
        really_look(self)
        if self.is_off("sandbox"):
            seen.set()

    monkeypatch.setattr(SandboxRail, "send_transfer", send)
    monkeypatch.setattr(Switches, "look", look)

    def pull() -> None:
        assert flying.acquire(timeout=PATIENCE)
        assert flying.acquire(timeout=PATIENCE)
        stop(admin)

    all_at_once(lambda: send_due(PAYDAY), pull)

    assert len(payday.bank.movements("transfer")) == 2
    left = Disbursement.objects.filter(state="pending")
    assert {(one.attempts, one.lease_until) for one in left} == {(0, None)}
    assert left.count() == 6
    assert send_due(PAYDAY + timedelta(seconds=1)) == 0

    start(admin, second_admin)
    pay_the_rest(payday, payees)


@pytest.mark.django_db(transaction=True)
def test_without_the_look_the_batch_would_have_left(
    payday: Payday, admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control."""
    decided_contest(*[make_creative() for _ in range(8)])
    prepare_disbursements(PAYDAY)
    monkeypatch.setattr(sending, "SLOTS", 2)
    monkeypatch.setattr(Switches, "is_off", lambda self, rail: False)
    flying, stopped = threading.Semaphore(0), threading.Event()
    really_send = SandboxRail.send_transfer

    def send(self: SandboxRail, request: TransferRequest) -> RailAnswer:
        flying.release()
        assert stopped.wait(PATIENCE)
        return really_send(self, request)

    monkeypatch.setattr(SandboxRail, "send_transfer", send)

    def pull() -> None:
        assert flying.acquire(timeout=PATIENCE)
        stop(admin)
        stopped.set()

    all_at_once(lambda: send_due(PAYDAY), pull)
    assert len(payday.bank.movements("transfer")) == 8


@pytest.mark.parametrize(
    "give_up",
    [lambda payday: payday.pay(PAYDAY + LATER), lambda payday: prepare_disbursements(PAYDAY + LATER)],
    ids=["by the worker", "by the preparer"],
)
def test_a_payee_who_leaves_a_stopped_rail_takes_the_debt_along(
    payday: Payday, admin: User, give_up: Callable[[Payday], object]
) -> None:
    payee = make_creative()
    decided_contest(payee)
    prepare_disbursements(PAYDAY)
    stop(admin)
    PayoutAccount.objects.filter(user=payee).update(retired_at=PAYDAY)
    give_account(payee, "FR7630006000011234567890999")

    give_up(payday)

    assert states_of(payee) == ["rejected", "pending"]
    assert payday.bank.movements() == []


def test_a_stopped_rail_turns_the_audit_red(payday: Payday, admin: User, second_admin: User) -> None:
    stop(admin)
    assert {check.name for check in run_checks(now=PAYDAY) if not check.ok} == {"nothing_stuck"}
    start(admin, second_admin)
    assert [check for check in run_checks(now=PAYDAY) if not check.ok] == []
