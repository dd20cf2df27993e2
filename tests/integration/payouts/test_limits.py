"""Which payments need approval: above their rail's limit, or beyond the day's; and who is told, when."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import OutgoingMail, PayoutAccount, User
from local.processes import wait_until
from payouts.errors import HoldRefused
from payouts.models import Disbursement, RailLimit
from payouts.policy import format_money
from payouts.services import preparing
from payouts.services.audit import run_checks
from payouts.services.disbursements import ask_again, hold, prepare_disbursements, release_hold
from tests.fixtures.four_eyes import approve_all, lower_limits, raise_limits
from tests.fixtures.payday import FLOOR, LATER, PAYDAY, Payday, debt_of, decided_contest, payments_of, states_of
from tests.fixtures.worlds import give_account, make_creative
from tests.integration.payouts.test_paying_at_once import all_at_once

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PATIENCE = 20
"""Seconds after which a wait is given up; it says nothing about how long anything takes."""


def decided(count: int) -> list[User]:
    payees = [make_creative() for _ in range(count)]
    decided_contest(*payees)
    return payees


def needing() -> list[bool]:
    """Whether each payment needs approval, in the order in which they were written."""
    return list(Disbursement.objects.order_by("pk").values_list("needs_approval", flat=True))


def test_a_payment_of_just_the_limit_goes_by_itself_and_one_cent_more_does_not(admin: User) -> None:
    lower_limits(admin, above=FLOOR)
    decided(1)
    prepare_disbursements(PAYDAY)
    assert needing() == [False]

    lower_limits(admin, above=FLOOR - 1)
    assert needing() == [True], "it had not left when the limit was lowered"
    decided(1)
    prepare_disbursements(PAYDAY)
    assert needing() == [True, True]


def test_beyond_the_days_limit_the_rest_needs_approval_and_nothing_is_put_off(payday: Payday, admin: User) -> None:
    lower_limits(admin, daily=2 * FLOOR + FLOOR // 2)
    decided(3)
    payday.pay()

    assert sorted(needing()) == [False, False, True]
    assert len(payday.bank.movements("transfer")) == 2
    assert Disbursement.objects.filter(due_state="waiting", due_at__lte=PAYDAY).count() >= 1


def test_what_is_above_the_limit_uses_nothing_of_the_day(admin: User) -> None:
    lower_limits(admin, above=FLOOR, daily=FLOOR)
    contest = decided_contest(make_creative())
    contest.obligations.filter(kind="refund").update(released_at=PAYDAY)
    refund = contest.obligations.get(kind="refund")
    assert refund.amount_minor > FLOOR

    prepare_disbursements(PAYDAY)

    waits = {row.obligation_id: row.needs_approval for row in Disbursement.objects.all()}
    assert len(waits) == 2
    assert [debt for debt, needs in waits.items() if needs] == [refund.pk]


def test_the_next_day_begins_anew_in_utc(admin: User) -> None:
    lower_limits(admin, daily=FLOOR)
    midnight = (PAYDAY + DAY).replace(hour=0, minute=0, second=0, microsecond=0)
    for moment in (midnight - timedelta(seconds=2), midnight - timedelta(seconds=1), midnight):
        decided(1)
        prepare_disbursements(moment)

    assert needing() == [False, True, False]


def test_batches_share_the_day(admin: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "BATCH", 2)
    lower_limits(admin, daily=3 * FLOOR)
    decided(5)

    prepare_disbursements(PAYDAY)

    assert sorted(needing()) == [False, False, False, True, True]


def test_a_lowered_daily_limit_counts_what_has_left_first(payday: Payday, admin: User) -> None:
    decided(2)
    payday.pay()
    decided(2)
    prepare_disbursements(PAYDAY)

    lower_limits(admin, daily=3 * FLOOR)

    assert sorted(needing()) == [False, False, False, True]
    assert set(Disbursement.objects.filter(state="sent").values_list("needs_approval", flat=True)) == {False}


def test_raising_a_limit_lets_nothing_go_that_waits(payday: Payday, admin: User, second_admin: User) -> None:
    lower_limits(admin, above=FLOOR - 1)
    (payee,) = decided(1)
    prepare_disbursements(PAYDAY)

    raise_limits(admin, second_admin)
    payday.pay()

    assert states_of(payee) == ["pending"]
    assert payday.bank.movements() == []


def test_an_unapproved_payment_is_neither_claimed_nor_asked_about(payday: Payday, admin: User) -> None:
    lower_limits(admin, above=FLOOR - 1)
    (payee,) = decided(1)

    payday.pay()
    payday.pay(PAYDAY + LATER)

    (payment,) = payments_of(payee)
    assert (payment.state, payment.attempts, payment.fence) == ("pending", 0, 0)
    assert payday.bank.movements() == []
    with pytest.raises(HoldRefused):
        ask_again(admin, payment.pk, now=PAYDAY)


def test_a_hold_is_no_way_around_it(payday: Payday, admin: User) -> None:
    lower_limits(admin, above=FLOOR - 1)
    (payee,) = decided(1)
    prepare_disbursements(PAYDAY)
    (payment,) = payments_of(payee)

    hold(admin, payment.pk, reason="look", until=PAYDAY + DAY, now=PAYDAY)
    release_hold(admin, payment.pk, now=PAYDAY)
    payday.pay(PAYDAY + LATER)

    assert states_of(payee) == ["pending"]
    assert payday.bank.movements() == []


def test_an_account_that_is_replaced_while_it_waits_takes_the_debt_along(
    payday: Payday, admin: User, second_admin: User
) -> None:
    lower_limits(admin, above=FLOOR - 1)
    (payee,) = decided(1)
    prepare_disbursements(PAYDAY)
    PayoutAccount.objects.filter(user=payee).update(retired_at=PAYDAY)
    give_account(payee, "FR7630006000011234567890999")

    payday.pay()
    assert states_of(payee) == ["rejected", "pending"]
    assert needing() == [True, True], "the other account is a new thing to look at"
    approve_all(admin, second_admin)
    payday.pay()

    assert states_of(payee) == ["rejected", "sent"]
    assert payday.paid_out() == {"FR7630006000011234567890999": FLOOR}


def test_admins_are_told_at_once_and_every_day(admin: User, second_admin: User) -> None:
    second_admin.locale = "fr"
    second_admin.save()
    lower_limits(admin, above=FLOOR - 1)

    def told(who: User) -> list[OutgoingMail]:
        return list(OutgoingMail.objects.filter(to=who, template="payout_needs_approval").order_by("pk"))

    decided(2)
    for _ in range(3):
        prepare_disbursements(PAYDAY)
    assert [len(told(who)) for who in (admin, second_admin)] == [1, 1]
    assert told(second_admin)[0].context["amount"] == format_money(2 * FLOOR, "EUR", "fr")
    assert told(admin)[0].context["count"] == 2

    decided(1)
    prepare_disbursements(PAYDAY)
    assert len(told(admin)) == 2, "a new one"
    noon = (PAYDAY + DAY).replace(hour=12)
    for moment in (noon, noon + timedelta(hours=1)):
        prepare_disbursements(moment)
    assert len(told(admin)) == 3, "once a day"
    approve_all(admin, second_admin)
    prepare_disbursements(PAYDAY + 3 * DAY)
    assert len(told(admin)) == 3, "nothing waits any more"


def test_nobody_else_is_told(admin: User) -> None:
    lower_limits(admin, above=FLOOR - 1)
    decided(1)
    prepare_disbursements(PAYDAY)

    assert set(OutgoingMail.objects.filter(template="payout_needs_approval").values_list("to", flat=True)) == {admin.pk}


def test_what_waits_past_its_day_turns_the_audit_red_and_says_why(admin: User, second_admin: User) -> None:
    lower_limits(admin, above=FLOOR - 1)
    (payee,) = decided(1)
    prepare_disbursements(PAYDAY)
    overdue = debt_of(payee).pay_by + timedelta(seconds=1)

    def check() -> tuple[bool, str]:
        (found,) = [one for one in run_checks(now=overdue) if one.name == "nothing_silently_overdue"]
        return found.ok, found.detail

    assert [one for one in run_checks(now=PAYDAY) if not one.ok] == []
    ok, detail = check()
    assert not ok
    assert "waits for an approval" in detail
    approve_all(admin, second_admin)
    assert "waits for an approval" not in check()[1]


@pytest.mark.django_db(transaction=True)
def test_preparers_at_once_never_use_the_same_rest_of_a_day(payday: Payday, admin: User) -> None:
    lower_limits(admin, daily=3 * FLOOR)
    for _ in range(4):
        decided(2)

    all_at_once(*[lambda: prepare_disbursements(PAYDAY)] * 4)

    assert sorted(needing()) == [False] * 3 + [True] * 5


@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_what_an_unlocked_look_would_let_through(
    admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    lower_limits(admin, daily=FLOOR)
    decided(1), decided(1)
    monkeypatch.setattr(preparing, "BATCH", 1)
    monkeypatch.setattr(preparing, "lock_limits", lambda places: list(RailLimit.objects.all()))

    def prepare_elsewhere() -> str:
        try:
            preparing._prepare_batch(PAYDAY)
        except DatabaseError as refusal:
            return str(refusal)
        finally:
            connection.close()
        return "went through"

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            assert preparing._prepare_batch(PAYDAY) == 1
            other = pool.submit(prepare_elsewhere)
            assert wait_until(is_somebody_waiting, PATIENCE)
        assert "they need approval" in other.result()
    assert needing() == [False]


def is_somebody_waiting() -> bool:
    """Whether any connection waits for a lock of another's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


def test_a_payment_sent_under_an_earlier_limit_is_still_asked_about(payday: Payday, admin: User) -> None:
    (payee,) = decided(1)
    payday.pay()
    payday.bank.advance()

    lower_limits(admin, above=0, daily=0)
    payday.pay(PAYDAY + LATER)

    assert states_of(payee) == ["paid"]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
