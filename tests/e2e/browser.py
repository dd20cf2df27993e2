"""A real browser for tests: Debian's Chromium, driven by Playwright. Without one the tests are skipped, and say so."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_MS = 30_000

needs_browser = pytest.mark.skipif(not CHROMIUM.exists(), reason="NO BROWSER: install chromium to run these tests")


@contextmanager
def a_browser() -> Iterator[Browser]:
    """A headless browser, closed at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(FLAGS))
        yield browser
        browser.close()


class Person:
    """Somebody at a browser of their own."""

    def __init__(self, browser: Browser, site: str) -> None:
        self.site = site
        self.page: Page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        self.page.set_default_timeout(PATIENCE_MS)

    def go(self, path: str) -> Page:
        """Open a page of the site."""
        self.page.goto(self.site + path)
        return self.page

    def sign_in(self, email: str, password: str) -> "Person":
        """Sign in with a password."""
        self.go("/account/login/")
        self.page.fill("input[name=login]", email)
        self.page.fill("input[name=password]", password)
        self.page.click("main form button[type=submit]")
        self.page.wait_for_url(lambda url: "/login" not in url)
        return self

    def press(self, words: str) -> None:
        """Press the button with these words."""
        self.page.get_by_role("button", name=words).first.click()
