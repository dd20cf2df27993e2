"""The Celery application, beat's schedule and the workers' own sweep.

Beat merely pokes: every worker sweeps too, so that losing beat, or the broker, costs seconds and no deadline.
"""

import os

from celery import Celery

from config import sweeper

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# What falls due, in the order of a round, with beat's seconds between pokes.
SWEEPS: dict[str, float] = {
    "contests.tasks.work_off_deadlines": 1,
    "contests.tasks.examine_files": 2,
    "payouts.tasks.settle_deposits": 2,
    "payouts.tasks.prepare_disbursements": 2,
    "payouts.tasks.send_due_disbursements": 1,
    "payouts.tasks.process_notices": 2,
    "payouts.tasks.tell_of_ended_holds": 60,
    "payouts.tasks.look_after_connected_accounts": 2,
    "contests.tasks.seal_deeds": 5,
    "payouts.tasks.issue_documents": 5,
    "payouts.tasks.seal_documents": 5,
    "payouts.tasks.seal_books": 10,
    "payouts.tasks.exchange_payment_files": 5,
    "payouts.tasks.read_bank_reports": 5,
    "payouts.tasks.match_transfers": 5,
    "accounts.tasks.send_due_mails": 5,
}
# What waits for other people's servers: in a round of its own, so that one that hangs keeps no deadline waiting.
SLOW_SWEEPS: dict[str, float] = {
    "webhooks.tasks.collect_events": 2,
    "webhooks.tasks.send_due_messages": 2,
}
SWEEP_PAUSE_SECONDS = 5

app = Celery("fairbrief")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["accounts", "contests", "payouts", "webhooks"])
# A poke that nobody heard is worthless once the next one is due: it expires, so that pokes never pile up.
app.conf.beat_schedule = {
    name: {"task": name, "schedule": seconds, "options": {"expires": 2 * seconds}}
    for name, seconds in (SWEEPS | SLOW_SWEEPS).items()
} | {
    "daily-audit": {"task": "payouts.tasks.daily_audit", "schedule": 24 * 3600},
    "daily-months": {"task": "payouts.tasks.make_coming_months", "schedule": 24 * 3600},
    "hourly-late-interest": {"task": "payouts.tasks.write_late_interest", "schedule": 3600},
    "daily-fairness": {"task": "payouts.tasks.refresh_fairness", "schedule": 24 * 3600},
    "daily-webhooks": {"task": "webhooks.tasks.purge_messages", "schedule": 24 * 3600},
    "daily-orphans": {"task": "contests.tasks.sweep_orphans", "schedule": 24 * 3600},
    "daily-paper-orphans": {"task": "payouts.tasks.sweep_printed_orphans", "schedule": 24 * 3600},
}
sweeper.install(app, list(SWEEPS), SWEEP_PAUSE_SECONDS)
sweeper.install(app, list(SLOW_SWEEPS), SWEEP_PAUSE_SECONDS)
