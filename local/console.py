"""What `make run` prints: one line per step, with how long it took."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


def say(text: str = "") -> None:
    """One line, at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def warn(text: str) -> None:
    """Something that the reader should know."""
    say(f" ! {text}")


def say_beside(text: str) -> None:
    """One line while a step is announced on the terminal's last line."""
    say(f"\r\x1b[2K{text}" if sys.stdout.isatty() else text)


class Step:
    """A step's closing words; whoever does the step may add details."""

    def __init__(self, doing: str) -> None:
        self.done = doing
        self.skipped = False


@contextmanager
def step(doing: str) -> Iterator[Step]:
    """Announce a step while it runs (on a terminal), and print its closing line with its time."""
    current = Step(doing)
    started = time.monotonic()
    on_terminal = sys.stdout.isatty()
    if on_terminal:
        sys.stdout.write(f" … {doing}")
        sys.stdout.flush()
    try:
        yield current
    except BaseException:
        if on_terminal:
            say()
        raise
    if on_terminal:
        sys.stdout.write("\r\x1b[2K")
    if not current.skipped:
        say(f" ✓ {current.done:<58} {time.monotonic() - started:5.1f} s")


def indent(text: str) -> str:
    """A block under a line of progress."""
    return "\n".join(f"     {line}".rstrip() for line in text.splitlines())
