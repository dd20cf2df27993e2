"""Everything that runs in a storm, put together: the banks, the post and the wires to them, workers and beat."""

from django.conf import settings
from django.utils import timezone

from payouts.models import BankFeed
from tests.faults.storm.banks import Bank, SandboxBank
from tests.faults.storm.engines import Ground
from tests.faults.storm.patience import patient
from tests.faults.storm.post import ROUGH, Postman
from tests.faults.storm.processes import Program, start_beat, start_worker
from tests.faults.storm.sepa_bank import SepaBank
from tests.faults.storm.stripe_bank import StripeBank
from tests.faults.storm.wire import CuttingProxy

ANSWERS_CUT = {"sandbox": 0.01, "stripe": 0.01, "sepa": 0.0005}
"""The chance for each four kilobytes of an answer. The mailbox of the bank that takes files is read as a whole."""

TROUBLE = 0.01
DAY = 86_400
QUEUES = ("prompt", "prompt", "slow")
CLOCKS_OFF = (DAY, -DAY, 0)
"""By how many seconds each worker's own clock is wrong in a storm. The database's decides."""


class Scene:
    """The banks run from the beginning; workers and beat once `start_product` is called. In fair weather nothing breaks
    by itself.
    """

    def __init__(self, ground: Ground, seed: int, *, is_fair: bool = False) -> None:
        self.ground, self._seed, self._is_fair = ground, seed, is_fair
        self.post = Postman(seed, {} if is_fair else ROUGH)
        self.sandbox = SandboxBank(ground, self.post.url)
        self.stripe = StripeBank(ground, self.post.url)
        self.sepa = SepaBank(ground)
        self.banks: tuple[Bank, ...] = (self.sandbox, self.stripe, self.sepa)
        self.wires: list[CuttingProxy] = []
        self.workers: list[Program] = []
        self._programs: list[Program] = list(self.banks)
        settings.RAILS = {bank.rail: bank.options for bank in self.banks}

    def start_product(self) -> None:
        for bank in self.banks:
            chance = 0 if self._is_fair else ANSWERS_CUT[bank.rail]
            wire = CuttingProxy(bank.address, chance=chance, seed=self._seed)
            self.wires.append(wire)
            self.ground.environment |= bank.variables(wire.port)
        if not self._is_fair:
            for number, kind in enumerate(("timeout_after_accepting", "error_500_after_accepting", "error_500")):
                self.sandbox.arm(kind=kind, probability=TROUBLE, seed=self._seed + number)
        off = (0, 0, 0) if self._is_fair else CLOCKS_OFF
        for number, (queue, seconds) in enumerate(zip(QUEUES, off, strict=True)):
            self.workers.append(start_worker(self.ground, number, queue, clock_off=seconds))
        self._programs += [*self.workers, start_beat(self.ground)]

    @patient
    def tick(self) -> None:
        """Time passes at the banks, and with it the minute after which the product looks for their reports again."""
        for bank in self.banks:
            bank.tick()
        BankFeed.objects.update(due_at=timezone.now())

    def restart_the_dead(self) -> None:
        """A worker that ended by itself is started again, as a supervisor would."""
        for worker in self.workers:
            if not worker.is_alive():
                worker.kill()
                worker.start()

    @property
    def cuts(self) -> int:
        """Answers that were cut off."""
        return sum(wire.cuts for wire in self.wires)

    def close(self) -> None:
        for program in reversed(self._programs):
            program.kill()
        for wire in self.wires:
            wire.close()
        self.post.close()
