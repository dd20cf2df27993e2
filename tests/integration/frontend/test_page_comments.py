"""Comments on an entry's page: for whom they are, without a script, nothing typed is lost, pinned to pictures."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import MemberRole, StaffRole, User
from contests.comment_rules import Anchor, CommentDraft
from contests.models import Comment, Entry
from contests.services.commenting.marking import release_comments
from contests.services.commenting.writing import reply, write_comment
from contests.services.entries import add_version
from contests.services.examining import examine_files
from tests.fixtures.contests import submit_examined, version_draft
from tests.fixtures.people import hire, sign_in
from tests.fixtures.worlds import add_member, award, make_brand, make_creative, open_contest, owner_of, shortlist

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry() -> Entry:
    return submit_examined(open_contest(make_brand(), now=timezone.now()), make_creative("author"), now=timezone.now())


def client_of(person: User | None) -> Client:
    return sign_in(Client(), person) if person else Client()


def page_of(entry: Entry, person: User | None, query: str = "") -> str:
    reply = client_of(person).get(reverse("pages:entry", args=[entry.pk]) + query)
    assert reply.status_code == 200
    return str(reply.content.decode())


def send(entry: Entry, person: User, **form: str) -> tuple[int, str]:
    sent = {"version": "1"} | form
    answer = client_of(person).post(reverse("pages:entry_comments", args=[entry.pk]), sent)
    return answer.status_code, answer.get("Location", "") or answer.content.decode()


def test_the_brand_points_at_a_place_and_its_maker_sees_the_pin(entry: Entry) -> None:
    ref = str(entry.versions.get().files.get().ref)
    owner = owner_of(entry.contest.brand)
    status, there = send(entry, owner, body="Too thin here.", file=ref, x="12.5", y="40", width="20", height="5.1")
    assert (status, there) == (302, f"{reverse('pages:entry', args=[entry.pk])}?version=1#comment-1")
    said = Comment.objects.get()
    assert (said.x, said.y, said.width, said.height) == (125, 400, 200, 51)
    shown = page_of(entry, entry.author)
    assert "Too thin here." in shown
    assert '<rect class="pin-area" x="12.5%" y="40%" width="20%" height="5.1%"/>' in shown
    assert "Picture 1, 12 % from the left, 40 % from the top" in shown
    entry.author.locale = "fr"
    entry.author.save(update_fields=["locale"])
    assert 'x="12.5%"' in page_of(entry, entry.author)


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"body": ""}, "required"),
        ({"body": "Kept words", "x": "10"}, "A place needs both"),
        ({"body": "Kept words", "x": "10", "y": "101"}, "less than or equal to 100"),
        ({"body": "Kept words", "x": "10", "y": "10"}, "Say on which picture this place is."),
        (
            {"body": "Kept words", "file": "own", "x": "90", "y": "10", "width": "11", "height": "1"},
            "not on the picture",
        ),
        (
            {"body": "Kept words", "file": "own", "x": "90", "y": "10", "width": "5"},
            "An area needs a width and a height",
        ),
        ({"body": "Kept words", "file": "00000000-0000-4000-8000-000000000000"}, "Select a valid choice"),
        ({"body": "Kept words " + "x" * 2000}, "at most 2000 characters"),
    ],
)
def test_a_mistake_is_told_and_nothing_typed_is_lost(entry: Entry, form: dict[str, str], words: str) -> None:
    if form.get("file") == "own":
        form = form | {"file": str(entry.versions.get().files.get().ref)}
    status, text = send(entry, owner_of(entry.contest.brand), **form)
    assert status == 422
    assert words in text
    assert form["body"][:10] in text
    assert all(f'value="{form[name]}"' in text for name in ("x", "y", "width") if name in form)
    assert not Comment.objects.exists()


def test_an_answer_with_a_mistake_comes_back_in_its_thread(entry: Entry) -> None:
    owner = owner_of(entry.contest.brand)
    first = write_comment(owner, entry.pk, CommentDraft(body="Too thin."), now=timezone.now())
    client = client_of(entry.author)
    address = reverse("pages:comment_reply", args=[first.pk])
    refused = client.post(address, {"body": "It holds. " * 300})
    assert refused.status_code == 422
    assert "It holds. It holds." in refused.content.decode()
    assert 'thread-answer" open' in refused.content.decode()
    assert client.post(address, {"body": "It holds."}).status_code == 302
    assert "It holds." in page_of(entry, owner)


def test_a_version_shows_its_own_and_tells_of_what_others_still_hold(entry: Entry) -> None:
    now, owner = timezone.now(), owner_of(entry.contest.brand)
    first = write_comment(owner, entry.pk, CommentDraft(body="First point."), now=now)
    write_comment(owner, entry.pk, CommentDraft(body="Second point."), now=now)
    add_version(entry.author, entry.pk, version_draft(), now=now)
    examine_files(now)
    shown = page_of(entry, owner)
    assert "First point." not in shown
    assert "Version 1 has 2 comments that are not dealt with" in shown
    assert "First point." in page_of(entry, owner, "?version=1")
    client = client_of(owner)
    assert client.post(reverse("pages:comment_resolve", args=[first.pk])).status_code == 302
    assert "Version 1 has 1 comment that is not dealt with" in page_of(entry, entry.author)
    client.post(reverse("pages:comment_reopen", args=[first.pk]))
    assert "Version 1 has 2 comments" in page_of(entry, owner)


def test_who_sees_them_and_who_has_a_form(entry: Entry) -> None:
    brand = entry.contest.brand
    write_comment(owner_of(brand), entry.pk, CommentDraft(body="Only between us."), now=timezone.now())
    people = {
        "author": entry.author,
        "judge": add_member(brand, MemberRole.JUDGE),
        "admin": hire(StaffRole.ADMIN),
        "finance": add_member(brand, MemberRole.FINANCE),
        "auditor": hire(StaffRole.AUDITOR),
        "other": make_creative(),
        "nobody": None,
    }
    pages = {who: page_of(entry, person) for who, person in people.items()}
    assert {who for who, text in pages.items() if "Only between us." in text} == {"author", "judge", "admin"}
    assert {who for who, text in pages.items() if 'id="comment-form"' in text} == {"author", "judge"}
    assert {who for who, text in pages.items() if "/resolve/" in text} == {"judge"}
    gallery = reverse("pages:contest_entries", args=[entry.contest_id])
    counts = {who for who, one in people.items() if "1 comment" in client_of(one).get(gallery).content.decode()}
    assert counts == {"author", "judge", "admin"}


def test_what_is_taken_back_is_not_on_the_page(entry: Entry) -> None:
    owner = owner_of(entry.contest.brand)
    ref = entry.versions.get().files.get().ref
    draft = CommentDraft(body="Said in haste.", file=ref, anchor=Anchor(10, 10))
    said = write_comment(owner, entry.pk, draft, now=timezone.now())
    assert client_of(entry.author).post(reverse("pages:comment_withdraw", args=[said.pk])).status_code == 403
    assert client_of(owner).post(reverse("pages:comment_withdraw", args=[said.pk])).status_code == 302
    shown = page_of(entry, owner)
    assert "Said in haste." not in shown
    assert "Taken back by whoever wrote it." in shown
    assert "data-pin=" not in shown


def test_after_the_decision_the_brand_opens_them_to_whoever_sees_the_entry(entry: Entry) -> None:
    brand = entry.contest.brand
    judge = add_member(brand, MemberRole.JUDGE)
    first = write_comment(judge, entry.pk, CommentDraft(body="The best of all."), now=timezone.now())
    reply(entry.author, first.pk, "Thank you.", now=timezone.now())
    address = reverse("pages:release_comments", args=[entry.contest_id])
    owner = client_of(owner_of(brand))
    assert "Show comments to everybody" not in page_of(entry, owner_of(brand))
    award(shortlist(entry.contest, [entry]), entry)
    assert "Show comments to everybody" in page_of(entry, owner_of(brand))
    assert "The best of all." not in page_of(entry, None)
    assert owner.post(address).status_code == 302
    shown = page_of(entry, None)
    assert "The best of all." in shown
    assert judge.display_name not in shown
    assert brand.name in shown
    assert 'id="comment-form"' not in shown
    release_comments(owner_of(brand), entry.contest_id, now=timezone.now())


def test_a_translation_is_a_link_that_tells_the_other_site_nothing_but_the_text(entry: Entry) -> None:
    owner = owner_of(entry.contest.brand)
    write_comment(owner, entry.pk, CommentDraft(body="Le trait est trop fin & pâle."), now=timezone.now())
    write_comment(owner, entry.pk, CommentDraft(body="The line is too thin."), now=timezone.now())
    address = reverse("pages:entry", args=[entry.pk])
    answer = client_of(entry.author).get(address)
    (link,) = re.findall(r'<a [^>]*href="(https://www\.deepl\.com[^>]*)>', answer.content.decode())
    assert link.startswith("https://www.deepl.com/translator#auto/en/Le%20trait%20est%20trop%20fin%20%26%20p")
    assert 'target="_blank" rel="noopener noreferrer"' in link
    assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin"
    entry.author.locale = "fr"
    entry.author.save(update_fields=["locale"])
    french = page_of(entry, entry.author)
    assert "translator#auto/fr/The%20line%20is%20too%20thin." in french
    assert "deepl.com" not in page_of(entry, owner)


def test_many_comments_cost_no_more_queries_than_few(entry: Entry) -> None:
    owner = owner_of(entry.contest.brand)
    client = client_of(entry.author)

    def queries() -> int:
        client.get(reverse("pages:entry", args=[entry.pk]))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("pages:entry", args=[entry.pk]))
        return len(captured)

    def talk(number: int) -> None:
        first = write_comment(owner, entry.pk, CommentDraft(body=f"Point {number}"), now=timezone.now())
        reply(entry.author, first.pk, f"Answer {number}", now=timezone.now())

    talk(0)
    few = queries()
    for number in range(1, 9):
        talk(number)
    assert queries() == few
