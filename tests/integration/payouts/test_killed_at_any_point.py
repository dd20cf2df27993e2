"""A worker's process is killed by SIGKILL before or after each commit, publication and call of paying one by one.

Over the sandbox and over Stripe. Whoever comes next finishes, and each is paid once by the bank's own book. As in
`test_crash_points` and `test_file_crash_points`, where the dying is an exception; here the process really goes, with
its sessions and connections in whatever state they are.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from duerows import doorbell
from payouts.models import JournalEntry
from payouts.rails.sandbox.client import SandboxRail
from payouts.rails.stripe.client import StripeRail
from payouts.services import preparing, recording, sending
from payouts.services.audit import run_checks
from payouts.services.disbursements import prepare_disbursements, send_due
from payouts.services.reconcile import reconcile
from tests.fixtures.forks import kill_oneself, run_in_a_fork
from tests.fixtures.payday import Payday, decided_contest, states_of
from tests.fixtures.stripe_money import StripeMoney
from tests.fixtures.worlds import make_creative

pytestmark = pytest.mark.django_db(transaction=True)

KILLED = -9
PAYEES = 2
PLENTY = 10_000_000
STEP = timedelta(hours=6)
"""So much later does the next worker come: everybody's lease is over, and whatever waits to be asked about is due."""

POINTS: list[tuple[Any, str]] = [
    (preparing, "_prepare_batch"),  # before it begins, and after its commit
    (preparing, "ask_for_accounts"),
    (doorbell, "_send"),  # the publication
    (sending, "claim"),  # before, and after its commit
    (sending, "load_outgoing"),
    ("rail", "send_transfer"),  # before the call, and after it and before the recording
    ("rail", "fetch_transfer"),
    (sending, "record_outcomes"),  # before it begins, and after its commit
    (recording, "_write_rows"),
    (recording, "_book_payments"),
    (recording, "_tell_payees"),  # the last before the commit
]
RAILS = {"sandbox": SandboxRail, "stripe": StripeRail}


class Books:
    """What the test asks of either bank: whom it pays, its own count, and that time passes there."""

    def __init__(self, rail: str, request: pytest.FixtureRequest) -> None:
        self.rail = rail
        if rail == "sandbox":
            self.sandbox: Payday = request.getfixturevalue("payday")
            self.payees = [make_creative() for _ in range(PAYEES)]
        else:
            self.stripe: StripeMoney = request.getfixturevalue("stripe_money")
            self.stripe.fake.top_up(PLENTY)
            self.payees = [make_creative(payout_account=False) for _ in range(PAYEES)]
            for payee in self.payees:
                self.stripe.sign_up(payee)

    def advance(self) -> None:
        if self.rail == "sandbox":
            self.sandbox.bank.advance()

    def cast_doubt(self) -> None:
        """Something will be left to ask about: the sandbox takes its time in any case."""
        if self.rail == "stripe":
            self.stripe.fake.arm("error_after", "POST /v1/transfers")

    def amounts(self) -> list[int]:
        if self.rail == "sandbox":
            return [one["amount_minor"] for one in self.sandbox.bank.movements("transfer")]
        return [one["amount"] for one in self.stripe.fake.objects("transfer")]


@pytest.fixture(params=list(RAILS))
def books(request: pytest.FixtureRequest) -> Iterator[Books]:
    yield Books(request.param, request)


def dying(step: Callable[..., Any], *, before: bool) -> Callable[..., Any]:
    """The step with the process's death before or after it."""

    def die(*arguments: Any, **named: Any) -> Any:
        if before:
            kill_oneself()
        step(*arguments, **named)
        kill_oneself()

    return die


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize(("where", "name"), POINTS, ids=[name for _, name in POINTS])
def test_a_sigkill_at_any_point_pays_each_exactly_once(books: Books, where: Any, name: str, before: bool) -> None:
    decided_contest(*books.payees)
    place = RAILS[books.rail] if where == "rail" else where
    if name == "fetch_transfer":
        books.cast_doubt()
    start = timezone.now()

    def worker(step: Callable[[datetime], Any], now: datetime, *, is_mortal: bool) -> int:
        def work() -> None:
            if is_mortal:
                setattr(place, name, dying(getattr(place, name), before=before))
            step(now)

        return run_in_a_fork(work)

    ends = []
    steps = [prepare_disbursements, send_due, send_due, prepare_disbursements, send_due]
    for number, step in enumerate([*steps, books.advance, send_due, send_due]):
        if step == books.advance:
            books.advance()
        else:
            ends.append(worker(step, start + number * STEP, is_mortal=KILLED not in ends))

    assert sorted(ends) == [KILLED] + [0] * (len(ends) - 1)
    assert [states_of(payee) for payee in books.payees] == [["paid"]] * PAYEES
    assert len(books.amounts()) == JournalEntry.objects.filter(kind="disbursement").count() == PAYEES
    assert not [one for one in reconcile(books.rail, start + 9 * STEP).differences if one.direction == "out"]
    assert [check for check in run_checks(now=start) if not check.ok] == []
