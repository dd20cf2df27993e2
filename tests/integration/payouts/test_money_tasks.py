"""The doorbells: each wakes its service and says how much was done; the daily audit says whether all is well."""

import pytest
from structlog.testing import capture_logs

from payouts import tasks
from payouts.models import Disbursement
from tests.fixtures.payday import Payday, decided_contest, states_of
from tests.fixtures.worlds import make_creative

pytestmark = pytest.mark.django_db


def test_rung_in_turn_they_pay(payday: Payday) -> None:
    payee = make_creative()
    decided_contest(payee)

    assert tasks.settle_deposits() == 0
    assert tasks.prepare_disbursements() == 1
    assert tasks.send_due_disbursements() == 1
    payday.bank.advance()
    payday.bank.board.wait_for(1)
    assert tasks.process_notices() == 0, "nobody has taken the notice in yet"
    assert states_of(payee) == ["sent"]


def test_the_daily_audit_is_content_with_honest_books_only(payday: Payday) -> None:
    # Without any deposit at the bank: reconciling must find what the world made up.
    assert tasks.daily_audit() is True
    decided_contest(make_creative())
    assert tasks.daily_audit() is False


def test_the_daily_audit_tells_of_what_waits_for_a_person(payday: Payday) -> None:
    decided_contest(make_creative())
    tasks.prepare_disbursements()
    Disbursement.objects.update(due_state="parked", last_error="the rail is odd")

    with capture_logs() as logs:
        assert tasks.daily_audit() is False
    told = [(log["event"], log.get("check", log.get("rail"))) for log in logs]
    assert told == [("audit_failed", "nothing_stuck"), ("reconcile_differs", "sandbox")]
