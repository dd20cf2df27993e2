"""Finds charges at Stripe by our key, and reads them together with what was taken back of them since.

Everything here raises what Stripe's library raises; `calls` turns that into answers.
"""

from typing import TYPE_CHECKING

from payouts.rails.base import RailAnswer
from payouts.rails.stripe import answers
from payouts.rails.stripe.answers import Object, key_of
from payouts.rails.stripe.calls import lines, plain
from payouts.rails.stripe.listing import MOST_AT_ONCE

if TYPE_CHECKING:
    from stripe import V1Services


class Charges:
    """Charges, with or without a page of Checkout's."""

    def __init__(self, client: "V1Services") -> None:
        self._stripe = client

    def find(self, key: str) -> RailAnswer | None:
        """The charge of a key, wherever it stands; None if Stripe shows none."""
        intents = self.intents_of(key)
        if len(intents) > 1:
            return answers.unknown("several_under_one_key")
        if not intents:
            return None
        intent = intents[0]
        if answers.is_paid_on_page(intent) and intent.get("status") not in ("succeeded", "canceled"):
            # What such a payment can still become hangs on whether its page is open.
            pages = lines(self._stripe.checkout.sessions.list({"payment_intent": str(intent["id"])}))
            if pages:
                return self.read_page(str(pages[0]["id"]), key)
        return self.with_returns(intent, key)

    def intents_of(self, key: str) -> list[Object]:
        """Every PaymentIntent under a key.

        The list of charges knows at once those that tried a card; the search finds the others too, a minute later.
        """
        tried = lines(self._stripe.charges.list({"transfer_group": key, "limit": MOST_AT_ONCE}))
        searched = lines(self._stripe.payment_intents.search({"query": f"metadata['{answers.KEY}']:'{key}'"}))
        found = {str(one.get("payment_intent") or "") for one in tried} | {str(one["id"]) for one in searched}
        intents = [plain(self._stripe.payment_intents.retrieve(one)) for one in sorted(found - {""})]
        return [intent for intent in intents if key_of(intent) == key]

    def read_intent(self, reference: str, key: str) -> RailAnswer:
        """A PaymentIntent by its id, as it is now."""
        return self.with_returns(plain(self._stripe.payment_intents.retrieve(reference)), key)

    def read_page(self, reference: str, key: str) -> RailAnswer:
        """A page by its id, as it is now."""
        return self.page_answer(
            plain(self._stripe.checkout.sessions.retrieve(reference, {"expand": ["payment_intent"]})), key
        )

    def with_returns(self, intent: Object, key: str) -> RailAnswer:
        """What a PaymentIntent means, given its refunds and disputes."""
        if intent.get("status") != "succeeded":
            return answers.of_intent(intent, key)
        reference = str(intent["id"])
        return answers.of_intent(intent, key, self.refunds_of(reference), self._disputes_of(reference))

    def page_answer(self, page: Object, key: str) -> RailAnswer:
        """What a page means, given the refunds and disputes of what was paid there."""
        intent = answers.intent_of(page)
        if intent.get("status") != "succeeded":
            return answers.of_page(page, key)
        reference = str(intent["id"])
        return answers.of_page(page, key, self.refunds_of(reference), self._disputes_of(reference))

    def refunds_of(self, intent: str) -> list[Object]:
        """Ours and others'."""
        return lines(self._stripe.refunds.list({"payment_intent": intent, "limit": MOST_AT_ONCE}))

    def _disputes_of(self, intent: str) -> list[Object]:
        return lines(self._stripe.disputes.list({"payment_intent": intent, "limit": MOST_AT_ONCE}))
