"""Lists cost the same number of queries however long they are, and their pages join without a gap."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import StaffRole, User
from tests.fixtures.calls import Caller, token_of
from tests.fixtures.people import hire
from tests.fixtures.worlds import award, enter, make_brand, make_creative, open_contest, owner_of, shortlist

pytestmark = pytest.mark.django_db

AUDITED = ("settlements", "obligations", "journal-entries", "accounts", "liabilities", "events")


def cost(caller: Caller, path: str) -> tuple[int, int]:
    """How many queries the list took, and how many rows it holds."""
    with CaptureQueriesContext(connection) as caught:
        found = caller.get(path, limit=100)["results"]
    return len(caught), len(found)


def decided(brand: Any, author: User) -> None:
    contest = open_contest(brand, shortlist_max=5)
    entries = [enter(contest, author), *(enter(contest) for _ in range(2))]
    award(shortlist(contest, entries), entries[0])


def grows_without_cost(caller: Caller, paths: list[str], more: Any) -> None:
    before = {path: cost(caller, path) for path in paths}
    more()
    after = {path: cost(caller, path) for path in paths}
    assert {path: found[0] for path, found in after.items()} == {path: found[0] for path, found in before.items()}
    assert all(after[path][1] > before[path][1] for path in paths), (before, after)


def test_the_books() -> None:
    brand, author = make_brand(), make_creative()
    decided(brand, author)
    open_contest(brand)
    auditor = Caller(hire(StaffRole.AUDITOR))

    def more() -> None:
        for _ in range(4):
            decided(brand, author)
        for _ in range(4):
            open_contest(brand)

    paths = [f"audit/{name}" for name in AUDITED]
    grows_without_cost(auditor, paths, more)


def test_contests_and_entries() -> None:
    contest = open_contest(shortlist_max=20)
    enter(contest)
    author = make_creative()
    enter(contest, author)
    paths = ["contests", "entries", f"contests/{contest.pk}/entries"]

    def more() -> None:
        for _ in range(27):
            enter(contest)
        enter(contest, author)
        open_contest()

    grows_without_cost(Caller(owner_of(contest.brand)), paths, more)
    assert cost(Caller(token=token_of(author, "contests:read")), "entries")[0] <= 4
    mine = Caller(author)
    assert cost(mine, "me/entries")[1] == 2


@pytest.mark.parametrize("path", ["entries", "contests/{}/entries", "audit/journal-entries", "audit/accounts"])
def test_pages_join_without_a_gap(path: str) -> None:
    contest, *_others = (open_contest(shortlist_max=20) for _ in range(4))
    for _ in range(7):
        enter(contest)
    caller, path = Caller(hire(StaffRole.AUDITOR)), path.format(contest.pk)
    whole = [row["id"] for row in caller.get(path, limit=100)["results"]]
    found: list[Any] = []
    following = f"/api/v1/{path}?limit=2"
    while following:
        page = caller.client.get(following).json()
        assert len(page["results"]) <= 2
        found += [row["id"] for row in page["results"]]
        following = page["next"]
    assert found == whole
    assert len(set(found)) == len(found) > 2


def test_an_entry_with_several_legs_on_an_account_is_listed_once() -> None:
    decided(make_brand(), make_creative())
    auditor = Caller(hire(StaffRole.AUDITOR))
    account = next(
        row["code"] for row in auditor.get("audit/accounts")["results"] if row["code"].startswith("payable:creatives")
    )
    found = [row["id"] for row in auditor.get("audit/journal-entries", account=account, limit=100)["results"]]
    assert found and len(set(found)) == len(found)


def test_briefs_by_expected_pay() -> None:
    poor, rich = open_contest(prizes=[50_000]), open_contest(prizes=[900_000])
    caller = Caller()
    found = caller.get("contests", order="pay", phase="open")["results"]
    assert [row["contest"]["id"] for row in found] == [str(rich.pk), str(poor.pk)]
    assert found[0]["pay"]["hourly_minor"] > found[1]["pay"]["hourly_minor"]
    least = found[0]["pay"]["hourly_minor"]
    assert len(caller.get("contests", least_hourly_pay=least)["results"]) == 1
    first = caller.get("contests", order="pay", limit=1)
    second = caller.client.get(first["next"]).json()
    assert [row["contest"]["id"] for row in second["results"]] == [str(poor.pk)]
    assert second["next"] is None
