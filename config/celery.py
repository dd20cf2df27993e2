"""The Celery application, its queues, beat's schedule and the workers' own sweep.

Beat merely pokes: every worker sweeps too, so that losing beat, or the broker, costs seconds and no deadline.

What takes long has a queue of its own, so that no image keeps a payment waiting. A worker that is not told which queues
are its own (`--queues`) takes both.
"""

import os

from celery import Celery
from celery.signals import worker_init
from kombu.entity import Queue

from config import heap, sweeper

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

PROMPT, SLOW = "prompt", "slow"

# What falls due, in the order of a round, with beat's seconds between pokes.
PROMPT_SWEEPS: dict[str, float] = {
    "contests.tasks.work_off_deadlines": 1,
    "contests.tasks.work_off_juries": 2,
    "contests.tasks.work_off_votes": 2,
    "payouts.tasks.settle_deposits": 2,
    "contests.tasks.show_due_reviews": 60,
    "payouts.tasks.prepare_disbursements": 2,
    "payouts.tasks.send_due_disbursements": 1,
    "payouts.tasks.process_notices": 2,
    "payouts.tasks.tell_of_ended_holds": 60,
    "payouts.tasks.look_after_connected_accounts": 2,
    "payouts.tasks.issue_documents": 5,
    "payouts.tasks.seal_books": 10,
    "payouts.tasks.exchange_payment_files": 5,
    "payouts.tasks.read_bank_reports": 5,
    "payouts.tasks.match_transfers": 5,
    "contests.tasks.work_off_nudges": 10,
    "accounts.tasks.send_due_mails": 5,
    "accounts.tasks.gather_notices": 30,
    "personal.tasks.let_go": 60,
    "webhooks.tasks.collect_events": 2,
}
# Images, papers and searches: seconds of a processor each.
MEDIA_SWEEPS: dict[str, float] = {
    "contests.tasks.examine_files": 2,
    "contests.tasks.seal_deeds": 5,
    "moderation.tasks.look_for_likenesses": 5,
    "payouts.tasks.seal_documents": 5,
    "personal.tasks.write_copies": 10,
    "contests.tasks.work_off_searches": 60,
}
# What waits for other people's servers: in a round of its own, so that one that hangs keeps nothing else waiting.
REMOTE_SWEEPS: dict[str, float] = {"webhooks.tasks.send_due_messages": 2}
SWEEP_PAUSE_SECONDS = 5

HOUR = 3600
PROMPT_CHORES: dict[str, float] = {
    "payouts.tasks.make_coming_months": 24 * HOUR,
    "payouts.tasks.write_late_interest": HOUR,
}
SLOW_CHORES: dict[str, float] = {
    "payouts.tasks.daily_audit": 24 * HOUR,
    "payouts.tasks.refresh_fairness": 24 * HOUR,
    "contests.tasks.refresh_standings": HOUR,
    "payouts.tasks.refresh_public_figures": 60,
    "webhooks.tasks.purge_messages": 24 * HOUR,
    "contests.tasks.sweep_orphans": 24 * HOUR,
    "contests.tasks.sweep_uploads": HOUR,
    "personal.tasks.remove_expired": HOUR,
    "personal.tasks.tidy_up": 24 * HOUR,
    "payouts.tasks.sweep_printed_orphans": 24 * HOUR,
}

app = Celery("fairbrief")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["accounts", "contests", "payouts", "moderation", "webhooks", "personal"])
# Each with a key of its own: the default one would bind both to the same.
app.conf.task_queues = [Queue(name, routing_key=name) for name in (PROMPT, SLOW)]
app.conf.task_default_queue = PROMPT
app.conf.task_create_missing_queues = False
app.conf.task_routes = {name: {"queue": SLOW} for name in MEDIA_SWEEPS | REMOTE_SWEEPS | SLOW_CHORES}
# A poke that nobody heard is worthless once the next one is due: it expires, so that pokes never pile up.
app.conf.beat_schedule = {
    name: {"task": name, "schedule": seconds, "options": {"expires": 2 * seconds}}
    for name, seconds in (PROMPT_SWEEPS | MEDIA_SWEEPS | REMOTE_SWEEPS).items()
} | {name: {"task": name, "schedule": seconds} for name, seconds in (PROMPT_CHORES | SLOW_CHORES).items()}
sweeper.install(app, PROMPT, list(PROMPT_SWEEPS), SWEEP_PAUSE_SECONDS)
sweeper.install(app, SLOW, list(MEDIA_SWEEPS), SWEEP_PAUSE_SECONDS)
sweeper.install(app, SLOW, list(REMOTE_SWEEPS), SWEEP_PAUSE_SECONDS)


@worker_init.connect
def load_first(**_about: object) -> None:
    """Before the pool is forked, so that its processes share what is loaded, too."""
    app.loader.import_default_modules()
    heap.set_aside()
