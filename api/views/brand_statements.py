"""What is held for a brand over time, for those of its people who look after its money."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.response import Response

from api import book_shapes as shapes
from api.base import Resource
from api.operations import operation
from api.queries import BrandStatementQuery
from api.views.books import BEGINNING
from payouts.selectors.brand_statements import brand_statement, currencies_of, statement_brand

USUAL_CURRENCY = "EUR"


class StatementOfBrand(Resource):
    """A brand's statement: what was held for it, what moved it, contest by contest, and what was held then."""

    read_scope = "money:read"

    @operation(gives=shapes.BrandStatementDoc, query=BrandStatementQuery)
    def get(self, request: Any, brand_id: UUID) -> Response:
        """For from ≤ effective < to. Movements come in the order in which they were effective."""
        brand = statement_brand(self.actor, brand_id)
        currency = self._currency(brand_id)
        since, until = self.given.get("from"), self.given.get("to") or self.now
        found = brand_statement(
            brand, currency, since=since or BEGINNING, until=until, after=self.after, limit=self.limit
        )
        mark = found.movements.next
        following = self.address_behind(mark, to=until) if mark else None
        return Response(shapes.brand_statement(found, currency, since, until, following))

    def _currency(self, brand_id: UUID) -> str:
        given: str | None = self.given.get("currency")
        if given:
            return given
        known = currencies_of(brand_id)
        if len(known) > 1:
            sentence = _("Say in which currency: %(currencies)s.") % {"currencies": ", ".join(known)}
            raise ValidationError({"currency": [ErrorDetail(sentence, "required")]})
        return known[0] if known else USUAL_CURRENCY
