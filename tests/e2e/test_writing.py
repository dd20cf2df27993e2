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

SIGNATURE = """() => {
  const field = Object.assign(document.createElement("input"), { type: "text", name: "signed", autocomplete: "name" });
  document.querySelector("#message-form").append(field);
}"""


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


def test_what_is_being_written_outlives_its_page(walk: Walk) -> None:
    """Another language, a session that has ended, and no trace once it has arrived."""
    maker, _owner, _brand, _entry = blind_entry(walk, "maker")
    page, room = maker.page, walk.at("enter")
    maker.go(room)
    page.fill("#upload-form [name=statement]", walk.words["question"])
    page.evaluate("document.querySelector('footer form [name=language][value=en]').click()")
    page.locator("html[lang=en]").wait_for()
    assert page.input_value("#upload-form [name=statement]") == walk.words["question"]
    page.fill("#upload-form [name=title]", walk.words["entry"])
    page.check("#upload-form [name=declared]")
    page.evaluate("document.getElementById('upload-form').noValidate = true")
    page.locator("#upload-form .button-primary").click()
    page.locator("#upload-form .field-error").first.wait_for()
    page.reload()
    held = [page.input_value(f"#upload-form [name={name}]") for name in ("title", "statement")]
    assert held == [walk.words["entry"], walk.words["question"]]
    assert not page.is_checked("#upload-form [name=declared]"), "a promise is made anew"
    page.set_input_files("#upload-form [name=files]", str(walk.work))
    page.check("#upload-form [name=ai_use][value=none]")
    page.check("#upload-form [name=declared]")
    page.locator("#upload-form .button-primary").click()
    page.wait_for_url("**/entries/*/")
    maker.complaints.clear()
    page.goto(walk.site + room)
    assert page.input_value("#upload-form [name=statement]") == ""


def test_a_session_that_has_ended_takes_no_words_with_it(walk: Walk) -> None:
    maker, _owner, _brand, entry = blind_entry(walk, "maker")
    page, room = maker.page, walk.at("conversation", entry.pk)
    maker.go(room)
    page.evaluate(SIGNATURE)
    page.fill("#message-form [autocomplete=name]", "Ana Example")
    page.fill("#message-form [name=body]", walk.words["question"])
    kept = page.evaluate("JSON.stringify(sessionStorage)")
    assert walk.words["question"] in kept and "Ana Example" not in kept, "a signature is given anew"
    cookies = [one for one in page.context.cookies() if one["name"] == "session"]
    page.context.clear_cookies(name="session")
    page.locator("#message-form button[type=submit]").click()
    page.locator("main input[name=login]").wait_for()
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    page.goto(walk.site + room)
    assert page.input_value("#message-form [name=body]") == walk.words["question"]
    write(maker, walk.words["question"])
    page.goto(walk.site + room)
    assert page.input_value("#message-form [name=body]") == ""


def test_a_scale_of_tone_stands_in_one_row(walk: Walk) -> None:
    brand = make_brand(name=walk.words["brand"])
    page = walk.visitor(owner_of(brand)).go(walk.at("brief_new", brand.pk))
    rows = page.locator(".tone-row")
    assert rows.count() == 5
    for row in rows.all():
        heights = {round(one.bounding_box()["y"]) for one in row.locator("input").all()}  # type: ignore[index]
        assert len(heights) == 1


def test_the_gallery_by_pointer_and_no_reason_meant_for_another(walk: Walk) -> None:
    """A work fills the screen; a reason that was begun for one entry is not offered for the next."""
    _maker, owner, _brand, entry = blind_entry(walk, "maker")
    other = submit_examined(walk.contest, make_creative("other"), now=timezone.now())
    page = owner.go(walk.at("choose"))
    page.locator(f"#card-{entry.pk} [data-enlarge]").click()
    page.locator("#lightbox[open]").wait_for()
    assert entry.code in page.inner_text("#lightbox-title")
    owner.look()
    page.keyboard.press("Escape")
    words = page.locator("#elimination textarea")
    for asked, begun in ((entry, ""), (entry, walk.words["answer"]), (other, "")):
        page.locator(f"#card-{asked.pk} [data-eliminate]").click()
        page.locator("#elimination[open]").wait_for()
        assert words.input_value() == begun
        words.fill(walk.words["answer"])
        page.keyboard.press("Escape")
