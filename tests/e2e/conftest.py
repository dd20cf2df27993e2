"""Browsers, the site that they open, and walks through it.

`make journeys` walks in both languages on a phone and on a desktop; other runs in French on a phone.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone
from playwright.sync_api import Browser

from payouts.services.reference_data import publish_reference_data
from tests.e2e.browser import a_browser
from tests.e2e.walking import Walk
from tests.fixtures.payday import Payday

WALKS = [("fr", 390), ("en", 390), ("fr", 1440), ("en", 1440)]


@pytest.fixture
def site(live_server: Any, settings: Any) -> str:
    settings.SITE_URL = live_server.url
    return str(live_server.url)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One for all walks. Its driver keeps a loop running in this thread, which Django would take for an asynchronous
    program that forgets itself; it is none. With a loop it also keeps other connections for this thread: earlier ones
    would be out of sight when the database is replaced, and be found dead by whoever comes next.
    """
    connections.close_all()
    with pytest.MonkeyPatch.context() as patch, a_browser() as opened:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "yes")
        yield opened


@pytest.fixture(
    params=WALKS if os.environ.get("JOURNEYS") == "all" else WALKS[:1], ids=lambda walk: f"{walk[0]}-{walk[1]}"
)
def walk(request: Any, browser: Browser, site: str, payday: Payday, tmp_path: Path) -> Iterator[Walk]:
    publish_reference_data(now=timezone.now())
    made = Walk(browser, site, *request.param, payday, tmp_path)
    yield made
    made.tell()
    for context in browser.contexts:  # Pages that follow what happens would go on asking.
        context.close()
