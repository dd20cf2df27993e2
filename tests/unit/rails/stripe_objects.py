"""Stripe's objects as its API gives them, reduced to what the rail reads. Each function's arguments change fields."""

from typing import Any

KEY = "obligation:1:1"


def transfer(**changes: Any) -> dict[str, Any]:
    return {
        "id": "tr_1",
        "object": "transfer",
        "amount": 16828,
        "amount_reversed": 0,
        "currency": "eur",
        "destination": "acct_1PayeePayeePayee",
        "description": "Fairbrief pay",
        "metadata": {"fairbrief_key": KEY},
        **changes,
    }


def intent(**changes: Any) -> dict[str, Any]:
    return {
        "id": "pi_1",
        "object": "payment_intent",
        "amount": 16828,
        "amount_received": 16828,
        "currency": "eur",
        "status": "succeeded",
        "metadata": {"fairbrief_key": KEY},
        "last_payment_error": None,
        "next_action": None,
        **changes,
    }


def page(**changes: Any) -> dict[str, Any]:
    return {
        "id": "cs_1",
        "object": "checkout.session",
        "amount_total": 16828,
        "currency": "eur",
        "status": "open",
        "url": "https://checkout.stripe.com/c/pay/cs_1",
        "payment_intent": None,
        "metadata": {"fairbrief_key": KEY},
        **changes,
    }


def refund(**changes: Any) -> dict[str, Any]:
    return {
        "id": "re_1",
        "object": "refund",
        "amount": 16828,
        "currency": "eur",
        "status": "succeeded",
        "payment_intent": "pi_1",
        "metadata": {},
        **changes,
    }


def dispute(*moved: int, **changes: Any) -> dict[str, Any]:
    """A dispute whose balance transactions are these: withdrawn is negative, given back positive."""
    return {
        "id": "du_1",
        "object": "dispute",
        "amount": 16828,
        "currency": "eur",
        "status": "needs_response",
        "reason": "fraudulent",
        "payment_intent": "pi_1",
        "balance_transactions": [{"amount": amount} for amount in moved],
        **changes,
    }
