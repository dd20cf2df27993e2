"""Disputes over HTTP: opened once per key, seen by both sides without a name too many, decided by somebody else."""

import pytest

from accounts.models import StaffRole, User
from payouts.models import Adjustment, Dispute
from payouts.services.disbursements import prepare_disbursements
from tests.fixtures.calls import ApiClock, Caller, token_of
from tests.fixtures.disputes import Quarrel, fair_2, settled
from tests.fixtures.people import hire

pytestmark = pytest.mark.django_db

CREATED = 201
SAID = {"claim_minor": 5_000, "reason": "The second round was not counted."}
FLOOR = 16_828


@pytest.fixture
def world(api_clock: ApiClock) -> Quarrel:
    quarrel = settled(fair_2())
    api_clock.now = quarrel.contest.state_since
    return quarrel


def open_at(quarrel: Quarrel, number: int = 1) -> str:
    return f"obligations/{quarrel.debt(number).public_id}/disputes"


def admin() -> Caller:
    return Caller(hire(StaffRole.ADMIN))


def test_a_creative_disputes_by_the_reference_in_their_earnings(world: Quarrel) -> None:
    creative = Caller(world.payees[1])
    (payment,) = creative.get("me/earnings")["entries"][0]["payments"]
    assert payment["can_dispute"] is True

    opened = creative.post(f"obligations/{payment['ref']}/disputes", SAID, status=CREATED, key="once")
    again = creative.post(f"obligations/{payment['ref']}/disputes", SAID, status=CREATED, key="once")

    assert opened == again and Dispute.objects.count() == 1
    assert (opened["side"], opened["held_minor"], opened["decision"], opened["may_withdraw"]) == (
        "payee",
        5_000,
        "",
        True,
    )
    earned = creative.get("me/earnings")["entries"][0]
    assert [one["ref"] for one in earned["disputes"]] == [opened["ref"]]
    assert earned["payments"][0]["can_dispute"] is False
    assert creative.get("me/disputes")["results"][0]["ref"] == opened["ref"]
    assert creative.post(f"disputes/{opened['ref']}/withdraw")["decision"] == "withdrawn"
    assert creative.post(f"disputes/{opened['ref']}/withdraw", status=409)["code"] == "dispute-not-ready"


def test_a_brand_disputes_what_its_contest_owes_and_learns_no_name(world: Quarrel) -> None:
    brand = Caller(world.owner)
    debts = brand.get(f"contests/{world.contest.pk}/debts")["results"]
    assert sorted(debt["amount_minor"] for debt in debts) == [FLOOR, FLOOR, FLOOR, 50_000]
    payee = world.payees[1]
    ref = next(one["ref"] for one in debts if one["entry_id"] == str(world.entries[1].pk))

    opened = brand.post(f"obligations/{ref}/disputes", SAID, status=CREATED)

    everything = f"{debts}{opened}{brand.get('me/disputes')}{brand.get('contests/' + str(world.contest.pk) + '/debts')}"
    assert not any(name in everything for name in (payee.handle, payee.display_name, payee.email))
    assert (opened["side"], opened["entry_code"]) == ("brand", world.entries[1].code)
    (seen,) = Caller(payee).get("me/disputes")["results"]
    assert (seen["ref"], seen["reason"], seen["may_withdraw"]) == (opened["ref"], SAID["reason"], False)
    assert Caller(payee).post(f"disputes/{opened['ref']}/withdraw", status=403)["code"] == "not-theirs"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"claim_minor": 0, "reason": "x"}, "claim_minor"),
        ({"claim_minor": 5}, "reason"),
        ({"reason": "x"}, "claim_minor"),
    ],
)
def test_what_is_missing_is_named(world: Quarrel, body: dict[str, object], field: str) -> None:
    told = Caller(world.payees[1]).post(open_at(world), body, status=400)
    assert [error["field"] for error in told["errors"]] == [field]


def test_no_program_disputes_for_anybody(world: Quarrel) -> None:
    token = Caller(token=token_of(world.payees[1], "contests:write", "entries:write", "money:read"))
    assert token.post(open_at(world), SAID, status=403)["code"] == "not-permitted"
    assert token.get("me/disputes")["results"] == []


def test_an_admin_sees_what_would_follow_and_decides(world: Quarrel) -> None:
    opened = Caller(world.owner).post(open_at(world), SAID, status=CREATED)
    desk, ref = admin(), opened["ref"]
    ahead = desk.get(f"audit/disputes/{ref}/preview", decided_minor=4_001)
    assert (ahead["moves_money"], ahead["kept_minor"], ahead["to_brand_minor"]) == (True, 999, 0)
    assert sorted(one["amount_minor"] for one in ahead["adjustments"]) == [2_000, 2_001]
    assert {one["payee"] for one in ahead["adjustments"]} == {world.payees[0].handle, world.payees[2].handle}
    assert desk.get(f"audit/disputes/{ref}/preview")["kept_minor"] == 0, "without an amount, all that is held"

    refused = desk.post(f"audit/disputes/{ref}/decide", {"decision": "upheld", "reason": "So."}, status=400)
    assert refused["errors"][0]["field"] == "decided_minor"
    decided = desk.post(
        f"audit/disputes/{ref}/decide", {"decision": "upheld", "decided_minor": 4_001, "reason": "It is a copy."}
    )

    assert (decided["decision"], decided["decided_minor"], decided["moved"]) == ("upheld", 4_001, True)
    assert Adjustment.objects.count() == 2
    assert desk.get(f"audit/disputes/{ref}/preview", status=409)["code"] == "dispute-not-ready"
    owed = desk.get("audit/obligations", contest=str(world.contest.pk), kind="adjustment")["results"]
    assert sum(one["amount_minor"] for one in owed) == 4_001
    seen = Caller(world.payees[1]).get(f"disputes/{ref}")
    assert (seen["decision_reason"], seen["decided_minor"]) == ("It is a copy.", 4_001)


def test_who_opened_it_does_not_decide_even_as_an_admin(world: Quarrel) -> None:
    payee = world.payees[1]
    opened = Caller(payee).post(open_at(world), SAID, status=CREATED)
    User.objects.filter(pk=payee.pk).update(staff_role=StaffRole.ADMIN)
    payee.refresh_from_db()
    body = {"decision": "dismissed", "reason": "Never mind."}
    Caller(payee).post(f"audit/disputes/{opened['ref']}/decide", body, status=403)
    assert Dispute.objects.get().is_open


def test_auditors_list_and_filter(world: Quarrel, api_clock: ApiClock) -> None:
    by_payee = Caller(world.payees[1]).post(open_at(world), SAID, status=CREATED)
    by_brand = Caller(world.owner).post(open_at(world, 2), SAID, status=CREATED)
    admin().post(
        f"audit/disputes/{by_brand['ref']}/decide", {"decision": "dismissed", "reason": "The sketches are earlier."}
    )
    auditor = Caller(token=token_of(hire(StaffRole.AUDITOR), "audit:read"))

    def found(**query: str) -> list[str]:
        return [one["id"] for one in auditor.get("audit/disputes", **query)["results"]]

    assert found() == [by_brand["ref"], by_payee["ref"]]
    assert found(decision="open") == found(side="payee") == found(payee=world.payees[1].handle) == [by_payee["ref"]]
    assert found(decision="dismissed") == found(side="brand") == [by_brand["ref"]]
    assert found(contest=str(world.entries[0].pk)) == []
    (row, _other) = auditor.get("audit/disputes")["results"]
    assert (row["opened_by"], row["payee"], row["held_minor"]) == (world.owner.handle, world.payees[2].handle, 5_000)


def test_a_held_debt_says_until_when(world: Quarrel, api_clock: ApiClock) -> None:
    Caller(world.owner).post(open_at(world), {"claim_minor": FLOOR, "reason": "All of it is copied."}, status=CREATED)
    prepare_disbursements(api_clock.now)
    (payment,) = Caller(world.payees[1]).get("me/earnings")["entries"][0]["payments"]
    assert (payment["state"], payment["held_until"] is not None) == ("disputed", True)
