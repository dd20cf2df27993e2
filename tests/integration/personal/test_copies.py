"""A copy of one's data: everything, one's own alone, byte for byte, for a week, and each made once."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import OutgoingMail, User
from accounts.services.mail_sending import send_due
from contests.models import StoredFile
from duerows.claims import claim
from duerows.models import DueState
from personal.errors import CopyUnderWay, NoSuchCopy, TooManyCopies
from personal.models import DataCopy
from personal.selectors.copies import copy_of
from personal.services import copying
from personal.services.asking import MOST, ask_for_copy
from personal.services.copying import KEPT_FOR, LEASE, remove_expired_copies, write_due_copy
from tests.fixtures.contests import submit_examined
from tests.fixtures.people import sign_in, sign_in_freshly
from tests.fixtures.worlds import NOON, make_creative, make_user, open_contest

pytestmark = pytest.mark.django_db


def opened(copy: DataCopy) -> zipfile.ZipFile:
    with default_storage.open(copy.storage_key, "rb") as file:
        return zipfile.ZipFile(io.BytesIO(file.read()))


def rows(archive: zipfile.ZipFile, section: str) -> list[dict]:
    return [json.loads(line) for line in archive.read(f"data/{section}.jsonl").splitlines()]


def have_copy(user: User, now=NOON) -> DataCopy:
    asked = ask_for_copy(user, now=now)
    assert write_due_copy(now=now) == 1
    asked.refresh_from_db()
    return asked


def test_a_copy_holds_what_one_made_and_nothing_of_others():
    author, other = make_creative("ana"), make_creative("otto")
    author.set_password("kelp-and-copper")
    author.save()
    contest = open_contest(now=NOON)
    mine, theirs = submit_examined(contest, author, now=NOON), submit_examined(contest, other, now=NOON)
    archive = opened(have_copy(author))
    assert archive.testzip() is None
    assert [row["id"] for row in rows(archive, "entries")] == [str(mine.pk)]
    assert rows(archive, "person")[0]["email"] == author.email
    assert rows(archive, "payout_accounts")[0]["ending"]
    stored = StoredFile.objects.get(version__entry=mine)
    name = next(name for name in archive.namelist() if name.startswith("files/"))
    assert archive.read(name) == default_storage.open(stored.storage_key).read()
    whole = b"".join(archive.read(one) for one in archive.namelist() if one.startswith("data/"))
    secrets = (str(theirs.pk), other.email, other.handle, stored.storage_key, author.password)
    assert [secret for secret in secrets if secret.encode() in whole] == []
    counted = json.loads(archive.read("manifest.json"))["rows"]
    assert counted["entries"] == counted["files"] == 1


def test_it_explains_itself_in_the_person_s_language():
    assert "RGPD" in opened(have_copy(make_user(locale="fr"))).read("READ-ME.txt").decode()


def test_a_copy_is_told_of_when_asked_for_and_when_ready_and_is_gone_after_a_week():
    user = make_user()
    copy = have_copy(user)
    send_due(now=NOON)
    assert len(mail.outbox) == 2
    assert copy_of(user, copy.ref, now=NOON + KEPT_FOR - timedelta(seconds=1)) == copy
    key = copy.storage_key
    assert remove_expired_copies(now=NOON + KEPT_FOR - timedelta(seconds=1)) == 0
    with pytest.raises(NoSuchCopy):
        copy_of(user, copy.ref, now=NOON + KEPT_FOR)
    assert (remove_expired_copies(now=NOON + KEPT_FOR), remove_expired_copies(now=NOON + KEPT_FOR)) == (1, 0)
    copy.refresh_from_db()
    assert (copy.storage_key, copy.removed_at) == ("", NOON + KEPT_FOR)
    assert key


def test_one_at_a_time_and_a_few_a_week():
    user = make_user()
    for _ in range(MOST):
        ask_for_copy(user, now=NOON)
        with pytest.raises(CopyUnderWay):
            ask_for_copy(user, now=NOON)
        write_due_copy(now=NOON)
    with pytest.raises(TooManyCopies):
        ask_for_copy(user, now=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        DataCopy.objects.bulk_create(DataCopy(user=user, due_at=NOON) for _ in range(2))


def test_a_worker_that_was_overtaken_throws_its_copy_away(monkeypatch):
    copy, write = ask_for_copy(make_user(), now=NOON), copying.write_archive

    def overtaken(person, file, *, now):
        counts = write(person, file, now=now)
        assert claim(DataCopy, now=now + LEASE * 2, limit=1, lease=LEASE)
        return counts

    monkeypatch.setattr(copying, "write_archive", overtaken)
    write_due_copy(now=NOON)
    copy.refresh_from_db()
    assert (copy.due_state, copy.storage_key) == (DueState.WAITING, "")
    assert not OutgoingMail.objects.filter(template="data_copy_ready").exists()


def test_only_its_person_freshly_signed_in_fetches_it():
    user, other = make_user(), make_user("other")
    copy = have_copy(user, timezone.now())
    address = reverse("pages:data_copy", args=[copy.ref])
    assert Client().get(address).status_code == 302
    assert "reauthenticate" in sign_in(Client(), user).get(address).url
    assert sign_in_freshly(Client(), other).get(address).status_code == 404
    given = sign_in_freshly(Client(), user).get(address)
    assert given.streaming and given["Cache-Control"] == "private, no-store"
    assert len(b"".join(given.streaming_content)) == copy.size_bytes == int(given["Content-Length"])


def test_asking_on_the_page_takes_a_fresh_sign_in():
    user = make_user()
    address = reverse("pages:data_copy_ask")
    assert "reauthenticate" in sign_in(Client(), user).post(address).url
    assert not DataCopy.objects.exists()
    sign_in_freshly(Client(), user).post(address)
    assert DataCopy.objects.get().user == user
