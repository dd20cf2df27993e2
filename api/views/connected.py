"""Being paid through Stripe: where it stands. It is chosen, and gone on with, on the site by somebody who gave their
password a moment ago: whoever could do it here with a stolen session could say where the money goes.
"""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.response import Response

from api.base import Resource
from api.errors import ApiProblem
from api.operations import operation
from api.rail_shapes import ConnectedAccountDoc, connected_account_shape
from payouts.selectors.connected import connected_account_of_person


class OwnConnectedAccount(Resource):
    """The caller's account at Stripe, which Stripe makes for them."""

    read_scope = "money:read"

    @operation(gives=ConnectedAccountDoc)
    def get(self, request: Any) -> Response:
        """Where it stands."""
        row = connected_account_of_person(self.actor.pk)
        if row is None:
            raise ApiProblem(404, "no-connected-account", _("You have not asked to be paid through Stripe."))
        return Response(connected_account_shape(row))
