"""Large files by the tus protocol: header for header, state for state, and all the way into an entry."""

import base64
import hashlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.models import StaffRole
from contests.models import Entry, SourcePart, SourceUpload, StoredFile, UploadState
from contests.services.examining import examine_files
from contests.services.uploading.ending import sweep_uploads
from contests.upload_rules import KEPT_AS_GONE, LIFETIME, MAX_UNDER_WAY
from tests.fixtures.calls import Caller, image, token_of
from tests.fixtures.contests import picture
from tests.fixtures.people import hire
from tests.fixtures.tus import Sender, metadata, psd
from tests.fixtures.worlds import award, enter, make_brand, make_creative, make_user, open_contest, owner_of, shortlist

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(tmp_path: Path, settings: Any) -> Iterator[Path]:
    backend = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {"default": backend}
    yield tmp_path


def stored(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def digest(algorithm: str, data: bytes) -> str:
    return f"{algorithm} {base64.b64encode(hashlib.new(algorithm, data).digest()).decode()}"


SOURCE = psd(10_000)
OFFSET = {"Content_Type": "application/offset+octet-stream"}
TABLE: list[tuple[str, str, str, bytes, dict[str, str | None], int]] = [
    # what is shown, method, address, body, headers beside the version, status
    ("begins", "POST", "", b"", {"Upload_Length": "10", "Upload_Metadata": metadata(filename="a.psd")}, 201),
    ("without a version", "POST", "", b"", {"Tus_Resumable": None, "Upload_Length": "10"}, 412),
    ("in another version", "POST", "", b"", {"Tus_Resumable": "0.2.2", "Upload_Length": "10"}, 412),
    ("without a length", "POST", "", b"", {"Upload_Metadata": metadata(filename="a.psd")}, 400),
    ("with a length that is none", "POST", "", b"", {"Upload_Length": "-1"}, 400),
    ("with a length to be said later", "POST", "", b"", {"Upload_Defer_Length": "1"}, 400),
    ("of nothing", "POST", "", b"", {"Upload_Length": "0", "Upload_Metadata": metadata(filename="a.psd")}, 400),
    ("without a name", "POST", "", b"", {"Upload_Length": "10"}, 400),
    ("with metadata that is none", "POST", "", b"", {"Upload_Length": "10", "Upload_Metadata": "filename ?"}, 400),
    ("too large", "POST", "", b"", {"Upload_Length": str(10**9), "Upload_Metadata": metadata(filename="a")}, 413),
    ("where it stands", "HEAD", "/{}", b"", {}, 200),
    ("where it stands, without a version", "HEAD", "/{}", b"", {"Tus_Resumable": None}, 412),
    ("goes on", "PATCH", "/{}", SOURCE[4096:], OFFSET | {"Upload_Offset": "4096"}, 204),
    ("goes on by way of POST", "POST", "/{}", SOURCE[4096:], OFFSET | {"Upload_Offset": "4096"}
     | {"X_HTTP_Method_Override": "PATCH"}, 204),
    ("with nothing new", "PATCH", "/{}", b"", OFFSET | {"Upload_Offset": "4096"}, 204),
    ("before where it stands", "PATCH", "/{}", b"x", OFFSET | {"Upload_Offset": "0"}, 409),
    ("behind where it stands", "PATCH", "/{}", b"x", OFFSET | {"Upload_Offset": "4097"}, 409),
    ("nowhere", "PATCH", "/{}", b"x", OFFSET, 400),
    ("with more than was announced", "PATCH", "/{}", SOURCE, OFFSET | {"Upload_Offset": "4096"}, 413),
    ("as another type", "PATCH", "/{}", b"x", {"Upload_Offset": "4096"}, 415),
    ("in another version, bytes", "PATCH", "/{}", b"x", OFFSET | {"Upload_Offset": "4096", "Tus_Resumable": "2"}, 412),
    ("vouched for", "PATCH", "/{}", SOURCE[4096:5000], OFFSET
     | {"Upload_Offset": "4096", "Upload_Checksum": digest("sha1", SOURCE[4096:5000])}, 204),
    ("vouched for by SHA-256", "PATCH", "/{}", SOURCE[4096:5000], OFFSET
     | {"Upload_Offset": "4096", "Upload_Checksum": digest("sha256", SOURCE[4096:5000])}, 204),
    ("damaged on the way", "PATCH", "/{}", SOURCE[4097:5001], OFFSET
     | {"Upload_Offset": "4096", "Upload_Checksum": digest("sha1", SOURCE[4096:5000])}, 460),
    ("by an algorithm that is none", "PATCH", "/{}", b"x", OFFSET
     | {"Upload_Offset": "4096", "Upload_Checksum": "crc32 AAAA"}, 400),
    ("taken back", "DELETE", "/{}", b"", {}, 204),
    ("taken back by way of POST", "POST", "/{}", b"", {"X_HTTP_Method_Override": "DELETE"}, 204),
    ("taken back in another version", "DELETE", "/{}", b"", {"Tus_Resumable": None}, 412),
    ("a plain POST", "POST", "/{}", b"", {}, 405),
    ("what the server can", "OPTIONS", "", b"", {"Tus_Resumable": None}, 204),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "body", "headers", "status"), [row[1:] for row in TABLE],
                         ids=[row[0] for row in TABLE])  # fmt: skip
def test_the_protocol(method: str, path: str, body: bytes, headers: dict[str, str | None], status: int) -> None:
    sender = Sender(make_creative())
    upload = sender.begin("fox.psd", len(SOURCE))
    assert sender.send(upload, 0, SOURCE[:4096]).status_code == 204
    reply = sender.ask(method, path.format(upload), body, **headers)
    assert reply.status_code == status, reply.content
    assert reply["Tus-Resumable"] == "1.0.0"
    assert reply["Cache-Control"] == "no-store"
    if status == 412:
        assert reply["Tus-Version"] == "1.0.0"
    moves = method == "PATCH" or "X_HTTP_Method_Override" in headers
    if status == 204 and moves and "taken" not in path and sender.ask("HEAD", f"/{upload}").status_code == 200:
        assert int(reply["Upload-Offset"]) == 4096 + len(body) == sender.offset(upload)
        assert reply["Upload-Expires"].endswith("GMT")
    elif status >= 400:
        assert sender.offset(upload) == 4096, "a refusal moves nothing"
        assert "Upload-Offset" not in reply


def test_what_is_told_of_an_upload() -> None:
    author = make_creative()
    sender = Sender(author)
    upload = sender.begin("Füchse.psd", len(SOURCE))
    told = sender.ask("HEAD", f"/{upload}")
    assert (told["Upload-Length"], told["Upload-Offset"]) == ("10000", "0")
    assert told["Upload-Metadata"] == metadata(filename="Füchse.psd")
    able = sender.ask("OPTIONS")
    assert able["Tus-Extension"] == "creation,expiration,termination,checksum"
    assert able["Tus-Version"] == "1.0.0" and int(able["Tus-Max-Size"]) == 500 * 1024 * 1024
    assert able["Tus-Checksum-Algorithm"].split(",") == ["sha1", "sha256"]
    listed = Caller(author).get("uploads")["results"]
    assert [(row["id"], row["name"], row["offset"]) for row in listed] == [(str(upload), "Füchse.psd", 0)]
    assert Caller(author).get(f"uploads/{upload}") == listed[0]


def test_whoever_is_gone_is_told_so(api_clock: Any, storage: Path) -> None:
    sender = Sender(make_creative())
    upload = sender.begin("fox.psd", len(SOURCE))
    sender.send(upload, 0, SOURCE[:5000])
    assert len(stored(storage)) == 1
    api_clock.now += LIFETIME
    assert sender.ask("HEAD", f"/{upload}").status_code == 410
    assert sender.send(upload, 5000, SOURCE[5000:]).status_code == 410
    assert sweep_uploads(api_clock.now - timedelta(seconds=1)) == 0
    assert (sweep_uploads(api_clock.now), sweep_uploads(api_clock.now)) == (1, 0)
    assert sender.ask("HEAD", f"/{upload}").status_code == 410
    kept = SourceUpload.objects.get()
    assert (kept.state, kept.name, SourcePart.objects.count()) == (UploadState.GONE, "", 0)
    sweep_uploads(api_clock.now + KEPT_AS_GONE)
    assert sender.ask("HEAD", f"/{upload}").status_code == 404


def test_what_is_taken_back_leaves_no_byte(storage: Path, django_capture_on_commit_callbacks: Any) -> None:
    sender = Sender(make_creative())
    half = sender.begin("half.psd", len(SOURCE))
    with django_capture_on_commit_callbacks(execute=True):
        sender.send(half, 0, SOURCE[:5000])
        whole = sender.send_whole("whole.psd", SOURCE)
    assert len(stored(storage)) == 2
    with django_capture_on_commit_callbacks(execute=True):
        assert [sender.ask("DELETE", f"/{one}").status_code for one in (half, whole)] == [204, 204]
    assert stored(storage) == []
    assert sender.ask("DELETE", f"/{half}").status_code == 410


def test_nobody_else_hears_of_it() -> None:
    author = make_creative()
    upload = Sender(author).send_whole("zarkovia.psd", SOURCE)
    own = [make_creative(), owner_of(make_brand()), hire(StaffRole.ADMIN), hire(StaffRole.AUDITOR)]
    for stranger in [Sender(one) for one in own]:
        replies = [stranger.ask("HEAD", f"/{upload}"), stranger.ask("GET", f"/{upload}")]
        replies += [stranger.send(upload, 10_000, b""), stranger.ask("DELETE", f"/{upload}")]
        assert {reply.status_code for reply in replies} == {404}
        assert all(b"zarkovia" not in reply.content for reply in replies)
        assert b"zarkovia" not in stranger.ask("GET").content
    assert Sender().ask("HEAD", f"/{upload}").status_code == 401


def test_who_may_begin() -> None:
    author = make_creative()
    assert Sender(token=token_of(author, "entries:write")).begin("a.psd", 10)
    for refused in (Sender(token=token_of(author, "contests:read")), Sender(make_user())):
        reply = refused.ask("POST", Upload_Length="10", Upload_Metadata=metadata(filename="a.psd"))
        assert reply.status_code == 403
    strict = Sender(author)
    strict.client.handler.enforce_csrf_checks = True
    reply = strict.ask("POST", Upload_Length="10", Upload_Metadata=metadata(filename="a.psd"))
    assert reply.json()["code"] == "csrf-failed"


def test_one_person_has_so_much_under_way(settings: Any) -> None:
    settings.SOURCE_MAX_BYTES_IN_FLIGHT = 30_000
    sender = Sender(make_creative())
    first = sender.send_whole("1.psd", SOURCE)
    assert sender.begin("2.psd", 20_000)
    said = {"Upload_Length": "1", "Upload_Metadata": metadata(filename="3.psd")}
    assert sender.ask("POST", **said).json()["code"] == "upload-too-large"
    assert sender.ask("DELETE", f"/{first}").status_code == 204
    for number in range(MAX_UNDER_WAY - 1):
        sender.begin(f"small{number}.psd", 1)
    assert sender.ask("POST", **said).json()["code"] == "too-many-uploads"
    assert Sender(make_creative()).begin("other.psd", 30_000)


@pytest.mark.parametrize(
    ("name", "head", "code"),
    [
        ("virus.exe", b"MZ\x90\0", "“virus.exe”"),
        ("fox.png", b"8BPS\0\x01", "Photoshop"),
        ("film.mp4", b"\0\0\0\x18ftypisom\0\0\0\0isom", "Videos"),
    ],
)
def test_what_would_be_refused_is_refused_at_its_first_bytes(storage: Path, name: str, head: bytes, code: str) -> None:
    sender = Sender(make_creative())
    upload = sender.begin(name, 5_000_000)
    reply = sender.send(upload, 0, head + bytes(4096))
    assert reply.status_code == 400
    assert reply.json()["errors"][0]["message"].startswith(name)
    assert sender.offset(upload) == 0 and stored(storage) == []


def test_an_image_stays_within_what_images_may_weigh() -> None:
    sender = Sender(make_creative())
    upload = sender.begin("fox.png", 61 * 1024 * 1024)
    reply = sender.send(upload, 0, picture() + bytes(5000))
    assert "at most 60 MB" in reply.json()["errors"][0]["message"]


def test_crumbs_that_hide_their_kind_are_refused_when_they_are_joined() -> None:
    sender = Sender(make_creative())
    data = b"MZ\x90\0" + bytes(5000)
    upload = sender.begin("fox.psd", len(data))
    assert sender.send(upload, 0, data[:2]).status_code == 204
    assert sender.send(upload, 2, data[2:]).status_code == 400
    assert sender.ask("HEAD", f"/{upload}").status_code == 410


def test_a_source_becomes_part_of_an_entry_once(storage: Path) -> None:
    contest, author = open_contest(visibility="blind", now=timezone.now()), make_creative("zarkovia")
    sender, caller = Sender(author), Caller(author)
    data = psd(9_000_000)
    upload = sender.begin("zarkovia-final.psd", len(data))
    assert sender.send(upload, 0, data[:5_000_000]).status_code == 204
    early = caller.upload(f"contests/{contest.pk}/entries", {"title": "Leaf", "files": [image()], "uploads": [upload]},
                          status=400)  # fmt: skip
    assert "not arrived whole" in early["errors"][0]["message"]
    assert sender.send(upload, 5_000_000, data[5_000_000:]).status_code == 204

    alone = caller.upload(f"contests/{contest.pk}/entries", {"title": "Leaf", "uploads": [upload]}, status=400)
    assert "at least one image" in alone["errors"][0]["message"]
    fields = {"title": "Leaf", "files": [image()], "uploads": [str(upload)]}
    Caller(make_creative()).upload(f"contests/{contest.pk}/entries", fields | {"files": [image()]}, status=400)
    made = caller.upload(f"contests/{contest.pk}/entries", fields | {"files": [image()]})

    entry = Entry.objects.get(pk=made["card"]["id"])
    file = StoredFile.objects.get(version__entry=entry, kind="attachment")
    assert (file.original_name, file.media_type) == ("zarkovia-final.psd", "image/vnd.adobe.photoshop")
    assert (file.size_bytes, file.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert default_storage.open(file.storage_key).read() == data
    assert SourceUpload.objects.get().state == UploadState.USED
    twice = caller.upload(f"entries/{entry.pk}/versions", {"note": "2", "files": [image()], "uploads": [upload]},
                          status=400)  # fmt: skip
    assert "submitted already" in twice["errors"][0]["message"]
    assert sender.ask("DELETE", f"/{upload}").status_code == 409

    examine_files(timezone.now())
    file.refresh_from_db()
    assert file.state == "ready"
    brand = Caller(owner_of(contest.brand))
    assert b"zarkovia" not in brand.client.get(f"/api/v1/entries/{entry.pk}").content.lower()
    assert b"zarkovia" not in brand.client.get(f"/entries/{entry.pk}/").content.lower()
    assert caller.get("uploads")["results"] == []


def test_a_refused_entry_leaves_the_upload_to_be_sent_again(storage: Path) -> None:
    contest, author = open_contest(now=timezone.now()), make_creative()
    upload = Sender(author).send_whole("fox.psd", SOURCE)
    before = set(stored(storage))
    caller, path = Caller(author), f"contests/{contest.pk}/entries"
    # Refused under the lock, when all files are stored: the split is nobody's.
    caller.upload(path, {"title": "x", "files": [image()], "uploads": [upload], "split": upload}, status=400)
    assert set(stored(storage)) == before, "what came with the form goes, what came in pieces stays"
    caller.upload(path, {"title": "x", "files": [image()], "uploads": [upload]})
    assert StoredFile.objects.filter(media_type="image/vnd.adobe.photoshop").count() == 1


def test_a_handover_is_made_of_sources_alone() -> None:
    contest = open_contest(now=timezone.now())
    entries = [enter(contest) for _ in range(2)]
    award(shortlist(contest, entries), entries[0])
    author = entries[0].author
    upload = Sender(author).send_whole("final.ai", b"%PDF-1.6\n" + psd(50_000))
    caller = Caller(author)
    delivery = caller.get(f"contests/{contest.pk}/handovers")["results"][0]
    path = f"contests/{contest.pk}/handovers/{delivery['award_id']}/files"
    assert caller.upload(path, {"note": ""}, status=400)["errors"][0]["field"] == "files"
    caller.upload(path, {"uploads": [upload]})
    file = StoredFile.objects.get(handover__award_id=delivery["award_id"])
    assert (file.original_name, file.media_type) == ("final.ai", "application/illustrator")
