"""`python -m tests.fakes.stripe`: runs the fake until it is stopped. Prints `ready http://…` once it listens."""

import argparse
import signal
import sys
import threading
from pathlib import Path

from tests.fakes.stripe.book import Book
from tests.fakes.stripe.courier import Courier, Endpoint
from tests.fakes.stripe.server import Server


def main() -> int:
    """Run until SIGTERM or SIGINT; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.fakes.stripe", description="A small Stripe.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True, help="0 lets the system choose")
    parser.add_argument("--book", type=Path, required=True, help="file that holds the book; made if absent")
    parser.add_argument("--key", default="sk_test_fake", help="the secret key that callers must present")
    parser.add_argument("--webhook-url", default="", help="where the account's events are posted; none without it")
    parser.add_argument("--webhook-secret", default="whsec_platform")
    parser.add_argument("--connect-url", default="", help="where connected accounts' events go (as --webhook-url)")
    parser.add_argument("--connect-secret", default="whsec_connect")
    parser.add_argument("--latency-ms", type=int, default=0, help="time every answer of the API takes")
    parser.add_argument("--retry-ms", type=int, default=500, help="before a webhook is tried again")
    given = parser.parse_args()
    book = Book(given.book)
    server = Server((given.host, given.port), book, given.key, given.latency_ms / 1000)
    endpoints = {
        "platform": Endpoint(given.webhook_url, given.webhook_secret),
        "connect": Endpoint(given.connect_url or given.webhook_url, given.connect_secret),
    }
    Courier(book, endpoints, given.retry_ms / 1000).start()
    for number in (signal.SIGTERM, signal.SIGINT):
        # Stopping waits for the loop that this very thread runs.
        signal.signal(number, lambda *_: threading.Thread(target=server.shutdown).start())
    sys.stdout.write(f"ready {server.base_url}\n")
    sys.stdout.flush()
    server.serve_forever(0.05)
    return 0


if __name__ == "__main__":
    sys.exit(main())
