"""Who may make, see, change and replay a webhook; what is kept of it, and for how long."""

import json
from collections.abc import Callable
from datetime import timedelta
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.errors import BreaksColumnRule, NoSuchBrand
from accounts.models import MemberRole, StaffRole
from accounts.services.api_clients import create_client
from tests.fixtures.hooks import Receiver, collect, listen
from tests.fixtures.people import hire
from tests.fixtures.worlds import DAY, NOON, add_member, make_brand, make_creative, open_contest, owner_of
from webhooks.errors import (
    AddressRefused,
    BrandKeepersOnly,
    NoSuchDelivery,
    NoSuchWebhook,
    SpanRefused,
    TooManyWebhooks,
    UnknownEvents,
    WebhookIsOff,
)
from webhooks.models import Attempt, Delivery, Endpoint, EndpointSecret
from webhooks.selectors.endpoints import deliveries_of, endpoint_of, endpoints_of, live_secrets_of
from webhooks.services import endpoints, replaying
from webhooks.services.keys import live_secrets
from webhooks.services.purging import KEEP, purge
from webhooks.services.sending import send_due

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)

ACTS: dict[str, Callable[..., object]] = {
    "change": lambda who, key, **by: endpoints.change_endpoint(who, key, description="mine", **by),
    "rotate": lambda who, key, **by: endpoints.rotate_secret(who, key, now=NOON, **by),
    "delete": lambda who, key, **by: endpoints.delete_endpoint(who, key, **by),
    "off": lambda who, key, **by: endpoints.turn_off(who, key, now=NOON, **by),
    "on": lambda who, key, **by: endpoints.turn_on(who, key, **by),
    "test": lambda who, key, **by: replaying.send_test(who, key, now=NOON, **by),
    "replay": lambda who, key, **by: replaying.replay_delivery(who, key, "msg_1", now=NOON, **by),
    "span": lambda who, key, **by: replaying.replay_span(who, key, since=NOON - DAY, until=NOON, now=NOON, **by),
    "read": lambda who, key, **by: endpoint_of(who, key, **by),
}
act = pytest.mark.parametrize("name", ACTS)


# Whose it is.


@act
def test_to_a_stranger_it_does_not_exist(name: str) -> None:
    endpoint = listen(make_creative())
    for stranger in (make_creative(), hire(StaffRole.ADMIN)):
        with pytest.raises(NoSuchWebhook):
            ACTS[name](stranger, endpoint.public_id)
    with pytest.raises(NoSuchWebhook):
        ACTS[name](endpoint.user, uuid4())
    assert Endpoint.objects.get().description == ""


@act
def test_a_brands_is_its_owners_and_managers(name: str) -> None:
    brand = make_brand()
    endpoint = listen(owner_of(brand), brand=brand)
    for role in (MemberRole.JUDGE, MemberRole.FINANCE):
        with pytest.raises(NoSuchWebhook):
            ACTS[name](add_member(brand, role), endpoint.public_id)
    with pytest.raises(NoSuchWebhook):
        ACTS[name](owner_of(make_brand()), endpoint.public_id)
    if name != "replay":
        ACTS[name](add_member(brand, MemberRole.MANAGER), endpoint.public_id)


@act
def test_a_program_keeps_what_it_made_and_nothing_else(name: str) -> None:
    owner = make_creative()
    programs = [
        create_client(owner, name=one, scopes=["webhooks:write"], now=NOON).client_id for one in ("first", "second")
    ]
    by_hand, own = listen(owner), listen(owner, client_id=programs[0])
    for endpoint, client_id in ((by_hand, programs[0]), (own, programs[1])):
        with pytest.raises(NoSuchWebhook):
            ACTS[name](owner, endpoint.public_id, client_id=client_id)
    if name != "replay":
        ACTS[name](owner, own.public_id, client_id=programs[0])


def test_a_list_holds_ones_own_and_ones_brands() -> None:
    brand = make_brand()
    manager, judge = add_member(brand, MemberRole.MANAGER), add_member(brand, MemberRole.JUDGE)
    shared, own = listen(owner_of(brand), brand=brand), listen(manager)
    listen(make_creative())
    assert list(endpoints_of(manager)) == [own, shared]
    assert list(endpoints_of(owner_of(brand))) == [shared]
    assert list(endpoints_of(judge)) == []


def test_who_left_a_brand_does_not_keep_what_they_made_for_it() -> None:
    brand = make_brand()
    manager = add_member(brand, MemberRole.MANAGER)
    endpoint = listen(manager, brand=brand)
    manager.memberships.all().delete()
    assert list(endpoints_of(manager)) == []
    with pytest.raises(NoSuchWebhook):
        endpoints.delete_endpoint(manager, endpoint.public_id)
    endpoints.delete_endpoint(owner_of(brand), endpoint.public_id)


@pytest.mark.parametrize(
    ("role", "refusal"),
    [(MemberRole.JUDGE, BrandKeepersOnly), (MemberRole.FINANCE, BrandKeepersOnly), (None, NoSuchBrand)],
)
def test_for_a_brand_only_its_keepers_make_one(role: MemberRole | None, refusal: type[Exception]) -> None:
    brand = make_brand()
    person = add_member(brand, role) if role else make_creative()
    with pytest.raises(refusal):
        listen(person, brand=brand)
    assert not Endpoint.objects.exists()


# What it may be.


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://hooks.example/", "insecure"),
        ("https://127.0.0.1/", "not-public"),
        ("https://[::1]/", "not-public"),
        ("https://user:word@hooks.example/", "malformed"),
        ("https://hooks.example:22/", "port"),
        ("ftp://hooks.example/", "malformed"),
        ("hooks.example", "malformed"),
        ("", "malformed"),
    ],
)
def test_addresses_that_cannot_be_told(url: str, reason: str) -> None:
    person, good = make_creative(), listen(make_creative())
    for attempt in (
        lambda: listen(person, url),
        lambda: endpoints.change_endpoint(good.user, good.public_id, url=url),
    ):
        with pytest.raises(AddressRefused) as refused:
            attempt()
        assert refused.value.args == (reason,)
        assert str(refused.value.sentence)


@pytest.mark.parametrize("events", [[], ["contest.nothing"], ["contest.opened", "webhook.test"], ["journal.posted"]])
def test_events_that_nobody_or_not_this_person_may_ask_for(events: list[str]) -> None:
    person, good = make_creative(), listen(make_creative())
    with pytest.raises(UnknownEvents):
        listen(person, events=events)
    with pytest.raises(UnknownEvents):
        endpoints.change_endpoint(good.user, good.public_id, events=events)


def test_an_auditor_asks_for_the_books_but_not_for_a_brand() -> None:
    auditor, brand = hire(StaffRole.AUDITOR), make_brand()
    assert listen(auditor, events=["journal.posted"]).event_types == ["journal.posted"]
    with pytest.raises(UnknownEvents):
        listen(owner_of(brand), brand=brand, events=["journal.posted"])


def test_what_is_too_long_or_unknown_is_refused_before_the_database_does() -> None:
    person = make_creative()
    with pytest.raises(BreaksColumnRule):
        listen(person, reach="most")
    with pytest.raises(BreaksColumnRule):
        endpoints.create_endpoint(
            person, url="https://hooks.example/", events=["contest.opened"], description="x" * 121, now=NOON
        )


def test_nobody_keeps_more_than_ten() -> None:
    person = make_creative()
    for _ in range(endpoints.MOST):
        listen(person)
    with pytest.raises(TooManyWebhooks):
        listen(person)
    endpoints.delete_endpoint(person, endpoints_of(person)[0].public_id)
    listen(person)


@pytest.mark.django_db(transaction=True)
def test_not_even_by_making_several_at_once() -> None:
    person = make_creative()
    for _ in range(endpoints.MOST - 1):
        listen(person)

    def make() -> None:
        try:
            listen(person)
        except TooManyWebhooks:
            pass
        finally:
            connection.close()

    threads = [Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert Endpoint.objects.filter(user=person).count() == endpoints.MOST


def test_a_change_leaves_the_rest_as_it_was() -> None:
    endpoint = listen(make_creative(), events=["contest.opened"])
    changed = endpoints.change_endpoint(
        endpoint.user, endpoint.public_id, url=" https://new.example/in ", events=["entry.submitted", "contest.opened"]
    )
    assert (changed.url, changed.event_types) == ("https://new.example/in", ["contest.opened", "entry.submitted"])
    assert (changed.reach, changed.description) == ("own", "")
    brand = make_brand()
    of_brand = listen(owner_of(brand), brand=brand)
    assert endpoints.change_endpoint(owner_of(brand), of_brand.public_id, reach="all").reach == "own"


# Secrets.


def test_at_most_two_secrets_are_live_and_the_older_ends() -> None:
    made = endpoints.create_endpoint(make_creative(), url="https://hooks.example/", events=["contest.opened"], now=NOON)
    endpoint, user = made.endpoint, made.endpoint.user
    second = endpoints.rotate_secret(user, endpoint.public_id, now=NOON + SECOND).secret
    third = endpoints.rotate_secret(user, endpoint.public_id, now=NOON + 2 * SECOND).secret
    assert len({made.secret, second, third}) == 3
    assert live_secrets([endpoint.pk], now=NOON + 3 * SECOND) == {endpoint.pk: [third, second]}
    assert live_secrets([endpoint.pk], now=NOON + 2 * DAY) == {endpoint.pk: [third]}
    cards = live_secrets_of(endpoint, now=NOON + 3 * SECOND)
    assert [card.expires_at for card in cards] == [None, NOON + DAY + 2 * SECOND]


def test_no_secret_lies_open_in_any_table() -> None:
    made = endpoints.create_endpoint(make_creative(), url="https://hooks.example/", events=["contest.opened"], now=NOON)
    core = made.secret.removeprefix("whsec_")
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relname LIKE 'webhooks\\_%%' AND relkind = 'r'")
        tables = [name for (name,) in cursor.fetchall()]
        assert "webhooks_endpointsecret" in tables
        for table in tables:
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")
            text = cursor.fetchone()[0] or ""
            assert core not in text and core.encode().hex() not in text, table


def test_a_secret_copied_to_another_endpoint_signs_nothing() -> None:
    one, other = listen(make_creative()), listen(make_creative())
    EndpointSecret.objects.filter(endpoint=other).update(sealed=EndpointSecret.objects.get(endpoint=one).sealed)
    assert set(live_secrets([one.pk, other.pk], now=NOON)) == {one.pk}


# Sending again.


def sent(receiver: Receiver, committed_contest: Any = None) -> tuple[Endpoint, list[Delivery]]:
    """An endpoint that has taken three messages."""
    endpoint = listen(make_creative(), receiver.url())
    rows = [
        replaying.send_test(endpoint.user, endpoint.public_id, now=NOON + minute * timedelta(minutes=1))
        for minute in range(3)
    ]
    send_due(NOON + DAY)
    return endpoint, rows


def test_one_message_is_sent_again_as_the_same(receiver: Receiver) -> None:
    endpoint, rows = sent(receiver)
    receiver.forget()
    again = replaying.replay_delivery(endpoint.user, endpoint.public_id, rows[1].message_id, now=NOON + DAY)
    assert (again.outcome, again.attempts) == ("", 0)
    assert send_due(NOON + DAY) == 1
    (got,) = receiver.received()
    assert (got["headers"]["webhook-id"], got["body"]) == (rows[1].message_id, rows[1].body)
    assert again.tries.count() == 2


def test_a_span_is_sent_again_from_its_beginning_to_before_its_end(receiver: Receiver, committed: None) -> None:
    contest = open_contest()
    endpoint = listen(owner_of(contest.brand), receiver.url(), events=["contest.funding_requested", "contest.opened"])
    collect()
    replaying.send_test(endpoint.user, endpoint.public_id, now=NOON)
    send_due(NOON)
    moments = list(Delivery.objects.exclude(event_type="webhook.test").values_list("happened_at", flat=True))
    assert len(moments) == 2
    receiver.forget()

    def again(since: Any, until: Any) -> int:
        return replaying.replay_span(endpoint.user, endpoint.public_id, since=since, until=until, now=NOON + DAY)

    assert again(min(moments) - DAY, min(moments)) == 0
    assert again(min(moments), max(moments) + SECOND) == 2
    assert send_due(NOON + DAY) == 2
    assert {json.loads(one["body"])["type"] for one in receiver.received()} == {
        "contest.funding_requested",
        "contest.opened",
    }


@pytest.mark.parametrize(("since", "until"), [(NOON, NOON), (NOON, NOON - SECOND), (NOON - 31 * DAY, NOON)])
def test_spans_that_are_none_or_too_long(since: Any, until: Any) -> None:
    endpoint = listen(make_creative())
    with pytest.raises(SpanRefused):
        replaying.replay_span(endpoint.user, endpoint.public_id, since=since, until=until, now=NOON)


@pytest.mark.parametrize("name", ["test", "replay", "span"])
def test_what_is_off_is_sent_nothing_until_it_is_on(name: str) -> None:
    endpoint = listen(make_creative())
    endpoints.turn_off(endpoint.user, endpoint.public_id, now=NOON)
    with pytest.raises(WebhookIsOff):
        ACTS[name](endpoint.user, endpoint.public_id)
    assert endpoints.turn_on(endpoint.user, endpoint.public_id).is_active
    replaying.send_test(endpoint.user, endpoint.public_id, now=NOON)


def test_there_is_no_such_message() -> None:
    endpoint, other = listen(make_creative()), listen(make_creative())
    theirs = replaying.send_test(other.user, other.public_id, now=NOON)
    for message_id in ("msg_1", theirs.message_id):
        with pytest.raises(NoSuchDelivery):
            replaying.replay_delivery(endpoint.user, endpoint.public_id, message_id, now=NOON)


def test_a_list_says_when_the_next_try_is(receiver: Receiver) -> None:
    endpoint = listen(make_creative(), receiver.url("/busy"))
    for _ in range(2):
        replaying.send_test(endpoint.user, endpoint.public_id, now=NOON)
    send_due(NOON)
    endpoint.refresh_from_db()
    rows = list(deliveries_of(endpoint))
    assert [row.last_status for row in rows] == [None, 429]
    assert {row.next_try_at >= NOON + timedelta(minutes=10) for row in rows} == {True}


# For how long.


def test_what_is_old_and_done_with_is_forgotten(receiver: Receiver) -> None:
    endpoint, rows = sent(receiver)
    waiting = replaying.send_test(endpoint.user, endpoint.public_id, now=NOON)
    assert purge(NOON + KEEP) == 0
    assert purge(NOON + KEEP + timedelta(minutes=1, seconds=1)) == 2
    assert set(Delivery.objects.all()) == {rows[2], waiting}
    assert Attempt.objects.count() == 1


def test_secrets_that_ended_long_ago_are_forgotten() -> None:
    endpoint = listen(make_creative())
    endpoints.rotate_secret(endpoint.user, endpoint.public_id, now=NOON)
    purge(NOON + DAY + KEEP)
    assert EndpointSecret.objects.count() == 2
    purge(NOON + DAY + KEEP + SECOND)
    assert EndpointSecret.objects.count() == 1


# What the database itself refuses.


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("webhooks_delivery", "message_id = 'msg_1'"),
        ("webhooks_delivery", "outcome = 'delivered'"),
        ("webhooks_delivery", "due_state = 'done'"),
        ("webhooks_endpoint", "disabled_because = 'gone'"),
        ("webhooks_endpoint", "disabled_at = now()"),
        ("webhooks_endpoint", "reach = 'most'"),
        ("webhooks_endpoint", "event_types = '{}'"),
        ("webhooks_endpointsecret", "expires_at = NULL"),
    ],
)
def test_the_database_keeps_its_shape(table: str, change: str) -> None:
    endpoint = listen(make_creative())
    for _ in range(2):
        replaying.send_test(endpoint.user, endpoint.public_id, now=NOON)
    endpoints.rotate_secret(endpoint.user, endpoint.public_id, now=NOON)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {change}")
