"""A claim takes no more rows than asked for, whatever the planner believes about the table."""

import pytest
from django.db import connection

from accounts.models import OutgoingMail
from accounts.services.mail import MailRequest, ask_for_mails
from duerows.claims import claim
from tests.fixtures.worlds import NOON, make_user

pytestmark = pytest.mark.django_db


def fill(count: int) -> None:
    user = make_user()
    requests = (MailRequest(user_id=user.pk, template="x", dedupe_key=f"{user.pk}:{n}") for n in range(count))
    ask_for_mails(requests, now=NOON)


def test_the_limit_holds_when_the_table_was_last_analysed_empty(as_owner):
    # The ordinary state of a queue: pages that once held rows, statistics that say it holds none.
    fill(12)
    with as_owner, connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_outgoingmail")
        cursor.execute("ANALYZE accounts_outgoingmail")
    fill(3)
    sizes = [len(claim(OutgoingMail, now=NOON, limit=1)) for _ in range(4)]
    assert sizes == [1, 1, 1, 0]
