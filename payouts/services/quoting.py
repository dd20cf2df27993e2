"""What a contest would cost, before anybody commits to anything: the live panel of the wizard and the API's preview.

The same engine, policy and terms as the funding gate; nothing is written.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contests.models import Contest
from payouts.models import Escrow, PayoutPolicy
from payouts.policy import (
    CostRange,
    Liability,
    PolicyDocument,
    Problem,
    Terms,
    check_terms,
    compute_liability,
    preview_costs,
)
from payouts.services.policies import load_policy, policy_for
from payouts.services.terms import DraftTerms, complete_terms, draft_terms_of


@dataclass(frozen=True, slots=True)
class Quote:
    """Problems that forbid publishing, if any; otherwise the liability with its parts and the costs of each outcome."""

    policy_record: PayoutPolicy
    policy: PolicyDocument
    terms: Terms
    problems: tuple[Problem, ...]
    liability: Liability | None
    costs: tuple[CostRange, ...]


def quote_draft(draft: DraftTerms, *, now: datetime, policy_record: PayoutPolicy | None = None) -> Quote:
    """Quote figures that need not have been saved. Raises NoTariff."""
    record = policy_record or policy_for(draft.community_minor)
    policy = load_policy(record.pk)
    terms = complete_terms(draft, policy, on=now.date())
    problems = tuple(check_terms(policy, terms))
    if problems:
        return Quote(record, policy, terms, problems, None, ())
    return Quote(
        record,
        policy,
        terms,
        (),
        compute_liability(policy, terms),
        preview_costs(policy, terms),
    )


def fixed_terms(contest_id: UUID) -> tuple[PolicyDocument, Terms] | None:
    """What was fixed when funds were asked for, which nothing changes after; None before. One small query."""
    fixed = Escrow.objects.filter(contest=contest_id).values_list("policy", "terms").first()
    return None if fixed is None else (load_policy(fixed[0]), Terms.from_dict(fixed[1]))


def quote_contest(contest_id: UUID, *, now: datetime) -> Quote:
    """Quote a saved contest: as it was fixed if funds have been asked for, otherwise as it would be fixed today."""
    contest = Contest.objects.select_related("brief", "brand", "escrow__policy").get(pk=contest_id)
    escrow = getattr(contest, "escrow", None)
    if escrow is None or contest.state == "draft":
        return quote_draft(draft_terms_of(contest), now=now)
    policy = load_policy(escrow.policy_id)
    terms = Terms.from_dict(escrow.terms)
    return Quote(
        escrow.policy,
        policy,
        terms,
        (),
        compute_liability(policy, terms),
        preview_costs(policy, terms),
    )
