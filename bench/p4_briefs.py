"""P4, the pages that lead there: the list of briefs and the page of one, as visitors get them, through all middleware.

Against the same pages with all their pieces drawn anew each time, as they would be without `{% drawn %}`.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from bench.pages import get_page
from bench.tables import Result, Stopwatch
from bench.worlds import World
from frontend.templatetags import drawn

ROUNDS = 5
BRIEFS = 12


def run(*, requests: int) -> list[Result]:
    """`requests` to each, in turns."""
    lapses_at = timezone.now() + timedelta(days=60)
    ids = World().contests(BRIEFS, entries=10, shortlisted=0, state="open", lapses_at=lapses_at)
    pages = {"list of 12 briefs": reverse("pages:briefs"), "page of a brief": reverse("pages:contest", args=[ids[0]])}
    with override_settings(ALLOWED_HOSTS=["localhost"]):
        return [_compare(what, address, requests) for what, address in pages.items()]


def _compare(what: str, address: str, requests: int) -> Result:
    site = get_wsgi_application()
    works: dict[str, Callable[[], bytes]] = {
        "ours": lambda: get_page(site, address),
        "anew": lambda: _anew(site, address),
    }
    # Each bears a token of its own, always of the same length.
    if len(works["anew"]()) != len(works["ours"]()):
        raise AssertionError("The pages differ.")
    watches = {name: Stopwatch() for name in works}
    for _ in range(ROUNDS):
        for name, work in works.items():
            watches[name].time(requests, lambda work=work: [work() for _ in range(requests)])
    return Result("P4", what, watches["ours"].rate, watches["anew"].rate, "pages/s", "all pieces drawn anew")


def _anew(site: Any, address: str) -> bytes:
    drawn._drawn.cache_clear()
    return get_page(site, address)
