"""One shape for every log line: JSON for machines, or plain columns for a person at a terminal.

Settings decide level and shape. Both structlog's loggers and the standard library's end in the same handler, on
standard error; nothing here writes files.
"""

import logging
from collections.abc import Mapping
from typing import Any

import structlog

# These speak once per message or poke, which falls due every second; what went wrong they say at WARNING.
CHATTY = (
    "celery.app.trace",
    "celery.beat",
    "celery.worker.strategy",
    "django_structlog.celery.receivers",
    "httpcore",
    "httpx",
    "botocore",
    "urllib3",
)


def configure(options: Mapping[str, Any]) -> None:
    """Set up logging; `options` holds `level` (a name) and `json` (a flag)."""
    enrich: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.PositionalArgumentsFormatter(),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *enrich,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(_formatter(enrich, as_json=options["json"]))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(options["level"])
    # Django's own handlers would print each of its lines a second time.
    for name in ("django", "django.server"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    for name in CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)


def _formatter(enrich: list[Any], *, as_json: bool) -> structlog.stdlib.ProcessorFormatter:
    """Renders events of structlog and foreign records alike."""
    last: list[Any] = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
        if as_json
        # Plain tracebacks: prettier ones would print every frame's variables, account numbers and keys among them.
        else [
            structlog.dev.ConsoleRenderer(
                colors=False, pad_event_to=24, exception_formatter=structlog.dev.plain_traceback
            )
        ]
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=enrich,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
    )
