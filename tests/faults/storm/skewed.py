"""Celery on a host whose clock is wrong: `python -m tests.faults.storm.skewed SECONDS -A config worker …`.

What the database's clock decides, it must go on deciding; what Celery and Django tell each other by the host's clock,
such as which messages are too old, may go wrong as it likes.
"""

import sys
import time
from datetime import timedelta

from django.utils import timezone

_right_time, _right_now = time.time, timezone.now


def main() -> int:
    """Put the clock wrong before anything else is imported, then be Celery."""
    seconds = float(sys.argv.pop(1))
    time.time = lambda: _right_time() + seconds
    timezone.now = lambda: _right_now() + timedelta(seconds=seconds)
    from celery.__main__ import main as celery

    celery()
    return 0


if __name__ == "__main__":
    sys.exit(main())
