"""The pages and resources of a community's vote: what each reader is shown; a vote arrives without a script."""

import orjson
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import StaffRole
from contests.models import CommunityBallot, CommunityChoice
from tests.fixtures.contests import submit_examined, upload
from tests.fixtures.people import hire, sign_in
from tests.fixtures.votes import cast, contest_with_award, let_vote_pass, make_voter, vote_of, voted_contest
from tests.fixtures.worlds import DAY, make_creative, open_contest, owner_of, shortlist

pytestmark = pytest.mark.django_db
CANARY = "zarkovia"


def a_blind_vote():
    """One that is open now, of works whose makers and files bear a telling name."""
    begun = timezone.now() - 15 * DAY
    contest = contest_with_award(visibility="blind", now=begun)
    makers = [make_creative(CANARY) for _ in range(2)]
    entries = [
        submit_examined(contest, maker, now=begun, title=f"By {CANARY}", files=[upload(f"{CANARY}.png")])
        for maker in makers
    ]
    voter = make_voter(open_contest(), created_at=begun - 90 * DAY, entered_at=begun)
    shortlist(contest, entries)
    return contest, entries, voter


def test_a_voter_votes_and_changes_their_mind_without_a_script(client: Client) -> None:
    contest, entries, voter = a_blind_vote()
    sign_in(client, voter)
    address = reverse("pages:vote", args=[contest.pk])
    page = client.get(address)
    text = page.content.decode()
    assert all(entry.code in text for entry in entries) and CANARY not in text.lower()
    picture = reverse("pages:vote_picture", args=[contest.pk, entries[0].pk, 640])
    assert picture in text
    shown = client.get(picture)
    assert (shown.status_code, shown["Content-Type"], shown["Cache-Control"]) == (
        200,
        "image/webp",
        "private, no-store",
    )
    refused = client.post(address, {"entries": ["no entry"]})
    assert refused.status_code == 422 and not CommunityBallot.objects.exists()
    assert client.post(address, {"entries": [entries[0].pk]}, follow=True).status_code == 200
    page = client.post(address, {"entries": [entry.pk for entry in entries]}, follow=True)
    assert page.content.decode().count("checked>") == 2
    assert CommunityChoice.objects.count() == 2
    assert str(contest.pk) in client.get(reverse("pages:votes")).content.decode()


def test_nobody_else_meets_a_count_a_name_or_a_picture() -> None:
    contest, entries, voter = a_blind_vote()
    cast(contest, voter, entries[1])
    readers = (None, owner_of(contest.brand), hire(StaffRole.ADMIN), entries[0].author, make_creative())
    for reader in readers:
        client = sign_in(Client(), reader) if reader else Client()
        page = client.get(reverse("pages:vote", args=[contest.pk]))
        told = client.get(f"/api/v1/contests/{contest.pk}/community-vote")
        for answer in (page, told):
            assert answer.status_code == 200
            text = answer.content.decode().lower()
            # Whoever is signed in reads their own name at the top of a page.
            assert (CANARY not in text or reader == entries[0].author) and entries[1].code.lower() not in text
        assert (told.json()["ballots"], told.json()["choices"], told.json()["results"]) == (None, [], [])
        for picture in (
            reverse("pages:vote_picture", args=[contest.pk, entries[0].pk, 640]),
            f"/api/v1/contests/{contest.pk}/community-vote/entries/{entries[0].pk}/picture",
        ):
            assert client.get(picture).status_code in (401, 404)
        sent = client.post(reverse("pages:vote", args=[contest.pk]), {"entries": [entries[1].pk]})
        assert sent.status_code == (403 if reader else 302)
    assert CommunityBallot.objects.count() == 1


def test_by_program_a_ballot_is_put_and_read_back() -> None:
    contest, entries, voter = a_blind_vote()
    client = sign_in(Client(), voter)
    address = f"/api/v1/contests/{contest.pk}/community-vote/ballot"
    for chosen, status in (([entries[0].pk], 200), ([], 400), ([contest.pk], 400)):
        body = orjson.dumps({"entries": [str(one) for one in chosen]})
        answer = client.put(address, body, content_type="application/json")
        assert answer.status_code == status, answer.content
    told = client.get(f"/api/v1/contests/{contest.pk}/community-vote").json()
    assert {one["entry"]: one["is_chosen"] for one in told["choices"]} == {
        str(entries[0].pk): True,
        str(entries[1].pk): False,
    }


def test_the_desk_strikes_a_ballot_and_the_result_is_for_everybody() -> None:
    contest, entries = voted_contest(2)
    elsewhere = contest_with_award()
    for _ in range(5):
        cast(contest, make_voter(elsewhere), entries[0])
    cast(contest, make_voter(elsewhere), entries[1], now=vote_of(contest).opened_at + DAY)
    let_vote_pass(contest, "closes_at")
    client = sign_in(Client(), hire(StaffRole.ADMIN))
    desk = client.get(reverse("pages:moderation_votes"))
    assert desk.status_code == 200 and desk.content.decode().count("voter-") == 5
    for ballot in CommunityBallot.objects.filter(marks__isnull=False):
        address = reverse("pages:moderation_ballot", args=[ballot.pk])
        page = client.post(address, {"is_struck": "yes", "reason": "short"})
        assert page.status_code == 422 and "short" in page.content.decode()
        assert client.post(address, {"is_struck": "yes", "reason": "All of one hand."}).status_code == 302
        assert "All of one hand." in client.get(address).content.decode()
    page = Client().get(reverse("pages:vote", args=[contest.pk])).content.decode()
    assert "5 more were struck" in page and "1 ballot was counted" in page
    assert Client().get(reverse("pages:moderation_votes")).status_code == 302
    assert sign_in(Client(), owner_of(contest.brand)).get(reverse("pages:moderation_votes")).status_code == 404


def test_a_brief_says_what_the_community_decides(client: Client) -> None:
    contest = contest_with_award()
    text = client.get(reverse("pages:contest", args=[contest.pk])).content.decode()
    assert "The neighbours’ favourite" in text and reverse("pages:vote", args=[contest.pk]) in text
    page = client.get(reverse("pages:vote", args=[contest.pk])).content.decode()
    assert "The vote has not begun" in page
    assert client.get(reverse("pages:vote", args=[open_contest().pk])).status_code == 404
