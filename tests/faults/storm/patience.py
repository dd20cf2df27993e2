"""Whoever acts in a storm tries again while the database is away, as a person or a program would."""

import time
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import InterfaceError, OperationalError, connection

AWAY = (OperationalError, InterfaceError)
TRIES = 300
PAUSE_SECONDS = 0.2
P = ParamSpec("P")
T = TypeVar("T")


def patient(act: Callable[P, T]) -> Callable[P, T]:
    """The act, begun again on a fresh connection as long as the database is away; within a minute it must be back."""

    @wraps(act)
    def try_on(*arguments: P.args, **named: P.kwargs) -> T:
        for _ in range(TRIES):
            try:
                return act(*arguments, **named)
            except AWAY:
                connection.close()
                time.sleep(PAUSE_SECONDS)
        return act(*arguments, **named)

    return try_on
