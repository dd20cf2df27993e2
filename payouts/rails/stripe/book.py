"""Stripe's record of our money, as the lines that reconciliation compares with ours: oldest first, in pages.

Each list of the contract is two of Stripe's, read one behind the other: transfers and our refunds; pages to pay on and
charges made without one. Asks for refunds and disputes only where a charge says that it has some.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from payouts.rails.base import MovementPage, RailAnswer, RailMovement
from payouts.rails.stripe import answers
from payouts.rails.stripe.answers import Object, key_of
from payouts.rails.stripe.calls import plain
from payouts.rails.stripe.charges import Charges
from payouts.rails.stripe.listing import read_both

if TYPE_CHECKING:
    from stripe import V1Services


class Book:
    """Reads the lists. Raises what Stripe's library raises."""

    def __init__(self, client: "V1Services", charges: Charges) -> None:
        self._stripe = client
        self._charges = charges

    def money_out(self, after: str, limit: int) -> MovementPage:
        """Everything that left our balance under a key of ours, and transfers under none."""
        transfers, refunds, cursor = read_both(self._list_transfers, self._list_refunds, after, limit)
        movements = [_movement(one, answers.of_transfer(one, key_of(one)), "destination") for one in transfers.lines]
        # A refund under none of our keys is no movement by itself: it takes from its charge.
        movements += [
            _movement(one, answers.of_refund(one, key_of(one)), "payment_intent")
            for one in refunds.lines
            if key_of(one)
        ]
        return MovementPage(tuple(movements), cursor, transfers.has_more or refunds.has_more)

    def money_in(self, after: str, limit: int) -> MovementPage:
        """Everything that was to come in under a key of ours, and what did come in under none."""
        pages, intents, cursor = read_both(self._list_pages, self._list_intents, after, limit)
        movements = [self._page_line(one) for one in pages.lines if key_of(one)]
        movements += [
            self._intent_line(one)
            for one in intents.lines
            if not answers.is_paid_on_page(one) and (key_of(one) or one.get("status") == "succeeded")
        ]
        return MovementPage(tuple(movements), cursor, pages.has_more or intents.has_more)

    def _page_line(self, page: Object) -> RailMovement:
        key, charge = key_of(page), answers.intent_of(page).get("latest_charge")
        answer = self._charges.page_answer(page, key) if _has_returns(charge) else answers.of_page(page, key)
        return _movement(page, answer, "payment_intent")

    def _intent_line(self, intent: Object) -> RailMovement:
        key = key_of(intent)
        if _has_returns(intent.get("latest_charge")):
            return _movement(intent, self._charges.with_returns(intent, key), "payment_method")
        return _movement(intent, answers.of_intent(intent, key), "payment_method")

    def _list_transfers(self, window: Any) -> Object:
        return plain(self._stripe.transfers.list(window))

    def _list_refunds(self, window: Any) -> Object:
        return plain(self._stripe.refunds.list(window))

    def _list_pages(self, window: Any) -> Object:
        return plain(self._stripe.checkout.sessions.list(window | {"expand": ["data.payment_intent.latest_charge"]}))

    def _list_intents(self, window: Any) -> Object:
        return plain(self._stripe.payment_intents.list(window | {"expand": ["data.latest_charge"]}))


def _has_returns(charge: Any) -> bool:
    """Whether an expanded charge says that some of it was taken back."""
    return isinstance(charge, Mapping) and bool(charge.get("amount_refunded") or charge.get("disputed"))


def _movement(thing: Object, answer: RailAnswer, party: str) -> RailMovement:
    """One that carries no key of ours stands under Stripe's own id."""
    other = thing.get(party)
    counterparty = str(other.get("id") if isinstance(other, Mapping) else other or "")
    return RailMovement(key_of(thing) or str(thing["id"]), counterparty, str(thing.get("description") or ""), answer)
