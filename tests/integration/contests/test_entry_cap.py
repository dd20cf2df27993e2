"""Many entries at once, real threads, real connections: never more than the cap, and no file left of those refused."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.core.files.storage import default_storage
from django.db import connection

from contests.errors import ContestFull, ContestRefusal, TooManyEntries
from contests.models import Contest, Entry, StoredFile
from contests.services.entries import submit_entry
from tests.fixtures.contests import entry_draft
from tests.fixtures.worlds import NOON, make_creative, open_contest

pytestmark = pytest.mark.django_db(transaction=True)


def all_at_once(authors, contest):
    """Submit with every author at the same moment; returns what each got."""
    barrier = Barrier(len(authors))

    def submit(author):
        try:
            draft = entry_draft()
            barrier.wait(timeout=30)
            return submit_entry(author, contest.pk, draft, now=NOON)
        except ContestRefusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(authors)) as pool:
        return list(pool.map(submit, authors))


def test_the_cap_holds_however_many_arrive_at_once():
    contest = open_contest(shortlist_max=3)
    places = 3
    Contest.objects.filter(pk=contest.pk).update(entry_count=contest.entry_cap - places)
    got = all_at_once([make_creative() for _ in range(8)], contest)
    assert sum(isinstance(one, Entry) for one in got) == places
    assert sum(isinstance(one, ContestFull) for one in got) == 8 - places
    contest.refresh_from_db()
    assert contest.entry_count == contest.entry_cap
    kept = {Path(key).name for key in StoredFile.objects.values_list("storage_key", flat=True)}
    assert {path.name for path in Path(default_storage.path("originals")).iterdir()} >= kept
    assert len(kept) == places


def test_one_person_at_many_keyboards_takes_no_more_than_their_places():
    contest, author = open_contest(), make_creative()
    got = all_at_once([author] * 6, contest)
    assert sum(isinstance(one, Entry) for one in got) == 3
    assert sum(isinstance(one, TooManyEntries) for one in got) == 3
