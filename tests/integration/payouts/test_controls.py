"""Switches and limits: stricter at once by any admin, looser only by two, and every change kept with its reason."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from accounts.models import OutgoingMail, StaffRole, User
from payouts.errors import ControlRefused, FourEyesNeeded, OperatorOnly
from payouts.models import ControlChange, ControlProposal, RailControl, RailLimit
from payouts.models.control_guards import FIRST_APPROVAL_ABOVE, FIRST_DAILY_LIMIT
from payouts.services.controls import (
    change_limits,
    confirm_proposal,
    propose_start,
    stop_rail,
    withdraw_proposal,
)
from tests.fixtures.four_eyes import lower_limits, raise_limits
from tests.fixtures.payday import PAYDAY, Payday
from tests.fixtures.worlds import make_creative, make_user
from tests.integration.payouts.test_paying_at_once import all_at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("payday")]
LATER = PAYDAY + timedelta(hours=1)


def limits() -> tuple[int, int]:
    row = RailLimit.objects.get(rail="sandbox", currency="EUR")
    return row.approval_above_minor, row.daily_limit_minor


def ask_for(actor: User, above: int, daily: int) -> object:
    return change_limits(
        actor, "sandbox", "EUR", approval_above_minor=above, daily_limit_minor=daily, reason="growth", now=PAYDAY
    )


def test_lowering_is_immediate_and_kept(admin: User) -> None:
    lower_limits(admin, above=10_000, daily=20_000)

    assert limits() == (10_000, 20_000)
    change = ControlChange.objects.get()
    assert (change.kind, change.actor, change.second, change.reason) == ("lowered", admin, None, "a test")
    assert (change.above_before, change.above_after) == (FIRST_APPROVAL_ABOVE, 10_000)
    assert (change.daily_before, change.daily_after) == (FIRST_DAILY_LIMIT, 20_000)


def test_raising_needs_somebody_else(admin: User, second_admin: User) -> None:
    asked = ask_for(admin, FIRST_APPROVAL_ABOVE + 1, FIRST_DAILY_LIMIT)
    assert isinstance(asked, ControlProposal)
    assert limits() == (FIRST_APPROVAL_ABOVE, FIRST_DAILY_LIMIT)
    with pytest.raises(FourEyesNeeded):
        confirm_proposal(admin, asked.pk, now=PAYDAY)

    confirm_proposal(second_admin, asked.pk, now=LATER)

    assert limits() == (FIRST_APPROVAL_ABOVE + 1, FIRST_DAILY_LIMIT)
    change = ControlChange.objects.get()
    assert (change.kind, change.actor, change.second, change.at) == ("raised", admin, second_admin, LATER)


def test_one_limit_up_and_one_down_is_a_proposal(admin: User) -> None:
    assert isinstance(ask_for(admin, FIRST_APPROVAL_ABOVE + 1, 0), ControlProposal)
    assert limits() == (FIRST_APPROVAL_ABOVE, FIRST_DAILY_LIMIT)


def test_a_lowering_overtakes_what_was_proposed_before(admin: User, second_admin: User) -> None:
    asked = ask_for(admin, FIRST_APPROVAL_ABOVE + 1, FIRST_DAILY_LIMIT)
    lower_limits(second_admin, above=10_000)

    with pytest.raises(ControlRefused):
        confirm_proposal(second_admin, asked.pk, now=LATER)
    assert limits() == (10_000, FIRST_DAILY_LIMIT)


def test_two_proposals_do_not_wait_side_by_side(admin: User, second_admin: User) -> None:
    asked = ask_for(admin, FIRST_APPROVAL_ABOVE + 1, FIRST_DAILY_LIMIT)
    with pytest.raises(ControlRefused):
        ask_for(second_admin, FIRST_APPROVAL_ABOVE + 2, FIRST_DAILY_LIMIT)
    withdraw_proposal(second_admin, asked.pk, now=LATER)
    assert isinstance(ask_for(second_admin, FIRST_APPROVAL_ABOVE + 2, FIRST_DAILY_LIMIT), ControlProposal)


def test_currencies_have_limits_of_their_own(admin: User) -> None:
    lower_limits(admin, above=1)
    change_limits(
        admin, "sandbox", "JPY", approval_above_minor=2, daily_limit_minor=3, reason="small market", now=PAYDAY
    )
    assert limits()[0] == 1
    assert set(RailLimit.objects.values_list("currency", "approval_above_minor")) == {("EUR", 1), ("JPY", 2)}


def test_stopping_is_immediate_and_told(admin: User, second_admin: User) -> None:
    stop_rail(admin, "sandbox", reason=" The bank reports a breach. ", now=PAYDAY)

    control = RailControl.objects.get()
    assert (control.stopped_at, control.stopped_by, control.reason) == (PAYDAY, admin, "The bank reports a breach.")
    told = OutgoingMail.objects.filter(template="rail_stopped").values_list("to", flat=True)
    assert set(told) == {admin.pk, second_admin.pk}


def test_starting_again_needs_somebody_else(admin: User, second_admin: User) -> None:
    stop_rail(admin, "sandbox", reason="A breach.", now=PAYDAY)
    asked = propose_start(second_admin, "sandbox", reason="It was a false alarm.", now=PAYDAY)
    with pytest.raises(FourEyesNeeded):
        confirm_proposal(second_admin, asked.pk, now=PAYDAY)
    assert RailControl.objects.get().stopped_at == PAYDAY

    confirm_proposal(admin, asked.pk, now=LATER)

    assert RailControl.objects.get().stopped_at is None
    kept = ControlChange.objects.order_by("pk").values_list("kind", "actor", "second", "reason")
    assert list(kept) == [
        ("stopped", admin.pk, None, "A breach."),
        ("started", second_admin.pk, admin.pk, "It was a false alarm."),
    ]


def test_what_makes_no_sense_is_refused(admin: User) -> None:
    refused: list[Callable[[], object]] = [
        lambda: stop_rail(admin, "sandbox", reason="  ", now=PAYDAY),
        lambda: stop_rail(admin, "no-such-rail", reason="why", now=PAYDAY),
        lambda: propose_start(admin, "sandbox", reason="why", now=PAYDAY),
        lambda: ask_for(admin, FIRST_APPROVAL_ABOVE, FIRST_DAILY_LIMIT),
        lambda: ask_for(admin, -1, FIRST_DAILY_LIMIT),
        lambda: change_limits(
            admin, "sandbox", "euro", approval_above_minor=1, daily_limit_minor=1, reason="why", now=PAYDAY
        ),
    ]
    for attempt in refused:
        with pytest.raises(ControlRefused):
            attempt()
    stop_rail(admin, "sandbox", reason="why", now=PAYDAY)
    with pytest.raises(ControlRefused):
        stop_rail(admin, "sandbox", reason="again", now=PAYDAY)
    assert ControlChange.objects.count() == 1


def test_only_admins_touch_the_controls(admin: User) -> None:
    stop_rail(admin, "sandbox", reason="why", now=PAYDAY)
    asked = propose_start(admin, "sandbox", reason="why", now=PAYDAY)
    dismissed = make_user("dismissed", staff_role=StaffRole.ADMIN, is_active=False)
    for stranger in (make_creative(), make_user("auditor", staff_role=StaffRole.AUDITOR), dismissed):
        for attempt in (
            lambda who=stranger: stop_rail(who, "sandbox", reason="why", now=PAYDAY),
            lambda who=stranger: propose_start(who, "sandbox", reason="why", now=PAYDAY),
            lambda who=stranger: ask_for(who, 1, 1),
            lambda who=stranger: confirm_proposal(who, asked.pk, now=PAYDAY),
            lambda who=stranger: withdraw_proposal(who, asked.pk, now=PAYDAY),
        ):
            with pytest.raises(OperatorOnly):
                attempt()


@pytest.mark.django_db(transaction=True)
def test_two_who_confirm_at_once_change_it_once(admin: User, second_admin: User, payday: Payday) -> None:
    third = make_user("third", staff_role=StaffRole.ADMIN)
    asked = ask_for(admin, FIRST_APPROVAL_ABOVE + 1, FIRST_DAILY_LIMIT)
    assert isinstance(asked, ControlProposal)

    def confirm(who: User) -> bool:
        try:
            confirm_proposal(who, asked.pk, now=LATER)
        except ControlRefused:
            return False
        return True

    assert sorted(all_at_once(lambda: confirm(second_admin), lambda: confirm(third))) == [False, True]
    assert ControlChange.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_stop_wins_over_a_start_that_is_confirmed_at_the_same_time(
    admin: User, second_admin: User, payday: Payday
) -> None:
    stop_rail(admin, "sandbox", reason="why", now=PAYDAY)
    asked = propose_start(admin, "sandbox", reason="why", now=PAYDAY)

    def attempt(act: Callable[[], object]) -> bool:
        try:
            act()
        except ControlRefused:
            return False
        return True

    all_at_once(
        lambda: attempt(lambda: confirm_proposal(second_admin, asked.pk, now=LATER)),
        lambda: attempt(lambda: stop_rail(admin, "sandbox", reason="again", now=LATER)),
    )
    last = ControlChange.objects.latest("pk").kind
    assert (RailControl.objects.get().stopped_at is None) == (last == "started")


def test_a_raised_limit_stands_for_what_comes_later(admin: User, second_admin: User) -> None:
    row = raise_limits(admin, second_admin)
    assert row.change is not None
    assert row.change.second == second_admin
