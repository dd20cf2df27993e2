"""Policies before they are published: drafted and published by admins, shown to everybody, voted on by creatives."""

from typing import Any

from django.utils.translation import get_language
from rest_framework import status
from rest_framework.exceptions import NotFound
from rest_framework.response import Response

from api.base import PublicResource
from api.idempotency import idempotent
from api.inputs import OpinionInput, PolicyInput
from api.operations import Listing, operation
from api.policy_shapes import DraftDoc, DraftInFullDoc, draft_in_full, draft_shape
from api.queries import PolicyQuery
from payouts.selectors.policy_drafts import policy_drafts
from payouts.services import governance
from payouts.services.draft_review import review_draft


class _Drafts(PublicResource):
    """To write here is for a person, never for a program."""

    write_scope = ""

    def shown(self, draft_id: int) -> DraftInFullDoc:
        language = self.given.get("language") or ("fr" if (get_language() or "").startswith("fr") else "en")
        page = review_draft(self.request.user, draft_id, now=self.now, language=language)
        if page is None:
            raise NotFound
        return draft_in_full(page, language)


class PolicyDrafts(_Drafts):
    """Drafts of policies."""

    @operation(gives=Listing[DraftDoc])
    def get(self, request: Any) -> Response:
        """Drafts under consultation; auditors and admins also see the others."""
        return Response({"results": [draft_shape(row) for row in policy_drafts(request.user)], "next": None})

    @operation(gives=DraftInFullDoc, takes=PolicyInput, status=201)
    @idempotent
    def post(self, request: Any) -> Response:
        """Draft the next version of a policy. An unfair one may be drafted: it shows which rules it breaks, and how."""
        draft = governance.draft_policy(self.actor, self.read()["document"], now=self.now)
        return Response(self.shown(draft.pk), status=status.HTTP_201_CREATED)


class PolicyDraftDetail(_Drafts):
    """One draft."""

    @operation(gives=DraftInFullDoc, query=PolicyQuery)
    def get(self, request: Any, draft_id: int) -> Response:
        """What a draft says, what it changes against the policy in force, which rules it breaks, and the votes."""
        return Response(self.shown(draft_id))

    @operation(gives=DraftInFullDoc, takes=PolicyInput)
    def put(self, request: Any, draft_id: int) -> Response:
        """Write a draft anew, until it is put to the creatives."""
        self.shown(draft_id)
        governance.revise_draft(self.actor, draft_id, self.read()["document"])
        return Response(self.shown(draft_id))


class Consultation(_Drafts):
    """Put a draft to the creatives; from then on its text stands."""

    @operation(gives=DraftInFullDoc)
    @idempotent
    def post(self, request: Any, draft_id: int) -> Response:
        self.shown(draft_id)
        governance.open_consultation(self.actor, draft_id, now=self.now)
        return Response(self.shown(draft_id))


class Opinion(_Drafts):
    """A creative's vote and comment; sent again, it takes the place of the one before."""

    @operation(gives=DraftInFullDoc, takes=OpinionInput)
    @idempotent
    def post(self, request: Any, draft_id: int) -> Response:
        self.shown(draft_id)
        values = self.read()
        governance.give_opinion(self.actor, draft_id, values["vote"], values["comment"], now=self.now)
        return Response(self.shown(draft_id))


class PublishDraft(_Drafts):
    """Publish a draft that somebody else has written, after its consultation: new contests then open under it."""

    @operation(gives=DraftDoc)
    @idempotent
    def post(self, request: Any, draft_id: int) -> Response:
        self.shown(draft_id)
        return Response(draft_shape(governance.publish_draft(self.actor, draft_id, now=self.now)))
