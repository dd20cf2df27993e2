"""The journeys of a brand, a creative, an auditor and the public, from signing up to the last paper, by pages alone.

The site runs in the test's own process, so that nothing has to be waited for: the test does what the workers would do,
when they would do it. Every page on the way is looked at (`tests.e2e.looking`), and at each step strangers try its
addresses. `make journeys` walks in both languages on a phone and on a desktop; other runs in French on a phone.
"""

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import connections
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser

from accounts.models import Brand, User
from contests.models import Contest, Deadline, Entry
from contests.services.deadlines import work_off_deadlines
from contests.services.examining import examine_files
from payouts.documents.services.papers import issue_papers
from payouts.models import Deposit, Settlement
from payouts.services.deposits import carry_out_due_deposits
from payouts.services.reference_data import publish_reference_data
from tests.e2e.browser import a_browser, needs_browser
from tests.e2e.looking import Visitor
from tests.fixtures.contests import picture, submit_examined
from tests.fixtures.papers import give_mandate, tell_billing, tell_taxes
from tests.fixtures.payday import Payday
from tests.fixtures.people import PASSWORD, hire, sign_in
from tests.fixtures.worlds import give_account, make_brand, make_creative, open_contest, owner_of

pytestmark = [needs_browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

WALKS = [("fr", 390), ("en", 390), ("fr", 1440), ("en", 1440)]
IBAN = "FR7630006000011234567890189"
GO_ON = "main form .button-primary"

WORDS = {
    "fr": {
        "brand": "Boulangerie Lune",
        "title": "Une enseigne de nuit",
        "summary": "Une lune au-dessus du four.",
        "description": "Une boulangerie ouverte la nuit. Son enseigne doit se lire de loin.",
        "deliverables": "Fichier vectoriel",
        "rights_scope": "Enseigne et site",
        "rights_territory": "France",
        "comment": "La lune est trop basse.",
        "reply": "Je la remonte.",
        "question": "Sur quel fond sera-t-elle posée ?",
        "answer": "Sur de la brique rouge.",
        "entry": "Lune",
    },
    "en": {
        "brand": "Moon Bakery",
        "title": "A sign for the night",
        "summary": "A moon above the oven.",
        "description": "A bakery that is open at night. Its sign must be read from afar.",
        "deliverables": "Vector file",
        "rights_scope": "Sign and website",
        "rights_territory": "France",
        "comment": "The moon hangs too low.",
        "reply": "I will raise it.",
        "question": "What will be behind it?",
        "answer": "A wall of red bricks.",
        "entry": "Moon",
    },
}


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
def walk(request: Any, browser: Browser, site: str, payday: Payday, tmp_path: Path) -> Iterator["Walk"]:
    publish_reference_data(now=timezone.now())
    made = Walk(browser, site, *request.param, payday, tmp_path)
    yield made
    made.tell()
    for context in browser.contexts:  # Pages that follow what happens would go on asking.
        context.close()


class Walk:
    """One walk: its people at their browsers, and what the workers do between their steps."""

    def __init__(self, browser: Browser, site: str, language: str, width: int, payday: Payday, folder: Path) -> None:
        self.browser, self.site, self.language, self.width = browser, site, language, width
        self.payday = payday
        self.words = WORDS[language]
        self.work = folder / "work.png"
        self.work.write_bytes(picture())
        self.visitors: list[Visitor] = []
        self.contest = Contest()
        self.other_maker, self.other_owner = make_creative("stranger"), owner_of(make_brand(name="Other"))

    def visitor(self, user: User | None = None) -> Visitor:
        """Somebody at a browser; whoever is named has signed in."""
        cookie = sign_in(Client(), user).cookies["session"].value if user else ""
        if user:
            User.objects.filter(pk=user.pk).update(locale=self.language)
        self.visitors.append(Visitor(self.browser, self.site, self.language, self.width, cookie=cookie))
        return self.visitors[-1]

    def tell(self) -> None:
        """All that was wrong with any page on the way."""
        findings = [one for visitor in self.visitors for one in visitor.findings]
        assert not findings, "\n".join(findings)

    def at(self, name: str, *args: Any) -> str:
        """The address of a page of the contest, or of something else."""
        return reverse(f"pages:{name}", args=args or [self.contest.pk])

    def strangers_try(self, *addresses: str) -> None:
        """Another brand and another creative find nothing there; nobody is asked to sign in, or finds nothing."""
        for user in (self.other_maker, self.other_owner, None):
            client = sign_in(Client(), user) if user else Client()
            for address in addresses:
                status = client.get(address).status_code
                assert status in ((403, 404) if user else (302, 404)), (user, address, status)

    def let_pass(self, kind: str, state: str) -> None:
        """Bring a deadline forward, and act on it as a worker does."""
        now = timezone.now()
        Deadline.objects.filter(contest=self.contest, kind=kind, due_state="waiting").update(due_at=now)
        work_off_deadlines(now=now)
        self.contest.refresh_from_db()
        assert self.contest.state == state


def test_the_public_reads_the_promises(walk: Walk) -> None:
    nobody = walk.visitor()
    for name in ("home", "briefs", "how_pay_works", "policies", "policy_lab", "fairness", "fairwork", "transparency"):
        nobody.go(reverse(f"pages:{name}"))
    for name in ("account_login", "account_signup", "account_reset_password"):
        nobody.go(reverse(name))


def test_from_signing_up_to_the_last_paper(walk: Walk) -> None:
    owner, brand = sign_up_as_brand(walk)
    write_the_brief(walk, owner, brand)
    fund_it(walk, owner)
    makers = [sign_up_as_creative(walk), walk.visitor(make_creative("second"))]
    entries = [enter(walk, maker, number) for number, maker in enumerate(makers)]
    talk_about_it(walk, owner, makers[0], entries[0])
    walk.let_pass("entries_close", "shortlisting")
    shortlist_all(walk, owner)
    award_first(walk, owner, entries)
    hand_over(walk, owner, makers[0], entries[0])
    get_paid(walk, owner, brand, makers)
    be_audited(walk)


def test_a_maker_and_a_brand_write_to_one_another(walk: Walk) -> None:
    """About an entry to a blind brief, from its page to the answer; each finds what waits where their day begins."""
    maker, owner, brand, entry = blind_entry(walk, "zarkovia")
    room = walk.at("conversation", entry.pk)
    maker.go(walk.at("entry", entry.pk)).locator(f"main a[href='{room}']").click()
    write(maker, walk.words["question"])
    walk.strangers_try(room)
    told = owner.go(reverse("pages:notices")).inner_text("main")
    assert entry.code in told
    owner.go(walk.at("brand", brand.pk))
    open_what_waits(owner, room)
    assert walk.words["question"] in owner.page.inner_text("#message-1")
    assert "zarkovia" not in f"{told} {owner.page.content()}".lower()
    write(owner, walk.words["answer"])
    assert not owner.go(reverse("pages:conversations")).locator(".conversation-unread").count()
    maker.go(reverse("pages:my_entries"))
    open_what_waits(maker, room)
    assert walk.words["answer"] in maker.page.inner_text("#message-2")


def test_a_form_that_comes_back_leaves_the_browser_content(walk: Walk) -> None:
    """Also after somebody has drawn a field larger: browsers note that as a style, which no page may set."""
    maker, _owner, _brand, _entry = blind_entry(walk, "maker")
    page = maker.go(walk.at("enter"))
    page.evaluate("document.getElementById('upload-form').noValidate = true")
    field = page.locator("#upload-form [name=statement]")
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    assert box
    corner = (box["x"] + box["width"] - 4, box["y"] + box["height"] - 4)
    page.mouse.move(*corner)
    page.mouse.down()
    page.mouse.move(corner[0], corner[1] + 60)
    page.mouse.up()
    assert "height" in str(field.get_attribute("style"))
    page.locator("#upload-form .button-primary").click()
    page.locator("#upload-form .field-error").first.wait_for()
    maker.complaints[:] = [one for one in maker.complaints if "422" not in one]  # That is the answer itself.
    maker.look()


def blind_entry(walk: Walk, name: str) -> tuple[Visitor, Visitor, Brand, Entry]:
    """An entry to a blind brief of a new brand, with its maker and the brand's owner at their browsers."""
    now, brand, author = timezone.now(), make_brand(name=walk.words["brand"]), make_creative(name)
    walk.contest = open_contest(brand, now=now, visibility="blind")
    entry = submit_examined(walk.contest, author, now=now)
    return walk.visitor(author), walk.visitor(owner_of(brand)), brand, entry


def write(visitor: Visitor, words: str) -> None:
    """Say something in the conversation that is open."""
    visitor.page.locator("#message-form").wait_for()
    visitor.look()
    visitor.page.fill("#message-form [name=body]", words)
    visitor.page.locator("#message-form button[type=submit]").click()
    visitor.page.locator(".message-mine", has_text=words).wait_for()
    visitor.look()


def open_what_waits(visitor: Visitor, room: str) -> None:
    """From the page that says that somebody has written, by the list of what was not read yet."""
    visitor.page.locator(f"main a[href='{reverse('pages:conversations')}?show=unread']").first.click()
    visitor.page.locator(f".conversation-unread a[href='{room}']").wait_for()
    visitor.look()
    visitor.page.locator(f".conversation-unread a[href='{room}']").click()
    visitor.page.locator(".message-new").wait_for()
    visitor.look()


def sign_up(walk: Walk, visitor: Visitor, email: str, kind: str, brand_name: str = "") -> User:
    """Sign up with the code that is mailed."""
    page = visitor.go(f"{reverse('account_signup')}?kind={kind}")
    if brand_name:
        page.fill("[name=brand_name]", brand_name)
    page.fill("[name=email]", email)
    page.fill("[name=password1]", PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/confirm-email/**")
    visitor.look()
    found = re.search(r"^ {4}(\S+)$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found
    page.fill("[name=code]", found[1])
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(lambda url: "/account/" not in url)
    visitor.look()
    return User.objects.get(email=email)


def sign_up_as_brand(walk: Walk) -> tuple[Visitor, Brand]:
    owner = walk.visitor()
    sign_up(walk, owner, "owner@lune.example", "brand", walk.words["brand"])
    brand = Brand.objects.get(name=walk.words["brand"])
    pages = [walk.at(name, brand.pk) for name in ("brand", "brand_settings", "brand_members", "brand_statement")]
    assert owner.page.url == walk.site + pages[0]
    for address in pages[1:]:
        owner.go(address)
    walk.strangers_try(*pages)
    return owner, brand


def sign_up_as_creative(walk: Walk) -> Visitor:
    maker = walk.visitor()
    user = sign_up(walk, maker, "maker@people.example", "creative")
    assert maker.page.url == walk.site + reverse("pages:my_entries")
    page = maker.go(reverse("pages:profile"))
    page.fill("[name=display_name]", "Noa Ferrand")
    page.fill("[name=headline]", "Enseignes")
    page.locator(GO_ON).first.click()
    page.locator("#messages, .alert").first.wait_for()
    maker.look()
    maker.go(reverse("pages:payout_account"))
    give_account(user, IBAN, holder_name="Noa Ferrand")
    maker.go(reverse("pages:briefs"))
    return maker


def write_the_brief(walk: Walk, owner: Visitor, brand: Brand) -> None:
    """All steps, in the words of the walk's language; the answers that a step suggests stay."""
    page = owner.go(walk.at("brief_new", brand.pk))
    answers = walk.words | {"prize_1": "800,50", "shortlist_max": "3", "language": walk.language}
    while "/review/" not in page.url:
        step = page.url
        for name, text in answers.items():
            field = page.locator(f"main form [name={name}]:not([type=hidden])")
            if field.count():
                field.select_option(text) if name == "language" else field.fill(text)
        page.locator(GO_ON).first.click()
        page.wait_for_url(lambda url, step=step: url != step)
        owner.look()
    walk.contest = Contest.objects.get(brand=brand)
    walk.strangers_try(walk.at("contest"), walk.at("brief_review"), walk.at("brief_edit"), walk.at("brief_preview"))
    owner.go(walk.at("brief_preview"))


def fund_it(walk: Walk, owner: Visitor) -> None:
    page = owner.go(walk.at("brief_review"))
    page.locator(f"form[action='{walk.at('ask_for_funds')}'] button").click()
    page.wait_for_url(f"**{walk.at('funding')}")
    owner.look()
    walk.strangers_try(walk.at("contest"), walk.at("funding"), walk.at("contest_money"))
    page.fill("[name=source]", IBAN)
    page.locator("form:has([name=source]) .button-primary").click()
    page.locator("#funding-state .pay-lines").wait_for()
    owner.look()
    carry_out_due_deposits(timezone.now())
    walk.payday.bank.advance()
    Deposit.objects.update(due_at=F("created_at"))
    carry_out_due_deposits(timezone.now())
    page.locator(f"#funding-state a[href='{walk.at('contest')}']").wait_for()  # The page follows by itself.
    owner.look()
    owner.go(walk.at("contest"))
    walk.contest.refresh_from_db()
    assert walk.contest.state == "open"


def enter(walk: Walk, maker: Visitor, number: int) -> Entry:
    maker.go(walk.at("contest"))
    page = maker.go(walk.at("enter"))
    page.fill("#upload-form [name=title]", f"{walk.words['entry']} {number}")
    page.set_input_files("#upload-form [name=files]", str(walk.work))
    page.check("[name=ai_use][value=none]")
    page.select_option("[name=item_1_kind]", "font")
    page.fill("[name=item_1_name]", "Inter")
    page.fill("[name=item_1_licence]", "OFL")
    page.locator(".declaring summary").last.click()
    page.locator("[data-add-row]").click()
    page.select_option("[name=item_9_kind]", "source")
    page.fill("[name=item_9_name]", "Atlas")
    page.fill("[name=item_9_licence]", "CC0")
    page.check("[name=declared]")
    page.locator("#upload-form .button-primary").click()
    page.wait_for_url(re.compile(r"/entries/[0-9a-f-]{36}/"))
    entry = Entry.objects.latest("created_at")
    walk.strangers_try(walk.at("entry_version", entry.pk), walk.at("handover", entry.pk))
    assert entry.versions.get().declaration.items.count() == 2
    assert examine_files(timezone.now())
    maker.go(walk.at("entry", entry.pk))
    maker.go(walk.at("entry_version", entry.pk))
    maker.go(reverse("pages:my_entries"))
    return entry


def talk_about_it(walk: Walk, owner: Visitor, maker: Visitor, entry: Entry) -> None:
    """A comment pinned on the picture by pointing, and its answer."""
    owner.go(walk.at("choose"))
    page = owner.go(walk.at("entry", entry.pk))
    page.locator("[data-pinboard]").first.click(position={"x": 40, "y": 30})
    page.fill("#comment-form [name=body]", walk.words["comment"])
    page.locator("#comment-form button[type=submit]").click()
    page.locator("[data-thread]", has_text=walk.words["comment"]).wait_for()
    owner.look()
    assert page.locator("[data-pin]").count() == 1
    walk.strangers_try(walk.at("choose"), walk.at("answers"), walk.at("compare"))
    page = maker.go(walk.at("entry", entry.pk))
    page.locator("[data-thread]", has_text=walk.words["comment"]).wait_for()
    outsider = sign_in(Client(), walk.other_maker).get(walk.at("entry", entry.pk)).content.decode()
    assert walk.words["comment"] not in outsider


def shortlist_all(walk: Walk, owner: Visitor) -> None:
    page = owner.go(walk.at("choose"))
    for box in page.locator("input[name=entry][form=shortlist]").all():
        box.check()
    page.locator(".button-primary[form=shortlist]").click()
    page.locator("[name=confirm]").wait_for()
    owner.look()
    page.locator("[name=confirm]").click()
    page.wait_for_url(f"**{walk.at('decide')}")
    owner.look()
    walk.strangers_try(walk.at("decide"), walk.at("review"), walk.at("cancel"))


def award_first(walk: Walk, owner: Visitor, entries: Sequence[Entry]) -> None:
    page = owner.page
    page.locator("[name=end_round]").click()
    page.locator(f"[name='rank-{entries[0].pk}']").select_option("1")
    page.locator(GO_ON).first.click()
    page.locator("#ahead").wait_for()
    owner.look()
    page.locator("#ahead [name=confirm]").click()
    page.wait_for_url(f"**{walk.at('review')}**")  # The form's own place on its page stays in the address.
    owner.look()


def hand_over(walk: Walk, owner: Visitor, maker: Visitor, entry: Entry) -> None:
    page = maker.go(walk.at("handover", entry.pk))
    walk.strangers_try(walk.at("handover", entry.pk), walk.at("review"))
    page.set_input_files("[name=files]", str(walk.work))
    page.locator("#upload-form button[type=submit]").click()
    page.locator("ul:not([data-upload-files]) > .file-row").first.wait_for()
    examine_files(timezone.now())
    page = maker.go(walk.at("handover", entry.pk))
    page.check("[name=accepts_rights]")
    page.fill("[name=signed_name]", "Noa Ferrand")
    page.locator(GO_ON).last.click()
    page.locator("[name=signed_name]").wait_for(state="detached")
    maker.look()
    page = owner.go(walk.at("review"))
    page.locator(".confirm summary, summary.button-primary").first.click()
    page.check("[name=accepts_rights]")
    page.fill("main [name=signed_name]", "Ines Varrow")
    page.locator(f"form[action='{walk.at('review')}'] button[type=submit]").first.click()
    page.wait_for_url(f"**{walk.at('contest_money')}**")
    owner.look()


def get_paid(walk: Walk, owner: Visitor, brand: Brand, makers: Sequence[Visitor]) -> None:
    people = User.objects.filter(entry_shares__entry__contest=walk.contest)
    now = timezone.now()
    walk.payday.pay(now)
    walk.payday.bank.advance()
    walk.payday.hear(len(walk.payday.bank.movements("transfer")) + 1)
    for person in people:
        give_mandate(person)
        tell_taxes(person)
    tell_billing(brand)
    assert issue_papers(timezone.now())
    for maker in makers:
        page = maker.go(reverse("pages:earnings"))
        assert "12,31" in page.inner_text("main") or "12.31" in page.inner_text("main")
        page = maker.go(reverse("pages:documents"))
        assert page.locator("main a[href^='/documents/']").count()
    for name in ("brand_statement", "brand"):
        owner.go(walk.at(name, brand.pk))
    owner.go(walk.at("contest_money"))
    owner.go(reverse("pages:documents"))
    owner.go(walk.at("contest_reviews"))
    walk.strangers_try(
        walk.at("contest_money"), walk.at("brand_statement", brand.pk), walk.at("brand_settings", brand.pk)
    )


def be_audited(walk: Walk) -> None:
    auditor = walk.visitor(hire())
    settlement = Settlement.objects.get(contest=walk.contest)
    pages = [
        reverse("pages:audit"),
        reverse("pages:audit_settlements"),
        walk.at("audit_settlement", settlement.pk),
        walk.at("audit_contest"),
        reverse("pages:audit_journal"),
        reverse("pages:audit_accounts"),
        reverse("pages:audit_disbursements"),
        reverse("pages:audit_reconciliation"),
    ]
    for address in pages:
        auditor.go(address)
    walk.strangers_try(*pages)
