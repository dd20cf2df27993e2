"""Every worker sweeps: threads in its main process work off whatever its queues are for, without broker or beat.

Normally beat's pokes come first and the sweep finds nothing. With the broker gone, it alone keeps deadlines and payouts
going; rows are claimed with SKIP LOCKED, so any number of sweepers and tasks may run at once.
"""

import threading

import structlog
from celery import Celery
from celery.signals import worker_ready, worker_shutting_down
from django.db import close_old_connections

log = structlog.get_logger(__name__)


class Sweeper(threading.Thread):
    """Calls each sweep in turn, forever, with a pause of `seconds` between rounds."""

    def __init__(self, app: Celery, sweeps: list[str], seconds: float) -> None:
        super().__init__(name="sweeper", daemon=True)
        self.app, self.sweeps, self.seconds = app, sweeps, seconds
        self.stopping = threading.Event()

    def run(self) -> None:
        """Sweep until asked to stop."""
        while not self.stopping.wait(self.seconds):
            for name in self.sweeps:
                self._sweep(name)

    def _sweep(self, name: str) -> None:
        close_old_connections()
        try:
            self.app.tasks[name].run()
        except Exception:
            log.exception("sweep_failed", task=name)
        finally:
            close_old_connections()

    def stop(self) -> None:
        """Let the round under way finish, and start no other."""
        self.stopping.set()


def install(app: Celery, queue: str, sweeps: list[str], seconds: float) -> None:
    """Start a sweeper in every worker that takes this queue, once it is ready, and stop it when it shuts down."""
    running: list[Sweeper] = []

    def start(**_: object) -> None:
        if queue not in app.amqp.queues.consume_from:
            return
        running.append(Sweeper(app, sweeps, seconds))
        running[-1].start()

    def stop(**_: object) -> None:
        for sweeper in running:
            sweeper.stop()

    worker_ready.connect(start, weak=False)
    worker_shutting_down.connect(stop, weak=False)
