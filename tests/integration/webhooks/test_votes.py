"""What is told of a community's vote: that it is open, closed and counted; and no count before."""

import json

import pytest

from contests.community import VoteState
from contests.services.community.ruling import rule_on
from contests.services.judging import cancel_contest
from tests.fixtures.hooks import collect, listen, told
from tests.fixtures.moderation import make_admin
from tests.fixtures.votes import cast, let_vote_pass, make_voter, vote_of, voted_contest
from tests.fixtures.worlds import DAY, make_brand, make_user, open_contest, owner_of
from webhooks.models import Delivery, Endpoint
from webhooks.services.seeing import still_seen

pytestmark = pytest.mark.django_db


def heard(ear: Endpoint) -> list[dict]:
    """What an endpoint has been told of votes, read anew."""
    collect()
    return [one for one in told(ear) if one["type"].startswith("vote.")]


def test_a_vote_is_told_to_whoever_sees_it_and_its_result_names_codes_alone(committed: None) -> None:
    contest, entries = voted_contest(3, visibility="blind")
    elsewhere = open_contest()
    voters = [make_voter(elsewhere, f"zarkovia{number}") for number in range(3)]
    ears = [
        listen(owner_of(contest.brand), brand=contest.brand),
        listen(entries[0].author),
        listen(make_user(), reach="all"),
    ]
    stranger = listen(owner_of(brand := make_brand()), brand=brand)
    for voter, choice in zip(voters, (entries[1], entries[1], entries[2]), strict=True):
        cast(contest, voter, choice)
    for ear in ears:
        (opened,) = heard(ear)
        assert opened["type"] == "vote.opened"
        assert opened["data"]["closes_at"].startswith(vote_of(contest).closes_at.isoformat()[:19])
        assert set(opened["data"]) == {"contest", "award", "closes_at"}, "no count while it is open"
    assert let_vote_pass(contest, "closes_at").state == VoteState.COUNTED
    for ear in ears:
        *_, counted = heard(ear)
        assert counted["type"] == "vote.counted"
        result = counted["data"]["result"]
        assert (result["ballots"], result["struck"]) == (3, 0)
        assert [one["votes"] for one in result["entries"]] == [2, 1, 0]
        assert {(one["id"], one["code"]) for one in result["entries"]} == {(str(e.pk), e.code) for e in entries}
        words = json.dumps(told(ear))
        people = [*voters, *(entry.author for entry in entries)]
        assert not any(name in words for person in people for name in (person.handle, person.display_name))
    assert heard(stranger) == []
    waiting = list(Delivery.objects.filter(event_type__startswith="vote."))
    assert still_seen(waiting) == {one.pk for one in waiting}


def test_while_ballots_are_checked_nobody_hears_how_many_there_are(committed: None) -> None:
    contest, entries = voted_contest(2)
    elsewhere = open_contest()
    for number in range(5):
        cast(contest, make_voter(elsewhere, f"hand{number}"), entries[0], address="203.0.113.7")
    ear = listen(owner_of(contest.brand), brand=contest.brand)
    assert let_vote_pass(contest, "closes_at").state == VoteState.CHECKING
    *_, closed = heard(ear)
    assert (closed["type"], set(closed["data"])) == ("vote.closed", {"contest", "award"})
    admin = make_admin()
    for ballot in vote_of(contest).all_ballots.filter(marks__isnull=False).distinct():
        rule_on(admin, ballot.pk, is_struck=True, reason="One hand wrote them all.", now=vote_of(contest).closes_at)
    *_, counted = heard(ear)
    assert (counted["type"], counted["data"]["result"]["struck"]) == ("vote.counted", 5)


def test_a_vote_without_a_result_says_why(committed: None) -> None:
    contest, _entries = voted_contest(2)
    ear = listen(owner_of(contest.brand), brand=contest.brand)
    cancel_contest(owner_of(contest.brand), contest.pk, "The shop will not open.", now=contest.closes_at + DAY / 24)
    *_, ended = heard(ear)
    assert (ended["type"], ended["data"]["because"]) == ("vote.uncounted", "overtaken")
    assert vote_of(contest).state == VoteState.OVERTAKEN
