"""How long one visit of a worker may go on beginning new things, so that its task ends well within its time limit."""

import time
from collections.abc import Iterator
from typing import Final

BEGIN_WITHIN: Final = 20.0
"""Seconds. What was begun is finished; what was not waits for the next visit, a moment later."""


def rounds(most: int, seconds: float = BEGIN_WITHIN) -> Iterator[int]:
    """Count from 0 up to `most` exclusive, as long as there is time to begin another round."""
    started = time.monotonic()
    for number in range(most):
        if number and time.monotonic() - started > seconds:
            return
        yield number
