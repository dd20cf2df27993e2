"""A brief judged by a jury and won by a team, through the API alone; at each step those try who have no business."""

from typing import Any

import pytest

from accounts.models import User
from contests.services.deadlines import work_off_deadlines
from contests.services.examining import examine_files
from payouts.services.reference_data import publish_reference_data
from tests.fixtures.api_briefs import fund
from tests.fixtures.calls import ApiClock, Caller, brief, image, token_of
from tests.fixtures.juries import ballots_of, judging_contest
from tests.fixtures.payday import LATER, OPENED, PAYDAY, Payday
from tests.fixtures.people import sign_up
from tests.fixtures.worlds import make_brand, make_creative, owner_of

pytestmark = pytest.mark.django_db

JURY = {
    "criteria": [{"name": "Idea", "weight": 3}, {"name": "Drawing", "weight": 2}],
    "quorum": 2,
    "ballots_per_entry": 2,
}


def writer(maker: User) -> Caller:
    """A creative's program."""
    return Caller(token=token_of(maker, "contests:read", "entries:write", "money:read"))


def test_a_jury_judges_and_a_team_is_paid_by_its_split(payday: Payday, api_clock: ApiClock) -> None:
    api_clock.now = OPENED - 2 * LATER
    publish_reference_data(now=api_clock.now)
    house, rival = make_brand(), make_brand()
    brand = Caller(token=token_of(owner_of(house), "contests:read", "contests:write", "money:read"))
    others = Caller(owner_of(rival))
    makers = [make_creative() for _ in range(3)]
    rivals = [Caller(maker) for maker in makers]
    lead, mate, alone = (writer(maker) for maker in makers)
    jurors = [sign_up(f"juror{number}@people.example") for number in range(3)]

    contest = brand.post("contests", brief(house), status=201)["contest"]["card"]["id"]
    brand.post(f"contests/{contest}/request-funding")
    fund(brand, contest, payday, api_clock)
    set_up(brand, contest, jurors, strangers=(others, *rivals))

    split = signed_split(lead, mate, contest, makers[1].handle, strangers=(rivals[2], others, Caller(owner_of(house))))
    ours = enter(lead, contest, "Two leaves", split=split)
    theirs = enter(alone, contest, "One leaf")
    examine_files(api_clock.now)

    api_clock.now = PAYDAY
    work_off_deadlines(now=api_clock.now)
    brand.post(f"contests/{contest}/shortlist", {"entries": [ours, theirs]})
    brand.post(f"contests/{contest}/end-final-round")
    lead.get(f"entries/{ours}/jury", status=404)
    judge(jurors, contest, best=ours, strangers=(Caller(owner_of(house)), others, *rivals))

    others.get(f"contests/{contest}/jury/standings", status=404)
    alone.get(f"contests/{contest}/jury/standings", status=404)
    standings = brand.get(f"contests/{contest}/jury/standings")
    assert [row["entry"]["id"] for row in standings["standings"]] == [ours, theirs]
    ranks = [{"entry": ours, "rank": 1}, {"entry": theirs, "rank": 2}]
    others.post(f"contests/{contest}/award", {"ranks": ranks}, status=403)
    assert brand.post(f"contests/{contest}/award", {"ranks": ranks})["contest"]["card"]["state"] == "awarded"
    assert lead.get(f"entries/{ours}/jury")["rank"] == 1
    alone.get(f"entries/{ours}/jury", status=404)

    check_split(lead, mate, contest)


def set_up(brand: Caller, contest: str, jurors: list[User], *, strangers: tuple[Caller, ...]) -> None:
    """Criteria, and an invitation for each, which each takes in person."""
    for stranger in strangers:
        stranger.post(f"contests/{contest}/jury", JURY, status=403)
    brand.post(f"contests/{contest}/jury", JURY)
    for juror in jurors:
        brand.post(f"contests/{contest}/jury/jurors", {"email": juror.email}, status=201)
        (seat,) = Caller(juror).get("me/jury-seats")["results"]
        address = f"me/jury-seats/{seat['seat']['id']}/accept"
        Caller(token=token_of(juror, "contests:read")).post(address, {}, status=403)
        for stranger in jurors:
            if stranger != juror:
                Caller(stranger).post(address, {}, status=403)
        Caller(juror).post(address, {"releases_comments": True})


def signed_split(lead: Caller, mate: Caller, contest: str, handle: str, *, strangers: tuple[Caller, ...]) -> str:
    """Three fifths and two fifths, offered and signed."""
    offered = lead.post(
        f"contests/{contest}/splits", {"own_weight": 3, "others": [{"handle": handle, "weight": 2}]}, status=201
    )
    for stranger in strangers:
        stranger.get(f"splits/{offered['ref']}", status=404)
    mate.post(f"splits/{offered['ref']}/sign")
    return str(offered["ref"])


def enter(maker: Caller, contest: str, title: str, **more: str) -> str:
    """Submit a picture; the entry's id."""
    fields: dict[str, Any] = {"title": title, "files": [image()], **more}
    return str(maker.upload(f"contests/{contest}/entries", fields)["card"]["id"])


def judge(jurors: list[User], contest: str, *, best: str, strangers: tuple[Caller, ...]) -> None:
    """Everybody fills in what was drawn for them; `best` gets the most points."""
    for stranger in strangers:
        stranger.get(f"contests/{contest}/jury/ballots", status=404)
    for juror in jurors:
        table = Caller(juror).get(f"contests/{contest}/jury/ballots")
        for ballot in table["ballots"]:
            points = [
                {"criterion": one["id"], "points": 9 if ballot["entry"]["id"] == best else 4}
                for one in table["criteria"]
            ]
            for stranger in strangers:
                stranger.post(f"ballots/{ballot['id']}", {"points": points, "send": True}, status=404)
            said = {"points": points, "comment": "Clear.", "send": True}
            Caller(juror).post(f"ballots/{ballot['id']}", said)


def check_split(lead: Caller, mate: Caller, contest: str) -> None:
    """What the entry earned was divided three to two, to the cent."""
    shares = []
    for caller in (lead, mate):
        (entry,) = caller.get("me/earnings")["entries"]
        shares.append(entry["amount_minor"])
    assert shares[0] * 2 - shares[1] * 3 in range(-5, 6)


def test_what_is_for_good_is_not_guessed_from_two_answers(api_clock: ApiClock) -> None:
    contest, entries, (juror, *_others), _ = judging_contest()
    api_clock.now = contest.closes_at
    ballot = ballots_of(contest, juror)[0]
    (first, second) = ballot.juror.jury.criteria.values_list("pk", flat=True)
    points = [{"criterion": key, "points": given} for key, given in ((first, 3), (second, 4), (first, 9))]
    told = Caller(juror).post(f"ballots/{ballot.pk}", {"points": points, "send": True}, status=400)
    assert told["errors"][0] | {"message": ""} == {"field": "points", "message": "", "code": "twice"}
    ranks = [{"entry": str(entries[0].pk), "rank": rank} for rank in (2, 1)]
    told = Caller(owner_of(contest.brand)).post(f"contests/{contest.pk}/award", {"ranks": ranks}, status=400)
    assert (told["errors"][0]["field"], told["errors"][0]["code"]) == ("ranks", "twice")
