"""Reads the events that Stripe posts, once they are verified. Decides which of them are about orders of ours.

Stripe sends every event of the account that an endpoint subscribes to, and those of connected accounts besides. Most
say nothing about money that we ordered; they are acknowledged and forgotten. Nothing is stored here.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

import orjson

from payouts.rails.base import AccountNotice, NothingOfOurs, Notice, NoticeRefused, RailAnswer, RailNotice, RailStatus
from payouts.rails.stripe import answers
from payouts.rails.stripe.answers import Object, key_of
from payouts.rails.stripe.signature import check_signature

HEADER: Final = "stripe-signature"

CHARGES: Final = ("payment_intent.", "charge.", "checkout.session.")
DISPUTES: Final = "charge.dispute."
REFUNDS: Final = ("refund.", "charge.refund.")
TRANSFERS: Final = ("transfer.created", "transfer.updated", "transfer.reversed")
ACCOUNTS: Final = ("account.updated", "account.application.deauthorized", "capability.updated")

Said = tuple[str, str, RailAnswer]
"""A movement's kind, our key ('' if the event does not carry it), and what is said of it."""


def read_notice(secrets: Sequence[str], headers: Mapping[str, str], body: bytes, *, now: datetime) -> Notice:
    """The notice, once its signature and age are right. Raises NoticeRefused with one word for the log."""
    folded = {name.lower(): value for name, value in headers.items()}
    check_signature(secrets, folded.get(HEADER, ""), body, now=now)
    try:
        event = orjson.loads(body)
        return _read(event, event["data"]["object"])
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise NoticeRefused("unreadable_body") from error


def _read(event: Object, thing: Object) -> Notice:
    event_id, name, connected = str(event["id"]), str(event["type"]), event.get("account")
    occurred_at = datetime.fromtimestamp(int(event["created"]), UTC)
    if name in ACCOUNTS:
        account = connected or thing.get("account") or thing["id"]
        return AccountNotice(event_id, str(account), occurred_at)
    said = None if connected else _of_movement(name, thing)
    if said is None:
        return NothingOfOurs(event_id)
    kind, key, answer = said
    return RailNotice(event_id, kind, key, answer, occurred_at)


def _of_movement(name: str, thing: Object) -> Said | None:
    for prefixes, read in READERS:
        if name.startswith(prefixes):
            return read(name, thing)
    return None


def _of_dispute(name: str, dispute: Object) -> Said | None:
    """A dispute names the charge by Stripe's ids alone."""
    return _about_intent(name, dispute)


def _of_refund(name: str, refund: Object) -> Said | None:
    """One of ours moves money out by itself; anybody else's takes from a charge."""
    key = key_of(refund)
    return ("transfer", key, answers.of_refund(refund, key)) if key else _about_intent(name, refund)


def _of_charge(name: str, thing: Object) -> Said | None:
    """Something happened to money on its way in. Whoever hears it asks us what."""
    key = key_of(thing)
    return ("charge", key, RailAnswer(RailStatus.UNKNOWN, reason=name)) if key else None


def _of_transfer(name: str, transfer: Object) -> Said | None:
    key = key_of(transfer)
    return ("transfer", key, answers.of_transfer(transfer, key)) if key else None


def _about_intent(name: str, thing: Object) -> Said | None:
    intent: Any = thing.get("payment_intent")
    reference = str(intent.get("id") if isinstance(intent, Mapping) else intent or "")
    return ("charge", "", RailAnswer(RailStatus.UNKNOWN, reference, name)) if reference else None


# The first that fits reads the event, so that the special stand before the general.
READERS: Final[tuple[tuple[tuple[str, ...], Callable[[str, Object], Said | None]], ...]] = (
    ((DISPUTES,), _of_dispute),
    (REFUNDS, _of_refund),
    (CHARGES, _of_charge),
    (TRANSFERS, _of_transfer),
)
