"""A wrong final file is taken back until the work is handed over; from then on none goes: by code and by database."""

from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.db import Error, transaction
from django.test import Client
from django.urls import reverse

from contests.errors import HandoverRefused, NotVisible
from contests.models import Award, StoredFile
from contests.services.after.checklist import mark_delivered, say_missing
from contests.services.delivery_files import add_delivery_files, remove_delivery_file
from tests.fixtures.calls import Caller, token_of
from tests.fixtures.contests import upload
from tests.fixtures.people import sign_in
from tests.fixtures.rights import hand_over, won_by
from tests.fixtures.worlds import DAY, NOON, make_creative, owner_of

pytestmark = pytest.mark.django_db
SOON = NOON + 29 * DAY


@pytest.fixture
def author():
    return make_creative()


@pytest.fixture
def won(author) -> Award:
    return won_by(author)


@pytest.fixture
def wrong(author, won: Award) -> StoredFile:
    """Beside the one that is right."""
    (added,) = add_delivery_files(author, won.pk, [upload("wrong.png")], now=SOON)
    return added


def names(won: Award) -> list[str]:
    return list(won.handover.files.order_by("pk").values_list("original_name", flat=True))


def test_its_maker_takes_it_back_and_its_bytes_go(author, won, wrong, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        remove_delivery_file(author, won.pk, wrong.ref)
    assert "wrong.png" not in names(won) and len(names(won)) == 1
    assert not default_storage.exists(wrong.storage_key)


def test_nobody_else_does(won, wrong) -> None:
    for person in (make_creative("other"), owner_of(won.contest.brand)):
        with pytest.raises(NotVisible):
            remove_delivery_file(person, won.pk, wrong.ref)
    other = won_by(make_creative("winner"))
    with pytest.raises(NotVisible):
        remove_delivery_file(other.entry.author, other.pk, wrong.ref)
    assert "wrong.png" in names(won)


def test_what_has_been_handed_over_stays(author, won, wrong) -> None:
    hand_over(won)
    with pytest.raises(HandoverRefused):
        remove_delivery_file(author, won.pk, wrong.ref)
    item = won.handover.items.get()
    say_missing(owner_of(won.contest.brand), item.pk, "The one-colour version.", now=NOON + 31 * DAY)
    with pytest.raises(HandoverRefused, match="stays"):  # Now files may be added again, but none goes.
        remove_delivery_file(author, won.pk, wrong.ref)
    for act in (
        lambda: StoredFile.objects.filter(pk=wrong.pk).delete(),
        lambda: StoredFile.objects.filter(pk=wrong.pk).update(handover=won_by(make_creative("next")).handover),
    ):
        with pytest.raises(Error, match="has been handed over"), transaction.atomic():
            act()
    assert "wrong.png" in names(won)


def test_what_an_item_was_delivered_with_stays(author, won, wrong) -> None:
    mark_delivered(author, won.handover.items.get().pk, [wrong.ref], now=SOON)
    with pytest.raises(HandoverRefused, match="marked something"):
        remove_delivery_file(author, won.pk, wrong.ref)


def test_on_the_page_each_file_has_a_way_back_until_the_last_word(client: Client, author, won, wrong) -> None:
    address = reverse("pages:handover", args=[won.entry_id])
    page = sign_in(client, author).get(address).content.decode()
    assert page.count('name="step" value="remove"') == 2
    for ref in (str(wrong.ref), str(uuid4()), "nonsense"):
        assert client.post(address, {"step": "remove", "ref": ref}).status_code == 302
    assert "wrong.png" not in names(won)
    hand_over(won)
    assert 'value="remove"' not in client.get(address).content.decode()


def test_over_the_api(author, won, wrong) -> None:
    maker = Caller(token=token_of(author, "entries:write", "contests:read"))
    address = f"contests/{won.contest_id}/handovers/{won.pk}/files/{wrong.ref}"
    assert [maker.send("DELETE", address).status_code for _time in range(2)] == [204, 404]
    assert "wrong.png" not in names(won)
