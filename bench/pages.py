"""Pages as a visitor gets them, through all middleware, without a network."""

from typing import Any

from django.test import RequestFactory

FACTORY = RequestFactory(SERVER_NAME="localhost")


def get_page(site: Any, address: str) -> bytes:
    """The page at this address. Raises AssertionError unless it is answered with 200."""
    statuses: list[str] = []
    answer = site(FACTORY.get(address).environ, lambda status, _headers: statuses.append(status))
    page = b"".join(answer)
    answer.close()
    if not statuses[0].startswith("200"):
        raise AssertionError(statuses[0])
    return page
