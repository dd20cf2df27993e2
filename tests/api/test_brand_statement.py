"""A brand's statement over the API: any span, page by page, for those who look after its money, and no name in it."""

import json
from datetime import datetime

import pytest

from accounts.models import MemberRole
from contests.models import Visibility
from payouts import ledger
from tests.fixtures.brand_months import APRIL, FIRST_PART, MARCH, MAY, Worked, awarded
from tests.fixtures.calls import ApiClock, Caller, api_clock, token_of
from tests.fixtures.kept import Kept
from tests.fixtures.worlds import NOON, add_member, draft_contest, make_brand, make_creative, owner_of

pytestmark = pytest.mark.django_db
__all__ = ["api_clock"]


@pytest.fixture
def worked(api_clock: ApiClock, kept_months: Kept[Worked]) -> Worked:
    api_clock.now = MAY
    return kept_months()


def path(worked: Worked) -> str:
    return f"brands/{worked.brand.pk}/statement"


def span(since: datetime, until: datetime) -> dict[str, str]:
    return {"from": since.isoformat(), "to": until.isoformat()}


def test_a_span_opens_with_what_the_one_before_closed_with(worked: Worked) -> None:
    program = Caller(token=token_of(worked.owner, "money:read"))
    march = program.get(path(worked), **span(MARCH, APRIL))
    april = program.get(path(worked), **span(APRIL, MAY))

    assert march["opening"] == {"escrow_minor": 0, "owed_back_minor": 0, "total_minor": 0}
    assert april["opening"] == march["closing"] == {"escrow_minor": 0, "owed_back_minor": 38_501, "total_minor": 38_501}
    assert march["currency"] == "EUR" and march["since"] == "2026-03-01T00:00:00Z"
    assert march["results"][0] == {
        "at": "2026-03-02T12:00:00Z",
        "kind": "payment_in",
        "means": "card",
        "contest": {"id": str(worked.contest.pk), "title": "A mark for a tea house"},
        "change": {"escrow_minor": FIRST_PART, "owed_back_minor": 0, "total_minor": FIRST_PART},
        "after": {"escrow_minor": FIRST_PART, "owed_back_minor": 0, "total_minor": FIRST_PART},
    }
    assert {"kind": "vat", "change": {"escrow_minor": -2_412, "owed_back_minor": 0, "total_minor": -2_412}} in march[
        "totals"
    ]
    assert april["results"][-1]["after"] == april["closing"]


def test_without_a_span_it_is_everything_until_now(worked: Worked, api_clock: ApiClock) -> None:
    caller = Caller(worked.owner)
    whole = caller.get(path(worked))
    assert (whole["since"], whole["until"]) == (None, "2026-05-01T00:00:00Z")
    assert whole["opening"]["total_minor"] == whole["closing"]["total_minor"] == 0
    api_clock.now = APRIL
    assert caller.get(path(worked))["closing"]["owed_back_minor"] == 38_501


def test_pages_keep_to_the_moment_of_the_first(worked: Worked, api_clock: ApiClock) -> None:
    caller = Caller(worked.owner)
    page = caller.get(path(worked), limit=4)
    rows = page["results"]
    api_clock.now = NOON
    while page["next"]:
        page = caller.client.get(page["next"]).json()
        assert page["until"] == "2026-05-01T00:00:00Z"
        rows += page["results"]
    api_clock.now = MAY
    assert rows == caller.get(path(worked), limit=100)["results"]
    assert len(rows) == 9


def test_what_cannot_be_asked(worked: Worked) -> None:
    caller = Caller(worked.owner)
    for wrong in ({"from": "yesterday"}, {"currency": "euro"}, {"since": MARCH.isoformat()}, {"cursor": "x"}):
        caller.get(path(worked), 400, **wrong)
    assert caller.get(path(worked), currency="SEK")["results"] == []


def test_of_several_currencies_one_is_chosen(worked: Worked) -> None:
    caller = Caller(worked.owner)
    ledger.escrow_account_id(draft_contest(worked.brand).pk, "SEK")
    assert caller.get(path(worked), 400)["errors"][0]["field"] == "currency"
    assert len(caller.get(path(worked), currency="EUR")["results"]) == 9
    nothing = make_brand()
    assert Caller(owner_of(nothing)).get(f"brands/{nothing.pk}/statement")["currency"] == "EUR"


def test_strangers_and_judges_get_none(worked: Worked) -> None:
    for person in (add_member(worked.brand, MemberRole.JUDGE), owner_of(make_brand()), make_creative()):
        Caller(person).get(path(worked), 404)
    Caller().get(path(worked), 401)
    Caller(token=token_of(worked.owner, "contests:read")).get(path(worked), 403)
    Caller(token=token_of(add_member(worked.brand, MemberRole.FINANCE), "money:read")).get(path(worked))


def test_a_blind_contest_names_nobody(api_clock: ApiClock) -> None:
    api_clock.now = MAY
    worked = awarded(visibility=Visibility.BLIND)
    text = json.dumps(Caller(worked.owner).get(path(worked)))
    assert "A mark for a tea house" in text and '"creatives"' in text
    for entry in worked.entries:
        for secret in (str(entry.pk), entry.code, entry.author.handle, entry.author.public_name):
            assert secret not in text
