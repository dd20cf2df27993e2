"""A jury's pages: a brand sets it up, a juror answers and judges, and each reads what is theirs to read."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from contests.models import Jury, JuryBallot
from contests.services.judging import award_contest
from contests.services.jury.mails import invitation_token
from tests.fixtures.juries import ballots_of, begin_judging, invite, jury_for, seat
from tests.fixtures.people import sign_in
from tests.fixtures.worlds import enter, make_creative, make_user, open_contest, owner_of, shortlist

pytestmark = pytest.mark.django_db

ROWS = {"criterion_1": "Idea", "weight_1": "3", "criterion_2": "", "criterion_3": "Craft", "weight_3": "1"}
FIGURES = {"quorum": "1", "ballots_per_entry": "2", "shows_comments": "on"}


def as_(user):
    return sign_in(Client(), user)


def judged_contest(**terms):
    """A contest whose jury of one is at work now, by the clock on the wall."""
    now = timezone.now()
    contest = open_contest(now=now - timedelta(days=25), **terms)
    entry = enter(contest, now=now - timedelta(days=25))
    jury_for(contest, quorum=1)
    juror = seat(contest)
    begin_judging(shortlist(contest, [entry]))
    Jury.objects.filter(contest=contest).update(ballots_by=now + timedelta(days=1), closes_at=now + timedelta(days=2))
    return contest, entry, juror


def test_a_brand_sets_up_a_jury_and_invites():
    contest = open_contest(now=timezone.now())
    owner = as_(owner_of(contest.brand))
    address = f"/contests/{contest.pk}/jury/"
    assert "Brand fit" in owner.get(address).content.decode()
    assert owner.post(address, ROWS | FIGURES).status_code == 302
    jury = Jury.objects.get(contest=contest)
    assert [(one.name, one.weight) for one in jury.criteria.all()] == [("Idea", 3), ("Craft", 1)]
    assert owner.post(f"{address}invite/", {"email": "Expert@people.example"}).status_code == 302
    assert "expert@people.example" in owner.get(address).content.decode()
    again = owner.post(f"{address}invite/", {"email": "expert@people.example"})
    assert again.status_code == 422
    assert "This address has been invited already." in again.content.decode()
    assert owner.post(f"/juries/seats/{jury.jurors.get().pk}/excuse/").status_code == 302
    assert jury.jurors.get().excused_at is not None


def test_a_wrong_criterion_is_said_beside_its_row_and_nothing_typed_is_lost():
    contest = open_contest(now=timezone.now())
    twice = ROWS | {"criterion_3": "idea", "about_3": "Is it new?"} | FIGURES
    page = as_(owner_of(contest.brand)).post(f"/contests/{contest.pk}/jury/", twice)
    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {"criterion_3"}
    assert "Is it new?" in page.content.decode()
    assert not Jury.objects.exists()


def test_an_expert_follows_the_link_and_accepts():
    contest = open_contest(now=timezone.now())
    jury_for(contest)
    expert = make_user("expert")
    juror = invite(contest, expert)
    link = f"/juries/invitation/{invitation_token(juror)}/"
    assert "/account/login/?next=" in Client().get(link).content.decode()
    client = as_(expert)
    assert "Will you judge?" in client.get(link).content.decode()
    assert contest.brief.title in client.get("/juries/").content.decode()
    accepted = client.post(f"/juries/seats/{juror.pk}/answer/", {"releases_comments": "on"})
    assert accepted.headers["Location"] == f"/contests/{contest.pk}/judge/"
    juror.refresh_from_db()
    assert (juror.user, juror.releases_comments, juror.may_be_named) == (expert, True, False)
    assert "Nothing to judge yet" in client.get(accepted.headers["Location"]).content.decode()
    assert Client().get("/juries/invitation/not-a-token/").status_code == 404


@pytest.mark.parametrize("visibility", ["private", "blind"])
def test_a_juror_judges_on_their_pages_and_the_brand_reads_it_when_it_is_over(visibility):
    contest, entry, juror = judged_contest(visibility=visibility)
    client, owner = as_(juror), as_(owner_of(contest.brand))
    (ballot,) = ballots_of(contest, juror)
    table = client.get(f"/contests/{contest.pk}/judge/").content.decode()
    assert entry.code in table
    address = f"/ballots/{ballot.pk}/"
    page = client.get(address).content.decode()
    for shown in (table, page):
        assert entry.author.handle not in shown
        assert entry.author.display_name not in shown
    idea, craft = (f"points_{key}" for key in ballot.juror.jury.criteria.values_list("pk", flat=True))
    saved = client.post(address, {idea: "7"}, headers={"HX-Request": "true"})
    assert saved.status_code == 204
    assert f'name="{idea}" value="7" checked' in client.get(address).content.decode()
    half = client.post(address, {idea: "7", "comment": "A thought.", "send": "1"})
    assert half.status_code == 422
    assert half.context["form"].errors.keys() == {craft}
    assert "A thought." in half.content.decode()
    assert owner.get(f"/contests/{contest.pk}/jury/standings/").status_code == 404
    sent = client.post(address, {idea: "7", craft: "9", "comment": "A thought.", "send": "1"})
    assert sent.headers["Location"] == f"/contests/{contest.pk}/judge/"
    assert client.get(sent.headers["Location"]).status_code == 200
    standings = owner.get(f"/contests/{contest.pk}/jury/standings/").content.decode()
    assert "A thought." in standings
    assert entry.author.handle not in standings or visibility == "private"
    assert client.get(f"/contests/{contest.pk}/jury/standings/").status_code == 404


def test_the_award_is_filled_in_by_the_jury_and_another_order_asks_why():
    contest, entry, juror = judged_contest()
    other = JuryBallot.objects.get().entry
    assert other == entry
    owner = as_(owner_of(contest.brand))
    early = owner.post(f"/contests/{contest.pk}/decide/", {f"rank-{entry.pk}": "1", "confirm": "1"})
    assert early.status_code == 422
    assert early.context["wants_reason"]
    assert 'name="reason"' in early.content.decode()
    (ballot,) = ballots_of(contest, juror)
    keys = list(ballot.juror.jury.criteria.values_list("pk", flat=True))
    as_(juror).post(f"/ballots/{ballot.pk}/", {f"points_{key}": "8" for key in keys} | {"send": "1"})
    page = owner.get(f"/contests/{contest.pk}/decide/")
    assert page.context["entries"][0][1] == 1
    decided = owner.post(f"/contests/{contest.pk}/decide/", {f"rank-{entry.pk}": "1", "confirm": "1"})
    assert decided.status_code == 302
    author = as_(entry.author)
    assert f"/entries/{entry.pk}/jury/" in author.get(f"/entries/{entry.pk}/").content.decode()
    result = author.get(f"/entries/{entry.pk}/jury/").content.decode()
    assert "Place 1 of the 1 entries" in result
    assert as_(make_creative()).get(f"/entries/{entry.pk}/jury/").status_code == 404


def test_a_juror_declares_a_tie_and_leaves():
    contest, _entry, juror = judged_contest()
    client = as_(juror)
    (ballot,) = ballots_of(contest, juror)
    address = f"/contests/{contest.pk}/judge/"
    assert client.post(f"{address}conflict/", {"ballot": str(ballot.pk), "reason": ""}).status_code == 422
    told = client.post(f"{address}conflict/", {"ballot": str(ballot.pk), "reason": "We share a studio."})
    assert told.headers["Location"] == address
    ballot.refresh_from_db()
    assert ballot.state == "recused"
    assert Jury.objects.get(contest=contest).state == "inquorate"
    award_contest(owner_of(contest.brand), contest.pk, {_entry.pk: 1}, now=timezone.now())
