"""A payout account's number is nowhere but in the order to the rail: no page, no API, no mail, no log, no table."""

import logging
from collections.abc import Iterator
from io import StringIO

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.models import EmailChange, PayoutAccount, StaffRole
from accounts.services.account_undo import undo_change
from accounts.services.mail_sending import send_due
from accounts.services.undo_links import undo_token
from config.logging import _formatter
from duerows.clock import database_now
from payouts.models import Disbursement
from payouts.services import sending
from payouts.services.controls import change_limits, confirm_proposal
from payouts.services.disbursements import prepare_disbursements
from payouts.services.disbursements import send_due as send_payments
from tests.api.matrix_addresses import addresses
from tests.api.matrix_world import ROLES, World, make_world
from tests.fixtures.people import PASSWORD, hire, sign_in, sign_up
from tests.fixtures.tables import every_row
from tests.fixtures.worlds import give_account

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

OWN, NEXT = "FR1420041010050500013M02606", "IT60X0542811101000000123456"
CANARIES = tuple(
    form
    for number in (OWN, NEXT)
    for core in (number[:-4],)
    for form in (core, core.lower(), " ".join(core[i : i + 4] for i in range(0, len(core), 4)), core.encode().hex())
)


def betrayed(text: str) -> list[str]:
    return [canary for canary in CANARIES if canary in text]


def text_of(role: str, world: World, path: str) -> str:
    client = world.clients[role] if role != "token" else Client()
    headers = {"Authorization": f"Bearer {world.tokens['contests:write']}"} if role == "token" else {}
    answer = client.get(path, headers=headers)
    content = b"".join(answer) if answer.streaming else answer.content
    return f"{content.decode(errors='replace')} {dict(answer.headers)}"


@pytest.fixture
def everything_said() -> Iterator[StringIO]:
    """Every line that any logger writes, debugging ones too, in both of the shapes that lines have."""
    said, root = StringIO(), logging.getLogger()
    level, handlers = root.level, []
    for as_json in (True, False):
        handler = logging.StreamHandler(said)
        handler.setFormatter(_formatter([], as_json=as_json))
        handlers.append(handler)
        root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    fonts = logging.getLogger("fontTools")  # It tells of every table of every font of every paper.
    fonts.setLevel(logging.WARNING)
    yield said
    root.setLevel(level)
    fonts.setLevel(logging.NOTSET)
    for handler in handlers:
        root.removeHandler(handler)


def give_on_the_page(client: Client, number: str) -> None:
    """As a person does: the password again, then the form; once too early, and once with a slip."""
    address = reverse("pages:payout_account")
    client.post(address, {"holder_name": "Ines", "destination": number})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": address})
    slip = f"{number[:-4]}0000"
    client.post(address, {"holder_name": "Ines", "destination": slip})
    answer = client.post(address, {"holder_name": "Ines", "destination": number})
    assert answer.status_code == 302


def lift_the_limits(first: int) -> None:
    """So far that every payment leaves at once, whatever order chance gave to debts of one date.

    `first` is the proposal that waits already: one is confirmed before the next is made.
    """
    asker, confirmer = (hire(StaffRole.ADMIN, f"{name}@staff.example") for name in ("asks", "confirms"))
    confirm_proposal(confirmer, first, now=database_now())
    limits = {"approval_above_minor": 10_000_000, "daily_limit_minor": 1_000_000_000}
    further = change_limits(asker, "sandbox", "EUR", **limits, reason="All is to leave.", now=database_now())
    confirm_proposal(confirmer, further.pk, now=database_now())


def test_no_answer_no_mail_no_log_and_no_table_holds_the_number(
    everything_said: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = make_world()
    person = sign_up("canary@people.example")
    world.clients["person"] = client = sign_in(Client(), person)
    give_on_the_page(client, OWN)
    EmailChange.objects.create(user=person, former="before@people.example")
    give_on_the_page(client, NEXT)
    give_account(world.people["author"], OWN)  # type: ignore[arg-type]
    give_account(world.people["owner"].memberships.get().brand, NEXT)  # type: ignore[union-attr]
    changed = PayoutAccount.objects.get(user=person, retired_at=None)
    undo_change(undo_token(changed.pk), now=database_now())

    lift_the_limits(world.keys["proposal_id"])

    # Payments to them, on a rail that breaks in the middle of the order, with all that is logged about it.
    monkeypatch.setattr(sending, "get_rail", lambda _name: Broken())
    for _ in range(2):
        prepare_disbursements(database_now())
        send_payments(database_now())
    broken = Disbursement.objects.filter(payout_account__in=PayoutAccount.objects.filter(ending=OWN[-4:]))
    assert any("cannot send TransferRequest" in one.last_error for one in broken)
    send_due(now=database_now())

    changes = [reverse("admin:accounts_payoutaccount_change", args=[row.pk]) for row in PayoutAccount.objects.all()]
    link = reverse("pages:payout_undo", args=[undo_token(changed.pk)])
    paths = [path for path in {world.path(address) for address in addresses()} if "logout" not in path]
    assert len(paths) > 180
    for role in (*ROLES, "person"):
        for path in (*paths, *changes, link):
            cache.clear()  # Nobody is told to slow down.
            assert betrayed(text_of(role, world, path)) == [], (role, path)
    assert len(mail.outbox) > 4
    assert [one.subject for one in mail.outbox if betrayed(f"{one.subject} {one.body} {one.to}")] == []
    assert [table for table, text in every_row() if betrayed(text)] == []
    lines = everything_said.getvalue().splitlines()
    assert any("rail_call_failed" in line for line in lines), "what was meant to be logged was"
    assert [line for line in lines if betrayed(line)] == []


class Broken:
    """A rail of our own with a mistake in it, which is met when the order is on its way."""

    def send_transfer(self, request: object) -> None:
        raise RuntimeError(f"cannot send {request!r}")

    def fetch_transfer(self, key: str) -> None:
        return None
