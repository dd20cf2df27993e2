"""Batch after batch until nothing more is due, each with the database's time of its own."""

from collections.abc import Callable
from datetime import datetime

from duerows.clock import database_now


def work_off(batch: Callable[[datetime], int], *, most: int) -> int:
    """How many rows were done. `batch` does some and says how many; after `most` of them the next ring goes on."""
    done = 0
    for _ in range(most):
        claimed = batch(database_now())
        done += claimed
        if not claimed:
            break
    return done
