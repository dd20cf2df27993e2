"""The database refuses of a vote what no service would do, whoever asks: raw SQL, in every state of the vote."""

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import StaffRole
from contests.models import CommunityBallot, CommunityResult, CommunityRuling, CommunityVote
from contests.selectors.community_desk import marked_ballots
from contests.services.community.ruling import rule_on
from tests.fixtures.people import hire
from tests.fixtures.votes import cast, let_vote_pass, make_voter, vote_of, voted_contest
from tests.fixtures.worlds import DAY, enter, make_creative, open_contest, owner_of

pytestmark = pytest.mark.django_db

BALLOT = "INSERT INTO contests_communityballot (id, vote_id, voter_id, cast_at) VALUES (gen_random_uuid(), %(vote)s, "
SAYS = "INSERT INTO contests_communitychoice (ballot_id, number, entries, network, cast_at) VALUES (%(ballot)s, "
OPEN = {
    "a second ballot of one voter": BALLOT + "%(voter)s, %(now)s)",
    "a ballot of the brand": BALLOT + "%(owner)s, %(now)s)",
    "a ballot of a shortlisted author": BALLOT + "%(author)s, %(now)s)",
    "a ballot of a new account": BALLOT + "%(new)s, %(now)s)",
    "a ballot of somebody blocked": BALLOT + "%(blocked)s, %(now)s)",
    "a ballot of an admin": BALLOT + "%(admin)s, %(now)s)",
    "a ballot after the close": BALLOT + "%(other)s, %(late)s)",
    "a ballot handed on": "UPDATE contests_communityballot SET voter_id = %(other)s",
    "a ballot deleted": "DELETE FROM contests_communityballot",
    "a choice for what is not shortlisted": SAYS + "2, ARRAY[%(left_out)s]::uuid[], '', %(now)s)",
    "a choice for nothing": SAYS + "2, ARRAY[]::uuid[], '', %(now)s)",
    "one entry twice": SAYS + "2, ARRAY[%(first)s, %(first)s]::uuid[], '', %(now)s)",
    "more than three": SAYS + "2, %(all)s::uuid[], '', %(now)s)",
    "a version skipped": SAYS + "3, ARRAY[%(first)s]::uuid[], '', %(now)s)",
    "a version again": SAYS + "1, ARRAY[%(first)s]::uuid[], '', %(now)s)",
    "a choice after the close": SAYS + "2, ARRAY[%(first)s]::uuid[], '', %(late)s)",
    "a choice rewritten": "UPDATE contests_communitychoice SET entries = ARRAY[%(first)s]::uuid[]",
    "an address kept": SAYS + "2, ARRAY[%(first)s]::uuid[], '192.0.2.7', %(now)s)",
    "a mark while it is open": "INSERT INTO contests_communitymark (ballot_id, sign, marked_at)"
    " VALUES (%(ballot)s, 'burst', now())",
    "a ruling while it is open": "INSERT INTO contests_communityruling (ballot_id, is_struck, reason, ruled_by_id,"
    " ruled_at) VALUES (%(ballot)s, TRUE, 'Because.', %(admin)s, now())",
    "a result while it is open": "INSERT INTO contests_communityresult (vote_id, entry_id, votes)"
    " VALUES (%(vote)s, %(first)s, 1)",
    "counted without figures": "UPDATE contests_communityvote SET state = 'counted', ended_at = now()",
    "unchecked at once": "UPDATE contests_communityvote SET state = 'unchecked', ended_at = now()",
    "another beginning": "UPDATE contests_communityvote SET opened_at = opened_at - interval '1 day'",
    "a vote deleted": "DELETE FROM contests_communityvote",
    "a vote where no award was announced": "INSERT INTO contests_communityvote"
    " (contest_id, state, opened_at, closes_at, check_by)"
    " VALUES (%(plain)s, 'open', now(), now() + interval '1 day', now() + interval '2 days')",
    "another sum once it is open": "UPDATE contests_brief SET community_minor = 5000 WHERE contest_id = %(vote)s",
}


def attack(sql, params):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, params)


def test_an_open_vote_withstands() -> None:
    contest, entries = voted_contest(4)
    elsewhere = open_contest()
    left_out = enter(elsewhere)
    voter, other = make_voter(elsewhere), make_voter(elsewhere)
    vote = vote_of(contest)
    new = make_voter(elsewhere, created_at=vote.opened_at - 29 * DAY)
    blocked = make_voter(elsewhere)
    type(blocked).objects.filter(pk=blocked.pk).update(blocked_at=vote.opened_at)
    ballot = cast(contest, voter, entries[0])
    params = {
        "vote": contest.pk,
        "plain": elsewhere.pk,
        "ballot": ballot.pk,
        "voter": voter.pk,
        "other": other.pk,
        "owner": owner_of(contest.brand).pk,
        "author": entries[0].author_id,
        "new": new.pk,
        "blocked": blocked.pk,
        "admin": hire(StaffRole.ADMIN).pk,
        "now": vote.opened_at + DAY / 12,
        "late": vote.closes_at,
        "left_out": left_out.pk,
        "first": entries[0].pk,
        "all": [entry.pk for entry in entries],
    }
    for name, sql in OPEN.items():
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, params)
            pytest.fail(f"let through: {name}")
    # The same statements are taken where they are right, so that none fails for a slip of its own.
    with connection.cursor() as cursor:
        cursor.execute(BALLOT + "%(other)s, %(now)s)", params)
        cursor.execute(SAYS + "2, ARRAY[%(first)s]::uuid[], '', %(now)s)", params)


def test_a_vote_being_checked_and_one_that_is_counted_withstand() -> None:
    contest, entries = voted_contest()
    elsewhere = open_contest()
    voters = [make_voter(elsewhere) for _ in range(5)]
    for voter in voters:
        cast(contest, voter, entries[0])
    calm = make_voter(elsewhere)
    late = cast(contest, calm, entries[1], now=vote_of(contest).opened_at + 2 * DAY)
    vote = let_vote_pass(contest, "closes_at")
    assert vote.state == "checking"
    admin = hire(StaffRole.ADMIN)
    marked = [one.id for one in marked_ballots(admin).items]
    rule = (
        "INSERT INTO contests_communityruling (ballot_id, is_struck, reason, ruled_by_id, ruled_at)"
        " VALUES (%(ballot)s, TRUE, %(reason)s, %(who)s, now())"
    )
    good = {"ballot": marked[0], "reason": "One hand.", "who": admin.pk}
    for change in (
        {"who": owner_of(contest.brand).pk},
        {"who": make_creative().pk},
        {"ballot": late.pk},
        {"reason": ""},
    ):
        attack(rule, good | change)
    attack("UPDATE contests_communityvote SET state = 'counted', ended_at = now(), ballots = 6, struck = 0", {})
    attack("UPDATE contests_communityvote SET state = 'open'", {})
    attack(SAYS + "2, ARRAY[%(first)s]::uuid[], '', now())", {"ballot": marked[0], "first": entries[1].pk})
    for ballot in marked:
        rule_on(admin, ballot, is_struck=True, reason="Five of one hand.", now=vote.closes_at)
    vote = vote_of(contest)
    assert (vote.state, vote.struck) == ("counted", 5)
    votes = dict(CommunityResult.objects.values_list("entry_id", "votes"))
    assert votes == {entries[0].pk: 0, entries[1].pk: 1, entries[2].pk: 0}
    attack("UPDATE contests_communityresult SET votes = 9", {})
    attack("DELETE FROM contests_communityresult", {})
    attack("UPDATE contests_communityruling SET is_struck = FALSE", {})
    attack("DELETE FROM contests_communitymark", {})
    attack("UPDATE contests_communityvote SET struck = 0", {})
    attack("UPDATE contests_communityvote SET state = 'checking', ended_at = NULL", {})
    attack(rule, good | {"ballot": late.pk})
    assert (CommunityRuling.objects.count(), CommunityBallot.objects.count()) == (5, 6)
    assert CommunityVote.objects.count() == 1


def test_a_result_is_counted_again_by_the_database() -> None:
    contest, entries = voted_contest()
    cast(contest, make_voter(open_contest()), entries[0])
    vote = vote_of(contest)
    now = vote.closes_at
    CommunityVote.objects.filter(pk=vote.pk).update(state="counted", ended_at=now, ballots=1, struck=0)
    for entry, votes in ((entries[0], 2), (entries[0], 0), (entries[1], 1)):
        with pytest.raises(DatabaseError), transaction.atomic():
            CommunityResult.objects.create(vote=vote, entry=entry, votes=votes)
    CommunityResult.objects.create(vote=vote, entry=entries[0], votes=1)
    CommunityResult.objects.create(vote=vote, entry=entries[1], votes=0)
