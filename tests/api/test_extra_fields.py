"""What a body says beyond what its endpoint takes has no effect: nobody sets a state or an owner by naming it."""

import pytest
from django.utils import timezone

from contests.models import Contest, Entry
from payouts.services.reference_data import publish_reference_data
from tests.fixtures.calls import Caller, brief, image
from tests.fixtures.worlds import make_brand, make_creative, open_contest, owner_of

pytestmark = pytest.mark.django_db


def test_a_draft_is_a_draft_whatever_else_is_sent() -> None:
    publish_reference_data(now=timezone.now())
    brand, other = make_brand(), make_brand()
    owner = owner_of(brand)
    extra = {"state": "open", "brand_id": other.pk, "created_by": owner_of(other).pk, "entry_count": -5, "entry_cap": 9}
    Caller(owner).post("contests", brief(brand, **extra), status=201)
    contest = Contest.objects.get()
    assert (contest.state, contest.brand, contest.created_by, contest.entry_count) == ("draft", brand, owner, 0)
    assert contest.entry_cap != 9


def test_an_entry_is_its_sender_s_whatever_else_is_sent() -> None:
    contest, author, other = open_contest(now=timezone.now()), make_creative(), make_creative()
    sent = {"title": "Leaf", "files": [image()], "author": other.pk, "state": "disqualified", "rating": 5}
    Caller(author).upload(f"contests/{contest.pk}/entries", sent)
    entry = Entry.objects.get()
    assert (entry.author, entry.state, entry.contest) == (author, "submitted", contest)
