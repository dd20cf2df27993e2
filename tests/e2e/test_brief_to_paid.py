"""The whole main job in a browser, on a real site: a brand launches and funds a brief, two creatives enter, the brand
shortlists, awards and accepts, everybody is paid over the rail, and an auditor checks it over the API.

The one thing that a test cannot wait for is a day: closing times are brought forward in the deadlines' rows, and real
workers then act on them.
"""

import json
import re
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from demo.artwork import draw, encode
from demo.people import PASSWORD, email_of
from tests.e2e.browser import Person, a_browser, needs_browser
from tests.fixtures.sites import SiteRun

pytestmark = [needs_browser, pytest.mark.slow]

PATIENCE = 60
WORKERS_UP_MS = 180_000
FLOOR = re.compile(r"480 min × [\d.]+ €/h × 1\.75")
UUID = re.compile(r"/contests/([0-9a-f-]{36})/")


@pytest.fixture
def site(start_site: Callable[..., SiteRun]) -> Iterator[SiteRun]:
    yield start_site(DEMO="yes").await_ready()


def test_a_brief_from_launch_to_payment(site: SiteRun, tmp_path: Path) -> None:
    with a_browser() as browser:
        owner = Person(browser, site.site).sign_in(email_of("halden-tea"), PASSWORD)
        contest = launch_and_fund(owner)
        makers = [Person(browser, site.site).sign_in(email_of(who), PASSWORD) for who in ("mira-solt", "jonas-brek")]
        for number, maker in enumerate(makers):
            submit(maker, contest, tmp_path / f"proposal-{number}.jpg", number)
        let_pass(site, contest, "entries_close", "shortlisting")
        shortlist_all(owner, contest)
        award_first(owner, contest)
        winner = hand_over(makers, contest, tmp_path)
        accept(owner, contest)
        check_rail_and_books(site, contest)
        shown = [earnings_of(maker) for maker in makers]
        assert all(FLOOR.search(text) for text in shown)
        assert sum("800.00 €" in text for text in shown) == 1
        assert "800.00 €" in shown[makers.index(winner)]


ANSWERS = {
    "category": "logo",
    "title": "A mark for a ferry",
    "summary": "Two colours, seen from the pier.",
    "description": "The ferry crosses every hour. Its mark must be read in fog.",
    "deliverables": "Vector file\nPreview",
    "rights_scope": "All uses on board and on shore",
    "prize_1": "800",
    "shortlist_max": "4",
}


def launch_and_fund(owner: Person) -> str:
    """Write a brief, fund it, and see it open; its key."""
    page = owner.go("/dashboard/")
    page.get_by_role("link", name="New brief").click()
    page.wait_for_url(re.compile("/briefs/new/"))
    while "/review/" not in page.url:
        step = page.url
        for name, text in ANSWERS.items():
            field = page.locator(f"main form [name={name}]:not([type=hidden])")
            if field.count():
                field.select_option(text) if name == "category" else field.fill(text)
        page.locator("main form .button-primary").first.click()
        page.wait_for_url(lambda url, step=step: url != step)
    owner.press("Fix the terms and go to funding")
    page.wait_for_selector("input[name=source]")
    page.fill("input[name=source]", "FR7699999000010000000009912")
    owner.press("Pay now")
    # The site is there before its workers are, and those have the whole demo's images and papers to see to at first.
    page.get_by_text("your brief is open", exact=False).first.wait_for(timeout=WORKERS_UP_MS)
    found = UUID.search(page.url)
    assert found
    return found[1]


def submit(maker: Person, contest: str, path: Path, number: int) -> None:
    """Draw something and enter it."""
    path.write_bytes(encode(draw("logo", 900 + number, brand_name="Ferry")))
    page = maker.go(f"/contests/{contest}/enter/")
    page.fill("input[name=title]", f"Proposal {number}")
    page.set_input_files("input[name=files]", str(path))
    page.check("[name=ai_use][value=none]")
    page.check("input[name=declared]")
    maker.press("Enter the brief")
    page.wait_for_url(re.compile(r"/entries/[0-9a-f-]{36}/"))


def shortlist_all(owner: Person, contest: str) -> None:
    """Pick every entry, for good."""
    page = owner.go(f"/contests/{contest}/choose/")
    for box in page.locator("input[name=entry]").all():
        box.check()
    owner.press("See what it means")
    page.locator("main form .button-primary").first.click()
    page.wait_for_url(re.compile("/decide/"))


def award_first(owner: Person, contest: str) -> None:
    """End the final round, rank, look at the settlement, decide."""
    page = owner.go(f"/contests/{contest}/decide/")
    owner.press("End the final round")
    places = page.locator("select[name^=rank-]")
    places.first.wait_for()
    places.nth(0).select_option("1")
    places.nth(1).select_option("2")
    owner.press("See what everybody is paid")
    owner.press("Decide, for good")
    page.wait_for_url(re.compile("/handovers/"))


def hand_over(makers: list[Person], contest: str, folder: Path) -> Person:
    """Whoever won hands over; returns them."""
    final = folder / "final.jpg"
    final.write_bytes(encode(draw("logo", 999, brand_name="Ferry")))
    for maker in makers:
        page = maker.go("/entries/")
        page.get_by_role("link", name=re.compile("Proposal")).first.click()
        page.wait_for_url(re.compile(r"/entries/[0-9a-f-]{36}/"))
        link = page.locator("a[href$='/handover/']")
        if not link.count():
            continue
        link.first.click()
        page.set_input_files("input[name=files]", str(final))
        maker.press("Add these files")
        # In the list of what is there, not in that of what is chosen, which has it at once.
        page.locator("ul:not([data-upload-files]) > .file-row", has_text="final.jpg").first.wait_for()
        maker.press("Hand over")
        page.get_by_role("button", name="Hand over", exact=True).wait_for(state="detached")
        return maker
    raise AssertionError("Nobody was asked to hand over.")


def accept(owner: Person, contest: str) -> None:
    """Accept what was handed over."""
    page = owner.go(f"/contests/{contest}/handovers/")
    page.locator("summary", has_text="Accept the handover").click()
    owner.press("Yes, accept")
    page.wait_for_url(re.compile("/rights/"))  # They were not accepted with it.


def earnings_of(maker: Person) -> str:
    """What the page of earnings says."""
    return maker.go("/earnings/").inner_text("main").replace("\xa0", " ")


def let_pass(site: SiteRun, contest: str, kind: str, state: str) -> None:
    """Bring one deadline forward, and wait until a worker has acted on it."""
    with database(site) as connection:
        connection.execute(
            "UPDATE contests_deadline SET due_at = now() WHERE contest_id = %s AND kind = %s AND due_state = 'waiting'",
            [contest, kind],
        )
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            row = connection.execute("SELECT state FROM contests_contest WHERE id = %s", [contest]).fetchone()
            if row and row[0] == state:
                return
            time.sleep(0.2)
    raise AssertionError(f"{contest} did not become {state}")


def database(site: SiteRun) -> psycopg.Connection[Any]:
    """The site's database, as one of its own processes reaches it."""
    for pid in site.survivors():
        variables = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
        for variable in variables:
            if variable.startswith(b"DATABASE_URL="):
                return psycopg.connect(variable.partition(b"=")[2].decode(), autocommit=True)
    raise AssertionError("No process of the site knows its database.")


def check_rail_and_books(site: SiteRun, contest: str) -> None:
    """The rail's book holds exactly what was owed; the auditor's token reads, replays and verifies it."""
    logins = (site.data / "demo-logins.txt").read_text()
    form = {
        "grant_type": "client_credentials",
        "client_id": re.findall(r"client_id=(\S+)", logins)[0],
        "client_secret": re.findall(r"client_secret=(\S+)", logins)[0],
        "scope": "audit:read",
    }
    token = ask(site, "/oauth/token", data=urllib.parse.urlencode(form).encode())["access_token"]

    def audit(path: str) -> Any:
        return ask(site, f"/api/v1/audit/{path}", token=token)

    (settlement,) = audit(f"settlements?contest={contest}")["results"]
    assert audit(f"settlements/{settlement['id']}/replay")["identical"]
    owed = audit(f"obligations?contest={contest}")["results"]
    until = time.monotonic() + PATIENCE
    paid: list[Any] = []
    while len(paid) < len(owed) and time.monotonic() < until:
        time.sleep(0.5)
        paid = audit(f"disbursements?contest={contest}&state=paid")["results"]
    assert sorted(row["amount_minor"] for row in owed) == sorted(row["amount_minor"] for row in paid)
    assert sum(row["amount_minor"] for row in owed if row["kind"] != "refund") == settlement["owed_minor"]
    assert audit("trial-balance")["balanced"]
    assert audit("reconciliations/sandbox")["is_clean"]
    assert audit("checks")["ok"]


def ask(site: SiteRun, path: str, *, token: str = "", data: bytes | None = None) -> Any:
    """One request to the site."""
    request = urllib.request.Request(site.site + path, data=data)
    if token:
        request.add_header("Authorization", f"Bearer {token}")
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30) as reply:
        return json.load(reply)
