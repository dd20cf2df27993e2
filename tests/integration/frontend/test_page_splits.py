"""Offering a split on the page for an entry, signing it, entering with it; and what is declared there."""

import re
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contests.models import Contest, Entry, SplitOffer
from tests.fixtures.contests import upload
from tests.fixtures.people import sign_in
from tests.fixtures.worlds import make_creative, open_contest, owner_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def contest() -> Contest:
    return open_contest(now=timezone.now())


def page_of(client: Client, name: str, key: object) -> str:
    return client.get(reverse(name, args=[key])).content.decode()


def offer(client: Client, contest: Contest, others: str, **how: object) -> object:
    return client.post(reverse("pages:split_offer", args=[contest.pk]), {"own_weight": "3", "others": others}, **how)


def entry_fields(client: Client, contest: Contest, **more: object) -> dict[str, object]:
    token = re.search(r'name="token" value="([^"]+)"', page_of(client, "pages:enter", contest.pk))
    return {"token": token[1], "title": "Low tide", "ai_use": "none", "declared": "on", "files": [upload()], **more}


def test_a_team_from_the_form_to_the_entry(contest: Contest) -> None:
    author, member = make_creative("author"), make_creative("member")
    writing, signing = sign_in(Client(), author), sign_in(Client(), member)
    answer = offer(writing, contest, f"@{member.handle} 2")
    assert answer["Location"].startswith(reverse("pages:enter", args=[contest.pk]))
    ref = SplitOffer.objects.get().ref
    assert "Waiting for signatures" in page_of(writing, "pages:enter", contest.pk)
    mine = signing.get(reverse("pages:my_entries")).content.decode()
    assert reverse("pages:split", args=[ref]) in mine
    shown = page_of(signing, "pages:split", ref)
    assert "3 of 5" in shown and "2 of 5" in shown and shown.count("<svg") >= 2
    prize = contest.prizes.get(rank=1).amount_minor
    assert f"{Decimal(prize * 2 // 5) / 100:,.2f}".replace(",", "") in shown.replace(",", "").replace("\u202f", "")
    signing.post(reverse("pages:split_sign", args=[ref]))
    entered = writing.post(reverse("pages:enter", args=[contest.pk]), entry_fields(writing, contest, split=str(ref)))
    entry = Entry.objects.get(author=author)
    assert entered["Location"] == reverse("pages:entry", args=[entry.pk])
    own = page_of(signing, "pages:entry", entry.pk)
    assert reverse("pages:entry_withdraw", args=[entry.pk]) not in own, "it is its author's to withdraw"
    assert reverse("pages:entry_withdraw", args=[entry.pk]) in page_of(writing, "pages:entry", entry.pk)
    assert entry.title in signing.get(reverse("pages:my_entries")).content.decode()


def test_nobody_enters_alone_by_overlooking_the_others(contest: Contest) -> None:
    author, member = make_creative("author"), make_creative("member")
    writing, signing = sign_in(Client(), author), sign_in(Client(), member)
    enter = reverse("pages:enter", args=[contest.pk])
    assert 'name="split"' not in page_of(writing, "pages:enter", contest.pk), "nobody was offered anything"
    written_before = entry_fields(writing, contest)
    offer(writing, contest, f"{member.handle} 2")
    ref = SplitOffer.objects.get().ref
    for is_signed in (False, True):
        overlooked = writing.post(enter, written_before | {"files": [upload()]})
        assert overlooked.status_code == 422 and "You have offered others a part" in overlooked.content.decode()
        if not is_signed:
            early = writing.post(enter, written_before | {"files": [upload()], "split": str(ref)})
            assert early.status_code == 422 and "Not everybody has signed this split" in early.content.decode()
            signing.post(reverse("pages:split_sign", args=[ref]))
    assert not Entry.objects.exists()
    writing.post(enter, written_before | {"files": [upload()], "split": "alone"})
    assert list(Entry.objects.get().shares.values_list("user", flat=True)) in ([], [author.pk])


def test_who_cannot_join_is_named_beside_the_field_and_what_was_typed_stays(contest: Contest) -> None:
    client = sign_in(Client(), make_creative())
    for others, word in (("nobody-here 2", "nobody-here"), ("wren", "wren"), ("", "id_others_error")):
        answer = offer(client, contest, others, headers={"hx-request": "true"})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert 'id="id_others_error"' in page and word in page and 'value="3"' in page
    assert not SplitOffer.objects.exists()


def test_declining_and_taking_back_are_said(contest: Contest) -> None:
    author, member = make_creative("author"), make_creative("member")
    writing, answering = sign_in(Client(), author), sign_in(Client(), member)
    offer(writing, contest, f"{member.handle} 2")
    ref = SplitOffer.objects.get().ref
    answering.post(reverse("pages:split_decline", args=[ref]))
    assert "Somebody declined" in page_of(writing, "pages:split", ref)
    writing.post(reverse("pages:split_withdraw", args=[ref]))
    late = answering.post(reverse("pages:split_sign", args=[ref]), follow=True).content.decode()
    assert "This offer was taken back." in late


def test_the_brand_finds_no_split(contest: Contest) -> None:
    author, member = make_creative("author"), make_creative("member")
    offer(sign_in(Client(), author), contest, f"{member.handle} 2")
    ref = SplitOffer.objects.get().ref
    brand = sign_in(Client(), owner_of(contest.brand))
    assert brand.get(reverse("pages:split", args=[ref])).status_code == 404
    for act in ("split_sign", "split_decline", "split_withdraw"):
        assert brand.post(reverse(f"pages:{act}", args=[ref])).status_code == 404


def test_what_is_declared_is_read_by_the_brand_and_offered_again(contest: Contest) -> None:
    author = make_creative()
    client = sign_in(Client(), author)
    rows = {"item_1_kind": "font", "item_1_name": "Alegreya", "item_1_licence": "OFL", "item_7_kind": "stock"}
    sent = entry_fields(client, contest, ai_use="work", ai_tool="An image model", ai_purpose="The ground", **rows)
    refused = client.post(reverse("pages:enter", args=[contest.pk]), sent)
    page = refused.content.decode()
    assert refused.status_code == 422 and "Give the licence" in page
    assert 'value="Alegreya"' in page and 'value="An image model"' in page
    done = rows | {"item_7_address": "https://photos.example/1", "item_7_licence": "bought"}
    client.post(reverse("pages:enter", args=[contest.pk]), sent | done | {"files": [upload()]})
    entry = Entry.objects.get()
    read = page_of(sign_in(Client(), owner_of(contest.brand)), "pages:entry", entry.pk)
    for words in ("An image model", "The ground", "Alegreya", "OFL", "https://photos.example/1", "bought"):
        assert words in read
    assert "Alegreya" not in Client().get(reverse("pages:entry", args=[entry.pk])).content.decode()
    again = page_of(client, "pages:entry_version", entry.pk)
    assert 'value="Alegreya"' in again and 'value="https://photos.example/1"' in again
