"""A worker dies before or after each step of paying in turn; whoever comes next finishes, and each is paid once.

The dying is an exception that no code of ours catches, so that nothing after it runs, as after SIGKILL; the database
rolls back what was not committed. Real processes are killed in `tests/faults`.
"""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import PayoutAccount
from payouts.models import JournalEntry
from payouts.rails.sandbox.client import SandboxRail
from payouts.services import notices, preparing, recording, sending
from payouts.services.audit import run_checks
from payouts.services.disbursements import prepare_disbursements, send_due
from payouts.services.notices import process_notices, store_notice
from tests.fixtures.payday import FLOOR, LATER, PAYDAY, Payday, decided_contest, states_of
from tests.fixtures.worlds import destination_of, make_creative

pytestmark = pytest.mark.django_db

STEPS: list[tuple[Any, str]] = [
    (preparing, "_prepare_batch"),
    (preparing, "ask_for_accounts"),
    (sending, "release_expired_holds"),
    (sending, "claim"),
    (sending, "load_outgoing"),
    (SandboxRail, "send_transfer"),
    (SandboxRail, "fetch_transfer"),
    (sending, "record_outcomes"),
    (recording, "_write_rows"),
    (recording, "_book_payments"),
    (recording, "_mark_obligations"),
    (recording, "_tell_payees"),
    (notices, "lock_outgoing"),
    (notices, "record_outcomes"),
    (notices, "_park"),
]


class Killed(BaseException):
    """Not an Exception: no handler of the product's sees it."""


def dying(step: Callable[..., Any], *, before: bool) -> Callable[..., Any]:
    """The step with a death before or after it, the first time only."""
    alive = [True]

    def die_once(*arguments: Any, **named: Any) -> Any:
        if alive and before:
            alive.clear()
            raise Killed
        result = step(*arguments, **named)
        if alive:
            alive.clear()
            raise Killed
        return result

    return die_once


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize(("where", "name"), STEPS, ids=[name for _, name in STEPS])
def test_a_death_at_any_step_pays_each_exactly_once(
    payday: Payday, monkeypatch: pytest.MonkeyPatch, where: Any, name: str, before: bool
) -> None:
    payees = [make_creative() for _ in range(3)]
    decided_contest(*payees)
    monkeypatch.setattr(where, name, dying(getattr(where, name), before=before))

    def hear_all() -> None:
        # The bank delivers a notice until it is answered.
        for posted in payday.bank.board.wait_for(3):
            store_notice("sandbox", posted.headers, posted.body, timezone.now())

    course: list[Callable[[], Any]] = [
        lambda: prepare_disbursements(PAYDAY),
        lambda: send_due(PAYDAY),
        lambda: send_due(PAYDAY + LATER),
        lambda: prepare_disbursements(PAYDAY + LATER),
        lambda: send_due(PAYDAY + 2 * LATER),
        payday.bank.advance,
        hear_all,
        lambda: process_notices(timezone.now() + LATER),
        lambda: process_notices(timezone.now() + 2 * LATER),
        lambda: send_due(PAYDAY + 5 * LATER),
        lambda: send_due(PAYDAY + 6 * LATER),
    ]
    deaths = 0
    for step in course:
        try:
            step()
        except Killed:
            deaths += 1

    assert deaths == 1
    assert [states_of(payee) for payee in payees] == [["paid"]] * 3
    accounts = [destination_of(account) for account in PayoutAccount.objects.filter(user__in=payees)]
    assert payday.paid_out() == dict.fromkeys(accounts, FLOOR)
    assert len(payday.bank.movements("transfer")) == 3
    assert JournalEntry.objects.filter(kind="disbursement").count() == 3
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert [check for check in run_checks(now=PAYDAY) if not check.ok] == []
