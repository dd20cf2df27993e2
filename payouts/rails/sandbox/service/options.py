"""The service's command line, read once into one frozen value."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Options:
    """How one run of the service behaves; durations in seconds."""

    host: str
    port: int
    book: Path
    secret: str
    notify_url: str
    latency: float
    settle_delay: float
    return_delay: float
    retry_delay: float


def parse_options(argv: Sequence[str] | None = None) -> Options:
    """Read the arguments; a wrong one ends the program with a usage message."""
    parser = argparse.ArgumentParser(prog="python -m payouts.rails.sandbox.service", description="A pretend bank.")
    parser.add_argument("--host", default="127.0.0.1", help="address (default: this machine only)")
    parser.add_argument("--port", type=int, required=True, help="port to listen on; 0 lets the system choose")
    parser.add_argument("--book", type=Path, required=True, help="file that holds the book; made if absent")
    parser.add_argument("--secret", type=_secret, required=True, help="what callers must present")
    parser.add_argument("--notify-url", default="", help="where notices are posted; none are sent without it")
    parser.add_argument("--latency-ms", type=_milliseconds, default=0.02, help="time every answer takes (20)")
    parser.add_argument("--settle-ms", type=_milliseconds, default=1.0, help="from accepted to paid (1000)")
    parser.add_argument("--return-ms", type=_milliseconds, default=2.0, help="from paid to returned (2000)")
    parser.add_argument("--retry-ms", type=_milliseconds, default=0.5, help="before a notice is retried (500)")
    given = parser.parse_args(argv)
    return Options(
        host=given.host,
        port=given.port,
        book=given.book,
        secret=given.secret,
        notify_url=given.notify_url,
        latency=given.latency_ms,
        settle_delay=given.settle_ms,
        return_delay=given.return_ms,
        retry_delay=given.retry_ms,
    )


def _milliseconds(word: str) -> float:
    """A number of milliseconds, as seconds."""
    if not (word.isascii() and word.isdigit()):
        raise argparse.ArgumentTypeError(f"not a number of milliseconds: {word!r}")
    return int(word) / 1000


def _secret(word: str) -> str:
    """A secret that is not blank: with a blank one, anybody could order payments and sign notices."""
    if not word:
        raise argparse.ArgumentTypeError("must not be blank")
    return word
