"""The Celery application and beat's schedule. Beat merely pokes: every worker sweeps too, so losing beat loses nothing."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("fairbrief")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["duerows", "accounts", "contests", "payouts"])
