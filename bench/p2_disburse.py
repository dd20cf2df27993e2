"""P2: disbursing: claim, call the rail, record, for thousands of payouts on a rail that answers in 20 ms.

The limit is concurrency ÷ latency: so many calls in the air, each as long as the rail takes, and nothing else. Once
with a rail within the process that does nothing but wait, so that all the rest is ours; and once over HTTP with the
sandbox bank, against the same orders sent from as many threads with nothing around them.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from accounts.models import PayoutAccount, StaffRole, User
from bench.tables import Result, Stopwatch
from bench.worlds import NOW, World, analyze, decide
from duerows.clock import database_now
from duerows.models import DueState
from payouts.models import Disbursement, DisbursementState
from payouts.rails.base import RailAnswer, RailStatus, TransferRequest
from payouts.rails.registry import get_rail
from payouts.services import sending, settling
from payouts.services.controls import change_limits, confirm_proposal
from payouts.services.disbursements import prepare_disbursements, send_due

SHORTLISTED = 10
LATENCY = 0.020
SECRET = "a-secret-for-the-bench"
PLENTY = 10**12


def run(*, payouts: int, rounds: int) -> list[Result]:
    """`rounds` times `payouts` divided among them, with either rail in turn."""
    _raise_limits()
    part = payouts // rounds
    waiting, ideal, over_http, bare = Stopwatch(), sending.SLOTS / LATENCY, Stopwatch(), Stopwatch()
    with _bank() as options:
        for _ in range(rounds):
            _prepare(part)
            with patch.object(sending, "get_rail", lambda name: WAITING):
                waiting.time(part, lambda: _send_all(part))
            _prepare(part)
            with patch.object(settings, "RAILS", {"sandbox": options}):
                over_http.time(part, lambda: _send_all(part))
                bare.time(part, lambda: _send_bare(part))
            _end_all()
    unit = "payouts/s"
    return [
        Result("P2", f"disburse, {sending.SLOTS} slots", waiting.rate, ideal, unit, "slots ÷ 20 ms", 0.8),
        Result("P2", "disburse over HTTP", over_http.rate, bare.rate, unit, "the bare calls", 0.8),
        Result("P2", "the bare calls over HTTP", bare.rate, ideal, unit, "slots ÷ 20 ms"),
    ]


class WaitingRail:
    """A rail that takes its time and says that the money has arrived."""

    def send_transfer(self, request: TransferRequest) -> RailAnswer:
        time.sleep(LATENCY)
        return RailAnswer(RailStatus.PAID, "bench", "", request.amount_minor, request.currency)


WAITING: Any = WaitingRail()


def _raise_limits() -> None:
    """Two people let the bench's payments go by themselves."""
    first, second = (
        User.objects.create(email=f"{uuid4().hex}@bench.example", staff_role=StaffRole.ADMIN) for _ in range(2)
    )
    asked = change_limits(
        first, "sandbox", "EUR", approval_above_minor=PLENTY, daily_limit_minor=PLENTY, reason="bench", now=NOW
    )
    confirm_proposal(second, asked.pk, now=NOW)


def _prepare(count: int) -> None:
    """So many pending payments, of real debts."""
    world = World()
    PayoutAccount.objects.bulk_create(_account(pk) for pk in world.people)
    contests = -(-count // SHORTLISTED)
    ids = world.contests(contests, entries=SHORTLISTED, shortlisted=SHORTLISTED, state="judging", lapses_at=NOW)
    for start in range(0, len(ids), 500):
        with transaction.atomic():
            decide(ids[start : start + 500])
            settling.settle_contests(ids[start : start + 500], now=NOW)
    assert prepare_disbursements(database_now()) >= count
    analyze()


def _account(user_id: int) -> PayoutAccount:
    account = PayoutAccount(user_id=user_id, holder_name="Bench", created_at=NOW, takes_effect_at=NOW)
    account.seal(f"FR76{user_id:023d}")
    return account


def _send_all(count: int) -> None:
    """As one worker does, visit after visit; not so long that what was accepted is asked about."""
    left = Disbursement.objects.filter(state=DisbursementState.PENDING, attempts=0)
    for _ in range(count):
        if not left.exists():
            return
        send_due(database_now(), batches=40)
    raise AssertionError("some payments never left")


def _end_all() -> None:
    """Nothing is asked about later, while something else is measured."""
    Disbursement.objects.filter(due_state=DueState.WAITING).update(due_state=DueState.DONE)


def _order() -> TransferRequest:
    return TransferRequest(f"bare:{uuid4()}", 16828, "EUR", "FR7630006000011234567890189", "bench")


def _send_bare(count: int) -> None:
    rail, orders = get_rail("sandbox"), [_order() for _ in range(count)]
    with ThreadPoolExecutor(sending.SLOTS) as pool:
        answers = list(pool.map(rail.send_transfer, orders))
    assert all(answer.status == RailStatus.ACCEPTED for answer in answers)


@contextmanager
def _bank() -> Iterator[dict[str, Any]]:
    """A sandbox bank that answers in 20 ms; yields its options."""
    with tempfile.TemporaryDirectory() as folder:
        arguments = {
            "port": "0",
            "book": str(Path(folder) / "book.sqlite"),
            "secret": SECRET,
            "latency-ms": str(int(LATENCY * 1000)),
            "settle-ms": "3600000",
        }
        command = [sys.executable, "-m", "payouts.rails.sandbox.service"]
        command += [word for name, value in arguments.items() for word in (f"--{name}", value)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            url = process.stdout.readline().split()[1]
            try:
                yield {"url": url, "secret": SECRET, "timeout_seconds": 20}
            finally:
                process.terminate()
