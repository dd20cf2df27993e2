"""A policy's way over HTTP: drafted, shown with what it breaks and changes, voted on, published by a second admin."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import StaffRole
from payouts.models import PayoutPolicy
from payouts.policy import FAIR_2_DOCUMENT, Facts, Terms, parse_policy, settle
from payouts.services.governance import CONSULTATION, draft_policy, open_consultation
from payouts.services.reference_data import publish_reference_data
from tests.fixtures.calls import Caller
from tests.fixtures.people import hire
from tests.fixtures.worlds import make_creative

pytestmark = pytest.mark.django_db
CREATED = 201


@pytest.fixture(autouse=True)
def _in_force() -> None:
    publish_reference_data(now=timezone.now())


@pytest.fixture
def admin() -> Caller:
    return Caller(hire(StaffRole.ADMIN, "first@staff.example"))


def changed(**rules: dict[str, Any]) -> dict[str, Any]:
    texts = {slug: FAIR_2_DOCUMENT["rules"][slug] | more for slug, more in rules.items()}
    return FAIR_2_DOCUMENT | {"rules": FAIR_2_DOCUMENT["rules"] | texts}


def test_from_a_draft_to_the_policy_of_new_contests() -> None:
    """Its consultation began eight days ago; nobody can hurry it."""
    author, second = hire(StaffRole.ADMIN, "a@staff.example"), hire(StaffRole.ADMIN, "b@staff.example")
    begun = timezone.now() - CONSULTATION - timedelta(days=1)
    draft = open_consultation(author, draft_policy(author, FAIR_2_DOCUMENT, now=begun).pk, now=begun)
    maker = Caller(make_creative())

    maker.post(f"policy-drafts/{draft.pk}/opinion", {"vote": "for"})
    told = maker.post(f"policy-drafts/{draft.pk}/opinion", {"vote": "against", "comment": "More for extensions."})
    assert told["tally"] == {"votes_for": 0, "votes_against": 1, "comments": 1}
    assert [one["comment"] for one in told["opinions"]] == ["More for extensions."]

    refused = Caller(author).post(f"policy-drafts/{draft.pk}/publish", status=403)
    assert refused["code"] == "not-theirs"
    published = Caller(second).post(f"policy-drafts/{draft.pk}/publish")
    assert (published["state"], published["version"]) == ("published", 2)
    assert [row["is_default"] for row in Caller().get("policies")["results"] if row["version"] == 2] == [True]
    assert Caller().get("policy-drafts")["results"] == []


def test_a_draft_shows_what_it_changes_and_costs(admin: Caller) -> None:
    told = admin.post("policy-drafts", {"document": FAIR_2_DOCUMENT}, status=CREATED)
    assert {change["rule"] for change in told["changes"]} >= {"extension", "revisions", "contributions"}
    assert told["broken"] == []
    assert all(cost["then_minor"] > cost["now_minor"] for cost in told["costs"] if cost["outcome"] == "awarded")
    french = admin.get(f"policy-drafts/{told['id']}", language="fr")
    assert "Prolongation" in {section["title"] for section in french["words"]}


def test_an_unfair_draft_shows_a_contest_that_proves_it(admin: Caller) -> None:
    document = changed(kill_fee={"enabled": False})
    told = admin.post("policy-drafts", {"document": document}, status=CREATED)
    broken = next(one for one in told["broken"] if one["rule"] == "kill_fee")
    example = broken["counter_example"]
    replayed = settle(parse_policy(document), Terms.from_dict(example["terms"]), Facts.from_dict(example["facts"]))
    assert replayed.owed_total_minor < example["promised"]
    refused = admin.post(f"policy-drafts/{told['id']}/consultation", status=400)
    assert "kill_fee" in refused["detail"]


def test_bad_parameters_are_told_one_by_one(admin: Caller) -> None:
    document = changed(extension={"daily_bps": 10_001, "dayly": 1}, hold={"hold_seconds": -1})
    told = admin.post("policy-drafts", {"document": document}, status=400)
    fields = {problem["field"]: problem["message"] for problem in told["errors"]}
    assert set(fields) == {"rules.extension.daily_bps", "rules.extension.dayly", "rules.hold.hold_seconds"}
    assert "10000" in fields["rules.extension.daily_bps"]
    assert PayoutPolicy.objects.filter(state="draft").count() == 0


def test_before_the_consultation_a_draft_is_the_platforms_own(admin: Caller) -> None:
    draft = admin.post("policy-drafts", {"document": FAIR_2_DOCUMENT}, status=CREATED)["id"]
    for caller, status in ((Caller(), 404), (Caller(make_creative()), 404), (Caller(hire(StaffRole.AUDITOR)), 200)):
        caller.get(f"policy-drafts/{draft}", status=status)
        assert bool(caller.get("policy-drafts")["results"]) == (status == 200)
    Caller(make_creative()).post(f"policy-drafts/{draft}/opinion", {"vote": "for"}, status=404)
    admin.put(f"policy-drafts/{draft}", {"document": changed(hold={"hold_seconds": 86_400})})
    admin.post(f"policy-drafts/{draft}/consultation")
    Caller().get(f"policy-drafts/{draft}")
    assert admin.put(f"policy-drafts/{draft}", {"document": FAIR_2_DOCUMENT}, status=409)["code"] == "policy-not-ready"
