"""The border to Stripe's library: its objects become plain JSON, its exceptions the contract's words.

Whatever the library may stumble over in an answer that is none of Stripe's is caught here too: an order never raises
for what happened on the wire.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import stripe

from payouts.rails.base import MovementPage, RailAnswer, RailUnavailable
from payouts.rails.stripe import answers
from payouts.rails.stripe.answers import Object

STUMBLES: Final = (AttributeError, KeyError, TypeError, ValueError)


def attempt(kind: str, key: str, send: Callable[[], RailAnswer]) -> RailAnswer:
    """What an order's answer means, whatever comes back. `kind`: "transfer", "charge" or "refund"."""
    try:
        return send()
    except stripe.StripeError as error:
        return answers.of_error(kind, *refusal_of(error), key)
    except STUMBLES:
        return answers.unknown("unreadable_answer")


def ask(fetch: Callable[[], RailAnswer | None]) -> RailAnswer | None:
    """What a question's answer means. No error rejects an order: it is about the question alone."""
    try:
        return fetch()
    except stripe.StripeError as error:
        return answers.unknown(word_of(error))
    except STUMBLES:
        return answers.unknown("unreadable_answer")


def read_book(read: Callable[[], MovementPage]) -> MovementPage:
    """A page of the book. Raises RailUnavailable with one word."""
    try:
        return read()
    except stripe.StripeError as error:
        raise RailUnavailable(word_of(error)) from error
    except STUMBLES as error:
        raise RailUnavailable(type(error).__name__) from error


def refusal_of(error: stripe.StripeError) -> tuple[int | None, Object]:
    """The status and the error object that Stripe sent; for an accident on the wire none, and its name as the code."""
    if isinstance(error, stripe.APIConnectionError):
        return None, {"code": str(error.user_message)}
    body = error.json_body
    said = body.get("error") if isinstance(body, Mapping) else None
    return error.http_status, said if isinstance(said, Mapping) else {}


def word_of(error: stripe.StripeError) -> str:
    """A short word for logs and reasons; Stripe's messages may hold more than that."""
    status_code, said = refusal_of(error)
    return str(said.get("code") or said.get("type") or f"http_{status_code}")


def plain(thing: Any) -> Object:
    """One of the library's objects as plain JSON. Raises AttributeError for anything else."""
    read: dict[str, Any] = thing.to_dict()
    return read


def lines(listing: Any) -> list[Object]:
    """What a list or a search holds."""
    return list(plain(listing)["data"])


def was_replayed(thing: Any) -> bool:
    """Whether Stripe repeated the answer it gave long ago, which may be out of date."""
    response = thing.last_response
    return response is not None and response.headers.get("idempotent-replayed") == "true"
