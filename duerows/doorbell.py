"""Rings for a worker once the caller's transaction has committed. Only latency hangs on it: rows wait to be swept
anyway.

Services ring by the task's name, so that they need not know the tasks, which know them.
"""

import structlog
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

log = structlog.get_logger(__name__)


def ring(task_name: str) -> None:
    """Ask for `task_name` to be run soon after commit; a broker that is away is logged, and nothing else."""
    transaction.on_commit(lambda: _send(task_name))


def _send(task_name: str) -> None:
    try:
        current_app.send_task(task_name, retry=False, ignore_result=True, expires=60)
    except (OperationalError, OSError) as error:
        log.warning("doorbell_unheard", task=task_name, error=str(error))
