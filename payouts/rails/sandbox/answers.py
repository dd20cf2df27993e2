"""Reads the sandbox's HTTP answers: status code and bytes in, the contract's words out. No network.

Everything that is not beyond doubt becomes `unknown`. In particular a refusal counts only when the body
names it in the sandbox's own words: a proxy's 404 must not pass for "never saw this key", nor its 400 for
"no money moved".
"""

from typing import Any

import orjson

from payouts.rails.base import MovementPage, RailAnswer, RailMovement, RailStatus

COUNTERPARTY_FIELD = {"transfer": "destination", "charge": "source"}

# Codes of the service's problem documents that the client acts upon.
INVALID_REQUEST = "invalid_request"
REJECTED = "rejected"
UNKNOWN_KEY = "unknown_key"
KEY_REUSED = "idempotency_key_reused"


def unknown(reason: str) -> RailAnswer:
    """The answer that obliges the caller to ask again under the same key."""
    return RailAnswer(RailStatus.UNKNOWN, reason=reason)


def read_object(content: bytes) -> dict[str, Any]:
    """The body as a JSON object; anything else reads as an empty one, which means nothing definite."""
    try:
        body = orjson.loads(content)
    except orjson.JSONDecodeError:
        return {}
    return body if isinstance(body, dict) else {}


def read_movement(body: dict[str, Any]) -> RailMovement:
    """One movement as the service writes it. Raises KeyError, TypeError or ValueError for anything else."""
    amount = body["amount_minor"]
    if type(amount) is not int:
        raise TypeError("amount_minor")
    answer = RailAnswer(
        status=RailStatus(body["status"]),
        provider_reference=str(body["provider_reference"]),
        reason=str(body["reason"]),
        amount_minor=amount,
        currency=str(body["currency"]),
    )
    return RailMovement(
        idempotency_key=str(body["idempotency_key"]),
        counterparty=str(body[COUNTERPARTY_FIELD[body["kind"]]]),
        reference=str(body["reference"]),
        answer=answer,
    )


def _answer_for(body: Any, key: str) -> RailAnswer:
    """The answer in a movement, provided that it is about this key."""
    try:
        movement = read_movement(body)
    except (KeyError, TypeError, ValueError):
        return unknown("unreadable_answer")
    return movement.answer if movement.idempotency_key == key else unknown("answer_about_another_key")


def read_sent(status_code: int, content: bytes, key: str) -> RailAnswer:
    """What an answer to a send means.

    A reused key is `unknown`, not `rejected`: the first order under that key may well have been paid.
    """
    body = read_object(content)
    code = body.get("code")
    if 200 <= status_code < 300:
        return _answer_for(body, key)
    if status_code == 402 and code == REJECTED:
        return _answer_for(body.get("movement"), key)
    if status_code == 400 and code == INVALID_REQUEST:
        return RailAnswer(RailStatus.REJECTED, reason=INVALID_REQUEST)
    return unknown(str(code or f"http_{status_code}"))


def read_fetched(status_code: int, content: bytes, key: str) -> RailAnswer | None:
    """What an answer to a fetch means; None only when the rail itself says that it never saw the key."""
    body = read_object(content)
    if status_code == 200:
        return _answer_for(body, key)
    if status_code == 404 and body.get("code") == UNKNOWN_KEY and body.get("idempotency_key") == key:
        return None
    return unknown(str(body.get("code") or f"http_{status_code}"))


def read_page(content: bytes) -> MovementPage:
    """A listing. Raises KeyError, TypeError or ValueError when it is not one."""
    body = read_object(content)
    movements = tuple(read_movement(line) for line in body["movements"])
    return MovementPage(movements, cursor=str(body["cursor"]), has_more=bool(body["has_more"]))
