"""The pages after a decision: a handover's checklist, reviews of one another, and what is known of a brand."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contests.models import HandoverMark, Review
from contests.review_rules import ASPECTS
from contests.services.after.reviews import write_review
from contests.services.after.standings import refresh_standings
from contests.services.handover import accept_handovers
from contests.services.judging import cancel_contest
from tests.fixtures.people import sign_in
from tests.fixtures.rights import hand_over, won_by
from tests.fixtures.worlds import DAY, enter, make_creative, open_contest, owner_of, shortlist

pytestmark = pytest.mark.django_db
MARKS = dict.fromkeys(ASPECTS, 4)


def _text(client: Client, address: str, status: int = 200) -> str:
    reply = client.get(address)
    assert reply.status_code == status
    return reply.content.decode()


def test_a_checklist_goes_back_and_forth_and_keeps_what_was_typed() -> None:
    author = make_creative()
    won = won_by(author)
    owner, item = owner_of(won.contest.brand), won.handover.items.get()
    maker, brand = sign_in(Client(), author), sign_in(Client(), owner)
    handover = reverse("pages:handover", args=[won.entry_id])
    deliver_item = reverse("pages:handover_item", args=[won.entry_id, item.pk])
    answer_item = reverse("pages:handover_answer", args=[won.contest_id, item.pk])
    review = reverse("pages:review", args=[won.contest_id])
    assert deliver_item in _text(maker, handover)
    unmarked = "1 thing that the brief asks for is not marked as delivered yet."
    assert unmarked in _text(maker, handover)
    assert maker.post(deliver_item, {"files": ["not-a-file"], "words": "In the folder."}).status_code == 422
    ref = str(won.handover.files.get().ref)
    assert maker.post(deliver_item, {"files": [ref], "words": "In the folder."}).status_code == 302
    assert unmarked not in _text(maker, handover)
    assert "In the folder." not in _text(brand, review)
    hand_over(won)
    shown = _text(brand, review)
    assert "In the folder." in shown and answer_item in shown and "stops no clock" in shown
    refused = brand.post(answer_item, {"missing": "1", "words": " "})
    assert refused.status_code == 422 and "field-error" in refused.content.decode()
    assert brand.post(answer_item, {"missing": "1", "words": "The black version."}).status_code == 302
    shown = _text(maker, handover)
    assert "The black version." in shown and 'id="upload-form"' in shown and "stops no clock" in shown
    assert brand.post(answer_item).status_code == 302
    assert [mark.kind for mark in HandoverMark.objects.all()] == ["delivered", "missing", "ticked"]
    assert 'id="upload-form"' not in _text(maker, handover)
    for stranger in (sign_in(Client(), make_creative()), maker):
        assert stranger.get(answer_item).status_code == 404
    assert brand.get(deliver_item).status_code == 404


def test_reviews_are_written_read_and_replied_to() -> None:
    author = make_creative("ana")
    won = won_by(author)
    owner, contest = owner_of(won.contest.brand), won.contest
    hand_over(won)
    accept_handovers(owner, contest.pk, now=timezone.now())
    maker, brand, nobody = sign_in(Client(), author), sign_in(Client(), owner), Client()
    here = reverse("pages:contest_reviews", args=[contest.pk])
    write = reverse("pages:review_write", args=[contest.pk])
    assert here in _text(nobody, reverse("pages:contest", args=[contest.pk]))
    assert write in _text(maker, here) and write not in _text(nobody, here)
    refused = maker.post(write, {"words": "Clear and kind.", "clear_brief": "5"})
    assert refused.status_code == 422 and "Clear and kind." in refused.content.decode()
    assert maker.post(write, {"words": "Clear and kind.", **MARKS}).status_code == 302
    assert "Clear and kind." in _text(maker, here)
    assert all("Clear and kind." not in _text(one, here) for one in (brand, nobody))
    about = f"{write}?maker={author.handle}"
    assert about in _text(brand, here).replace("&amp;", "&")
    assert brand.get(write).status_code == 404
    assert brand.post(about, {"words": "Fast.", "stars": "5"}).status_code == 302
    assert all("Clear and kind." in _text(one, here) for one in (brand, nobody))
    told = Review.objects.get(kind="about_brand")
    reply = reverse("pages:review_reply", args=[contest.pk, told.pk])
    assert reply in _text(brand, here) and maker.get(reply).status_code == 404
    assert brand.post(reply, {"words": "We are glad."}).status_code == 302
    assert "We are glad." in _text(nobody, reverse("pages:brand_about", args=[contest.brand.slug]))
    assert "Fast." in _text(nobody, reverse("pages:person", args=[author.handle]))
    assert nobody.get(reverse("pages:person", args=[make_creative().handle])).status_code == 404


def test_a_brand_s_standing_is_on_its_briefs() -> None:
    contest = open_contest(now=timezone.now())
    brief = reverse("pages:contest", args=[contest.pk])
    assert "New here" in _text(Client(), brief)
    assert "new here" in _text(Client(), reverse("pages:briefs"))
    owner = owner_of(contest.brand)
    for _ in range(3):
        over = open_contest(contest.brand, now=timezone.now() - 60 * DAY)
        shortlist(over, [enter(over, now=timezone.now() - 60 * DAY) for _ in range(3)])
        cancel_contest(owner, over.pk, "The shop will not open.", now=over.closes_at)
    refresh_standings(timezone.now())
    assert "after the shortlist: 3" in _text(Client(), brief)
    assert "never came to a decision" in _text(Client(), reverse("pages:briefs"))


def test_a_private_contest_s_makers_are_named_to_nobody_else() -> None:
    author = make_creative("zacharias")
    contest = open_contest(visibility="private")
    shortlist(contest, [enter(contest, author), enter(contest), enter(contest)])
    owner = owner_of(contest.brand)
    cancel_contest(owner, contest.pk, "The shop will not open.", now=contest.closes_at)
    write_review(author, contest.pk, "Clear and kind.", MARKS, now=contest.closes_at)
    write_review(owner, contest.pk, "Thank you for it.", {}, now=contest.closes_at, maker=author.handle)
    for address in (
        reverse("pages:contest_reviews", args=[contest.pk]),
        reverse("pages:brand_about", args=[contest.brand.slug]),
    ):
        shown = _text(Client(), address)
        assert "Clear and kind." in shown and "zacharias" not in shown.lower()
    shown = _text(Client(), reverse("pages:person", args=[author.handle]))
    assert "Thank you for it." in shown and contest.brand.name not in shown
