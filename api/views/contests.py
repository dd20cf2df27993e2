"""Contests: what everybody may read, and what a brand does with its own."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.response import Response

from api.base import OpenResource, PublicResource, Resource
from api.errors import ApiProblem
from api.idempotency import idempotent
from api.inputs import (
    AwardInput,
    BriefChange,
    BriefInput,
    ExtensionInput,
    QuoteInput,
    ReasonInput,
    ShortlistInput,
    draft_fields,
    to_draft,
)
from api.operations import Listing, operation
from api.queries import ContestQuery
from api.shapes import BriefDoc, BriefRow, MoneyDoc, MoveDoc, QuoteDoc, money_of, pay_shape, quote_shape
from contests.errors import NotVisible
from contests.models import Contest
from contests.selectors.browsing import PAY, BrowseFilters
from contests.selectors.cards import ContestCard
from contests.selectors.contests import browse_contests, get_contest
from contests.selectors.standings import standings_of
from contests.services import briefs, handover, judging
from contests.services.extending import extend_contest
from payouts.selectors.expected_pay import expected_pay_of
from payouts.selectors.funding import escrow_position
from payouts.services.funding import publish_contest, request_funding, withdraw_from_funding
from payouts.services.quoting import quote_contest, quote_draft
from payouts.services.refunding import refund_draft
from payouts.services.terms import DraftTerms

NOT_FILTERS = frozenset({"order", "cursor", "limit"})


class ContestList(PublicResource):
    """The briefs that are shown, and new ones."""

    @operation(gives=Listing[BriefRow], query=ContestQuery)
    def get(self, request: Any) -> Response:
        """The contests that are shown to the caller, with what each may be expected to pay."""
        filters = BrowseFilters(**{name: value for name, value in self.given.items() if name not in NOT_FILTERS})
        order = self.given.get("order") or (PAY if "least_hourly_pay" in self.given else "closing")
        page = browse_contests(filters, viewer=request.user, order=order, after=self.after, limit=self.limit)
        return self.page(page, _rows(page.items))

    @operation(gives=BriefDoc, takes=BriefInput, status=201)
    @idempotent
    def post(self, request: Any) -> Response:
        """Write a draft for one of the caller's brands."""
        values = self.read()
        contest = briefs.create_contest(self.actor, values["brand"], to_draft(values), now=self.now)
        return Response(brief_of(self.actor, contest.pk), status=status.HTTP_201_CREATED)


class ContestDetail(PublicResource):
    """One contest."""

    @operation(gives=BriefDoc)
    def get(self, request: Any, contest_id: UUID) -> Response:
        """One contest, as the caller may see it."""
        return Response(brief_of(request.user, contest_id))

    @operation(gives=BriefDoc, takes=BriefChange)
    def patch(self, request: Any, contest_id: UUID) -> Response:
        """Change some fields of a draft."""
        values = self.read(partial=True)
        get_contest(self.actor, contest_id)
        current = briefs.draft_of(Contest.objects.select_related("brief").get(pk=contest_id))
        briefs.update_draft(self.actor, contest_id, replace(current, **draft_fields(values)), now=self.now)
        return Response(brief_of(self.actor, contest_id))

    @operation(gives=None, status=204)
    def delete(self, request: Any, contest_id: UUID) -> Response:
        """Throw a draft away, for good; one that was ever sent for funding is kept."""
        briefs.delete_draft(self.actor, contest_id, now=self.now)
        return Response(status=status.HTTP_204_NO_CONTENT)


def _rows(cards: Sequence[ContestCard]) -> list[BriefRow]:
    pay = expected_pay_of([card.id for card in cards])
    known = standings_of(card.brand.id for card in cards)
    return [
        {"contest": card, "pay": pay_shape(pay.get(card.id)), "brand_standing": known[card.brand.id]} for card in cards
    ]


def brief_of(viewer: Any, contest_id: UUID) -> BriefDoc:
    """A contest as this viewer may see it, and what it pays. Raises NotVisible."""
    page = get_contest(viewer, contest_id)
    brand_id = page.card.brand.id
    return {
        "contest": page,
        "pay": pay_shape(expected_pay_of([contest_id]).get(contest_id)),
        "brand_standing": standings_of([brand_id])[brand_id],
    }


class QuoteDraft(OpenResource):
    """What a contest with these figures could owe at most, and what each way of ending would cost. Writes nothing."""

    @operation(gives=QuoteDoc, takes=QuoteInput)
    def post(self, request: Any) -> Response:
        values = self.read()
        draft = DraftTerms(
            category=values["category"],
            currency=values["currency"],
            prizes_minor=tuple(values["prizes"]),
            shortlist_max=values["shortlist_max"],
            unpaid_effort_minutes=values["unpaid_effort_minutes"],
            community_minor=values["community_minor"],
        )
        return Response(quote_shape(quote_draft(draft, now=self.now)))


class ContestQuote(PublicResource):
    """The same for a stored contest: what a creative can count on, and a brand must fund."""

    @operation(gives=QuoteDoc)
    def get(self, request: Any, contest_id: UUID) -> Response:
        get_contest(request.user, contest_id)
        return Response(quote_shape(quote_contest(contest_id, now=self.now)))


class BrandMove(Resource):
    """A decision of the brand's. Subclasses say which."""

    @operation(gives=MoveDoc)
    @idempotent
    def post(self, request: Any, contest_id: UUID) -> Response:
        get_contest(self.actor, contest_id)
        self.decide(contest_id)
        page = get_contest(self.actor, contest_id)
        return Response({"contest": page, "money": money_of(escrow_position(contest_id))})

    def decide(self, contest_id: UUID) -> None:
        """Call the one service."""
        raise NotImplementedError


class RequestFunding(BrandMove):
    """Fix policy, terms and liability: the contest then awaits its funds."""

    def decide(self, contest_id: UUID) -> None:
        request_funding(self.actor, contest_id, now=self.now)


class WithdrawFunding(BrandMove):
    """Back to a draft, to change it."""

    def decide(self, contest_id: UUID) -> None:
        withdraw_from_funding(self.actor, contest_id, now=self.now)


class RefundDraft(BrandMove):
    """Send back what is held for a draft, the way it came if that can be. Once open, nothing goes back early."""

    def decide(self, contest_id: UUID) -> None:
        refund_draft(self.actor, contest_id, now=self.now)


class Publish(BrandMove):
    """Open the contest; refused while its escrow does not cover its liability."""

    def decide(self, contest_id: UUID) -> None:
        publish_contest(self.actor, contest_id, now=self.now)


class Extend(BrandMove):
    """Take entries for longer; whoever has entered is paid for the wait, out of what is held already."""

    takes = ExtensionInput

    def decide(self, contest_id: UUID) -> None:
        given = self.read()
        extend_contest(self.actor, contest_id, given["days"], given["reason"], now=self.now)


class Shortlist(BrandMove):
    """Confirm the shortlist, for good: each of these entries will be paid at least the floor."""

    takes = ShortlistInput

    def decide(self, contest_id: UUID) -> None:
        judging.confirm_shortlist(self.actor, contest_id, self.read()["entries"], now=self.now)


class EndFinalRound(BrandMove):
    """Go on to judge before the final round ends."""

    def decide(self, contest_id: UUID) -> None:
        judging.end_final_round(self.actor, contest_id, now=self.now)


class Award(BrandMove):
    """Rank shortlisted entries; equal ranks tie, and share their prizes."""

    takes = AwardInput

    def decide(self, contest_id: UUID) -> None:
        said = self.read()
        ranks = {row["entry"]: row["rank"] for row in said["ranks"]}
        judging.award_contest(self.actor, contest_id, ranks, now=self.now, reason=said.get("reason", ""))


class AcceptHandover(BrandMove):
    """Accept what was delivered: prizes are paid. Rights pass by what both sides accept (see rights)."""

    def decide(self, contest_id: UUID) -> None:
        handover.accept_handovers(self.actor, contest_id, now=self.now)


class Cancel(BrandMove):
    """Cancel, with a reason that the entrants are told; the stage decides the kill fee."""

    takes = ReasonInput

    def decide(self, contest_id: UUID) -> None:
        judging.cancel_contest(self.actor, contest_id, self.read()["reason"], now=self.now)


class ContestMoney(Resource):
    """The contest's escrow, for its brand and auditors."""

    read_scope = "money:read"

    @operation(gives=MoneyDoc)
    def get(self, request: Any, contest_id: UUID) -> Response:
        if not sees_money(self.actor, contest_id):
            raise NotVisible
        position = money_of(escrow_position(contest_id))
        if position is None:
            raise ApiProblem(404, "no-escrow", _("No funds were asked for yet; ask for funding first."))
        return Response(position)


def sees_money(user: Any, contest_id: UUID) -> bool:
    """Members of the brand, auditors and admins see what a contest holds."""
    page = get_contest(user, contest_id)
    return page.role in {"owner", "manager", "finance", "judge", "auditor", "admin"}
