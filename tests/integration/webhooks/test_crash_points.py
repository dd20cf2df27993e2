"""A worker dies before or after each step from an event to its delivery; whoever comes next goes on, nothing is lost.

A message may then arrive twice, but as the same message: same id, same body.
"""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from tests.fixtures.hooks import Receiver, listen
from tests.fixtures.worlds import NOON, make_creative, open_contest, owner_of
from tests.integration.payouts.test_crash_points import Killed, dying
from webhooks.models import Cursor, Delivery, Turn
from webhooks.services import collecting, recording, sending
from webhooks.services.collecting import collect_events
from webhooks.services.sending import send_due
from webhooks.services.turns import LEASE

pytestmark = pytest.mark.django_db
WANTED = ["contest.funding_requested", "contest.opened"]

STEPS: list[tuple[Any, str]] = [
    (collecting, "_read"),
    (collecting, "_write"),
    (Cursor, "save"),
    (collecting, "ring"),
    (sending, "claim"),
    (sending, "still_seen"),
    (sending, "live_secrets"),
    (sending, "headers_for"),
    (sending, "post"),
    (sending, "_record"),
    (sending, "record"),
    (recording, "_log"),
    (recording, "end"),
]


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize(("where", "name"), STEPS, ids=[name for _, name in STEPS])
def test_a_death_at_any_step_loses_no_message(
    receiver: Receiver, committed: None, monkeypatch: pytest.MonkeyPatch, where: Any, name: str, before: bool
) -> None:
    contest = open_contest()
    listen(owner_of(contest.brand), receiver.url("/one"), events=WANTED)
    listen(make_creative(), receiver.url("/two"), events=WANTED, reach="all")
    Cursor.objects.update(next_xid=0)
    monkeypatch.setattr(where, name, dying(getattr(where, name), before=before))
    course: list[Callable[[], Any]] = [
        lambda: collect_events(NOON),
        lambda: collect_events(NOON),
        *(lambda turn=turn: send_due(NOON + turn * 1.1 * LEASE) for turn in range(5)),  # type: ignore[misc]
    ]
    deaths = 0
    for step in course:
        try:
            step()
        except Killed:
            deaths += 1
            # Nobody was there to give the turn back.
            Turn.objects.update(taken_by=uuid4(), lease_until=NOON + LEASE)

    assert deaths == 1
    rows = list(Delivery.objects.all())
    assert sorted(row.event_type for row in rows) == sorted(2 * WANTED)
    assert {row.outcome for row in rows} == {"delivered"}
    came = [(one["headers"]["webhook-id"], one["body"]) for one in receiver.received()]
    assert set(came) == {(row.message_id, row.body) for row in rows}
    assert len(came) - len(rows) <= len(rows), "each at most once more"


def test_without_a_death_each_arrives_once(receiver: Receiver, committed: None) -> None:
    contest = open_contest()
    listen(owner_of(contest.brand), receiver.url(), events=WANTED)
    Cursor.objects.update(next_xid=0)
    collect_events(NOON)
    for turn in range(5):
        send_due(NOON + turn * 1.1 * LEASE)
    assert len(receiver.received()) == 2
