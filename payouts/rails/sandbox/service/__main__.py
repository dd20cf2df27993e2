"""`python -m payouts.rails.sandbox.service`: runs the service, or says why it cannot."""

import asyncio
import logging
import sys

from payouts.rails.sandbox.service.book import BookInUse
from payouts.rails.sandbox.service.options import parse_options
from payouts.rails.sandbox.service.server import serve


def main() -> int:
    """Run until stopped; returns the exit code."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s", stream=sys.stderr)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    options = parse_options()
    try:
        asyncio.run(serve(options))
    except OSError as error:
        return _refuse(f"Cannot serve {options.book} at {options.host}:{options.port}: {error}")
    except BookInUse as error:
        return _refuse(str(error))
    return 0


def _refuse(why: str) -> int:
    """Say why the service does not start, in a line rather than a traceback."""
    sys.stderr.write(f"{why}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
