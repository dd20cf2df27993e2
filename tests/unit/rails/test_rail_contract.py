"""The contract's value objects: what an order may hold, and which status is news."""

import doctest
from typing import Any

import pytest

from payouts.rails import base
from payouts.rails.base import ChargeRequest, RailStatus, TransferRequest
from payouts.rails.sandbox.service import faults, outbox, page

GOOD: dict[str, Any] = {
    "idempotency_key": "k-1",
    "amount_minor": 1,
    "currency": "EUR",
    "destination": "FR76",
    "reference": "",
}


def test_a_plain_order_is_accepted() -> None:
    assert TransferRequest(**GOOD).amount_minor == 1


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("idempotency_key", ""),
        ("idempotency_key", "a/b"),
        ("idempotency_key", "a\n"),
        ("idempotency_key", "é"),
        ("idempotency_key", "k" * 129),
        ("amount_minor", 0),
        ("amount_minor", -1),
        ("amount_minor", 1.5),
        ("amount_minor", True),
        ("amount_minor", 10**12 + 1),
        ("currency", "eur"),
        ("currency", "EURO"),
        ("destination", ""),
        ("destination", "x" * 65),
        ("destination", "a\x00b"),
        ("reference", "x" * 141),
        ("reference", "two\nlines"),
    ],
)
def test_a_malformed_order_cannot_be_made(name: str, value: object) -> None:
    with pytest.raises(ValueError):
        TransferRequest(**{**GOOD, name: value})


def test_a_charge_obeys_the_same_rules() -> None:
    with pytest.raises(ValueError):
        ChargeRequest("k", 0, "EUR", "FR76", "")


@pytest.mark.parametrize("known", list(RailStatus))
@pytest.mark.parametrize("heard", list(RailStatus))
def test_only_progress_is_news(known: RailStatus, heard: RailStatus) -> None:
    progress = {
        RailStatus.UNKNOWN: {"accepted", "paid", "rejected", "returned"},
        RailStatus.ACCEPTED: {"paid", "rejected", "returned"},
        RailStatus.PAID: {"rejected", "returned"},
        RailStatus.REJECTED: set(),
        RailStatus.RETURNED: set(),
    }
    assert heard.supersedes(known) == (heard in progress[known])


def test_only_rejected_and_returned_are_final() -> None:
    assert {status for status in RailStatus if status.is_final} == {"rejected", "returned"}


@pytest.mark.parametrize("module", [base, faults, outbox, page])
def test_the_worked_examples_are_true(module: object) -> None:
    result = doctest.testmod(module)  # type: ignore[arg-type]
    assert result.attempted > 0
    assert result.failed == 0
