"""A large source on its way to an entry, in a browser: the connection breaks twice, the sending goes on where it was,
the form comes back once with an error, and what is stored in the end is what was chosen.
"""

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page, Request, Route, expect

from contests.models import Contest, Entry, SourceUpload, StoredFile
from tests.e2e.browser import PATIENCE_MS, needs_browser
from tests.fixtures.contests import picture
from tests.fixtures.people import sign_in
from tests.fixtures.tus import psd
from tests.fixtures.worlds import make_creative, open_contest

pytestmark = [needs_browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

MIB = 1024 * 1024
SOURCE = psd(20 * MIB + 12_345)
PIECES = [number * 4 * MIB for number in range(6)]
"""Where each piece of the source begins."""

UPLOAD = "**/api/v1/uploads/*"
ROW = ".pieces-row"


class Line:
    """The line between browser and server: what was sent on it, and the pieces at which it breaks."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.begun = self.submitted = 0
        self.offsets: list[int] = []
        self.cut_at, self.dead_at = {PIECES[2]}, {PIECES[4]}
        page.on("request", self._count)
        page.route(UPLOAD, self._carry)

    def _count(self, request: Request) -> None:
        self.begun += request.method == "POST" and request.url.endswith("/api/v1/uploads")
        self.submitted += request.method == "POST" and request.url.endswith("/enter/")
        if request.method == "PATCH":
            self.offsets.append(self.offset_of(request))

    @staticmethod
    def offset_of(request: Request) -> int:
        """Where a piece begins; -1 for what is none."""
        return int(request.headers.get("upload-offset", -1)) if request.method == "PATCH" else -1

    def _carry(self, route: Route) -> None:
        """Pass everything on, but break off one piece by itself, and at another lose the network altogether."""
        offset = self.offset_of(route.request)
        if offset in self.cut_at:
            self.cut_at.remove(offset)
            return route.abort("connectionreset")
        if offset in self.dead_at:
            self.dead_at.remove(offset)
            self.page.context.set_offline(True)
            return route.abort("internetdisconnected")
        return route.continue_()


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    maker = make_creative()
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en")
    cookie = sign_in(Client(), maker).cookies["session"]
    context.add_cookies([{"name": "session", "value": cookie.value, "url": site}])
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    yield page
    context.close()


def test_a_large_source_survives_breaks_and_a_refused_form(page: Page, site: str, tmp_path: Path) -> None:
    contest = open_contest(now=timezone.now())
    source, seen = tmp_path / "poster.psd", tmp_path / "seen.png"
    source.write_bytes(SOURCE)
    seen.write_bytes(picture())
    line = Line(page)
    page.goto(site + reverse("pages:enter", args=[contest.pk]))

    row = page.locator(ROW)
    with page.expect_event("requestfailed", lambda request: line.offset_of(request) == PIECES[4]):
        page.set_input_files("#upload-form [name=files]", [str(source), str(seen)])
        expect(row).to_contain_text("the connection broke", timeout=PATIENCE_MS)
        assert line.offsets[-1] == PIECES[2]
    # It has gone on by itself until the network was gone, and does so once it is back. Meanwhile nothing is submitted.
    expect(row).to_contain_text("the connection broke", timeout=PATIENCE_MS)
    fill(page, "")
    send(page)
    expect(row.get_by_role("button").first).to_be_focused()
    assert SourceUpload.objects.get().received == PIECES[4]
    page.context.set_offline(False)
    expect(row).to_contain_text("has arrived", timeout=PATIENCE_MS)
    assert (line.begun, line.submitted, line.cut_at, line.dead_at) == (1, 0, set(), set())
    assert sorted(set(line.offsets)) == PIECES, "no piece that had arrived was sent again"
    assert all(line.offsets.count(offset) == 1 for offset in PIECES if offset not in (PIECES[2], PIECES[4]))

    send(page)
    expect(page.locator("#upload-form [role=alert]")).to_be_visible()
    expect(page.locator(ROW)).to_have_count(2)
    expect(page.locator(ROW).first).to_contain_text("poster.psd")
    expect(page.locator(ROW).last).to_contain_text(re.compile(r"seen\.png\d+ kB · has arrived"))
    fill(page, "Low tide")
    send(page)
    page.wait_for_url(lambda url: "/entries/" in url)
    check_what_is_stored(contest)


def fill(page: Page, title: str) -> None:
    # The browser would stop an empty title by itself; here the server has to.
    page.eval_on_selector("#upload-form", "form => { form.noValidate = true; }")
    page.fill("#upload-form [name=title]", title)
    page.check("[name=ai_use][value=none]")
    page.check("[name=declared]")


def send(page: Page) -> None:
    page.locator("#upload-form .form-actions button[type=submit]").click()


def check_what_is_stored(contest: Contest) -> None:
    entry = Entry.objects.get(contest=contest)
    files = {file.original_name: file for file in StoredFile.objects.filter(version__entry=entry)}
    assert sorted(files) == ["poster.psd", "seen.png"]
    assert files["poster.psd"].size_bytes == len(SOURCE)
    assert files["poster.psd"].sha256 == sha256(SOURCE).hexdigest()
