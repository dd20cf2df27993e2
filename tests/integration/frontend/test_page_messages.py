"""Pages of messages: without a script, nothing typed is lost, read once opened, and a blind brief stays blind."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent, MemberRole, StaffRole, User
from contests.models import ConversationRead, Entry, Message
from contests.services.messaging.writing import send_message
from moderation.rules import Target
from moderation.services.reporting import report
from tests.fixtures.contests import submit_examined
from tests.fixtures.moderation import NOTICE
from tests.fixtures.people import hire, sign_in
from tests.fixtures.worlds import DAY, add_member, make_brand, make_creative, open_contest, owner_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry() -> Entry:
    contest = open_contest(make_brand(), now=timezone.now(), visibility="blind")
    return submit_examined(contest, make_creative("zarkovia"), now=timezone.now())


def client_of(person: User) -> Client:
    return sign_in(Client(), person)


def address(entry: Entry) -> str:
    return reverse("pages:conversation", args=[entry.pk])


def get(person: User, where: str, **headers: str) -> Any:
    return client_of(person).get(where, headers=headers)


def test_from_the_page_of_an_entry_to_an_answer(entry: Entry) -> None:
    owner = owner_of(entry.contest.brand)
    for person, words in ((owner, "Write to its maker"), (entry.author, "Write to the brand")):
        page = get(person, reverse("pages:entry", args=[entry.pk])).content.decode()
        assert f'href="{address(entry)}"' in page and words in page
    empty = get(owner, address(entry)).content.decode()
    assert "Nothing has been written yet" in empty and "zarkovia" not in empty.lower()
    sent = client_of(owner).post(address(entry), {"body": "Which <b>paper</b>?\nSee https://example.com"})
    assert (sent.status_code, sent["Location"]) == (302, f"{address(entry)}#message-1")
    listed = get(entry.author, reverse("pages:conversations")).content.decode()
    assert "1 unread" in listed and "conversation-unread" in listed
    waiting = get(entry.author, reverse("pages:my_entries")).content.decode()
    assert "1 conversation with something unread" in waiting
    page = get(entry.author, address(entry)).content.decode()
    assert "Which &lt;b&gt;paper&lt;/b&gt;?<br>See https://example.com" in page
    assert "message-new" in page and ConversationRead.objects.get().reader == entry.author
    assert "message-new" not in get(entry.author, address(entry)).content.decode()
    assert "unread" not in re.sub(r"show=unread|>Unread<", "", get(entry.author, "/messages/").content.decode())
    client_of(entry.author).post(address(entry), {"body": "Uncoated."})
    board = get(owner, reverse("pages:brand", args=[entry.contest.brand_id])).content.decode()
    assert "1 conversation with something unread" in board
    answered = get(owner, address(entry)).content.decode()
    assert "Uncoated." in answered and "zarkovia" not in answered.lower() and f"Entry {entry.code}" in answered


def test_what_was_typed_comes_back_with_what_to_do(entry: Entry) -> None:
    words = f"Cordially, {entry.author.display_name}"
    answer = client_of(entry.author).post(address(entry), {"body": words})
    page = answer.content.decode()
    assert answer.status_code == 422 and words in page and "take out" in page
    assert not Message.objects.exists()
    assert client_of(entry.author).post(address(entry), {"body": ""}).status_code == 422


def test_others_find_nothing_there(entry: Entry) -> None:
    send_message(entry.author, entry.pk, "Hello", now=timezone.now())
    finance, judge = (add_member(entry.contest.brand, role) for role in (MemberRole.FINANCE, MemberRole.JUDGE))
    for person in (finance, make_creative(), owner_of(make_brand())):
        assert get(person, address(entry)).status_code == 404
        assert "Hello" not in get(person, "/messages/").content.decode()
    assert Client().get(address(entry)).status_code == 302
    reads = get(judge, address(entry)).content.decode()
    assert "Hello" in reads and "who judges reads along" in reads and "message-form" not in reads
    assert client_of(judge).post(address(entry), {"body": "I"}).status_code == 403


def test_what_comes_meanwhile_is_fetched_and_not_taken_for_read(entry: Entry) -> None:
    owner, now = owner_of(entry.contest.brand), timezone.now()
    send_message(entry.author, entry.pk, "First", now=now)
    page = get(owner, address(entry)).content.decode()
    assert f'hx-get="{address(entry)}?since=1"' in page
    news = f"{address(entry)}?since=1"
    assert get(owner, news, HX_Request="true").status_code == 204
    send_message(entry.author, entry.pk, "Second", now=now)
    piece = get(owner, news).content.decode()
    assert "Second" in piece and "First" not in piece and "since=2" in piece and "<html" not in piece
    assert ConversationRead.objects.get(reader=owner).up_to == 1
    for odd in ("x", "-1", "9" * 40, "²"):
        assert get(owner, f"{address(entry)}?since={odd}").status_code == 200


def test_long_conversations_go_on_by_links(entry: Entry) -> None:
    owner, now = owner_of(entry.contest.brand), timezone.now() - 9 * DAY
    for number in range(45):
        send_message((owner, entry.author)[number % 2], entry.pk, f"Point {number}.", now=now)
    page = get(owner, address(entry)).content.decode()
    assert "Point 44." in page and "Point 4." not in page
    (older,) = re.findall(r'href="(\?after=[^"]+)"', page)
    behind = get(owner, address(entry) + older).content.decode()
    assert "Point 4." in behind and "Point 44." not in behind and "message-form" not in behind


def test_an_empty_list_says_how_to_begin(entry: Entry) -> None:
    page = get(entry.author, "/messages/").content.decode()
    assert "No messages yet" in page and reverse("pages:my_entries") in page
    assert "You have read everything" in get(entry.author, "/messages/?show=unread").content.decode()


def test_whoever_decides_on_a_message_asks_for_what_is_around_it(entry: Entry) -> None:
    owner, admin, now = owner_of(entry.contest.brand), hire(StaffRole.ADMIN), timezone.now()
    send_message(owner, entry.pk, "Would you do <b>three</b> more?", now=now)
    row = send_message(entry.author, entry.pk, "Then pay me outside.", now=now)
    case = report(owner, Target.MESSAGE, str(row.pk), NOTICE, now=now).case
    where = reverse("pages:moderation_case", args=[case.ref])
    page = get(admin, where).content.decode()
    assert "Then pay me outside." in page and 'href="?around=yes#around"' in page
    assert "Would you do" not in page and not AuditEvent.objects.filter(act="messages.read").exists()
    shown = get(admin, f"{where}?around=yes").content.decode()
    assert "Would you do &lt;b&gt;three&lt;/b&gt; more?" in shown and shown.count("message-asked") == 1
    assert AuditEvent.objects.get(act="messages.read").actor == admin
    (decide,) = re.findall(r'action="([^"]+/decide/[^"]*)"', shown)
    refused = client_of(admin).post(decide, {"measure": "warn", "facts": ""})
    assert refused.status_code == 422 and "Would you do" in refused.content.decode(), (
        "what was read stays beside the form"
    )
    assert get(owner, f"{where}?around=yes").status_code == 404
    done = {
        "measure": "warn",
        "facts": "It leads away.",
        "ground": "terms",
        "ground_detail": "Clause 4: pay stays here",
    }
    assert client_of(admin).post(decide, done).status_code == 302
    closed = get(admin, f"{where}?around=yes").content.decode()
    assert "Would you do" not in closed and "#around" not in closed
