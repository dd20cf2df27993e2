"""A draft looked into: what it changes against the policy in force, which promises it breaks, what it would cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from payouts.models import PayoutPolicy
from payouts.policy import BrokenRule, PolicyDocument, RuleChange, check_policy, compare_policies, parse_policy
from payouts.policy.previews import preview_costs
from payouts.selectors.policy_drafts import OpinionCard, Tally, opinions_on, policy_drafts, tally_of
from payouts.services.governance import CONSULTATION
from payouts.services.policies import default_policy, load_policy
from payouts.services.terms import DraftTerms, complete_terms

EXAMPLE = DraftTerms("logo", "EUR", (100_000, 50_000), 6, 60)
"""The brief on which a draft is compared with the policy in force: a logo for 1 000 and 500 €, six places."""


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


def review_draft(viewer: User | AnonymousUser, policy_id: int, *, now: datetime, language: str) -> DraftPage | None:
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


def _costs(in_force: PolicyDocument, policy: PolicyDocument, now: datetime) -> list[EndingCost]:
    pairs = zip(*(_ranges(one, now) for one in (in_force, policy)), strict=True)
    return [
        EndingCost(before.outcome, before.stage, before.maximum.total_minor, after.maximum.total_minor)
        for before, after in pairs
    ]


def _ranges(policy: PolicyDocument, now: datetime) -> Any:
    return preview_costs(policy, complete_terms(EXAMPLE, policy, on=now.date()))
