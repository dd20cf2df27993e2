"""Puts one payment to its rail, as what it is there: a payment to an account, or a refund of a charge.

Outside any transaction, in any thread. Each order is asked about as what it was made as, under the payment's own key.
"""

from payouts.rails.base import Rail, RailAnswer, RailStatus, RefundingRail
from payouts.rails.reasons import ORIGIN_CLOSED
from payouts.services.outgoing import Outgoing


def ask_about(rail: Rail, row: Outgoing) -> RailAnswer | None:
    """What the rail knows of it. None: it never saw the key."""
    if row.origin is not None and isinstance(rail, RefundingRail):
        return rail.fetch_refund(row.key, row.origin.charge_key)
    return rail.fetch_transfer(row.key)


def order(rail: Rail, row: Outgoing) -> RailAnswer:
    """Have it carried out. A rail that cannot refund pays to the account that the money came from."""
    if row.origin is not None and isinstance(rail, RefundingRail):
        return rail.refund_charge(row.key, row.origin.charge_key, row.amount_minor)
    if row.origin is not None and row.origin.is_paid_on_page:
        return RailAnswer(RailStatus.REJECTED, reason=ORIGIN_CLOSED)
    return rail.send_transfer(row.request())
