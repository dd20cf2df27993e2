"""What is looked at on every page that a journey opens: that it fits its screen, that the browser complains of nothing,
that axe finds nothing, and that a French page speaks French.

Nothing here waits for time: a page is looked at once it has loaded.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page

from tests.e2e.browser import PATIENCE_MS

RULES: Final = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
    "preload": False,
}
ENGLISH: Final = re.compile(
    r"\b(the|and|with|your|you|what|which|this|that|from|of|are|has|been|will)\b", re.IGNORECASE
)
TOO_WIDE: Final = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Words in another language say so with `lang`; addresses and code are nobody's language.
READ: Final = """() => {
  const shown = document.body.cloneNode(true);
  for (const one of shown.querySelectorAll('[lang=en], code, option, script, style, input, textarea')) one.remove();
  return shown.textContent;
}"""
LEFT: Final = ("htmx:afterRequest", "htmx:sendAbort")
HEIGHTS: Final = {390: 844, 1440: 900}


class Visitor:
    """Somebody at a browser of their own, in one language, at one width, who looks at every page on the way."""

    def __init__(self, browser: Browser, site: str, language: str, width: int, *, cookie: str = "") -> None:
        self.site, self.language, self.width = site, language, width
        self.findings: list[str] = []
        size = {"width": width, "height": HEIGHTS[width]}
        context = browser.new_context(viewport=size, locale=language, timezone_id="Europe/Paris")  # type: ignore[arg-type]
        if cookie:
            context.add_cookies([{"name": "session", "value": cookie, "url": site}])
        self.page: Page = context.new_page()
        self.page.set_default_timeout(PATIENCE_MS)
        self.complaints: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, one: ConsoleMessage) -> None:
        """An error is one; that a request of a page was broken off when the page was left is none."""
        if one.type == "error" and not one.text.startswith(LEFT):
            self.complaints.append(one.text)

    def go(self, path: str) -> Page:
        """Open a page of the site and look at it."""
        self.page.goto(self.site + path)
        self.look()
        return self.page

    def look(self) -> None:
        """Look at the page that is there. What is wrong with it is kept: a walk tells all of it at its end."""
        self.page.wait_for_load_state("load")
        place = f"{self.language} {self.width} {self.page.url.removeprefix(self.site)}"
        self.findings += [f"{place}: {one}" for one in self._wrong()]
        _keep_picture(self.page, f"{self.language}-{self.width}")

    def _wrong(self) -> Iterator[str]:
        yield from self.complaints
        self.complaints.clear()
        if (excess := self.page.evaluate(TOO_WIDE)) > 0:
            yield f"{excess} px wider than the screen"
        if self.language == "fr":
            text = " ".join(self.page.evaluate(READ).split())
            yield from (f"English: …{text[max(0, m.start() - 40) : m.end() + 40]}…" for m in ENGLISH.finditer(text))
        for violation in Axe().run(self.page, options=RULES).response["violations"]:
            nodes = "; ".join(str(node["html"])[:160] for node in violation["nodes"][:3])
            yield f"{violation['id']}: {violation['help']} – {nodes}"
        self.complaints.clear()  # What axe itself did on the page is not the page's doing.


def _keep_picture(page: Page, kind: str) -> None:
    """Where JOURNEY_PICTURES names a folder, a picture of each page goes there, for people to look at."""
    if not (folder := os.environ.get("JOURNEY_PICTURES")):
        return
    number = len(list(Path(folder).glob(f"{kind}-*"))) + 1
    name = re.sub(r"[0-9a-f-]{36}|[^a-z]+", "-", page.url.split("/", 3)[3]).strip("-") or "home"
    page.screenshot(path=f"{folder}/{kind}-{number:02d}-{name}.png", full_page=True)
