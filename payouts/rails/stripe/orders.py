"""What we send to Stripe for an order: made of the order alone, so that the same order is the same request for ever.

Stripe refuses a key that comes with other parameters, and finds an order later by the key that stands in it.
"""

import re
from typing import TYPE_CHECKING, Final

from payouts.rails.base import ChargeRequest, TransferRequest
from payouts.rails.stripe.answers import KEY, PAGE, VIA

if TYPE_CHECKING:
    from stripe.params import (
        AccountCreateParams,
        PaymentIntentCreateParams,
        RefundCreateParams,
        TransferCreateParams,
    )
    from stripe.params.checkout import SessionCreateParams

ACCOUNT: Final = re.compile(r"acct_[A-Za-z0-9]{8,}")
PAYMENT_METHOD: Final = re.compile(r"(pm|card|src)_[A-Za-z0-9_]{4,}")


def transfer(request: TransferRequest) -> "TransferCreateParams":
    """Money from our balance to a connected account. The group is what `fetch_transfer` finds it by."""
    return {
        "amount": request.amount_minor,
        "currency": request.currency.lower(),
        "destination": request.destination,
        "description": request.reference,
        "transfer_group": request.idempotency_key,
        "metadata": {KEY: request.idempotency_key},
    }


def charge(request: ChargeRequest) -> "PaymentIntentCreateParams":
    """A card that was given before, charged without its holder. Whatever would need the holder is declined."""
    return {
        "amount": request.amount_minor,
        "currency": request.currency.lower(),
        "payment_method": request.source,
        "allowed_payment_method_types": ["card"],
        "confirm": True,
        "off_session": True,
        "description": request.reference,
        "transfer_group": request.idempotency_key,
        "metadata": {KEY: request.idempotency_key},
    }


def page(request: ChargeRequest, return_url: str) -> "SessionCreateParams":
    """A page on which one card payment can be made. It lives a day, as long as Stripe remembers our key at least."""
    key = request.idempotency_key
    return {
        "mode": "payment",
        "allowed_payment_method_types": ["card"],
        "client_reference_id": key,
        "metadata": {KEY: key},
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": request.currency.lower(),
                    "unit_amount": request.amount_minor,
                    "product_data": {"name": request.reference},
                },
            }
        ],
        "payment_intent_data": {
            "description": request.reference,
            "transfer_group": key,
            "metadata": {KEY: key, VIA: PAGE},
        },
        "success_url": return_url,
        "cancel_url": return_url,
    }


def refund(idempotency_key: str, intent: str, amount_minor: int) -> "RefundCreateParams":
    """A part of a charge, or all that is left of it, back to its card."""
    return {"payment_intent": intent, "amount": amount_minor, "metadata": {KEY: idempotency_key}}


def account(idempotency_key: str, country: str) -> "AccountCreateParams":
    """An Express account that may receive transfers. Its holder tells Stripe who they are; we do not."""
    return {
        "controller": {
            "stripe_dashboard": {"type": "express"},
            "fees": {"payer": "application"},
            "losses": {"payments": "application"},
            "requirement_collection": "stripe",
        },
        "country": country,
        "capabilities": {"transfers": {"requested": True}},
        "metadata": {KEY: idempotency_key},
    }
