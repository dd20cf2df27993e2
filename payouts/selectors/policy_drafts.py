"""Drafts of policies: under consultation they are everybody's to see, before that the platform's people's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count

from accounts.models import User
from payouts.models import PayoutPolicy, PolicyOpinion, PolicyState, Vote
from payouts.policy import BrokenRule, PolicyDocument, RuleChange, check_policy, compare_policies, parse_policy
from payouts.policy.previews import preview_costs
from payouts.services.governance import CONSULTATION
from payouts.services.policies import default_policy, load_policy
from payouts.services.terms import DraftTerms, complete_terms

EXAMPLE = DraftTerms("logo", "EUR", (100_000, 50_000), 6, 60)
"""The brief on which a draft is compared with the policy in force: a logo for 1 000 and 500 €, six places."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How people voted; `words` counts the comments."""

    votes_for: int
    votes_against: int
    words: int


@dataclass(frozen=True, slots=True)
class OpinionCard:
    handle: str
    name: str
    vote: str
    comment: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class EndingCost:
    """What one way of ending the example costs the brand at most, now and under the draft; fee and taxes included."""

    outcome: str
    stage: str | None
    now_minor: int
    then_minor: int


@dataclass(frozen=True, slots=True)
class DraftPage:
    """All about one draft. `changes` and `costs` are against the policy in force."""

    record: PayoutPolicy
    policy: PolicyDocument
    changes: Sequence[RuleChange]
    broken: Sequence[BrokenRule]
    costs: Sequence[EndingCost]
    tally: Tally
    opinions: Sequence[OpinionCard]
    may_be_published_at: datetime | None


def policy_drafts(viewer: User | AnonymousUser) -> list[PayoutPolicy]:
    """The drafts that this viewer may see, the newest first."""
    drafts = PayoutPolicy.objects.filter(state=PolicyState.DRAFT).order_by("-pk")
    return list(drafts if _watches(viewer) else drafts.exclude(consulted_from=None))


def policy_draft(viewer: User | AnonymousUser, policy_id: int, *, now: datetime, language: str) -> DraftPage | None:
    """One draft with what it changes, which rules it breaks, and what people say of it; None if it is not for them."""
    record = next((one for one in policy_drafts(viewer) if one.pk == policy_id), None)
    if record is None:
        return None
    policy, in_force = parse_policy(record.document), load_policy(default_policy().pk)
    broken = check_policy(policy)
    return DraftPage(
        record=record,
        policy=policy,
        changes=compare_policies(in_force, policy, language),
        broken=broken,
        costs=() if broken else _costs(in_force, policy, now),
        tally=tally_of(record),
        opinions=opinions_on(record),
        may_be_published_at=record.consulted_from + CONSULTATION if record.consulted_from else None,
    )


def tally_of(record: PayoutPolicy) -> Tally:
    """How people voted on a draft, or on what it has become."""
    rows: Mapping[str, int] = dict(record.opinions.values_list("vote").annotate(count=Count("pk")))
    return Tally(rows.get(Vote.FOR, 0), rows.get(Vote.AGAINST, 0), record.opinions.exclude(comment="").count())


def opinions_on(record: PayoutPolicy, most: int = 100) -> list[OpinionCard]:
    """The latest comments, with the names of those who made them: creatives answer for what they say in public."""
    rows = record.opinions.exclude(comment="").select_related("author").order_by("-changed_at")[:most]
    return [
        OpinionCard(row.author.handle, row.author.public_name, row.vote, row.comment, row.changed_at) for row in rows
    ]


def own_opinion(viewer: User, record: PayoutPolicy) -> PolicyOpinion | None:
    """What this person has said so far."""
    return PolicyOpinion.objects.filter(policy=record, author=viewer).first()


def _costs(in_force: PolicyDocument, policy: PolicyDocument, now: datetime) -> list[EndingCost]:
    pairs = zip(*(_ranges(one, now) for one in (in_force, policy)), strict=True)
    return [
        EndingCost(before.outcome, before.stage, before.maximum.total_minor, after.maximum.total_minor)
        for before, after in pairs
    ]


def _ranges(policy: PolicyDocument, now: datetime) -> Any:
    return preview_costs(policy, complete_terms(EXAMPLE, policy, on=now.date()))


def _watches(viewer: User | AnonymousUser) -> bool:
    return isinstance(viewer, User) and viewer.is_active and (viewer.is_admin or viewer.is_auditor)
