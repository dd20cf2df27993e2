"""The transfer of rights in a winning work: its text, and accepting it, for either side."""

from typing import Any
from uuid import UUID

from rest_framework.response import Response

from accounts.visitors import visitor_address
from api import paper_shapes as shapes
from api.base import Resource
from api.idempotency import idempotent
from api.inputs import RightsInput
from api.operations import operation
from contests.errors import NotVisible
from contests.selectors.rights import RightsPage, rights_of
from contests.services.rights import RightsConsent, accept_rights


class Rights(Resource):
    """The rights in one winning work. They pass once everybody has accepted the same text; nobody's pay hangs on it."""

    write_scope = ""

    @operation(gives=shapes.RightsDoc)
    def get(self, request: Any, contest_id: UUID, award_id: int) -> Response:
        """The text, right by right, and who has accepted it."""
        return Response(shapes.rights(self._page(contest_id, award_id)))

    @operation(gives=shapes.RightsDoc, takes=RightsInput)
    @idempotent
    def post(self, request: Any, contest_id: UUID, award_id: int) -> Response:
        """Accept the text whose SHA-256 is sent, with one's name as a signature. Only a person does."""
        self._page(contest_id, award_id)
        said = self.read()
        consent = RightsConsent({award_id: said["text_sha256"]}, said["signed_name"], visitor_address(request))
        accept_rights(self.actor, contest_id, consent, now=self.now)
        return Response(shapes.rights(self._page(contest_id, award_id)))

    def _page(self, contest_id: UUID, award_id: int) -> RightsPage:
        page = rights_of(self.actor, award_id)
        if page.contest_id != contest_id:
            raise NotVisible
        return page
