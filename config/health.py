"""`/healthz`: whether this process can do its work, for load balancers and for whoever starts it.

503 only when the site could not answer correctly: no database, migrations still to run, or a clock that is not the
database's, by which pages would date what people decide. A broker that is away is reported but harmless, since rows in
the database decide what is due; so is work that is overdue.
"""

import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from celery import current_app
from django.apps import apps
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Min
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from kombu.exceptions import OperationalError

from duerows.clock import database_now
from duerows.models import DueRow, DueState

BROKER_SECONDS = 2
CLOCKS_APART = timedelta(seconds=5)
"""How far this host's clock may be from the database's. NTP keeps hosts within milliseconds."""


@never_cache
@require_GET
def healthz(request: HttpRequest) -> JsonResponse:
    """The checks' results, 200 or 503."""
    broker = "ok" if broker_answers() else "away"
    try:
        pending = pending_migrations()
        now = database_now()
        apart = abs(timezone.now() - now)
        overdue = None if pending else seconds_overdue(now)
    except DatabaseError:
        return JsonResponse({"status": "down", "database": "away", "broker": broker}, status=503)
    is_down = bool(pending) or apart > CLOCKS_APART
    report: dict[str, Any] = {
        "status": "down" if is_down else "ok",
        "database": "ok",
        "broker": broker,
        "clock": "wrong" if apart > CLOCKS_APART else "ok",
        "pending_migrations": pending,
        "oldest_overdue_seconds": overdue,
    }
    return JsonResponse(report, status=503 if is_down else 200)


def broker_answers() -> bool:
    """Whether a message could be sent now."""
    try:
        with current_app.connection_for_write(connect_timeout=BROKER_SECONDS) as broker:
            broker.ensure_connection(max_retries=1, timeout=BROKER_SECONDS)
    except (OperationalError, OSError):
        return False
    return True


_migrated = threading.Event()


def pending_migrations() -> int:
    """How many migrations of this code the database has not seen. Once there are none, that stays so."""
    if _migrated.is_set():
        return 0
    executor = MigrationExecutor(connection)
    pending = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if not pending:
        _migrated.set()
    return pending


def due_models() -> Iterator[type[DueRow]]:
    """Every table of rows that fall due and are ours alone to do."""
    return (model for model in apps.get_models() if issubclass(model, DueRow) and model.is_ours)


def seconds_overdue(now: datetime) -> int:
    """How long the most belated waiting row has been due; 0 if none is."""
    oldest = [
        model._default_manager.filter(due_state=DueState.WAITING, due_at__lt=now).aggregate(at=Min("due_at"))["at"]
        for model in due_models()
    ]
    return max((int((now - at).total_seconds()) for at in oldest if at), default=0)
