"""A batch with a row that cannot be handled: that row waits, all others are done, in few attempts."""

from collections.abc import Sequence
from datetime import datetime

import pytest

from accounts.models import OutgoingMail
from accounts.services.mail import MailRequest, ask_for_mails
from duerows.claims import work_off
from duerows.models import DueState
from tests.fixtures.worlds import NOON, make_user

pytestmark = pytest.mark.django_db
ROWS = 64


class CannotBeHandled(Exception):
    """What the bad rows raise."""


@pytest.mark.parametrize("bad_places", [(), (0,), (37,), (5, 6), (1, 60)])
def test_a_bad_row_delays_only_itself(bad_places: tuple[int, ...]) -> None:
    user = make_user()
    ask_for_mails([MailRequest(user.pk, "contest_awarded", f"k{n}", {}) for n in range(ROWS)], now=NOON)
    keys = list(OutgoingMail.objects.order_by("pk").values_list("pk", flat=True))
    bad = {keys[place] for place in bad_places}
    attempts: list[int] = []
    handled: list[int] = []

    def handle(pks: Sequence[int], now: datetime) -> None:
        attempts.append(len(pks))
        if bad & set(pks):
            raise CannotBeHandled
        handled.extend(pks)

    assert work_off(OutgoingMail, handle, now=NOON) == ROWS

    waiting = set(OutgoingMail.objects.filter(due_state=DueState.WAITING).values_list("pk", flat=True))
    assert waiting == bad
    assert sorted(handled) == sorted(set(keys) - bad)
    assert OutgoingMail.objects.filter(pk__in=bad, last_error__contains="CannotBeHandled").count() == len(bad)
    assert len(attempts) <= 1 + 12 * len(bad), "halves, not rows one by one"
