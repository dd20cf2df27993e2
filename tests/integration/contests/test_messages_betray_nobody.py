"""What a blind brief's brand is told of a message: in notice, mail, the morning's mail and their rows, no trait of its
maker: no name, handle, address or key, in no language, header or link. That it is told at that moment is accepted.
"""

import re
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from email.header import decode_header, make_header
from email.message import Message as Letter
from typing import Any

import pytest
from django.core import mail as outbox
from django.test import Client

from accounts.models import CreativeProfile, MemberRole, Notice, NoticeChoice, OutgoingMail, User
from accounts.services.mail_sending import send_due
from accounts.services.notices.digests import plan_digests, write_digests
from contests.models import Entry
from contests.services.messaging.writing import send_message
from tests.fixtures.calls import Caller
from tests.fixtures.contests import submit_examined
from tests.fixtures.people import sign_in
from tests.fixtures.worlds import DAY, NOON, add_member, give_account, make_brand, make_user, open_contest, owner_of

pytestmark = pytest.mark.django_db

CANARY, KEY = "zarkovia", 730_519_846
WORDS = "A quixotic thought"
OPAQUE = re.compile(r"[A-Za-z0-9_-]{8,}")


@pytest.fixture
def entry() -> Entry:
    """Of somebody whose every trait can be told from everything else, to a brand with a reader in each language."""
    author = make_user(CANARY, id=KEY)
    CreativeProfile.objects.create(user=author)
    give_account(author, "FR7630006000011234567890189", holder_name=author.display_name)
    brand = make_brand()
    User.objects.filter(pk=owner_of(brand).pk).update(locale="fr")
    for arrival in ("at_once", "daily"):
        member = add_member(brand, MemberRole.MANAGER)
        NoticeChoice.objects.create(user=member, topic="questions", arrival=arrival)
    return submit_examined(open_contest(brand, visibility="blind"), author)


def check_tells_nothing(text: str) -> None:
    """Neither as it stands nor behind what only looks like chance."""
    for seen in (text, *unwrapped(text)):
        for trait in (CANARY, str(KEY), WORDS.lower()):
            assert trait not in seen.lower(), seen[:400]


def unwrapped(text: str) -> Iterator[str]:
    for word in OPAQUE.findall(text):
        yield urlsafe_b64decode(word + "=" * (-len(word) % 4) if len(word) % 4 != 1 else word[:-1]).decode("latin-1")


def parts_of(letter: Letter) -> Iterator[str]:
    """Every header and every part of a mail as its program reads it, and its bytes as servers do."""
    yield letter.as_string()
    for part in letter.walk():
        yield from (f"{name}: {decoded(value)}" for name, value in part.items())
        if not part.is_multipart():
            content: Any = part.get_payload(decode=True)
            yield content.decode()


def decoded(header: str) -> str:
    return str(make_header(decode_header(header)))


def letters() -> list[Letter]:
    while send_due(now=NOON + 2 * DAY):
        pass
    return [one.message() for one in outbox.outbox]


def test_the_mails_with_all_their_parts_and_headers(entry: Entry) -> None:
    send_message(entry.author, entry.pk, WORDS, now=NOON)
    found = [letter for letter in letters() if entry.code in decoded(letter["Subject"])]
    subjects = sorted(decoded(letter["Subject"]) for letter in found)
    assert [("vous a écrit" in one, "has written to you" in one) for one in subjects] == [(True, False), (False, True)]
    for letter in found:
        read = list(parts_of(letter))
        for text in read:
            check_tells_nothing(text)
        kinds = {part.get_content_type() for part in letter.walk() if not part.is_multipart()}
        assert kinds == {"text/plain", "text/html"}
        assert sum(f"/entries/{entry.pk}/messages/" in text for text in read) >= 2


def test_the_morning_s_mail(entry: Entry) -> None:
    send_message(entry.author, entry.pk, WORDS, now=NOON)
    assert (plan_digests(NOON), write_digests(NOON + DAY)) == (1, 1)
    (row,) = OutgoingMail.objects.filter(template="digest")
    (letter,) = (one for one in letters() if one["To"] == row.to.email)
    read = list(parts_of(letter))
    assert any(entry.code in text for text in read)
    for text in read:
        check_tells_nothing(text)


def test_the_rows_that_hold_them(entry: Entry) -> None:
    send_message(entry.author, entry.pk, WORDS, now=NOON)
    mails = OutgoingMail.objects.filter(template="message_from_maker")
    notices = Notice.objects.filter(template="message_from_maker")
    assert (mails.count(), notices.count()) == (2, 3)
    for row in (*mails.values(), *notices.values()):
        check_tells_nothing(str(row))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_notices_on_their_page_and_over_the_api(entry: Entry, language: str) -> None:
    send_message(entry.author, entry.pk, WORDS, now=NOON)
    owner = owner_of(entry.contest.brand)
    User.objects.filter(pk=owner.pk).update(locale=language)
    client = sign_in(Client(headers={"Accept-Language": language}), owner)
    notice = Notice.objects.get(user=owner, template="message_from_maker")
    page = client.get("/notices/").content.decode()
    assert entry.code in page and f'lang="{language}"' in page
    check_tells_nothing(page)
    led = client.get(f"/notices/{notice.ref}/")
    assert led["Location"] == f"/entries/{entry.pk}/messages/"
    answer = Caller(owner).client.get("/api/v1/me/notices", headers={"Accept-Language": language})
    assert answer.status_code == 200 and entry.code in answer.content.decode()
    check_tells_nothing(answer.content.decode())
    check_tells_nothing(str(dict(answer.headers)))


def test_who_wrote_changes_nothing_but_the_entry_s_code(entry: Entry) -> None:
    """Two makers' messages are told in the same words; so nothing that was overlooked above can be a trait."""
    other = submit_examined(entry.contest)
    owner = owner_of(entry.contest.brand)
    said = []
    for one in (entry, other):
        send_message(one.author, one.pk, WORDS, now=NOON)
        row = OutgoingMail.objects.get(to=owner, template="message_from_maker", context__entry_code=one.code)
        said.append(str(row.context).replace(one.code, "CODE").replace(str(one.pk), "KEY"))
    assert said[0] == said[1]
