"""How files leave the site: what caches may keep, what tags tell, and that an original is never shown in place."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contests.models import Contest, Derivative
from contests.selectors.files import LINK_LIFETIME, original_link
from tests.fixtures.contests import submit_examined
from tests.fixtures.people import sign_in
from tests.fixtures.worlds import make_creative, open_contest, owner_of

pytestmark = pytest.mark.django_db


def image_of(contest: Contest, author=None):  # type: ignore[no-untyped-def]
    entry = submit_examined(contest, author)
    file = entry.versions.get().files.get()
    return file, reverse("pages:image", args=[file.ref, 320])


def test_a_public_image_may_be_kept_and_is_asked_for_by_its_tag(client: Client) -> None:
    _file, address = image_of(open_contest())
    answer = client.get(address)
    assert answer["Content-Type"] == "image/webp"
    assert "public" in answer["Cache-Control"]
    assert len(b"".join(answer.streaming_content)) == int(answer["Content-Length"])
    again = client.get(address, headers={"if-none-match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_private_image_stays_with_its_reader(client: Client) -> None:
    contest = open_contest(visibility="private")
    _file, address = image_of(contest)
    sign_in(client, owner_of(contest.brand))
    answer = client.get(address)
    assert "private" in answer["Cache-Control"] and "public" not in answer["Cache-Control"]
    tag = {"if-none-match": answer["ETag"]}
    assert Client().get(address, headers=tag).status_code == 404, "a tag is no key"


def test_a_tag_does_not_tell_where_a_file_lies(client: Client) -> None:
    file, address = image_of(open_contest())
    tag = client.get(address)["ETag"].strip('"')
    keys = {file.storage_key, file.sha256, *Derivative.objects.values_list("storage_key", flat=True)}
    assert not any(tag in key or key in tag for key in keys)


def test_an_original_is_an_attachment_without_a_type_to_open(client: Client) -> None:
    author = make_creative()
    file, _address = image_of(open_contest(), author)
    sign_in(client, author)
    answer = client.get(reverse("pages:original", args=[file.ref]), follow=True)
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]


def test_a_link_to_an_original_expires() -> None:
    author = make_creative()
    file, _address = image_of(open_contest(), author)
    now = timezone.now()
    fresh = original_link(author, file, now=now)
    stale = original_link(author, file, now=now - LINK_LIFETIME)
    assert Client().get(reverse("pages:original_by_link", args=[fresh])).status_code == 200
    assert Client().get(reverse("pages:original_by_link", args=[stale])).status_code == 404
    assert Client().get(reverse("pages:original_by_link", args=[fresh[:-2] + "xx"])).status_code == 404
