"""Webhooks and their messages in words."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from frontend.showing.states import Shown
from webhooks.models import Endpoint

OFF = {
    "owner": Shown(_("Off")),
    "failing": Shown(_("Off: nothing was taken for days"), "bad"),
    "gone": Shown(_("Off: it answered that it is gone"), "bad"),
}
OUTCOMES = {
    "delivered": Shown(_("Delivered"), "good"),
    "given_up": Shown(_("Given up"), "bad"),
    "withdrawn": Shown(_("Not sent: not for you any more"), "warn"),
    "disabled": Shown(_("Not sent: the webhook was off"), "warn"),
}
ON = Shown(_("On"), "good")
FAILING = Shown(_("On, but nothing is taken"), "warn")
WAITING = Shown(_("Waiting"), "note")
TRIED_AGAIN = Shown(_("Will be tried again"), "warn")


def endpoint_words(row: Endpoint) -> Shown:
    if not row.is_active:
        return OFF[row.disabled_because]
    return FAILING if row.failing_since else ON


def delivery_words(row: Any) -> Shown:
    """Of a row of `deliveries_of`."""
    if row.outcome:
        return OUTCOMES[row.outcome]
    return TRIED_AGAIN if row.attempts and row.last_try_at else WAITING
