"""The database refuses of a jury what no service would do, whoever asks."""

import pytest
from django.db import DatabaseError, connection, transaction

from contests.models import Juror, Jury, JuryBallot, Score
from tests.fixtures.juries import ballots_of, judging_contest, score
from tests.fixtures.worlds import enter

pytestmark = pytest.mark.django_db

ATTACKS = {
    "points off the scale": "INSERT INTO contests_score (ballot_id, criterion_id, points)"
    " VALUES (%(open)s, %(idea)s, 11)",
    "points below zero": "INSERT INTO contests_score (ballot_id, criterion_id, points) VALUES (%(open)s, %(idea)s, -1)",
    "another jury's criterion": "INSERT INTO contests_score (ballot_id, criterion_id, points)"
    " VALUES (%(open)s, %(foreign)s, 5)",
    "points on a sent ballot": "INSERT INTO contests_score (ballot_id, criterion_id, points)"
    " VALUES (%(sent)s, %(idea)s, 5)",
    "changed points": "UPDATE contests_score SET points = 1 WHERE ballot_id = %(sent)s",
    "points taken away": "DELETE FROM contests_score WHERE ballot_id = %(sent)s",
    "sent before it is whole": "UPDATE contests_juryballot SET state = 'submitted', closed_at = now()"
    " WHERE id = %(open)s",
    "a sent ballot opened again": "UPDATE contests_juryballot SET state = 'open', closed_at = NULL WHERE id = %(sent)s",
    "a sent ballot voided without a conflict": "UPDATE contests_juryballot SET state = 'recused' WHERE id = %(sent)s",
    "a ballot handed to another juror": "UPDATE contests_juryballot SET juror_id = %(other)s WHERE id = %(open)s",
    "a ballot deleted": "DELETE FROM contests_juryballot WHERE id = %(open)s",
    "an abstention without a reason": "UPDATE contests_juryballot SET state = 'abstained', closed_at = now()"
    " WHERE id = %(open)s",
    "a second ballot": "INSERT INTO contests_juryballot (id, juror_id, entry_id, state, comment, abstained_because,"
    " assigned_at) SELECT gen_random_uuid(), juror_id, entry_id, 'open', '', '', now()"
    " FROM contests_juryballot WHERE id = %(open)s",
    "a ballot for an entry off the shortlist": "INSERT INTO contests_juryballot (id, juror_id, entry_id, state,"
    " comment, abstained_because, assigned_at)"
    " VALUES (gen_random_uuid(), %(juror)s, %(left_out)s, 'open', '', '', now())",
    "another weight": "UPDATE contests_criterion SET weight = 9 WHERE id = %(idea)s",
    "one more criterion": "INSERT INTO contests_criterion (jury_id, position, name, description, weight)"
    " VALUES (%(jury)s, 9, 'Luck', '', 1)",
    "a criterion dropped": "DELETE FROM contests_criterion WHERE id = %(idea)s",
    "a lower quorum": "UPDATE contests_jury SET quorum = 1 WHERE id = %(jury)s",
    "another seed": "UPDATE contests_jury SET seed = 'mine' WHERE id = %(jury)s",
    "prepared anew": "UPDATE contests_jury SET state = 'preparing' WHERE id = %(jury)s",
    "a jury deleted": "DELETE FROM contests_jury WHERE id = %(jury)s",
    "a juror deleted": "DELETE FROM contests_juror WHERE id = %(juror)s",
}


def make_keys():
    """What the attacks are about: a juror with one ballot sent and one open, in a jury of two."""
    contest, _, (juror, other), _ = judging_contest(jurors=2, entries=2, ballots_per_entry=2)
    elsewhere, *_rest = judging_contest(jurors=1, entries=1, quorum=1)
    sent, still_open = ballots_of(contest, juror)
    score(juror, sent, (4, 4), now=contest.state_since)
    jury = Jury.objects.get(contest=contest)
    return {
        "open": still_open.pk,
        "sent": sent.pk,
        "idea": jury.criteria.first().pk,
        "foreign": elsewhere.jury.criteria.first().pk,
        "juror": still_open.juror_id,
        "other": Juror.objects.get(user=other).pk,
        "jury": jury.pk,
        "left_out": enter(contest).pk,
    }


@pytest.fixture(scope="module")
def kept_keys(keep, request):
    return keep(request, make_keys)


@pytest.mark.parametrize("attack", list(ATTACKS))
def test_it_is_refused(kept_keys, attack):
    keys = kept_keys()
    jury = Jury.objects.get(pk=keys["jury"])
    before = rows(jury)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ATTACKS[attack], keys)
    assert rows(jury) == before


def rows(jury):
    ballots = JuryBallot.objects.filter(juror__jury=jury)
    return [
        list(Jury.objects.filter(pk=jury.pk).values_list()),
        sorted(ballots.values_list("id", "state", "juror_id")),
        sorted(Score.objects.filter(ballot__in=ballots).values_list("ballot_id", "criterion_id", "points")),
    ]


def test_no_ballot_comes_into_being_or_is_sent_in_spite_of_a_conflict():
    contest, entries, (juror, _), _ = judging_contest(jurors=2, entries=1, ballots_per_entry=2)
    (ballot,) = ballots_of(contest, juror)
    for criterion in ballot.juror.jury.criteria.all():
        Score.objects.create(ballot=ballot, criterion=criterion, points=5)
    tie = "INSERT INTO contests_juryconflict (juror_id, entry_id, kind, reason, created_at)"
    with connection.cursor() as cursor:
        cursor.execute(f"{tie} VALUES (%s, %s, 'colleague', '', now())", [ballot.juror_id, entries[0].pk])
    with pytest.raises(DatabaseError, match="may not judge"), transaction.atomic():
        JuryBallot.objects.filter(pk=ballot.pk).update(state="submitted", closed_at=contest.state_since)
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM contests_juryconflict")


def test_no_ballot_is_handed_to_the_maker():
    contest, entries, _jurors, _ = judging_contest(jurors=2, entries=1, ballots_per_entry=1, quorum=1)
    seat = Juror.objects.exclude(ballots__isnull=False).get(jury__contest=contest)
    Juror.objects.filter(pk=seat.pk).update(user=entries[0].author)
    with pytest.raises(DatabaseError, match="may not judge"), transaction.atomic():
        JuryBallot.objects.create(juror=seat, entry=entries[0], assigned_at=contest.state_since)
