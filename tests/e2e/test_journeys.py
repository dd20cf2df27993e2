"""The journeys of a brand, a creative, an auditor and the public, from signing up to the last paper, by pages alone.

Every page on the way is looked at (`tests.e2e.looking`), and at each step strangers try its addresses.
"""

import re
from collections.abc import Sequence

import pytest
from django.core import mail
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Brand, User
from contests.models import Contest, Entry
from contests.services.examining import examine_files
from payouts.documents.services.papers import issue_papers
from payouts.models import Deposit, Settlement
from payouts.services.deposits import carry_out_due_deposits
from tests.e2e.browser import needs_browser
from tests.e2e.looking import Visitor
from tests.e2e.walking import Walk
from tests.fixtures.papers import give_mandate, tell_billing, tell_taxes
from tests.fixtures.people import PASSWORD, hire, sign_in
from tests.fixtures.worlds import give_account, make_creative

pytestmark = [needs_browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

IBAN = "FR7630006000011234567890189"
GO_ON = "main form .button-primary"


def test_the_public_reads_the_promises(walk: Walk) -> None:
    nobody = walk.visitor()
    for name in ("home", "briefs", "how_pay_works", "policies", "policy_lab", "fairness", "fairwork", "transparency"):
        nobody.go(reverse(f"pages:{name}"))
    nobody.go(reverse("pages:contact"))
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
