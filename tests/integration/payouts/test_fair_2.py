"""A contest under the policy with every rule: reserved, settled, booked and audited like any other."""

import pytest
from django.db import connection

from contests.models import Entry
from payouts import ledger
from payouts.models import Escrow, LedgerAccount, PayoutPolicy, Settlement, SettlementLine
from payouts.policy import FAIR_2
from payouts.services.audit import run_checks
from payouts.services.policies import publish_policy
from payouts.services.reference_data import publish_reference_data
from tests.fixtures.worlds import NOON, award, enter, open_contest, shortlist

pytestmark = pytest.mark.django_db
REPORTED = (600, 600, 600, 700, 30)


@pytest.fixture
def policy() -> PayoutPolicy:
    publish_reference_data(now=NOON)
    return publish_policy(FAIR_2.to_dict(), now=NOON)


def sum_of(settlement: Settlement, rule: str) -> int:
    return sum(SettlementLine.objects.filter(settlement=settlement, rule=rule).values_list("amount_minor", flat=True))


def balance(code: str) -> int:
    return ledger.balance(LedgerAccount.objects.get(code=code).pk)


def test_what_it_adds_is_owed_and_booked(policy: PayoutPolicy) -> None:
    contest = open_contest(policy=policy)
    entries = [enter(contest) for _ in REPORTED]
    for entry, minutes in zip(entries, REPORTED, strict=True):
        Entry.objects.filter(pk=entry.pk).update(minutes_spent=minutes)
    award(shortlist(contest, entries[:3]), entries[0], entries[1])

    settlement = Settlement.objects.get(contest=contest)
    floor = settlement.floor_minor
    hourly = Escrow.objects.get(contest=contest).terms["hourly_minimum_minor"]
    worth = -(-600 * hourly * 17_500 // 600_000)
    assert sum_of(settlement, "time_true_up") == 3 * (worth - floor) > 0
    assert balance("payable:contributions:EUR") == sum_of(settlement, "contributions") > 0
    assert balance("payable:solidarity:EUR") == sum_of(settlement, "solidarity_fund") > 0
    assert balance("income:fees:EUR") == settlement.fee_minor - sum_of(settlement, "solidarity_fund")
    assert balance("payable:vat:EUR") == settlement.tax_minor - sum_of(settlement, "contributions")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert [check for check in run_checks(now=NOON) if not check.ok] == []


def test_a_policy_that_does_not_read_minutes_is_told_none() -> None:
    contest = open_contest()
    entries = [enter(contest) for _ in REPORTED]
    Entry.objects.filter(contest=contest).update(minutes_spent=9_999)
    award(shortlist(contest, entries[:3]), entries[0], entries[1])
    assert "quantities" not in str(Settlement.objects.get(contest=contest).facts)
