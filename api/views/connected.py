"""Being paid through Stripe: asked for by a person, for themselves. No program may: it could divert their pay."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.response import Response

from api.base import Resource
from api.errors import ApiProblem
from api.idempotency import idempotent
from api.operations import operation
from api.rail_shapes import ConnectedAccountDoc, connected_account_shape
from payouts.selectors.connected import connected_account_of_person
from payouts.services.connected_accounts import choose_connected_account, page_for


class OwnConnectedAccount(Resource):
    """The caller's account at Stripe, which Stripe makes for them."""

    read_scope = "money:read"
    write_scope = ""

    @operation(gives=ConnectedAccountDoc)
    def get(self, request: Any) -> Response:
        """Where it stands. To a person in a session, also the address at which they go on; it is good for one visit."""
        row = connected_account_of_person(self.actor.pk)
        if row is None:
            raise ApiProblem(404, "no-connected-account", _("You have not asked to be paid through Stripe."))
        is_a_person = request.auth.scopes is None
        return Response(connected_account_shape(row, page_for(self.actor, row) if is_a_person else ""))

    @operation(gives=ConnectedAccountDoc, status=202)
    @idempotent
    def post(self, request: Any) -> Response:
        """Ask for it. It is made a moment later; money goes there once its state is ready."""
        row = choose_connected_account(self.actor, user=self.actor, now=self.now)
        return Response(connected_account_shape(row, ""), status=202)
