"""Who is let in to a closed contest: guests, links, confidentiality."""

from typing import Any
from uuid import UUID

from rest_framework import status
from rest_framework.response import Response

from accounts.visitors import visitor_address
from api.base import Resource
from api.brief_inputs import GuestsInput, LinkInput, NdaInput
from api.brief_shapes import InvitationLinkDoc, JoinedDoc, NdaDoc, link_shape, nda_shape
from api.idempotency import idempotent
from api.operations import Listing, operation
from contests.selectors.admission import GuestCard, guests_of, links_of, nda_page
from contests.selectors.contests import get_contest
from contests.services.briefing import guests, links, nda


class Guests(Resource):
    """Whom a brand has invited to its contest; whether they came is told to nobody."""

    @operation(gives=Listing[GuestCard])
    def get(self, request: Any, contest_id: UUID) -> Response:
        """Everybody invited, for the brand's owners and managers."""
        return self._guests(contest_id)

    @operation(gives=Listing[GuestCard], takes=GuestsInput)
    @idempotent
    def post(self, request: Any, contest_id: UUID) -> Response:
        """Invite creatives by their handles, all or none; they are told once the contest is open."""
        get_contest(self.actor, contest_id)
        guests.invite_creatives(self.actor, contest_id, self.read()["handles"], now=self.now)
        return self._guests(contest_id)

    def _guests(self, contest_id: UUID) -> Response:
        return Response({"results": list(guests_of(self.actor, contest_id)), "next": None})


class GuestDetail(Resource):
    """One guest."""

    @operation(gives=None, status=204)
    def delete(self, request: Any, contest_id: UUID, handle: str) -> Response:
        """Take the invitation back. Whoever has entered meanwhile stays in."""
        guests.withdraw_guest(self.actor, contest_id, handle, now=self.now)
        return Response(status=status.HTTP_204_NO_CONTENT)


class InvitationLinks(Resource):
    """Links by which creatives invite themselves."""

    @operation(gives=Listing[InvitationLinkDoc])
    def get(self, request: Any, contest_id: UUID) -> Response:
        """All of them, the newest first, for the brand's owners and managers."""
        return self._links(contest_id)

    @operation(gives=Listing[InvitationLinkDoc], takes=LinkInput)
    @idempotent
    def post(self, request: Any, contest_id: UUID) -> Response:
        """A new one, for so many days and people."""
        get_contest(self.actor, contest_id)
        said = self.read()
        links.make_link(self.actor, contest_id, days=said["days"], most_uses=said["most_uses"], now=self.now)
        return self._links(contest_id)

    def _links(self, contest_id: UUID) -> Response:
        cards = links_of(self.actor, contest_id, now=self.now)
        return Response({"results": [link_shape(card) for card in cards], "next": None})


class InvitationLinkDetail(Resource):
    """One link."""

    @operation(gives=None, status=204)
    def delete(self, request: Any, contest_id: UUID, link_id: int) -> Response:
        """Close it; whoever came by it stays."""
        links.close_link(self.actor, contest_id, link_id, now=self.now)
        return Response(status=status.HTTP_204_NO_CONTENT)


class Join(Resource):
    """Coming by a link."""

    write_scope = "entries:write"

    @operation(gives=JoinedDoc)
    @idempotent
    def post(self, request: Any, token: str) -> Response:
        """Become a guest of the contest that the link leads to."""
        return Response({"contest": links.join_by_link(self.actor, token, now=self.now)})


class Nda(Resource):
    """The confidentiality of a brief. Only a person accepts it, no program."""

    write_scope = ""

    @operation(gives=NdaDoc)
    def get(self, request: Any, contest_id: UUID) -> Response:
        """The text, and when the caller accepted it."""
        return Response(nda_shape(nda_page(self.actor, contest_id)))

    @operation(gives=NdaDoc, takes=NdaInput)
    @idempotent
    def post(self, request: Any, contest_id: UUID) -> Response:
        """Accept the text whose SHA-256 is sent, with one's name as a signature; the brief is then shown whole."""
        nda_page(self.actor, contest_id)
        said = self.read()
        consent = nda.NdaConsent(said["text_sha256"], said["signed_name"], visitor_address(request))
        nda.accept_nda(self.actor, contest_id, consent, now=self.now)
        return Response(nda_shape(nda_page(self.actor, contest_id)))
