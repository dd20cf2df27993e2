"""The API's lists and details answer, for those who may read them."""

import pytest
from django.test import Client

from accounts.models import StaffRole
from tests.fixtures.people import hire, sign_in
from tests.fixtures.worlds import award, enter, open_contest, owner_of, shortlist

pytestmark = pytest.mark.django_db

AUDIT = (
    "settlements",
    "obligations",
    "journal-entries",
    "accounts",
    "trial-balance",
    "liabilities",
    "disbursements",
    "deposits",
    "deadlines",
    "events",
    "checks",
)


def test_an_auditor_reads_the_books(client: Client) -> None:
    contest = open_contest()
    entries = [enter(contest) for _ in range(4)]
    award(shortlist(contest, entries[:3]), entries[0], entries[1])
    sign_in(client, hire(StaffRole.AUDITOR))
    for name in AUDIT:
        reply = client.get(f"/api/v1/audit/{name}")
        assert reply.status_code == 200, (name, reply.content)
    found = client.get("/api/v1/audit/settlements", {"contest": contest.pk}).json()["results"]
    assert [line["rule"] for line in found[0]["lines"]].count("hourly_floor") == 3
    again = client.get(f"/api/v1/audit/settlements/{found[0]['id']}/replay").json()
    assert again["identical"] is True
    assert client.get("/api/v1/audit/trial-balance").json()["balanced"] is True


def test_a_brand_and_a_creative_read_their_own(client: Client) -> None:
    contest = open_contest()
    entries = [enter(contest) for _ in range(4)]
    award(shortlist(contest, entries[:3]), entries[0], entries[1])
    client.force_login(owner_of(contest.brand))
    for path in ("", "/quote", "/money", "/deposits", "/entries", "/questions", "/events", "/deadlines", "/handovers"):
        reply = client.get(f"/api/v1/contests/{contest.pk}{path}")
        assert reply.status_code == 200, (path, reply.content)
    client.force_login(entries[0].author)
    earned = client.get("/api/v1/me/earnings").json()
    assert earned["entries"][0]["lines"][0]["explanation"].startswith("168.28 €")
    assert client.get("/api/v1/me").json()["is_creative"] is True
    assert client.get("/api/v1/me/payout-account").json()["destination"].startswith("•••• ")


def test_anybody_reads_what_is_public(client: Client) -> None:
    contest = open_contest()
    for path in ("contests", "categories", "policies", "policies/fair/1", f"contests/{contest.pk}/entries"):
        reply = client.get(f"/api/v1/{path}")
        assert reply.status_code == 200, (path, reply.content)
    assert client.get("/api/v1/me").status_code == 401
