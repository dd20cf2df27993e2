"""An alarm clock: sleeps until the earliest moment that anybody asked for. Holds no other state."""

import asyncio
import time


class Alarm:
    """Waits for the earliest of the moments it was set for. The rows say what is due; this only wakes."""

    def __init__(self) -> None:
        self._moment: float | None = None
        self._changed = asyncio.Event()

    def set_for(self, moment: float | None) -> None:
        """Ring no later than this; None changes nothing."""
        if moment is not None and (self._moment is None or moment < self._moment):
            self._moment = moment
            self._changed.set()

    async def wait(self) -> None:
        """Return when the earliest moment has come, and forget it: the caller sets the next one."""
        while self._moment is None or (remaining := self._moment - time.time()) > 0:
            self._changed.clear()
            timeout = None if self._moment is None else remaining
            try:
                await asyncio.wait_for(self._changed.wait(), timeout)
            except TimeoutError:
                continue
        self._moment = None
