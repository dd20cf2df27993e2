"""The funding gate: fixing what a contest can owe at most, and opening it once its escrow holds that much.

Nobody sees a brief before. The database refuses the same on its own.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from contests.lifecycle import Move, NotAllowed, State, WrongMove, check_move, may
from contests.models import Contest
from contests.selectors.roles import role_on
from contests.services.access import check_not_blocked
from contests.services.publishing import (
    PolicyTerms,
    await_funds,
    open_contest,
    return_to_draft,
)
from contests.services.transitions import lock_contest
from payouts import ledger
from payouts.errors import HeldInAnotherCurrency, LiabilityNotCovered, TermsRefused
from payouts.models import DepositState, Escrow, PayoutPolicy
from payouts.policy import (
    Handover,
    Lapse,
    MinimumShortlist,
    PolicyDocument,
    Terms,
    check_terms,
    compute_liability,
    floor,
)
from payouts.policy.rules.extension import Extension
from payouts.policy.rules.revisions import Revisions
from payouts.services.policies import load_policy, policy_for
from payouts.services.terms import complete_terms, draft_terms_of


@transaction.atomic
def request_funding(
    actor: User,
    contest_id: UUID,
    *,
    now: datetime,
    policy_record: PayoutPolicy | None = None,
) -> Escrow:
    """draft → awaiting_funds: fix policy, terms and liability. Opens at once if enough is held from an earlier attempt.

    Raises TermsRefused with every problem, NoTariff, HeldInAnotherCurrency, NotAllowed, WrongMove.
    """
    check_not_blocked(actor)
    contest = lock_contest(contest_id)
    role = role_on(contest, actor)
    check_move(role, State(contest.state), Move.REQUEST_FUNDING)
    _check_currency(contest)
    draft = draft_terms_of(contest)
    record = policy_record or policy_for(draft.community_minor)
    policy = load_policy(record.pk)
    terms = complete_terms(draft, policy, on=now.date())
    problems = check_terms(policy, terms)
    if problems:
        raise TermsRefused(_("The brief cannot be published like this."), problems)
    escrow, _created = Escrow.objects.update_or_create(
        contest=contest,
        defaults={
            "policy": record,
            "account_id": ledger.escrow_account_id(contest.pk, contest.currency),
            "terms": terms.to_dict(),
            "currency": contest.currency,
            "liability_minor": compute_liability(policy, terms).total_minor,
        },
    )
    await_funds(contest, policy_terms(policy, terms), role=role, actor_id=actor.pk, now=now)
    if missing_minor(escrow) == 0:
        open_contest(contest, now=now)
    return escrow


def _check_currency(contest: Contest) -> None:
    earlier = Escrow.objects.select_for_update().filter(contest=contest).exclude(currency=contest.currency).first()
    if earlier is None:
        return
    on_its_way = earlier.deposits.filter(state__in=(DepositState.PENDING, DepositState.UNKNOWN)).exists()
    if on_its_way or ledger.balance(earlier.account_id):
        words = _(
            "Money in %(currency)s is still held for this brief, or on its way. "
            "Have it returned first, or keep that currency."
        )
        raise HeldInAnotherCurrency(words % {"currency": earlier.currency})


def policy_terms(policy: PolicyDocument, terms: Terms) -> PolicyTerms:
    """What the policy fixes about the contest's course."""
    lapse, handover = policy.rule(Lapse), policy.rule(Handover)
    extension, revisions = policy.optional(Extension), policy.optional(Revisions)
    return PolicyTerms(
        shortlist_min=policy.rule(MinimumShortlist).minimum,
        entry_cap=terms.entry_cap,
        silence=timedelta(seconds=lapse.silence_seconds),
        final_notice=timedelta(seconds=lapse.final_notice_seconds),
        delivery=timedelta(seconds=handover.delivery_seconds),
        acceptance=timedelta(seconds=handover.acceptance_seconds),
        floor_minor=floor(policy, terms, terms.shortlist_max).amount_minor,
        effort_minutes=terms.effort_minutes,
        extension_days_max=extension.maximum_days if extension else 0,
        revision_rounds_max=revisions.maximum_rounds if revisions else 0,
    )


def missing_minor(escrow: Escrow) -> int:
    """What must still be paid in before the contest may open; zero when it is covered."""
    return max(0, escrow.liability_minor - ledger.balance(escrow.account_id))


@transaction.atomic
def publish_contest(actor: User, contest_id: UUID, *, now: datetime) -> Contest:
    """awaiting_funds → open, asked for by the brand. Raises LiabilityNotCovered with what is missing."""
    contest = lock_contest(contest_id)
    role, state = role_on(contest, actor), State(contest.state)
    if not may(role, Move.REQUEST_FUNDING):
        raise NotAllowed(role, Move.OPEN)
    if state != State.AWAITING_FUNDS:
        raise WrongMove(state, Move.OPEN)
    escrow = Escrow.objects.select_for_update().get(contest=contest)
    held = ledger.balance(escrow.account_id)
    if held < escrow.liability_minor:
        raise LiabilityNotCovered(
            _("The escrow does not cover what this contest can owe: pay in the rest first."),
            held_minor=held,
            liability_minor=escrow.liability_minor,
            currency=escrow.currency,
        )
    open_contest(contest, now=now)
    return contest


@transaction.atomic
def open_if_funded(contest_id: UUID, *, now: datetime) -> bool:
    """Open the contest if it awaits funds and its escrow covers the liability; called whenever money has come in."""
    contest = lock_contest(contest_id)
    if contest.state != State.AWAITING_FUNDS:
        return False
    escrow = Escrow.objects.select_for_update().get(contest=contest)
    if missing_minor(escrow):
        return False
    open_contest(contest, now=now)
    return True


@transaction.atomic
def withdraw_from_funding(actor: User, contest_id: UUID, *, now: datetime) -> Contest:
    """awaiting_funds → draft, so that the brief may be changed; money that was paid in waits in its escrow until it is
    used or asked back (`refunding`)."""
    contest = lock_contest(contest_id)
    role = role_on(contest, actor)
    check_move(role, State(contest.state), Move.RETURN_TO_DRAFT)
    return_to_draft(contest, role=role, actor_id=actor.pk, now=now)
    return contest
