"""The pages of webhooks: one is made and its secret seen once, its log read, messages sent again, all in words."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts.models import MemberRole, StaffRole, User
from tests.fixtures.hooks import Receiver, listen
from tests.fixtures.people import hire, sign_in
from tests.fixtures.worlds import NOON, add_member, make_brand, make_creative, owner_of
from webhooks.models import Delivery, Endpoint
from webhooks.services.endpoints import turn_off
from webhooks.services.replaying import send_test
from webhooks.services.sending import send_due

pytestmark = pytest.mark.django_db
SECRET = re.compile(r"whsec_[A-Za-z0-9+/]+=*")
FORM = {
    "token": "once",
    "url": "https://hooks.example/in",
    "owner": "me",
    "reach": "own",
    "events": ["contest.opened", "entry.submitted"],
}


@pytest.fixture
def ines(client: Client) -> User:
    ines = make_creative("ines")
    sign_in(client, ines)
    return ines


def page(client: Client, name: str, *args: object, status: int = 200) -> str:
    answer = client.get(reverse(f"pages:{name}", args=args))
    assert answer.status_code == status
    return answer.content.decode()


def act(client: Client, name: str, *args: object, **form: object) -> HttpResponse:
    return client.post(reverse(f"pages:{name}", args=args), form)


def said(answer: HttpResponse, client: Client) -> str:
    followed = client.get(answer["Location"])
    return " ".join(str(message) for message in followed.context["messages"])


def test_who_has_none_is_told_what_they_are_for(client: Client, ines: User) -> None:
    text = page(client, "webhooks")
    assert "Nobody is told yet" in text and "Make the webhook" in text
    assert "journal.posted" not in text and 'value="contest.opened"' in text


def test_a_new_one_shows_its_secret_once(client: Client, ines: User) -> None:
    made = act(client, "webhooks", **FORM)
    assert made.status_code == 200
    (secret,) = set(SECRET.findall(made.content.decode()))
    assert "no-store" in made["Cache-Control"]
    endpoint = Endpoint.objects.get()
    assert (endpoint.user, endpoint.brand, endpoint.event_types) == (ines, None, FORM["events"])
    for name, args in (("webhooks", ()), ("webhook", (endpoint.public_id,))):
        text = page(client, name, *args)
        assert "hooks.example/in" in text and not SECRET.search(text)
    assert "Nothing was sent yet" in page(client, "webhook", endpoint.public_id)
    newer = act(client, "webhook_rotate", endpoint.public_id).content.decode()
    assert SECRET.findall(newer) and secret not in newer


def test_a_form_sent_twice_makes_one(client: Client, ines: User) -> None:
    act(client, "webhooks", **FORM)
    assert act(client, "webhooks", **FORM).status_code == 302
    assert Endpoint.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"url": "http://hooks.example/"}, "must begin with https://"),
        ({"url": "https://192.168.0.1/"}, "not on the public internet"),
        ({"events": []}, "Choose at least one event."),
        ({"events": ["journal.posted"]}, "journal.posted"),
        ({"owner": "0e1c9d6e-0000-4000-8000-000000000000"}, "valid choice"),
    ],
)
def test_what_is_refused_says_why_and_keeps_what_was_typed(
    client: Client, ines: User, changes: dict[str, object], words: str
) -> None:
    answer = act(client, "webhooks", **FORM | {"description": "For the till"} | changes)
    text = answer.content.decode()
    assert answer.status_code == 422 and words in text and "For the till" in text
    assert not Endpoint.objects.exists()


def test_a_brands_is_made_by_its_keepers(client: Client, ines: User) -> None:
    brand = make_brand(owner=ines, name="Halden Tea")
    assert act(client, "webhooks", **FORM | {"owner": str(brand.pk)}).status_code == 200
    assert Endpoint.objects.get().brand == brand
    assert "Halden Tea" in page(client, "webhooks")
    judge = Client()
    sign_in(judge, add_member(brand, MemberRole.JUDGE))
    text = page(judge, "webhooks")
    assert "Halden Tea" not in text and "hooks.example/in" not in text


def test_auditors_are_offered_the_books(client: Client) -> None:
    sign_in(client, hire(StaffRole.AUDITOR))
    assert 'value="journal.posted"' in page(client, "webhooks")


def test_the_log_shows_what_was_sent_and_answered(client: Client, ines: User, receiver: Receiver) -> None:
    endpoint = listen(ines, receiver.url("/fail"))
    answer = act(client, "webhook_test", endpoint.public_id)
    assert "A test is on its way" in said(answer, client)
    row = Delivery.objects.get()
    assert "Not tried yet" in page(client, "webhook_delivery", endpoint.public_id, row.message_id)
    send_due(row.due_at)
    text = page(client, "webhook", endpoint.public_id)
    assert "webhook.test" in text and "HTTP 500" in text and "Will be tried again" in text
    text = page(client, "webhook_delivery", endpoint.public_id, row.message_id)
    assert "HTTP 500" in text and "désolé" in text and row.message_id in text
    assert "&lt;b&gt;no&lt;/b&gt;" in text and "<b>no</b>" not in text, "what a receiver answers is text"


def test_messages_are_sent_again_one_and_a_span(client: Client, ines: User, receiver: Receiver) -> None:
    endpoint = listen(ines, receiver.url())
    row = send_test(ines, endpoint.public_id, now=NOON)
    Delivery.objects.update(event_type="contest.opened")
    Delivery.objects.update(due_state="done", outcome="delivered")
    answer = act(client, "webhook_replay", endpoint.public_id, row.message_id)
    assert "on its way once more" in said(answer, client)
    row.refresh_from_db()
    assert row.outcome == ""
    day = NOON.strftime("%Y-%m-%dT")
    answer = act(client, "webhook_replay_span", endpoint.public_id, since=f"{day}00:00", until=f"{day}23:59")
    assert "1 message is on its way once more." in said(answer, client)
    refused = act(client, "webhook_replay_span", endpoint.public_id, since=f"{day}23:59", until=f"{day}00:00")
    assert refused.status_code == 422 and "a beginning before the end" in refused.content.decode()
    assert act(client, "webhook_replay_span", endpoint.public_id, since="soon").status_code == 422


def test_it_is_switched_off_and_on_and_removed(client: Client, ines: User) -> None:
    endpoint = listen(ines)
    assert "is off" in said(act(client, "webhook_switch", endpoint.public_id, active="no"), client)
    text = page(client, "webhook", endpoint.public_id)
    assert "Switch on" in text and reverse("pages:webhook_test", args=[endpoint.public_id]) not in text
    refused = act(client, "webhook_test", endpoint.public_id)
    assert "is off" in said(refused, client)
    assert "is on" in said(act(client, "webhook_switch", endpoint.public_id, active="yes"), client)
    assert "removed" in said(act(client, "webhook_remove", endpoint.public_id), client)
    page(client, "webhook", endpoint.public_id, status=404)


@pytest.mark.parametrize("because", ["failing", "gone"])
def test_one_that_was_switched_off_says_why(client: Client, ines: User, because: str) -> None:
    endpoint = listen(ines)
    turn_off(ines, endpoint.public_id, now=NOON)
    Endpoint.objects.update(disabled_because=because)
    words = {"failing": "nothing was taken for days", "gone": "it answered that it is gone"}[because]
    assert words in page(client, "webhooks") and words in page(client, "webhook", endpoint.public_id)


def test_to_strangers_there_is_nothing(client: Client, ines: User) -> None:
    brand = make_brand()
    for endpoint in (listen(make_creative()), listen(owner_of(brand), brand=brand)):
        message = send_test(endpoint.user, endpoint.public_id, now=NOON).message_id
        page(client, "webhook", endpoint.public_id, status=404)
        page(client, "webhook_delivery", endpoint.public_id, message, status=404)
        for name in ("webhook_rotate", "webhook_switch", "webhook_test", "webhook_remove", "webhook_replay_span"):
            assert act(client, name, endpoint.public_id).status_code == 404, name
        assert act(client, "webhook_replay", endpoint.public_id, message).status_code == 404
    assert Endpoint.objects.filter(disabled_at=None).count() == 2
    assert Client().get(reverse("pages:webhooks")).status_code == 302


def test_it_is_all_there_in_french(client: Client, ines: User, receiver: Receiver) -> None:
    ines.locale = "fr"
    ines.save()
    client.post("/language/", {"language": "fr"})
    assert "Personne n’est encore prévenu" in page(client, "webhooks")
    endpoint = listen(ines, receiver.url())
    send_test(ines, endpoint.public_id, now=NOON)
    send_due(NOON)
    assert "Remis" in page(client, "webhook", endpoint.public_id)
