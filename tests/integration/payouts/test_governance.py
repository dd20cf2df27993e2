"""A policy is drafted by one admin, looked at by creatives, and published by another admin; then it stands."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import StaffRole, User
from payouts.errors import NotTheirPolicy, OperatorOnly, PolicyNotReady, PolicyRefused
from payouts.models import PayoutPolicy, PolicyOpinion, PolicyState
from payouts.policy import FAIR_1, FAIR_1_DOCUMENT, FAIR_2, FAIR_2_DOCUMENT, PolicyError, compare_policies, parse_policy
from payouts.services.governance import (
    CONSULTATION,
    draft_policy,
    give_opinion,
    open_consultation,
    publish_draft,
    revise_draft,
)
from payouts.services.policies import default_policy, load_policy
from payouts.services.reference_data import publish_reference_data
from tests.fixtures.people import hire
from tests.fixtures.worlds import NOON, make_brand, make_creative, make_user, open_contest, owner_of

pytestmark = pytest.mark.django_db
LATER = NOON + CONSULTATION


@pytest.fixture
def author() -> User:
    publish_reference_data(now=NOON)
    return hire(StaffRole.ADMIN, "author@staff.example")


@pytest.fixture
def other(author: User) -> User:
    return hire(StaffRole.ADMIN, "other@staff.example")


@pytest.fixture
def draft(author: User) -> PayoutPolicy:
    return draft_policy(author, FAIR_2_DOCUMENT, now=NOON)


@pytest.fixture
def consulted(author: User, draft: PayoutPolicy) -> PayoutPolicy:
    return open_consultation(author, draft.pk, now=NOON)


def changed(**rules: dict[str, Any]) -> dict[str, Any]:
    texts = {slug: FAIR_2_DOCUMENT["rules"][slug] | more for slug, more in rules.items()}
    return FAIR_2_DOCUMENT | {"rules": FAIR_2_DOCUMENT["rules"] | texts}


def test_somebody_else_publishes_after_the_consultation(author: User, other: User, consulted: PayoutPolicy) -> None:
    before = open_contest()
    first = default_policy()

    published = publish_draft(other, consulted.pk, now=LATER)

    first.refresh_from_db()
    assert (published.state, published.published_by, default_policy()) == ("published", other, published)
    assert (first.state, first.superseded_at) == (PolicyState.SUPERSEDED, LATER)
    assert before.escrow.policy == first
    assert open_contest().escrow.policy == published
    assert load_policy(published.pk).version == 2


def test_the_author_does_not(author: User, consulted: PayoutPolicy) -> None:
    with pytest.raises(NotTheirPolicy):
        publish_draft(author, consulted.pk, now=LATER)


def test_nor_does_anybody_in_the_database(author: User, consulted: PayoutPolicy) -> None:
    with pytest.raises(DatabaseError, match="policy_four_eyes"), transaction.atomic():
        PayoutPolicy.objects.filter(pk=consulted.pk).update(
            state=PolicyState.PUBLISHED, published_at=LATER, published_by=author
        )


def test_not_before_creatives_had_their_time(other: User, draft: PayoutPolicy, author: User) -> None:
    with pytest.raises(PolicyNotReady):
        publish_draft(other, draft.pk, now=LATER)
    open_consultation(author, draft.pk, now=NOON)
    with pytest.raises(PolicyNotReady):
        publish_draft(other, draft.pk, now=LATER - timedelta(seconds=1))


def test_an_older_draft_does_not_follow_a_newer_version(author: User, other: User, consulted: PayoutPolicy) -> None:
    newer = draft_policy(author, FAIR_2_DOCUMENT | {"version": 3}, now=NOON)
    open_consultation(author, newer.pk, now=NOON)
    publish_draft(other, newer.pk, now=LATER)
    with pytest.raises(PolicyNotReady, match="later version"):
        publish_draft(other, consulted.pk, now=LATER)
    assert default_policy() == newer


def test_an_unfair_draft_may_be_written_but_goes_no_further(author: User) -> None:
    draft = draft_policy(author, changed(kill_fee={"enabled": False}), now=NOON)
    with pytest.raises(PolicyRefused, match="kill_fee"):
        open_consultation(author, draft.pk, now=NOON)


def test_a_draft_is_changed_until_people_vote_on_it(author: User, other: User, draft: PayoutPolicy) -> None:
    longer = changed(hold={"hold_seconds": 86_400})
    assert revise_draft(other, draft.pk, longer).created_by == other
    open_consultation(author, draft.pk, now=NOON)
    with pytest.raises(PolicyNotReady):
        revise_draft(author, draft.pk, FAIR_2_DOCUMENT)
    with pytest.raises(DatabaseError, match="under consultation"), transaction.atomic():
        PayoutPolicy.objects.filter(pk=draft.pk).update(document=FAIR_2_DOCUMENT)


def test_a_published_one_is_not_changed(author: User, other: User, consulted: PayoutPolicy) -> None:
    publish_draft(other, consulted.pk, now=LATER)
    for attempt in (
        lambda: revise_draft(author, consulted.pk, FAIR_2_DOCUMENT),
        lambda: open_consultation(author, consulted.pk, now=LATER),
        lambda: publish_draft(other, consulted.pk, now=LATER),
    ):
        with pytest.raises(PolicyNotReady):
            attempt()


@pytest.mark.parametrize("version", [1, 3])
def test_versions_follow_one_another(author: User, version: int) -> None:
    with pytest.raises(PolicyRefused, match="is 2"):
        draft_policy(author, FAIR_2_DOCUMENT | {"version": version}, now=NOON)


def test_bad_parameters_are_named_with_their_bounds(author: User) -> None:
    document = changed(extension={"daily_bps": 10_001, "maximum_days": -1, "dayly": 1})
    with pytest.raises(PolicyError) as refusal:
        draft_policy(author, document, now=NOON)
    assert {problem.field for problem in refusal.value.problems} == {
        "rules.extension.daily_bps",
        "rules.extension.maximum_days",
        "rules.extension.dayly",
    }
    assert all(problem.bound for problem in refusal.value.problems)


def test_only_admins_govern(author: User, draft: PayoutPolicy) -> None:
    for person in (hire(StaffRole.AUDITOR), make_creative(), owner_of(make_brand())):
        for attempt in (
            lambda who=person: draft_policy(who, FAIR_2_DOCUMENT | {"version": 3}, now=NOON),
            lambda who=person: revise_draft(who, draft.pk, FAIR_2_DOCUMENT),
            lambda who=person: open_consultation(who, draft.pk, now=NOON),
            lambda who=person: publish_draft(who, draft.pk, now=LATER),
        ):
            with pytest.raises(OperatorOnly):
                attempt()


def test_creatives_vote_once_and_may_change_their_mind(consulted: PayoutPolicy) -> None:
    maker = make_creative()
    give_opinion(maker, consulted.pk, "against", "The extension pays too little.", now=NOON)
    give_opinion(maker, consulted.pk, "for", " Better. ", now=LATER)
    opinion = PolicyOpinion.objects.get()
    assert (opinion.vote, opinion.comment, opinion.created_at, opinion.changed_at) == ("for", "Better.", NOON, LATER)


def test_others_are_not_asked(consulted: PayoutPolicy) -> None:
    for person in (make_user(), owner_of(make_brand())):
        with pytest.raises(NotTheirPolicy):
            give_opinion(person, consulted.pk, "for", "", now=NOON)


def test_opinions_have_their_time(other: User, author: User, draft: PayoutPolicy) -> None:
    maker = make_creative()
    with pytest.raises(PolicyNotReady):
        give_opinion(maker, draft.pk, "for", "", now=NOON)
    open_consultation(author, draft.pk, now=NOON)
    give_opinion(maker, draft.pk, "for", "", now=NOON)
    publish_draft(other, draft.pk, now=LATER)
    with pytest.raises(PolicyNotReady):
        give_opinion(maker, draft.pk, "against", "", now=LATER)
    for sql in ("UPDATE payouts_policyopinion SET vote = 'against'", "DELETE FROM payouts_policyopinion"):
        refused = pytest.raises(DatabaseError, match="not under consultation")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_what_changes_is_said_in_plain_words() -> None:
    assert compare_policies(FAIR_1, FAIR_1, "en") == []
    added = compare_policies(FAIR_1, FAIR_2, "fr")
    assert len(added) == 13
    assert all(change.was == () and change.becomes for change in added)
    removed = compare_policies(FAIR_2, FAIR_1, "en")
    assert {change.rule for change in removed} == {change.rule for change in added}
    assert all(change.becomes == () and change.was for change in removed)
    rules = FAIR_1_DOCUMENT["rules"]
    longer = parse_policy(FAIR_1_DOCUMENT | {"rules": rules | {"hourly_floor": {"load_bps": 18_000}}})
    (change,) = compare_policies(FAIR_1, longer, "en")
    assert change.parameters == (("load_bps", 17_500, 18_000),)
