"""Holding a payment: with a reason, for a while, by an operator, and never one that may be on its way."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEvent, StaffRole, User
from payouts.errors import HoldRefused, OperatorOnly
from payouts.models import Disbursement
from payouts.services.disbursements import ask_again, hold, prepare_disbursements, release_hold, send_due
from tests.fixtures.payday import LATER, PAYDAY, Payday, decided_contest, payments_of, states_of
from tests.fixtures.worlds import make_creative, make_user

pytestmark = pytest.mark.django_db

TOMORROW = PAYDAY + timedelta(days=1)


@pytest.fixture
def admin() -> User:
    return make_user("admin", staff_role=StaffRole.ADMIN)


@pytest.fixture
def payee(payday: Payday) -> User:
    """Somebody with a pending payment, beside somebody else."""
    somebody = make_creative()
    decided_contest(somebody, make_creative())
    prepare_disbursements(PAYDAY)
    return somebody


def payment_of(user: User) -> Disbursement:
    return payments_of(user)[-1]


def test_a_held_payment_waits_while_the_others_are_paid(payday: Payday, payee: User, admin: User) -> None:
    hold(admin, payment_of(payee).pk, reason="identity check", until=TOMORROW, now=PAYDAY)

    payday.pay()

    assert states_of(payee) == ["held"]
    assert len(payday.bank.movements("transfer")) == 1
    assert payment_of(payee).reason == "identity check"


def test_a_hold_ends_by_itself(payday: Payday, payee: User, admin: User) -> None:
    hold(admin, payment_of(payee).pk, reason="identity check", until=TOMORROW, now=PAYDAY)

    payday.pay(TOMORROW - timedelta(seconds=1))
    assert states_of(payee) == ["held"]
    payday.pay(TOMORROW)

    assert states_of(payee) == ["sent"]
    assert payment_of(payee).reason == ""


def test_a_hold_can_be_released_earlier(payday: Payday, payee: User, admin: User) -> None:
    hold(admin, payment_of(payee).pk, reason="identity check", until=TOMORROW, now=PAYDAY)
    release_hold(admin, payment_of(payee).pk, now=PAYDAY)

    payday.pay()

    assert states_of(payee) == ["sent"]


def test_each_act_is_kept_with_its_actor(payee: User, admin: User) -> None:
    hold(admin, payment_of(payee).pk, reason="identity check", until=TOMORROW, now=PAYDAY)
    release_hold(admin, payment_of(payee).pk, now=PAYDAY)

    acts = AuditEvent.objects.filter(subject=f"disbursement:{payment_of(payee).pk}").order_by("pk")
    assert [(act.actor, act.act) for act in acts] == [(admin, "payment.hold"), (admin, "payment.release")]
    assert acts[0].reason == "identity check"


@pytest.mark.parametrize(
    ("reason", "until"),
    [
        ("", TOMORROW),
        ("  ", TOMORROW),
        ("check", PAYDAY),
        ("check", PAYDAY - timedelta(days=1)),
        ("check", PAYDAY + timedelta(days=14, seconds=1)),
    ],
)
def test_no_hold_without_a_reason_or_an_end(payee: User, admin: User, reason: str, until: object) -> None:
    with pytest.raises(HoldRefused):
        hold(admin, payment_of(payee).pk, reason=reason, until=until, now=PAYDAY)  # type: ignore[arg-type]
    assert states_of(payee) == ["pending"]


def test_a_payment_that_a_worker_may_have_begun_cannot_be_held(payday: Payday, payee: User, admin: User) -> None:
    Disbursement.objects.filter(pk=payment_of(payee).pk).update(attempts=1, lease_until=PAYDAY + LATER)
    with pytest.raises(HoldRefused):
        hold(admin, payment_of(payee).pk, reason="check", until=TOMORROW, now=PAYDAY)

    payday.pay(PAYDAY + 2 * LATER)
    with pytest.raises(HoldRefused):
        hold(admin, payment_of(payee).pk, reason="check", until=TOMORROW, now=PAYDAY)


def test_only_operators_hold_release_and_ask(payee: User) -> None:
    pk = payment_of(payee).pk
    for stranger in (payee, make_user("auditor", staff_role=StaffRole.AUDITOR), make_user("staff", is_staff=True)):
        with pytest.raises(OperatorOnly):
            hold(stranger, pk, reason="check", until=TOMORROW, now=PAYDAY)
        with pytest.raises(OperatorOnly):
            release_hold(stranger, pk, now=PAYDAY)
        with pytest.raises(OperatorOnly):
            ask_again(stranger, pk, now=PAYDAY)


def test_only_a_held_payment_is_released(payee: User, admin: User) -> None:
    with pytest.raises(HoldRefused):
        release_hold(admin, payment_of(payee).pk, now=PAYDAY)


def test_a_parked_payment_is_asked_about_again_before_anything_is_sent(
    payday: Payday, payee: User, admin: User
) -> None:
    payday.pay()
    Disbursement.objects.filter(pk=payment_of(payee).pk).update(due_state="parked", last_error="odd")
    payday.bank.advance()

    ask_again(admin, payment_of(payee).pk, now=PAYDAY)
    send_due(PAYDAY)

    assert (payment_of(payee).state, payment_of(payee).due_state) == ("paid", "done")
    assert len(payday.bank.movements("transfer")) == 2


def test_a_held_payment_is_not_asked_about(payee: User, admin: User) -> None:
    hold(admin, payment_of(payee).pk, reason="check", until=TOMORROW, now=PAYDAY)
    with pytest.raises(HoldRefused):
        ask_again(admin, payment_of(payee).pk, now=timezone.now())
