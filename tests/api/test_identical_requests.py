"""A hundred identical requests at once, over real connections to a server: one effect, and the same reply to each.

As `test_idempotency`, where the effect is money or what decides about it.
"""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from django.db import transaction

from contests.models import Award, Contest, ContestEvent
from contests.services.judging import end_final_round
from payouts.models import Deposit, Escrow, Settlement
from payouts.services.audit import run_checks
from payouts.services.funding import request_funding
from tests.fixtures.calls import token_of
from tests.fixtures.payday import OPENED, PAYDAY
from tests.fixtures.worlds import draft_contest, enter, open_contest, owner_of, shortlist

AT_ONCE, THREADS = 100, 20
SECONDS = 60

Case = tuple[Contest, str, dict[str, Any]]
"""A contest, what is asked for below its address, and with which words."""


def funding() -> Case:
    return draft_contest(now=PAYDAY), "request-funding", {}


def deposit() -> Case:
    contest = draft_contest(now=PAYDAY)
    due = request_funding(owner_of(contest.brand), contest.pk, now=PAYDAY).liability_minor
    return contest, "deposits", {"amount_minor": due, "source": "FR7630006000011234567890189"}


def judged() -> tuple[Contest, list[str]]:
    contest = open_contest(prizes=[50_000], shortlist_max=3, now=OPENED)
    entries = [enter(contest) for _ in range(3)]
    shortlist(contest, entries)
    end_final_round(owner_of(contest.brand), contest.pk, now=contest.closes_at)
    return contest, [str(entry.pk) for entry in entries]


def award() -> Case:
    contest, entries = judged()
    return contest, "award", {"ranks": [{"entry": entries[0], "rank": 1}, {"entry": entries[1], "rank": 2}]}


def cancel() -> Case:
    contest, _ = judged()
    return contest, "cancel", {"reason": "The product was dropped."}


def effects(contest: Contest) -> dict[str, int]:
    """How many there are of what such a request may make."""
    return {
        "escrows": Escrow.objects.filter(contest=contest).count(),
        "deposits": Deposit.objects.filter(escrow=contest.pk, state="pending").count(),
        "awards": Award.objects.filter(contest=contest).count(),
        "settlements": Settlement.objects.filter(contest=contest).count(),
        "events": ContestEvent.objects.filter(contest=contest).count(),
    }


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("case", "made"),
    [
        (funding, {"escrows": 1, "events": 1}),
        (deposit, {"deposits": 1}),
        (award, {"awards": 2, "settlements": 1, "events": 1}),
        (cancel, {"settlements": 1, "events": 1}),
    ],
    ids=["funding", "deposit", "award", "cancel"],
)
def test_a_hundred_identical_requests_over_the_wire_are_one(
    live_server: Any, case: Callable[[], Case], made: dict[str, int]
) -> None:
    contest, path, body = case()
    token = token_of(owner_of(contest.brand), "contests:write")
    before = effects(contest)
    gate = threading.Barrier(THREADS)

    def hammer(_: int) -> list[httpx.Response]:
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": "once"}
        with httpx.Client(headers=headers, timeout=SECONDS, trust_env=False) as client:
            gate.wait()
            url = f"{live_server.url}/api/v1/contests/{contest.pk}/{path}"
            return [client.post(url, json=body) for _ in range(AT_ONCE // THREADS)]

    with ThreadPoolExecutor(THREADS) as pool:
        replies = [reply for some in pool.map(hammer, range(THREADS)) for reply in some]

    assert {reply.status_code for reply in replies} <= {200, 202}, replies[0].text
    assert (len(replies), len({reply.content for reply in replies})) == (AT_ONCE, 1)
    assert sum("Idempotent-Replayed" not in reply.headers for reply in replies) == 1
    after = effects(contest)
    grown = {name: after[name] - before[name] for name in after if after[name] != before[name]}
    assert {name: grown.get(name, 0) for name in made} == made
    with transaction.atomic():
        assert [check for check in run_checks(now=PAYDAY) if not check.ok] == []
