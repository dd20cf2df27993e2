"""Stored files without a row are swept; those with one, and young ones, stay."""

import os
from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from contests.models import Derivative, StoredFile
from contests.services.orphans import OLD_ENOUGH, sweep_orphans
from tests.fixtures.contests import submit_examined
from tests.fixtures.worlds import open_contest

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def storage(tmp_path, settings):
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        }
    }


def age(key: str, by: timedelta) -> None:
    moment = (datetime.now(UTC) - by).timestamp()
    os.utime(default_storage.path(key), (moment, moment))


def test_an_empty_storage_is_fine():
    assert sweep_orphans(timezone.now()) == 0


def test_what_no_row_speaks_of_goes_once_it_is_old():
    old = default_storage.save("originals/old", ContentFile(b"x"))
    derived = default_storage.save("derivatives/old.webp", ContentFile(b"x"))
    young = default_storage.save("originals/young", ContentFile(b"x"))
    for key in (old, derived):
        age(key, OLD_ENOUGH + timedelta(minutes=1))
    assert sweep_orphans(timezone.now()) == 2
    assert not default_storage.exists(old)
    assert not default_storage.exists(derived)
    assert default_storage.exists(young)
    assert sweep_orphans(timezone.now()) == 0


def test_what_entries_hold_stays_for_ever():
    submit_examined(open_contest())
    keys = [StoredFile.objects.get().storage_key, *Derivative.objects.values_list("storage_key", flat=True)]
    for key in keys:
        age(key, timedelta(days=1000))
    assert sweep_orphans(timezone.now()) == 0
    assert all(default_storage.exists(key) for key in keys)
