"""What takes long has a queue of its own: no image, paper or slow server keeps a payment waiting."""

from collections.abc import Callable

import pytest
from celery import Celery
from celery.signals import worker_ready, worker_shutting_down

from config import sweeper
from config.celery import MEDIA_SWEEPS, PROMPT, PROMPT_SWEEPS, REMOTE_SWEEPS, SLOW, app
from local.testbed import Testbed

QUEUES = (PROMPT, SLOW)


@pytest.fixture
def empty_queues(engines: Testbed) -> None:
    with app.connection_for_write() as connection:
        for queue in app.amqp.queues.values():
            queue(connection.default_channel).declare()
            queue(connection.default_channel).purge()


def waiting() -> dict[str, list[str]]:
    """The tasks' names in each queue, taken out of it."""
    found: dict[str, list[str]] = {name: [] for name in QUEUES}
    with app.connection_for_read() as connection:
        for name in QUEUES:
            queue = app.amqp.queues[name](connection.default_channel)
            while (message := queue.get(no_ack=True)) is not None:
                found[name].append(message.headers["task"])
    return found


@pytest.mark.usefixtures("empty_queues")
@pytest.mark.parametrize(
    ("task", "queue"),
    [
        ("contests.tasks.work_off_deadlines", PROMPT),
        ("payouts.tasks.send_due_disbursements", PROMPT),
        ("accounts.tasks.send_due_mails", PROMPT),
        ("contests.tasks.examine_files", SLOW),
        ("payouts.tasks.seal_documents", SLOW),
        ("webhooks.tasks.send_due_messages", SLOW),
        ("payouts.tasks.daily_audit", SLOW),
    ],
)
def test_a_doorbell_rings_in_one_queue(task: str, queue: str) -> None:
    app.send_task(task)
    assert waiting() == {name: [task] if name == queue else [] for name in QUEUES}


def test_every_task_is_poked_by_beat_or_swept() -> None:
    app.loader.import_default_modules()
    ours = {name for name in app.tasks if not name.startswith("celery.")}
    assert {one["task"] for one in app.conf.beat_schedule.values()} == ours


def test_no_poke_goes_to_a_queue_that_nobody_takes() -> None:
    routed = {route["queue"] for route in app.conf.task_routes.values()}
    assert routed | {app.conf.task_default_queue} == set(app.amqp.queues)


@pytest.mark.usefixtures("fresh_signals")
@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        ([PROMPT], [set(PROMPT_SWEEPS)]),
        ([SLOW], [set(MEDIA_SWEEPS), set(REMOTE_SWEEPS)]),
        ([PROMPT, SLOW], [set(PROMPT_SWEEPS), set(MEDIA_SWEEPS), set(REMOTE_SWEEPS)]),
        (None, [set(PROMPT_SWEEPS), set(MEDIA_SWEEPS), set(REMOTE_SWEEPS)]),
    ],
)
def test_a_worker_sweeps_what_its_queues_are_for(
    taken: list[str] | None, expected: list[set[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[set[str]] = []
    monkeypatch.setattr(sweeper.Sweeper, "start", lambda self: started.append(set(self.sweeps)))
    worker = Celery("worker")
    worker.conf.task_queues = app.conf.task_queues
    worker.amqp.queues.select(taken)
    for queue, sweeps in ((PROMPT, PROMPT_SWEEPS), (SLOW, MEDIA_SWEEPS), (SLOW, REMOTE_SWEEPS)):
        sweeper.install(worker, queue, list(sweeps), 5)
    worker_ready.send(sender=None)
    assert started == expected


@pytest.fixture
def fresh_signals(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody else hears that a worker is ready."""
    for signal in (worker_ready, worker_shutting_down):
        kept: list[Callable[..., object]] = []
        monkeypatch.setattr(signal, "receivers", kept)
