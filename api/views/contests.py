"""Contests: what everybody may read, and what a brand does with its own."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from rest_framework import status
from rest_framework.response import Response

from api.base import PublicResource, Resource
from api.idempotency import idempotent
from api.inputs import (
    AwardInput,
    BriefChange,
    BriefInput,
    QuoteInput,
    ReasonInput,
    ShortlistInput,
    to_draft,
)
from api.shapes import money_of, quote_shape
from contests.errors import NotVisible
from contests.models import Contest
from contests.selectors.contests import ORDERS, PHASES, BrowseFilters, browse_contests, get_contest
from contests.services import briefs, handover, judging
from payouts.selectors.funding import escrow_position
from payouts.services.funding import publish_contest, request_funding, withdraw_from_funding
from payouts.services.quoting import quote_contest, quote_draft
from payouts.services.terms import DraftTerms

FILTERS = ("phase", "state", "category", "brand", "visibility", "currency", "least_prizes", "words", "order")


class ContestList(PublicResource):
    """The briefs that are shown; POST writes a draft for one of the caller's brands."""

    def get(self, request: Any) -> Response:
        given = self.query(*FILTERS)
        order = self.one_of(given.pop("order", "closing"), "order", ORDERS)
        if "phase" in given:
            self.one_of(given["phase"], "phase", PHASES)
        least = self.whole(given.pop("least_prizes", None), "least_prizes")
        filters = BrowseFilters(**given, least_prizes=least)
        return self.page(browse_contests(filters, order=order, after=self.after, limit=self.limit))

    @idempotent
    def post(self, request: Any) -> Response:
        self.check_signed_in()
        values = self.read(BriefInput)
        contest = briefs.create_contest(self.actor, values["brand"], to_draft(values), now=self.now)
        return Response(get_contest(self.actor, contest.pk), status=status.HTTP_201_CREATED)


class ContestDetail(PublicResource):
    """One contest, as the caller may see it; a draft may be changed or thrown away."""

    def get(self, request: Any, contest_id: UUID) -> Response:
        return Response(get_contest(request.user, contest_id))

    def patch(self, request: Any, contest_id: UUID) -> Response:
        self.check_signed_in()
        values = self.read(BriefChange, partial=True)
        get_contest(self.actor, contest_id)
        current = briefs.draft_of(Contest.objects.select_related("brief").get(pk=contest_id))
        for name in ("deliverables", "prizes"):
            if name in values:
                values[name] = tuple(values[name])
        briefs.update_draft(self.actor, contest_id, replace(current, **values), now=self.now)
        return Response(get_contest(self.actor, contest_id))

    def delete(self, request: Any, contest_id: UUID) -> Response:
        self.check_signed_in()
        briefs.delete_draft(self.actor, contest_id, now=self.now)
        return Response(status=status.HTTP_204_NO_CONTENT)


class QuoteDraft(PublicResource):
    """What a contest with these figures could owe at most, and what each way of ending would cost. Writes nothing."""

    def post(self, request: Any) -> Response:
        values = self.read(QuoteInput)
        draft = DraftTerms(
            category=values["category"],
            currency=values["currency"],
            prizes_minor=tuple(values["prizes"]),
            shortlist_max=values["shortlist_max"],
            unpaid_effort_minutes=values["unpaid_effort_minutes"],
        )
        return Response(quote_shape(quote_draft(draft, now=self.now)))


class ContestQuote(PublicResource):
    """The same for a stored contest: what a creative can count on, and a brand must fund."""

    def get(self, request: Any, contest_id: UUID) -> Response:
        get_contest(request.user, contest_id)
        return Response(quote_shape(quote_contest(contest_id, now=self.now)))


class BrandMove(Resource):
    """A decision of the brand's. Subclasses say which."""

    @idempotent
    def post(self, request: Any, contest_id: UUID) -> Response:
        get_contest(self.actor, contest_id)
        self.decide(contest_id)
        page = get_contest(self.actor, contest_id)
        return Response({"contest": page, "money": money_of(escrow_position(Contest.objects.get(pk=contest_id)))})

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


class Publish(BrandMove):
    """Open the contest; refused while its escrow does not cover its liability."""

    def decide(self, contest_id: UUID) -> None:
        publish_contest(self.actor, contest_id, now=self.now)


class Shortlist(BrandMove):
    """Confirm the shortlist, for good: each of these entries will be paid at least the floor."""

    def decide(self, contest_id: UUID) -> None:
        judging.confirm_shortlist(self.actor, contest_id, self.read(ShortlistInput)["entries"], now=self.now)


class EndFinalRound(BrandMove):
    """Go on to judge before the final round ends."""

    def decide(self, contest_id: UUID) -> None:
        judging.end_final_round(self.actor, contest_id, now=self.now)


class Award(BrandMove):
    """Rank shortlisted entries; equal ranks tie."""

    def decide(self, contest_id: UUID) -> None:
        ranks = {row["entry"]: row["rank"] for row in self.read(AwardInput)["ranks"]}
        judging.award_contest(self.actor, contest_id, ranks, now=self.now)


class AcceptHandover(BrandMove):
    """Accept what was delivered: rights pass, prizes are paid."""

    def decide(self, contest_id: UUID) -> None:
        handover.accept_handovers(self.actor, contest_id, now=self.now)


class Cancel(BrandMove):
    """Cancel, with a reason that the entrants are told; the stage decides the kill fee."""

    def decide(self, contest_id: UUID) -> None:
        judging.cancel_contest(self.actor, contest_id, self.read(ReasonInput)["reason"], now=self.now)


class ContestMoney(Resource):
    """The contest's escrow, for its brand and auditors."""

    read_scope = "money:read"

    def get(self, request: Any, contest_id: UUID) -> Response:
        if not sees_money(self.actor, contest_id):
            raise NotVisible
        return Response(money_of(escrow_position(Contest.objects.get(pk=contest_id))))


def sees_money(user: Any, contest_id: UUID) -> bool:
    """Members of the brand, auditors and admins see what a contest holds."""
    page = get_contest(user, contest_id)
    return page.role in {"owner", "manager", "finance", "judge", "auditor", "admin"}
