"""Reading ahead: while one lot of lines is hashed here, the database already prepares the next."""

import threading
from collections.abc import Iterator
from queue import Queue
from typing import Final

LOT: Final = 1024
"""Lines that are handed over at once."""

MOST_LOTS: Final = 64
"""So many lots wait, at most: about 15 MB, and about as many lines as one statement reads."""


def read_ahead(lines: Iterator[bytes]) -> Iterator[list[bytes]]:
    """Hand on `lines` in lots, in order, while a thread reads on.

    What goes wrong there is raised here. The thread has ended when this has: nobody else is at the connection then.
    """
    waiting: Queue[list[bytes] | BaseException | None] = Queue(MOST_LOTS)
    is_unwanted = threading.Event()

    def fill() -> None:
        lot: list[bytes] = []
        try:
            for line in lines:
                lot.append(line)
                if len(lot) == LOT:
                    waiting.put(lot)
                    lot = []
                    if is_unwanted.is_set():
                        return
            waiting.put(lot)
        except BaseException as error:
            waiting.put(error)
        finally:
            waiting.put(None)

    reader = threading.Thread(target=fill, name="reading ahead", daemon=True)
    reader.start()
    try:
        while (lot := waiting.get()) is not None:
            if isinstance(lot, BaseException):
                raise lot
            yield lot
    finally:
        is_unwanted.set()
        while reader.is_alive():
            while not waiting.empty():
                waiting.get_nowait()
            reader.join(0.01)
