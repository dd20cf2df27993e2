"""What makers and brands write to one another, at their browsers; and a form that comes back with what was written."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Brand
from contests.models import Entry
from tests.e2e.browser import needs_browser
from tests.e2e.looking import Visitor
from tests.e2e.walking import Walk
from tests.fixtures.contests import submit_examined
from tests.fixtures.worlds import make_brand, make_creative, open_contest, owner_of

pytestmark = [needs_browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


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
