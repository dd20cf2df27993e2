"""Files for a brief stay with a form that comes back with errors, by the very parts that keep a maker's. Whoever writes
briefs need be no maker, and programs' own formats are not taken here.
"""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import CreativeProfile, MemberRole
from contests.models import SourceUpload, StoredFile
from contests.services.briefing.attachments import MAX_ATTACHMENTS
from contests.services.briefs import delete_draft
from tests.fixtures.contests import picture, upload
from tests.fixtures.people import sign_in
from tests.fixtures.tus import Sender, psd
from tests.fixtures.worlds import add_member, draft_contest, make_brand, make_creative, open_contest, owner_of
from tests.integration.frontend.test_page_kept_files import kept_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return draft_contest(make_brand())


@pytest.fixture
def owner(client: Client, draft):
    person = owner_of(draft.brand)
    sign_in(client, person)
    return person


def test_the_good_ones_wait_while_the_bad_one_is_named_and_are_taken(client, owner, draft) -> None:
    address = reverse("pages:brief_files", args=[draft.pk])
    files = [upload("style.png"), upload("song.mp3", b"ID3nothing to see"), upload("text.pdf", b"%PDF-1.7\n%%EOF\n")]
    answer = client.post(address, {"files": files})
    kept = kept_in(answer)
    assert list(kept) == ["style.png", "text.pdf"] and not StoredFile.objects.exists()
    beside = re.search(r'id="id_files_error">.*?<span>(.*?)</span>', answer.content.decode(), re.DOTALL)
    assert beside and beside[1].count("song.mp3: ") == 1
    assert not re.search(r'<input type="file"[^>]* required', answer.content.decode())
    again = client.post(address, {"uploads": [str(kept["text.pdf"])], "files": [upload("third.png")]})
    assert again.status_code == 302
    assert [one.original_name for one in draft.brief.files.order_by("position")] == [
        "third.png",
        "text.pdf",
    ]
    assert SourceUpload.objects.get(pk=kept["text.pdf"]).state == "used"


def test_nothing_at_all_is_not_sent(client, owner, draft) -> None:
    address = reverse("pages:brief_files", args=[draft.pk])
    assert re.search(r'<input type="file"[^>]* required', client.get(address).content.decode())
    answer = client.post(address, {})
    assert kept_in(answer) == {} and "Add at least one file." in answer.content.decode()


def test_one_too_many_is_left_out_by_whoever_sends_them(client, owner, draft) -> None:
    address = reverse("pages:brief_files", args=[draft.pk])
    for some in (range(10), range(10, MAX_ATTACHMENTS - 1)):
        client.post(address, {"files": [upload(f"{number}.png") for number in some]})
    kept = kept_in(client.post(address, {"files": [upload("x.png"), upload("y.png")]}))
    assert list(kept) == ["x.png", "y.png"]
    assert client.post(address, {"uploads": [str(kept["y.png"])]}).status_code == 302
    assert draft.brief.files.count() == MAX_ATTACHMENTS


def test_what_a_brief_does_not_take_is_neither_held_nor_taken_as_an_upload(client, owner, draft, settings) -> None:
    settings.UPLOAD_MAX_BYTES = 20_000
    address = reverse("pages:brief_files", args=[draft.pk])
    heavy = b"%PDF-1.7\n" + b"0" * 20_000
    answer = client.post(address, {"files": [upload("layers.psd", psd(5000)), upload("heavy.pdf", heavy)]})
    assert kept_in(answer) == {} and not SourceUpload.objects.exists()
    assert all(f"{name}: " in answer.content.decode() for name in ("layers.psd", "heavy.pdf"))
    CreativeProfile.objects.create(user=owner)
    for name, content in (("layers.psd", psd(5000)), ("heavy.pdf", heavy)):
        sent = Sender(owner).send_whole(name, content)
        assert f"{name}: " in client.post(address, {"uploads": [str(sent)]}).content.decode()
    assert not StoredFile.objects.exists()


def test_of_others_and_for_a_brief_that_has_opened_nothing_waits(client, owner, draft) -> None:
    address = reverse("pages:brief_files", args=[draft.pk])
    strange = Sender(make_creative()).send_whole("strange.png", picture())
    answer = client.post(address, {"uploads": [str(strange)]})
    assert kept_in(answer) == {} and "Choose it again" in answer.content.decode()
    opened = reverse("pages:brief_files", args=[open_contest(draft.brand, now=timezone.now()).pk])
    assert kept_in(client.post(opened, {"files": [upload("late.png")]})) == {}
    assert not SourceUpload.objects.filter(owner=owner).exists()
    judge = add_member(draft.brand, MemberRole.JUDGE)
    assert sign_in(Client(), judge).post(address, {"files": [upload("mine.png")]}).status_code == 404


def test_one_that_was_held_is_taken_back_like_any_other_and_goes_with_its_draft(client, owner, draft) -> None:
    address = reverse("pages:brief_files", args=[draft.pk])
    bad = upload("song.mp3", b"ID3nothing to see")
    kept = kept_in(client.post(address, {"files": [upload("a.png"), upload("b.png"), bad]}))
    client.post(address, {"uploads": [str(key) for key in kept.values()]})
    first, second = draft.brief.files.order_by("position")
    assert client.post(reverse("pages:brief_file_remove", args=[draft.pk, first.ref])).status_code == 302
    assert list(draft.brief.files.all()) == [second]
    delete_draft(owner, draft.pk, now=timezone.now())
    assert not StoredFile.objects.exists() and not SourceUpload.objects.exists()
