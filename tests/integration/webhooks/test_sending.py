"""Messages reach a real receiver, signed; what does not arrive is tried again, for days and no longer."""

import base64
import hashlib
import hmac
import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts.mailing import write_mail
from accounts.models import MemberRole, OutgoingMail, StaffRole, User
from contests.services.suspension import suspend_contest
from duerows.claims import claim
from duerows.models import DueState
from tests.fixtures.hooks import Receiver, collect, listen
from tests.fixtures.people import hire
from tests.fixtures.worlds import DAY, NOON, add_member, make_brand, make_user, open_contest, owner_of
from webhooks.models import Attempt, Delivery, Endpoint, EndpointSecret, Turn
from webhooks.retrying import DISABLE_AFTER, DISABLE_TRIES, MOST_TRIES, WAITS
from webhooks.services import sending
from webhooks.services.endpoints import create_endpoint, delete_endpoint, rotate_secret, turn_off
from webhooks.services.recording import record
from webhooks.services.replaying import replay_delivery, send_test
from webhooks.services.sending import PER_ENDPOINT, send_due
from webhooks.services.turns import LEASE, my_turn
from webhooks.wire import Limits, Reply

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def owner() -> User:
    return make_user("listener")


def test_of(endpoint: Endpoint, now: datetime = NOON) -> Delivery:
    return send_test(endpoint.user, endpoint.public_id, now=now)


test_of.__test__ = False  # type: ignore[attr-defined]


def outcomes(endpoint: Endpoint) -> list[str]:
    return list(Delivery.objects.filter(endpoint=endpoint).order_by("pk").values_list("outcome", flat=True))


def signature(secret: str, got: dict[str, Any]) -> str:
    """As a receiver computes it, by the text of the specification."""
    signed = f"{got['headers']['webhook-id']}.{got['headers']['webhook-timestamp']}.{got['body']}"
    key = base64.b64decode(secret.removeprefix("whsec_"))
    return "v1," + base64.b64encode(hmac.new(key, signed.encode(), hashlib.sha256).digest()).decode()


# What arrives.


def test_a_message_arrives_once_and_signed_by_every_live_secret(receiver: Receiver, owner: User) -> None:
    made = create_endpoint(owner, url=receiver.url(), events=["contest.opened"], now=NOON)
    newer = rotate_secret(owner, made.endpoint.public_id, now=NOON)
    row = test_of(made.endpoint)
    assert (send_due(NOON), send_due(NOON)) == (1, 0)
    (got,) = receiver.received()
    headers = got["headers"]
    assert headers["webhook-id"] == row.message_id
    assert headers["content-type"] == "application/json"
    assert 0 <= int(headers["webhook-timestamp"]) - NOON.timestamp() < 30
    assert headers["webhook-signature"].split(" ") == [signature(newer.secret, got), signature(made.secret, got)]
    assert json.loads(got["body"]) == {
        "type": "webhook.test",
        "timestamp": NOON.isoformat(),
        "data": {"webhook": str(made.endpoint.public_id)},
    }


def test_the_log_says_what_was_answered(receiver: Receiver, owner: User) -> None:
    endpoint = listen(owner, receiver.url())
    row = test_of(endpoint)
    send_due(NOON)
    row.refresh_from_db()
    endpoint.refresh_from_db()
    assert (row.outcome, row.due_state, row.attempts) == ("delivered", DueState.DONE, 1)
    assert endpoint.last_success_at is not None and endpoint.failing_since is None
    (tried,) = row.tries.all()
    assert (tried.status, tried.error, tried.answer) == (200, "", "thank you")


def test_a_secret_that_was_changed_signs_for_a_day_more(receiver: Receiver, owner: User) -> None:
    made = create_endpoint(owner, url=receiver.url(), events=["contest.opened"], now=NOON)
    newer = rotate_secret(owner, made.endpoint.public_id, now=NOON)
    for moment, live in ((NOON + DAY - SECOND, [newer, made]), (NOON + DAY, [newer])):
        receiver.forget()
        test_of(made.endpoint, moment)
        send_due(moment)
        (got,) = receiver.received()
        assert got["headers"]["webhook-signature"].split(" ") == [signature(one.secret, got) for one in live]


def test_what_happened_is_what_is_sent(receiver: Receiver, committed: None) -> None:
    contest = open_contest()
    listen(owner_of(contest.brand), receiver.url(), events=["contest.opened"])
    collect()
    send_due(NOON)
    (got,) = receiver.received()
    told = json.loads(got["body"])
    assert (told["type"], told["data"]["contest"]["id"]) == ("contest.opened", str(contest.pk))
    assert got["headers"]["webhook-id"] == Delivery.objects.get().message_id


# What does not.


def test_what_fails_is_tried_by_the_schedule_always_as_the_same_message_and_then_given_up(
    receiver: Receiver, owner: User
) -> None:
    endpoint, now = listen(owner, receiver.url("/fail")), NOON
    row = test_of(endpoint)
    for wait in WAITS:
        assert send_due(now) == 1
        row.refresh_from_db()
        endpoint.refresh_from_db()
        assert 0.8 * wait <= row.due_at - now <= 1.2 * wait + 10 * SECOND
        assert send_due(row.due_at - SECOND) == 0
        now = max(row.due_at, endpoint.hold_until or now)
    assert send_due(now) == 1 and now - NOON > 2.5 * DAY
    row.refresh_from_db()
    assert (row.outcome, row.last_error, row.attempts) == ("given_up", "HTTP 500", MOST_TRIES)
    got = receiver.received()
    assert len(got) == MOST_TRIES == row.tries.count()
    assert {(one["headers"]["webhook-id"], one["body"]) for one in got} == {(row.message_id, row.body)}
    assert row.tries.first().answer == "désolé··[31m <b>no</b>"
    assert send_due(now + 30 * DAY) == 0


@pytest.mark.parametrize(
    ("path", "status", "error"),
    [
        ("/moved", 302, "HTTP 302"),
        ("/garbage", None, "no-http"),
        ("/close", None, "no-http"),
        ("/fail", 500, "HTTP 500"),
    ],
)
def test_each_way_of_failing_is_named(
    receiver: Receiver, owner: User, path: str, status: int | None, error: str
) -> None:
    row = test_of(listen(owner, receiver.url(path)))
    send_due(NOON)
    row.refresh_from_db()
    assert (row.outcome, row.last_error) == ("", error)
    (tried,) = row.tries.all()
    assert (tried.status, tried.error) == (status, "" if status else error)


def test_who_is_back_gets_everything(receiver: Receiver, owner: User) -> None:
    endpoint = listen(owner, receiver.url("/shaky"))
    rows = [test_of(endpoint) for _ in range(3)]
    receiver.answer_with(500, "/shaky")
    send_due(NOON)
    receiver.answer_with(204, "/shaky")
    assert send_due(NOON + timedelta(minutes=1)) == 3
    assert outcomes(endpoint) == ["delivered"] * 3
    endpoint.refresh_from_db()
    assert (endpoint.failing_since, endpoint.hold_until) == (None, None)
    assert {one["headers"]["webhook-id"] for one in receiver.received()} == {row.message_id for row in rows}


@pytest.mark.parametrize(("path", "seconds"), [("/busy", 600), ("/away", 60)])
def test_who_asks_for_patience_gets_it_for_everything(receiver: Receiver, owner: User, path: str, seconds: int) -> None:
    endpoint = listen(owner, receiver.url(path))
    for _ in range(2):
        test_of(endpoint)
    assert send_due(NOON) == 1
    assert send_due(NOON + timedelta(seconds=seconds - 1)) == 0
    assert len(receiver.received()) == 1
    assert send_due(NOON + timedelta(seconds=seconds + 30)) == 1


def test_gone_switches_off_at_once_and_tells_the_owner(receiver: Receiver, owner: User) -> None:
    endpoint = listen(owner, receiver.url("/gone"))
    for _ in range(3):
        test_of(endpoint)
    assert send_due(NOON) == 1
    endpoint.refresh_from_db()
    assert endpoint.disabled_because == "gone"
    assert outcomes(endpoint) == ["disabled"] * 3
    assert (send_due(NOON + 2 * DAY), len(receiver.received())) == (0, 1)
    (mail,) = OutgoingMail.objects.filter(template="webhook_disabled")
    assert mail.to == owner
    words = write_mail(mail.template, "en", mail.context)
    assert "gone (410)" in words.body and str(endpoint.public_id) in words.body
    assert collect() == 0, "it hears nothing more"


def failing_for(endpoint: Endpoint, span: timedelta, tries: int) -> Delivery:
    """A message that has failed so often, of an endpoint that has taken nothing for so long."""
    Endpoint.objects.filter(pk=endpoint.pk).update(failing_since=NOON - span)
    row = test_of(endpoint)
    Delivery.objects.filter(pk=row.pk).update(attempts=tries - 1)
    return row


@pytest.mark.parametrize(
    ("span", "tries", "off"),
    [
        (DISABLE_AFTER, DISABLE_TRIES, True),
        (DISABLE_AFTER - timedelta(minutes=5), DISABLE_TRIES, False),
        (10 * DISABLE_AFTER, DISABLE_TRIES - 1, False),
    ],
)
def test_days_of_failure_switch_off(receiver: Receiver, owner: User, span: timedelta, tries: int, off: bool) -> None:
    endpoint = listen(owner, receiver.url("/fail"))
    failing_for(endpoint, span, tries)
    send_due(NOON)
    endpoint.refresh_from_db()
    assert endpoint.disabled_because == ("failing" if off else "")
    assert OutgoingMail.objects.filter(template="webhook_disabled", to=owner).exists() == off


def test_of_a_brands_endpoint_its_keepers_are_told(receiver: Receiver) -> None:
    brand = make_brand()
    people = {role: add_member(brand, role) for role in (MemberRole.MANAGER, MemberRole.JUDGE, MemberRole.FINANCE)}
    endpoint = listen(people[MemberRole.MANAGER], receiver.url("/fail"), brand=brand)
    failing_for(endpoint, DISABLE_AFTER, DISABLE_TRIES)
    send_due(NOON)
    told = {mail.to for mail in OutgoingMail.objects.filter(template="webhook_disabled")}
    assert told == {owner_of(brand), people[MemberRole.MANAGER]}


# One must not cost the others.


def test_one_that_hangs_keeps_nobody_waiting_but_itself(
    receiver: Receiver, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "LIMITS", Limits(seconds=0.5, name_seconds=0.3))
    hanging, good = listen(owner, receiver.url("/hang")), listen(make_user(), receiver.url())
    for _ in range(3):
        test_of(hanging)
        test_of(good)
    assert send_due(NOON) == 4
    assert outcomes(good) == ["delivered"] * 3
    rows = list(Delivery.objects.filter(endpoint=hanging).order_by("pk"))
    assert [(row.attempts, row.lease_until, row.last_error) for row in rows] == [
        (1, None, "timeout"),
        (0, None, ""),
        (0, None, ""),
    ]


def test_the_longer_one_fails_the_longer_it_is_left_alone(receiver: Receiver, owner: User) -> None:
    endpoint = listen(owner, receiver.url("/fail"))
    failing_for(endpoint, timedelta(minutes=50), 1)
    failing_for(endpoint, timedelta(minutes=50), 1)
    assert send_due(NOON) == 1
    assert send_due(NOON + timedelta(minutes=4)) == 0
    assert send_due(NOON + timedelta(minutes=6)) == 1


def test_a_long_queue_does_not_come_before_a_short_one(receiver: Receiver, owner: User) -> None:
    crowded, quiet = listen(owner, receiver.url()), listen(make_user(), receiver.url("/quiet"))
    for _ in range(PER_ENDPOINT + 5):
        test_of(crowded, NOON - DAY)
    test_of(quiet)
    assert send_due(NOON) == PER_ENDPOINT + 1
    assert outcomes(quiet) == ["delivered"]
    assert send_due(NOON) == 5


def test_what_could_not_be_begun_in_time_is_handed_back(
    receiver: Receiver, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    endpoint = listen(owner, receiver.url())
    test_of(endpoint)
    with monkeypatch.context() as hasty:
        hasty.setattr(sending, "BEGIN_FOR", -1.0)
        assert send_due(NOON) == 0
    row = Delivery.objects.get()
    assert (row.attempts, row.lease_until, row.due_state) == (0, None, DueState.WAITING)
    assert send_due(NOON) == 1


def test_a_secret_that_does_not_open_keeps_only_its_own_messages(receiver: Receiver, owner: User) -> None:
    spoilt, good = listen(owner, receiver.url("/spoilt")), listen(make_user(), receiver.url())
    secret = EndpointSecret.objects.get(endpoint=good)
    EndpointSecret.objects.filter(endpoint=spoilt).update(sealed=secret.sealed)
    test_of(spoilt)
    test_of(good)
    send_due(NOON)
    assert outcomes(good) == ["delivered"]
    assert Attempt.objects.get(delivery__endpoint=spoilt).error == "no-secret"
    assert receiver.received("/spoilt") == []


# Whose turn it is.


def test_one_sends_at_a_time_and_a_turn_ends_by_itself(receiver: Receiver, owner: User) -> None:
    test_of(listen(owner, receiver.url()))
    with my_turn(NOON) as mine:
        assert mine
        assert (send_due(NOON), send_due(NOON + LEASE)) == (0, 0)
        assert send_due(NOON + LEASE + SECOND) == 1
    assert Turn.objects.get().taken_by is None


def test_a_failure_of_ours_gives_the_turn_back(
    receiver: Receiver, owner: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    test_of(listen(owner, receiver.url()))
    with monkeypatch.context() as broken:
        broken.setattr(sending, "still_seen", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            send_due(NOON)
    assert Turn.objects.get().taken_by is None
    assert send_due(NOON + LEASE + SECOND) == 1


def test_who_died_leaves_messages_that_go_when_their_lease_has_ended(receiver: Receiver, owner: User) -> None:
    row = test_of(listen(owner, receiver.url()))
    claim(Delivery, now=NOON, lease=LEASE)
    assert (send_due(NOON), send_due(NOON + LEASE)) == (0, 0)
    assert send_due(NOON + LEASE + SECOND) == 1
    (got,) = receiver.received()
    assert got["headers"]["webhook-id"] == row.message_id


def test_who_was_overtaken_writes_nothing(receiver: Receiver, owner: User) -> None:
    endpoint = listen(owner, receiver.url())
    row = test_of(endpoint)
    (late,) = claim(Delivery, now=NOON, lease=LEASE)
    send_due(NOON + 2 * LEASE)
    assert not record(late, endpoint.pk, Reply(500, b"", "", 1), None, now=NOON)
    row.refresh_from_db()
    assert (row.outcome, row.tries.count()) == ("delivered", 1)


def test_a_replay_in_the_middle_of_a_try_is_not_answered_by_that_try(receiver: Receiver, owner: User) -> None:
    endpoint = listen(owner, receiver.url())
    row = test_of(endpoint)
    (held,) = claim(Delivery, now=NOON, lease=LEASE)
    replay_delivery(owner, endpoint.public_id, row.message_id, now=NOON)
    assert not record(held, endpoint.pk, Reply(200, b"", "", 1), None, now=NOON)
    assert send_due(NOON) == 1


def test_what_was_deleted_in_the_middle_of_a_try_is_gone(receiver: Receiver, owner: User) -> None:
    endpoint = listen(owner, receiver.url())
    test_of(endpoint)
    (held,) = claim(Delivery, now=NOON, lease=LEASE)
    delete_endpoint(owner, endpoint.public_id)
    assert not record(held, endpoint.pk, Reply(200, b"", "", 1), None, now=NOON)
    assert not Attempt.objects.exists() and not EndpointSecret.objects.exists()


def test_what_was_switched_off_in_the_middle_of_a_try_stays_off(receiver: Receiver, owner: User) -> None:
    endpoint = listen(owner, receiver.url())
    test_of(endpoint)
    (held,) = claim(Delivery, now=NOON, lease=LEASE)
    turn_off(owner, endpoint.public_id, now=NOON)
    assert not record(held, endpoint.pk, Reply(500, b"", "", 1), None, now=NOON)
    assert outcomes(endpoint) == ["disabled"]
    assert send_due(NOON + 5 * DAY) == 0


# Rights of the moment.


def test_who_may_not_see_it_any_more_is_not_sent_what_waits(receiver: Receiver, committed: None) -> None:
    """What was written for a member of the brand, though a stranger may hear of the same event, without its details."""
    contest = open_contest()
    suspend_contest(hire(StaffRole.ADMIN), contest.pk, "A dispute is being looked into.", now=NOON)
    manager = add_member(contest.brand, MemberRole.MANAGER)
    endpoint = listen(manager, receiver.url(), events=["contest.opened", "contest.suspended"], reach="all")
    collect()
    manager.memberships.all().delete()
    send_due(NOON)
    rows = Delivery.objects.filter(endpoint=endpoint)
    assert dict(rows.values_list("event_type", "outcome")) == {
        "contest.opened": "delivered",
        "contest.suspended": "withdrawn",
    }
    assert "being looked into" in rows.get(outcome="withdrawn").body
    assert [json.loads(one["body"])["type"] for one in receiver.received()] == ["contest.opened"]


def test_whose_account_was_closed_is_sent_nothing(receiver: Receiver, owner: User) -> None:
    endpoint = listen(owner, receiver.url())
    test_of(endpoint)
    User.objects.filter(pk=owner.pk).update(is_active=False)
    assert send_due(NOON) == 0
    assert (outcomes(endpoint), receiver.received()) == (["withdrawn"], [])


def test_an_address_that_was_good_once_is_judged_again(receiver: Receiver, owner: User, settings: Any) -> None:
    row = test_of(listen(owner, receiver.url()))
    settings.WEBHOOK_ALLOWED_NETWORKS = ()
    settings.DEBUG = True  # Plain http would do; this machine does not.
    send_due(NOON)
    row.refresh_from_db()
    assert (row.last_error, receiver.received()) == ("not-public", [])
