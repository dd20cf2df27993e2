"""Splits that authors offer to their teams. Only their own people see one, whatever the role of the others."""

from typing import Any
from uuid import UUID

from rest_framework import status
from rest_framework.response import Response

from api.base import Resource
from api.idempotency import idempotent
from api.operations import Listing, Paged, operation
from api.split_inputs import SplitInput
from contests.selectors.splits import SplitCard, get_split, splits_of
from contests.services.splitting.answering import decline_part, sign_part
from contests.services.splitting.offering import offer_split, withdraw_split
from contests.split_rules import PartDraft, SplitDraft


class _OfTeams(Resource):
    """Written with what enters contests."""

    write_scope = "entries:write"


class MySplits(_OfTeams):
    """The splits that the caller has offered or was offered."""

    @operation(gives=Listing[SplitCard], query=Paged)
    def get(self, request: Any) -> Response:
        return self.page(splits_of(self.actor, after=self.after, limit=self.limit))


class OfferSplit(_OfTeams):
    """Splits for one contest."""

    @operation(gives=SplitCard, takes=SplitInput, status=201)
    @idempotent
    def post(self, request: Any, contest_id: UUID) -> Response:
        """Offer what an entry would earn to others, in whole parts. They are told, and sign or decline; once all have
        signed, name it as `split` when you submit."""
        said = self.read()
        others = tuple(PartDraft(part["handle"], part["weight"]) for part in said["others"])
        offer = offer_split(self.actor, contest_id, SplitDraft(said["own_weight"], others), now=self.now)
        return Response(get_split(self.actor, offer.ref), status=status.HTTP_201_CREATED)


class SplitDetail(_OfTeams):
    """One offered split."""

    @operation(gives=SplitCard)
    def get(self, request: Any, split_ref: UUID) -> Response:
        return Response(get_split(self.actor, split_ref))


class SplitAct(_OfTeams):
    """Something done to one, which is then shown again."""

    @operation(gives=SplitCard)
    @idempotent
    def post(self, request: Any, split_ref: UUID) -> Response:
        get_split(self.actor, split_ref)
        self.act(split_ref)
        return Response(get_split(self.actor, split_ref))

    def act(self, split_ref: UUID) -> None:
        """Call the one service."""
        raise NotImplementedError


class SignSplit(SplitAct):
    """Consent to the whole split; what it names is what the caller is paid."""

    def act(self, split_ref: UUID) -> None:
        sign_part(self.actor, split_ref, now=self.now)


class DeclineSplit(SplitAct):
    """Say no, also after a yes, until an entry stands on it."""

    def act(self, split_ref: UUID) -> None:
        decline_part(self.actor, split_ref, now=self.now)


class WithdrawSplit(SplitAct):
    """Taken back by its author, until an entry stands on it."""

    def act(self, split_ref: UUID) -> None:
        withdraw_split(self.actor, split_ref, now=self.now)
