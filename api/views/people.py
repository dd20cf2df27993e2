"""The caller: who they are, what they earned and why, where they are paid."""

from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.response import Response

from accounts.selectors.brands import memberships_of
from accounts.selectors.cooling import what_waits
from accounts.selectors.people import creative_profile, payout_account_of_person
from api.base import Resource
from api.errors import ApiProblem
from api.operations import operation
from api.shapes import EarningsDoc, EntryEarningsDoc, MeDoc, PayoutAccountDoc, line_shape
from payouts.selectors.earnings import EntryEarnings, earnings_of


class Me(Resource):
    """The person behind the credentials, with their brands and scopes."""

    @operation(gives=MeDoc)
    def get(self, request: Any) -> Response:
        person = self.actor
        scopes = request.auth.scopes if request.auth else None
        return Response(
            {
                "handle": person.handle,
                "name": person.public_name,
                "email": person.email,
                "language": person.locale,
                "time_zone": person.time_zone,
                "is_creative": creative_profile(person) is not None,
                "staff_role": person.staff_role,
                "brands": [
                    {"id": m.brand.pk, "slug": m.brand.slug, "name": m.brand.name, "role": m.role}
                    for m in memberships_of(person)
                ],
                "scopes": sorted(scopes) if scopes is not None else None,
            }
        )


class Earnings(Resource):
    """Everything that was settled for the caller: lines with their reasons, and where each payment stands."""

    read_scope = "money:read"

    @operation(gives=EarningsDoc)
    def get(self, request: Any) -> Response:
        earned = earnings_of(self.actor, now=self.now)
        return Response(
            {
                "entries": [_entry(entry) for entry in earned.entries],
                "totals": [asdict(total) | {"open_minor": total.open_minor} for total in earned.totals],
                "has_payout_account": earned.has_account,
            }
        )


def _entry(entry: EntryEarnings) -> EntryEarningsDoc:
    return {
        "contest": {"id": entry.contest_id, "title": entry.contest_title},
        "entry": {"id": entry.entry_id, "title": entry.entry_title},
        "currency": entry.currency,
        "amount_minor": entry.amount_minor,
        "entry_amount_minor": entry.entry_amount_minor,
        "lines": [line_shape(line) for line in entry.lines],
        "payments": entry.payments,
        "disputes": entry.disputes,
    }


class PayoutAccount(Resource):
    """Where the caller is paid. Nothing here changes that: a person does, on the site, with their password."""

    read_scope = "money:read"

    @operation(gives=PayoutAccountDoc)
    def get(self, request: Any) -> Response:
        """The account at this moment, masked."""
        account = payout_account_of_person(self.actor.pk)
        if account is None:
            raise ApiProblem(404, "no-payout-account", _("You have not said yet where you want to be paid."))
        waiting = what_waits(account, now=self.now)
        return Response(
            {
                "rail": account.rail,
                "destination": account.masked,
                "holder_name": account.holder_name,
                "since": account.created_at,
                "waiting_for": waiting.reason if waiting else None,
                "waits_until": waiting.until if waiting else None,
            }
        )
