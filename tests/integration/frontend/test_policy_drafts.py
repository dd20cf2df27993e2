"""A policy's draft on its pages: for admins to write, for creatives to vote on, for everybody to look into."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import StaffRole, User
from payouts.models import PayoutPolicy, PolicyOpinion
from payouts.policy import FAIR_1_DOCUMENT, FAIR_2_DOCUMENT
from payouts.services.governance import CONSULTATION, draft_policy, open_consultation
from payouts.services.policies import default_policy
from payouts.services.reference_data import publish_reference_data
from tests.fixtures.people import hire, sign_in
from tests.fixtures.worlds import make_creative

pytestmark = pytest.mark.django_db
NO_HOLD = FAIR_2_DOCUMENT["rules"] | {"hold": {"hold_seconds": 0}}


@pytest.fixture
def author() -> User:
    publish_reference_data(now=timezone.now())
    return hire(StaffRole.ADMIN, "author@staff.example")


@pytest.fixture
def asked(author: User) -> PayoutPolicy:
    """Under consultation for longer than it must be."""
    begun = timezone.now() - CONSULTATION
    return open_consultation(author, draft_policy(author, FAIR_2_DOCUMENT, now=begun).pk, now=begun)


def at(name: str, draft: PayoutPolicy | None = None) -> str:
    return reverse(f"pages:{name}", args=[draft.pk] if draft else [])


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_an_admin_starts_from_the_policy_in_force(client: Client, author: User) -> None:
    sign_in(client, author)
    assert at("policy_draft_new") in text(client, at("policies"))
    begun = client.get(at("policy_draft_new")).context["form"]["document"].value()
    assert json.loads(begun) == FAIR_1_DOCUMENT | {"version": 2}
    answer = client.post(at("policy_draft_new"), {"document": json.dumps(FAIR_2_DOCUMENT)})
    draft = PayoutPolicy.objects.get(state="draft")
    assert answer["Location"] == at("policy_draft", draft)
    shown = text(client, at("policy_draft", draft))
    assert "each day by which the brand extends the contest" in shown
    assert at("policy_consult", draft) in shown


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("{", "This is not JSON"),
        ("[]", "This is not JSON"),
        (json.dumps(FAIR_2_DOCUMENT | {"version": 9}), "The next version of fair is 2."),
        (
            json.dumps(FAIR_2_DOCUMENT | {"rules": FAIR_2_DOCUMENT["rules"] | {"hold": {"hold_seconds": 0}}}),
            "hold_seconds",
        ),
    ],
)
def test_what_cannot_be_a_draft_comes_back_with_its_reason(client: Client, author: User, typed: str, said: str) -> None:
    sign_in(client, author)
    answer = client.post(at("policy_draft_new"), {"document": typed})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert answer.context["form"]["document"].value() == typed
    assert not PayoutPolicy.objects.filter(state="draft").exists()


def test_an_unfair_draft_says_what_it_breaks(client: Client, author: User) -> None:
    rules: dict[str, Any] = FAIR_2_DOCUMENT["rules"]
    document = FAIR_2_DOCUMENT | {"rules": rules | {"kill_fee": rules["kill_fee"] | {"enabled": False}}}
    draft = draft_policy(author, document, now=timezone.now())
    sign_in(client, author)
    shown = text(client, at("policy_draft", draft))
    assert "It cannot be published" in shown
    assert at("policy_consult", draft) not in shown
    answer = client.post(at("policy_consult", draft), follow=True)
    assert "kill_fee" in "".join(str(message) for message in answer.context["messages"])


def test_a_creative_votes_and_changes_their_mind(client: Client, asked: PayoutPolicy) -> None:
    sign_in(client, make_creative())
    assert at("policy_opinion", asked) in text(client, at("policy_draft", asked))
    client.post(at("policy_opinion", asked), {"vote": "for"})
    client.post(at("policy_opinion", asked), {"vote": "against", "comment": "Ten days are too many."})
    assert PolicyOpinion.objects.get().vote == "against"
    assert "Ten days are too many." in text(client, at("policy_draft", asked))
    refused = client.post(at("policy_opinion", asked), {"vote": "perhaps"})
    assert refused.status_code == 422


def test_anybody_reads_it_but_is_not_asked(client: Client, asked: PayoutPolicy) -> None:
    assert at("policy_draft", asked) in text(client, at("policies"))
    shown = text(client, at("policy_draft", asked))
    assert at("policy_opinion", asked) not in shown
    assert at("policy_publish", asked) not in shown


def test_a_draft_that_is_not_put_to_people_is_not_there_for_them(client: Client, author: User) -> None:
    draft = draft_policy(author, FAIR_2_DOCUMENT, now=timezone.now())
    assert client.get(at("policy_draft", draft)).status_code == 404
    sign_in(client, make_creative())
    for name in ("policy_draft", "policy_revise"):
        assert client.get(at(name, draft)).status_code == 404


def test_its_author_sees_no_button_and_another_admin_publishes(
    client: Client, author: User, asked: PayoutPolicy
) -> None:
    sign_in(client, author)
    assert at("policy_publish", asked) not in text(client, at("policy_draft", asked))
    second = Client()
    sign_in(second, hire(StaffRole.ADMIN, "second@staff.example"))
    assert at("policy_publish", asked) in text(second, at("policy_draft", asked))
    answer = second.post(at("policy_publish", asked))
    assert answer["Location"] == reverse("pages:policy", args=["fair", 2])
    assert default_policy() == asked
