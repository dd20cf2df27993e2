"""From an uploaded file to what pages show: worked off as due rows, surviving whatever happens to workers and files."""

import json
import shlex
import sys
import zipfile
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from accounts.models import OutgoingMail
from contests.media.errors import MediaCrashed
from contests.models import Derivative, StoredFile
from contests.selectors.entry_pages import get_entry
from contests.services import examining
from contests.services.examining import LEASE, examine_files
from duerows.claims import MAX_ATTEMPTS, claim
from tests.fixtures.contests import PDF, picture, submit, upload
from tests.fixtures.worlds import NOON, make_creative, open_contest

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def submitted(*files, author=None):
    """The rows of an entry with these files, the picture that every entry needs coming last."""
    entry = submit(open_contest(), author, files=[*files, upload("needed.png")] if files else [upload()])
    return list(StoredFile.objects.filter(version__entry=entry))


def derivatives_on_disk():
    folder = Path(default_storage.path("derivatives"))
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def test_an_image_is_derived_in_several_widths():
    (file,) = submitted()
    file.storage_key, before = file.storage_key, derivatives_on_disk()
    assert examine_files(NOON) == 1
    file.refresh_from_db()
    assert (file.state, file.due_state, file.width, file.height) == ("ready", "done", 400, 300)
    assert file.placeholder.startswith("data:image/webp;base64,")
    assert len(file.perceptual_hash) == 16
    derivatives = list(file.derivatives.all())
    assert [d.width for d in derivatives] == [320, 400]
    for derivative in derivatives:
        with Image.open(default_storage.open(derivative.storage_key)) as image:
            assert (image.format, image.size) == ("WEBP", (derivative.width, derivative.height))
        assert default_storage.size(derivative.storage_key) == derivative.size_bytes
    assert len(derivatives_on_disk() - before) == len(derivatives)


def test_nothing_is_due_twice():
    submitted()
    assert (examine_files(NOON), examine_files(NOON + MINUTE)) == (1, 0)


def test_attachments_are_looked_at_and_kept_as_they_are():
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as opened:
        opened.writestr("fox.txt", "a fox")
    files = submitted(upload("notes.pdf", PDF), upload("sources.zip", archive.getvalue()))
    assert examine_files(NOON) == 3
    for file in files:
        file.refresh_from_db()
        assert file.state == "ready"
        assert file.derivatives.exists() == (file.kind == "image")
        assert default_storage.exists(file.storage_key)


def test_a_damaged_image_is_refused_with_a_reason_and_its_original_is_gone():
    author = make_creative()
    bad, good = submitted(upload("cut.png", picture(900, 700)[:200]), author=author)
    examine_files(NOON)
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, bad.due_state, good.state) == ("refused", "done", "ready")
    assert json.loads(bad.refused_because)["code"] == "damaged"
    assert not default_storage.exists(bad.storage_key)
    mail = OutgoingMail.objects.get(template="file_refused")
    assert (mail.to, mail.context["url"].endswith(f"/contests/{bad.version.entry.contest_id}/")) == (author, True)


def test_a_reason_is_told_to_its_owner_in_their_language():
    author = make_creative()
    bad, _good = submitted(upload("cut.png", picture(900, 700)[:200]), author=author)
    examine_files(NOON)
    page = get_entry(author, bad.version.entry_id)
    refused = [file for file in page.versions[0].files if file.state == "refused"]
    assert "damaged" in refused[0].refused_because
    stranger = get_entry(make_creative(), bad.version.entry_id)
    assert {file.state for file in stranger.versions[0].files} == {"ready"}


def test_a_bomb_of_an_archive_is_refused():
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as opened:
        opened.writestr("zeros", b"\0" * 30_000_000)
    bomb, _image = submitted(upload("sources.zip", archive.getvalue()))
    examine_files(NOON)
    bomb.refresh_from_db()
    assert (bomb.state, json.loads(bomb.refused_because)["code"]) == ("refused", "archive_bomb")


def test_a_worker_that_dies_leaves_the_file_due_again_after_its_lease():
    (file,) = submitted()
    assert claim(StoredFile, now=NOON, limit=1, lease=LEASE)
    assert examine_files(NOON + MINUTE) == 0
    assert examine_files(NOON + LEASE + MINUTE) == 1
    file.refresh_from_db()
    assert (file.state, file.attempts) == ("ready", 2)


def test_a_file_that_kills_every_worker_is_let_go():
    (file,) = submitted()
    StoredFile.objects.filter(pk=file.pk).update(attempts=MAX_ATTEMPTS)
    examine_files(NOON)
    file.refresh_from_db()
    assert (file.state, json.loads(file.refused_because)["code"]) == ("refused", "died")


def test_a_worker_that_was_overtaken_writes_nothing(monkeypatch):
    (file,) = submitted()
    before, real = derivatives_on_disk(), examining.process_image

    def slow(source, out):
        # While this worker was frozen, its lease ended and another took the file over.
        StoredFile.objects.filter(pk=file.pk).update(fence=99)
        return real(source, out)

    monkeypatch.setattr(examining, "process_image", slow)
    examine_files(NOON, limit=1)
    file.refresh_from_db()
    assert (file.state, file.due_state) == ("pending", "waiting")
    assert not Derivative.objects.filter(file=file).exists()
    assert derivatives_on_disk() == before


def test_a_failure_of_ours_is_tried_again_later(monkeypatch):
    (file,) = submitted()

    def fails(source, out):
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(examining, "process_image", fails)
        assert examine_files(NOON) == 1
    file.refresh_from_db()
    assert (file.state, file.due_state) == ("pending", "waiting")
    assert "disk full" in file.last_error
    assert examine_files(NOON + MINUTE) == 1
    file.refresh_from_db()
    assert file.state == "ready"


def test_a_crashed_decoder_refuses_the_file_and_alerts(monkeypatch):
    (file,) = submitted()

    def crashes(source, out):
        raise MediaCrashed("died", detail="exit -11")

    reported = []
    monkeypatch.setattr(examining, "process_image", crashes)
    monkeypatch.setattr(examining.log, "error", lambda event, **words: reported.append((event, words["detail"])))
    examine_files(NOON)
    file.refresh_from_db()
    assert file.state == "refused"
    assert reported == [("media_crashed", "exit -11")]


@pytest.fixture
def scanner(tmp_path, settings):
    """A virus scanner that finds whatever holds the word, and fails on request."""
    script = tmp_path / "scanner.py"

    def install(body: str) -> None:
        script.write_text(f"import sys\ndata = open(sys.argv[1], 'rb').read()\n{body}\n")
        settings.VIRUS_SCAN_COMMAND = [sys.executable, shlex.quote(str(script))]

    return install


def test_an_infected_file_is_refused(scanner):
    scanner("sys.exit(1 if b'%PDF' in data else 0)")
    pdf, image = submitted(upload("notes.pdf", PDF))
    examine_files(NOON)
    pdf.refresh_from_db()
    image.refresh_from_db()
    assert (pdf.state, json.loads(pdf.refused_because)["code"]) == ("refused", "infected")
    assert image.state == "ready"


def test_without_an_answer_of_the_scanner_no_file_passes_and_none_is_lost(scanner):
    scanner("sys.exit(2)")
    (file,) = submitted()
    examine_files(NOON)
    file.refresh_from_db()
    assert (file.state, file.due_state) == ("pending", "waiting")
    scanner("sys.exit(0)")
    examine_files(NOON + MINUTE)
    file.refresh_from_db()
    assert file.state == "ready"


def test_a_call_takes_up_no_more_than_it_was_asked_to():
    submitted(upload("a.png"), upload("b.png"))
    assert (examine_files(NOON, limit=2), examine_files(NOON, limit=2)) == (2, 1)
