"""The worker's side of mail: each once, in the person's language; failures again later, and at last parked."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend

from accounts.models import OutgoingMail
from accounts.services import mail_sending
from accounts.services.mail import MailRequest, ask_for_mails
from accounts.services.mail_sending import LEASE, send_due
from accounts.tasks import send_due_mails
from duerows.claims import MAX_ATTEMPTS, claim, requeue
from duerows.models import DueState
from tests.fixtures.worlds import NOON, make_user

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


def ask(user, key="k1", template="contest_awarded", title="Autumn poster", now=NOON):
    ask_for_mails([MailRequest(user.pk, template, key, {"title": title, "url": "https://x.example/"})], now=now)


def subjects() -> list[str]:
    return [message.subject for message in mail.outbox]


class FailingBackend(EmailBackend):
    """A mail server that refuses."""

    def send_messages(self, messages):
        raise OSError("451 try later")


class DeadBackend(EmailBackend):
    """A mail server that is not there."""

    def open(self):
        raise ConnectionRefusedError("no server")


@pytest.fixture
def server(settings):
    def use(backend):
        settings.EMAIL_BACKEND = f"{__name__}.{backend.__name__}"

    return use


def test_a_mail_goes_out_once_in_the_persons_language():
    ask(make_user(locale="fr"))
    assert (send_due(now=NOON), send_due(now=NOON)) == (1, 0)
    assert subjects() == ["Vous avez gagné\u00a0: «\u00a0Autumn poster\u00a0»"]
    row = OutgoingMail.objects.get()
    assert (row.due_state, row.finished_at, row.attempts) == (DueState.DONE, NOON, 1)


def test_asking_twice_under_one_key_sends_one_mail():
    user = make_user()
    ask(user)
    ask(user, title="Changed since")
    send_due(now=NOON)
    assert subjects() == ["You have won: “Autumn poster”"]


def test_nothing_goes_out_before_its_time():
    ask(make_user(), now=NOON + SECOND)
    assert send_due(now=NOON) == 0
    assert send_due(now=NOON + SECOND) == 1


def test_an_address_without_an_account_is_written_to_in_the_asked_language():
    request = MailRequest(None, "invitation", "k1", {"brand": "Halden Tea"}, address="new@people.example", locale="fr")
    ask_for_mails([request], now=NOON)
    send_due(now=NOON)
    assert mail.outbox[0].to == ["new@people.example"]
    assert "Halden Tea" in mail.outbox[0].subject and "vous invite" in mail.outbox[0].subject


def test_every_attempt_at_a_mail_carries_the_same_message_id():
    user = make_user()
    ask(user), ask(user, key="k2")
    send_due(now=NOON)
    OutgoingMail.objects.filter(dedupe_key="k1").update(due_state=DueState.WAITING)
    send_due(now=NOON)
    first, other, again = (message.extra_headers["Message-ID"] for message in mail.outbox)
    assert first == again != other
    assert "k1" not in first


def test_a_mail_that_fails_is_tried_later_and_later_and_delays_no_other():
    user = make_user()
    ask(user, template="no_such_mail"), ask(user, key="k2")
    send_due(now=NOON)
    assert len(subjects()) == 1
    row = OutgoingMail.objects.get(template="no_such_mail")
    assert (row.due_state, row.attempts, row.due_at, row.lease_until) == (DueState.WAITING, 1, NOON + 2 * SECOND, None)
    assert "no_such_mail" in row.last_error


def test_after_the_last_attempt_it_is_parked_until_an_operator_says_otherwise():
    ask(make_user(), template="no_such_mail")
    now = NOON
    for _ in range(MAX_ATTEMPTS):
        send_due(now=now)
        now += timedelta(minutes=10)
    row = OutgoingMail.objects.get()
    assert row.due_state == DueState.PARKED
    assert send_due(now=now) == 0
    OutgoingMail.objects.update(template="contest_awarded")
    assert requeue(OutgoingMail, [row.pk], now=now) == 1
    assert send_due(now=now) == 1
    assert requeue(OutgoingMail, [row.pk], now=now) == 0


@pytest.mark.parametrize("backend", [FailingBackend, DeadBackend])
def test_without_a_mail_server_nothing_is_lost(server, backend):
    user = make_user()
    ask(user), ask(user, key="k2")
    server(backend)
    send_due(now=NOON)
    assert set(OutgoingMail.objects.values_list("due_state", "attempts")) == {(DueState.WAITING, 1)}
    server(EmailBackend)
    assert send_due(now=NOON + timedelta(minutes=1)) == 2


def test_what_a_killed_worker_held_is_sent_once_its_lease_is_over():
    ask(make_user())
    claim(OutgoingMail, now=NOON, lease=LEASE)
    assert send_due(now=NOON + LEASE - SECOND) == 0
    assert send_due(now=NOON + LEASE + SECOND) == 1


def test_a_slow_batch_is_left_half_done_before_its_lease_ends(monkeypatch):
    user = make_user()
    ask(user), ask(user, key="k2")
    moments = iter([0.0, 1.0, LEASE.total_seconds()])
    monkeypatch.setattr(mail_sending, "monotonic", lambda: next(moments))
    assert send_due(now=NOON) == 2
    assert len(subjects()) == 1
    assert send_due(now=NOON + SECOND) == 0


def test_the_doorbell_sends_everything_that_is_due(monkeypatch):
    user = make_user()
    for number in range(3):
        ask(user, key=f"k{number}")
    monkeypatch.setattr("accounts.tasks.send_due", lambda *, now: send_due(now=now, limit=1))
    assert send_due_mails.run() == 3
    assert len(subjects()) == 3
