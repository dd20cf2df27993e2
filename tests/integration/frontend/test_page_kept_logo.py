"""A brand's logo stays with the form of its kit that comes back with errors, like the files of other forms."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Brand
from contests.models import BrandKit, SourceUpload, StoredFile
from tests.fixtures.contests import picture, upload
from tests.fixtures.people import sign_in
from tests.fixtures.tus import Sender
from tests.fixtures.worlds import make_brand, make_creative, owner_of
from tests.integration.frontend.test_page_kept_files import kept_in

pytestmark = pytest.mark.django_db

BAD = {"colours": "Quay green"}
GOOD = {"colours": "Quay green #1f5c4d"}


@pytest.fixture
def brand() -> Brand:
    return make_brand()


@pytest.fixture
def owner(client: Client, brand: Brand) -> Client:
    return sign_in(client, owner_of(brand))


@pytest.fixture
def address(brand: Brand) -> str:
    return reverse("pages:brand_kit", args=[brand.pk])


def test_it_waits_and_is_taken_with_the_form_that_is_right(owner: Client, address: str) -> None:
    kept = kept_in(owner.post(address, BAD | {"logo": upload("logo.png")}))
    assert list(kept) == ["logo.png"] and not StoredFile.objects.exists()
    again = kept_in(owner.post(address, BAD | {"uploads": [str(kept["logo.png"])]}))
    assert again == kept
    assert owner.post(address, GOOD | {"uploads": [str(kept["logo.png"])]}).status_code == 302
    logo = BrandKit.objects.get().logo
    assert logo and logo.original_name == "logo.png"
    assert SourceUpload.objects.get(pk=kept["logo.png"]).state == "used"


def test_a_newer_one_takes_its_place(owner: Client, address: str) -> None:
    kept = kept_in(owner.post(address, BAD | {"logo": upload("first.png")}))
    newer = kept_in(owner.post(address, BAD | {"logo": upload("second.png"), "uploads": [str(kept["first.png"])]}))
    assert list(newer) == ["second.png"]
    owner.post(address, GOOD | {"logo": upload("third.png"), "uploads": [str(newer["second.png"])]})
    logo = BrandKit.objects.get().logo
    assert logo and logo.original_name == "third.png"


def test_unticked_it_is_left_out(owner: Client, address: str) -> None:
    assert kept_in(owner.post(address, BAD | {"logo": upload("logo.png")}))
    assert owner.post(address, GOOD).status_code == 302
    assert BrandKit.objects.get().logo is None


def test_what_is_no_logo_is_named_at_its_field_and_not_kept(owner: Client, address: str) -> None:
    for file in (upload("text.pdf", b"%PDF-1.7\n%%EOF\n"), upload("song.mp3", b"ID3nothing to see")):
        answer = owner.post(address, GOOD | {"logo": file})
        assert kept_in(answer) == {} and not BrandKit.objects.exists() and not SourceUpload.objects.exists()
        assert re.search(r'id="id_logo_error"', answer.content.decode())


def test_a_file_of_somebody_else_is_not_taken(owner: Client, address: str) -> None:
    strange = Sender(make_creative()).send_whole("strange.png", picture())
    answer = owner.post(address, GOOD | {"uploads": [str(strange)]})
    assert answer.status_code == 422 and kept_in(answer) == {} and not BrandKit.objects.exists()
    assert "Choose it again" in answer.content.decode()
