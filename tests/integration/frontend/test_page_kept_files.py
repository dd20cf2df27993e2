"""A form that comes back with errors keeps its files: those sent in pieces before, and those that came with it."""

import re
from hashlib import sha256
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contests.models import Entry, SourceUpload, StoredFile
from contests.services.uploading.ending import sweep_uploads
from contests.upload_rules import HELD_OVER
from tests.fixtures.contests import picture, submit_examined, upload
from tests.fixtures.people import sign_in
from tests.fixtures.tus import Sender, psd
from tests.fixtures.worlds import award, make_creative, open_contest, shortlist
from tests.integration.frontend.test_page_entering import form_of

pytestmark = pytest.mark.django_db


def kept_in(answer) -> dict[str, UUID]:  # type: ignore[no-untyped-def]
    """What the form shows as uploaded already, each ticked to be sent with it."""
    assert answer.status_code == 422
    page = answer.content.decode()
    rows = re.findall(r'name="uploads" value="([^"]+)" id="[^"]+" checked><label[^>]*>([^<]+)<', page)
    return {name: UUID(key) for key, name in rows}


@pytest.fixture
def contest():
    return open_contest(now=timezone.now())


@pytest.fixture
def maker(client: Client):
    person = make_creative()
    sign_in(client, person)
    return person


def test_what_was_sent_in_pieces_and_what_came_with_the_form_are_shown_again_and_taken(client, maker, contest) -> None:
    source = psd(300_000)
    large = Sender(maker).send_whole("poster.psd", source)
    address = reverse("pages:enter", args=[contest.pk])
    seen = upload("seen.png")
    filled = form_of(client, address) | {"title": "", "files": [seen], "uploads": [str(large)]}
    kept = kept_in(client.post(address, filled))
    assert list(kept) == ["poster.psd", "seen.png"] and kept["poster.psd"] == large
    del filled["files"]
    still = kept_in(client.post(address, filled | {"uploads": [str(key) for key in kept.values()]}))
    assert still == kept, "as often as it comes back, nothing is kept twice"
    again = client.post(address, filled | {"title": "Low tide", "uploads": [str(key) for key in kept.values()]})
    assert again.status_code == 302
    stored = {file.original_name: file.sha256 for file in StoredFile.objects.filter(version__entry__author=maker)}
    assert stored == {"poster.psd": sha256(source).hexdigest(), "seen.png": sha256(picture()).hexdigest()}
    assert set(SourceUpload.objects.values_list("state", flat=True)) == {"used"}


def test_what_is_left_out_is_not_sent_and_goes_after_a_day(client, maker, contest) -> None:
    address = reverse("pages:enter", args=[contest.pk])
    filled = form_of(client, address)
    kept = kept_in(client.post(address, filled | {"title": "", "files": [upload("a.png"), upload("b.png")]}))
    client.post(address, filled | {"files": [], "uploads": [str(kept["b.png"])]})
    assert Entry.objects.get().versions.get().files.get().original_name == "b.png"
    left = SourceUpload.objects.get(pk=kept["a.png"])
    assert sweep_uploads(timezone.now() + HELD_OVER) == 1
    left.refresh_from_db()
    assert (left.state, left.name) == ("gone", "")


def test_a_bad_file_is_named_once_and_the_good_ones_stay(client, maker, contest) -> None:
    address = reverse("pages:enter", args=[contest.pk])
    files = [upload("good.png"), upload("song.mp3", b"ID3nothing to see"), upload("empty.png", b"")]
    answer = client.post(address, form_of(client, address) | {"title": "", "files": files})
    assert list(kept_in(answer)) == ["good.png"]
    beside = re.search(r'id="id_files_error">.*?<span>(.*?)</span>', answer.content.decode(), re.DOTALL)
    assert beside and beside[1].count("song.mp3: ") == beside[1].count("empty.png: ") == 1
    assert not re.search(r'<input type="file"[^>]* required', answer.content.decode())
    assert 'data-required="true"' in answer.content.decode(), "once all are left out, one is wanted again"


def test_nobody_is_shown_what_others_have_sent_nor_what_is_used(client, maker, contest) -> None:
    address = reverse("pages:enter", args=[contest.pk])
    strange = Sender(make_creative()).send_whole("strange.psd", psd(5000))
    used = SourceUpload.objects.get(pk=Sender(maker).send_whole("used.png", picture()))
    client.post(address, {**form_of(client, address), "files": [], "uploads": [str(used.pk)]})
    begun = Sender(maker).begin("half.psd", 9000)
    filled = form_of(client, address) | {"title": "", "files": []}
    for named in ([strange], [used.pk], [begun], ["no id"]):
        answer = client.post(address, filled | {"uploads": [str(one) for one in named]})
        assert kept_in(answer) == {} and "strange.psd" not in answer.content.decode()


def test_a_contest_that_is_closed_keeps_nothing_more(client, maker, contest) -> None:
    address = reverse("pages:enter", args=[contest.pk])
    filled = form_of(client, address)
    type(contest).objects.filter(pk=contest.pk).update(closes_at=timezone.now())
    assert kept_in(client.post(address, filled)) == {}
    assert not SourceUpload.objects.exists()


def test_a_version_and_a_handover_keep_theirs(client, maker, contest) -> None:
    entry = submit_examined(contest, maker, now=timezone.now())
    address = reverse("pages:entry_version", args=[entry.pk])
    filled = form_of(client, address) | {"ai_use": "", "files": [upload("second.png")]}
    kept = kept_in(client.post(address, filled))
    again = filled | {"ai_use": "none", "files": [], "uploads": [str(kept["second.png"])]}
    assert client.post(address, again).status_code == 302
    assert entry.versions.get(number=2).files.get().original_name == "second.png"

    entries = [entry, *(submit_examined(contest, now=timezone.now()) for _ in range(2))]
    award(shortlist(contest, entries), entry)
    address = reverse("pages:handover", args=[entry.pk])
    token = form_of(client, address)["token"]
    files = {
        "token": token,
        "step": "files",
        "files": [upload("final.pdf", b"%PDF-1.7\n%%EOF\n"), upload("x.exe", b"MZ")],
    }
    kept = kept_in(client.post(address, files))
    assert list(kept) == ["final.pdf"]
    client.post(address, files | {"files": [], "uploads": [str(kept["final.pdf"])]})
    assert contest.awards.get(passed_over_at=None).handover.files.get().original_name == "final.pdf"
