"""Real workers are killed in the middle of paying while the broker loses everything; each is paid exactly once."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis
from django.db import connection
from django.utils import timezone

from accounts.models import PayoutAccount
from local.processes import Leader, wait_until
from payouts import ledger
from payouts.models import Disbursement, JournalEntry
from payouts.services.audit import run_checks
from payouts.services.notices import store_notice
from payouts.services.reconcile import reconcile
from tests.fixtures.payday import FLOOR, LATER, decided_contest
from tests.fixtures.rails import NoticeBoard, Posted, SandboxBank
from tests.fixtures.worlds import destination_of, make_creative

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).parents[2]
PAYEES = 60
PATIENCE = 90
"""Seconds after which a wait is given up; it says nothing about how long anything takes."""


class Worker:
    """A Celery worker as `make run` starts one: its own session, two pool processes, and its sweep. No beat."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self.log = log
        command = [sys.executable, "-m", "celery", "-A", "config", "worker", "--concurrency=2", "--without-mingle"]
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [*command, "--loglevel=WARNING"],
                cwd=ROOT,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self.leader = Leader.of(self.process.pid)

    def wait_for(self, is_true: Callable[[], bool]) -> None:
        """Wait for its work to show; a worker that ended by itself fails the test with its last words."""
        ended = wait_until(lambda: is_true() or self.process.poll() is not None, PATIENCE)
        assert ended and is_true(), f"{states()}\n{self.log.read_text()[-3000:]}"

    def kill(self) -> None:
        """SIGKILL for all of its processes at once."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        assert wait_until(lambda: not self.leader.members(), PATIENCE)


@pytest.fixture
def bank(
    start_sandbox_rail: Callable[..., SandboxBank], notice_board: NoticeBoard, settings: object
) -> Iterator[SandboxBank]:
    """A bank whose clock runs, slow enough to be killed in the middle; its notices reach the product."""
    bank = start_sandbox_rail(notice_board, latency_ms=150, settle_ms=300)
    settings.RAILS = {"sandbox": bank.options}  # type: ignore[attr-defined]

    def take(posted: Posted) -> int:
        try:
            store_notice("sandbox", posted.headers, posted.body, timezone.now())
        finally:
            connection.close()
        return 204

    notice_board.respond = take
    yield bank
    notice_board.respond = lambda posted: 204


@pytest.fixture
def start_worker(
    bank: SandboxBank, process_environment: dict[str, str], tmp_path: Path
) -> Iterator[Callable[[], Worker]]:
    workers: list[Worker] = []
    environment = process_environment | {"SANDBOX_RAIL_URL": bank.url, "SANDBOX_RAIL_SECRET": bank.secret}

    def start() -> Worker:
        workers.append(Worker(environment, tmp_path / "worker.log"))
        return workers[-1]

    yield start
    for worker in workers:
        worker.kill()


def states() -> dict[str, int]:
    rows = Disbursement.objects.values_list("state", flat=True)
    found: dict[str, int] = {}
    for state in rows:
        found[state] = found.get(state, 0) + 1
    return found


def let_leases_pass() -> None:
    """The dead cannot be told from the slow but by time: let it pass at once."""
    Disbursement.objects.filter(lease_until__isnull=False).update(lease_until=timezone.now())


def orders(bank: SandboxBank) -> int:
    return len(bank.movements("transfer"))


def test_a_killed_worker_and_a_flushed_broker_pay_each_exactly_once(
    bank: SandboxBank, start_worker: Callable[[], Worker], process_environment: dict[str, str]
) -> None:
    payees = [make_creative() for _ in range(PAYEES)]
    decided_contest(*payees)
    broker = redis.Redis.from_url(process_environment["REDIS_URL"])
    seen = []

    for enough in (1, 25, 45):
        worker = start_worker()
        worker.wait_for(lambda threshold=enough: orders(bank) >= threshold)
        worker.kill()
        broker.flushall()
        seen.append(orders(bank))
        let_leases_pass()
    assert seen[0] < PAYEES, "the first worker was killed in the middle"

    start_worker().wait_for(lambda: states() == {"paid": PAYEES})

    accounts = [destination_of(account) for account in PayoutAccount.objects.filter(user__in=payees)]
    arrived = [(movement["destination"], movement["amount_minor"]) for movement in bank.movements("transfer")]
    assert sorted(arrived) == sorted((account, FLOOR) for account in accounts)
    assert JournalEntry.objects.filter(kind="disbursement").count() == PAYEES
    assert ledger.balance(ledger.account_id("payable:creatives", "EUR")) == 50_000
    assert [check for check in run_checks() if not check.ok] == []
    outcome = reconcile("sandbox", timezone.now() + LATER)
    assert [difference for difference in outcome.differences if difference.direction == "out"] == []
