"""What is asked about a past moment later is what was answered at that moment, whatever happened in between."""

import random
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction

from duerows.clock import database_now
from payouts import ledger
from payouts.ledger import NewEntry, transfer
from payouts.ledger.accounts import PAYABLE_CREATIVES, PAYABLE_REFUNDS
from payouts.models import LedgerAccount
from payouts.selectors.auditing import accounts, liabilities
from payouts.selectors.statements import statement_of
from tests.fixtures.worlds import DAY, NOON, award, enter, open_contest, pass_time, pay_in, shortlist

pytestmark = pytest.mark.django_db(transaction=True)

CODES = ("bank:sandbox", PAYABLE_CREATIVES, PAYABLE_REFUNDS, ledger.FEE_INCOME)
SEEDS = (3, 11, 2026)


def books(at: datetime | None) -> Mapping[str, Any]:
    """Every answer about balances."""
    return {
        "trial": {
            (row.group, row.currency): (row.debit_minor, row.credit_minor) for row in ledger.trial_balance(at=at)
        },
        "accounts": {row.code: (row.debit_minor, row.credit_minor, row.balance_minor) for row in accounts(at)},
    }


def closing(at: datetime) -> dict[str, int]:
    """What each account's statement says that it held; of those that were posted to."""
    beginning = NOON - 1000 * DAY
    found = {
        row.code: statement_of(row, since=beginning, until=at).closing_minor for row in LedgerAccount.objects.all()
    }
    return {code: held for code, held in found.items() if held}


@pytest.mark.parametrize("seed", SEEDS)
def test_balances_of_a_moment_stay_what_was_answered_then(seed: int) -> None:
    chance = random.Random(seed)
    seen: list[tuple[datetime, Mapping[str, Any]]] = []
    posted: list[int] = []
    for number in range(40):
        with transaction.atomic():
            if posted and chance.random() < 0.2:
                entry = posted.pop(chance.randrange(len(posted)))
                ledger.reverse_entry(entry, key=f"back:{number}", effective_at=NOON, memo="")
            else:
                debit, credit = chance.sample(CODES, 2)
                currency = chance.choice(("EUR", "EUR", "CHF"))
                legs = transfer(
                    ledger.account_id(debit, currency), ledger.account_id(credit, currency), chance.randint(1, 999)
                )
                moment = NOON + chance.randint(-90, 90) * DAY
                posted.append(ledger.post_entry(NewEntry("test", f"test:{number}", moment, legs)))
        seen.append((database_now(), books(None)))
    for moment, then in seen:
        assert books(moment) == then
        assert closing(moment) == {code: held for code, (_, _, held) in then["accounts"].items() if held}
        for currency in ("EUR", "CHF"):
            rows = [sides for (_group, of), sides in then["trial"].items() if of == currency]
            assert sum(debit for debit, _ in rows) == sum(credit for _, credit in rows)


@pytest.mark.parametrize("seed", SEEDS)
def test_liabilities_of_a_moment_stay_what_was_answered_then(seed: int) -> None:
    """Contests begin, get more money than they need, and end in one way or another, one after the other."""
    chance, now = random.Random(seed), NOON
    seen: list[tuple[datetime, Mapping[Any, Any]]] = []

    def look(moment: datetime) -> None:
        seen.append((moment, running(None)))

    for _ in range(4):
        contest = open_contest(now=now)
        look(now)
        entries = [enter(contest, now=now) for _ in range(3)]
        if chance.random() < 0.5:
            pay_in(contest, chance.randint(1, 5000), now=now + DAY)
            look(now + DAY)
        if chance.random() < 0.6:
            award(shortlist(contest, entries), entries[0])
            now = contest.closes_at
        else:
            pass_time(contest, contest.lapses_at)
            contest.refresh_from_db()
            now = contest.decided_at or now
        look(now)
        now += chance.randint(1, 20) * DAY
    assert len({frozenset(then) for _, then in seen}) > 3
    for moment, then in seen:
        assert running(moment) == then


def running(at: datetime | None) -> dict[object, tuple[int, int, str]]:
    return {row.contest_id: (row.held_minor, row.liability_minor, row.state_then) for row in liabilities(at)}
