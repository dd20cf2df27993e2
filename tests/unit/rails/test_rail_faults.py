"""Which fault strikes whom: once, in order, at a rate, and the same way for the same seed."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from payouts.rails.sandbox.service import faults
from payouts.rails.sandbox.service.book import open_book
from payouts.rails.sandbox.service.faults import MAGIC_SUFFIXES, FaultKind, parse_fault


@pytest.fixture
def book(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    connection = open_book(tmp_path / "book.sqlite")
    yield connection
    connection.close()


def strike(book: sqlite3.Connection, key: str = "k", counterparty: str = "FR76", is_new: bool = True) -> str:
    """What strikes a transfer, '' for nothing."""
    fault = faults.strike(book, applies_to="transfer", key=key, counterparty=counterparty, is_new=is_new, now=0.0)
    return fault.kind if fault else ""


def test_nothing_strikes_by_itself(book: sqlite3.Connection) -> None:
    assert strike(book) == ""


def test_an_armed_fault_strikes_as_often_as_it_was_told(book: sqlite3.Connection) -> None:
    faults.arm(book, parse_fault({"kind": "slow", "times": 2}))
    assert [strike(book, key) for key in "abc"] == ["slow", "slow", ""]
    assert faults.armed(book) == []


def test_faults_strike_in_the_order_they_were_armed(book: sqlite3.Connection) -> None:
    for kind in ("reject", "slow"):
        faults.arm(book, parse_fault({"kind": kind}))
    assert [strike(book, key) for key in "abc"] == ["reject", "slow", ""]


def test_a_repeated_order_cannot_be_rejected_but_its_answer_may_be_lost(book: sqlite3.Connection) -> None:
    for kind in ("reject", "error_500"):
        faults.arm(book, parse_fault({"kind": kind}))
    assert strike(book, is_new=False) == "error_500"
    assert [fault["kind"] for fault in faults.armed(book)] == ["reject"]


def test_a_charge_s_fault_leaves_transfers_alone(book: sqlite3.Connection) -> None:
    faults.arm(book, parse_fault({"kind": "slow", "applies_to": "charge"}))
    assert strike(book) == ""


def test_a_seed_gives_the_same_misfortunes_in_any_order(book: sqlite3.Connection) -> None:
    faults.arm(book, parse_fault({"kind": "reject", "probability": 0.3, "seed": 7}))
    keys = [f"k-{number}" for number in range(200)]
    first = {key for key in keys if strike(book, key)}
    book.execute("DELETE FROM fired_fault")
    second = {key for key in reversed(keys) if strike(book, key)}
    assert first == second
    assert 30 < len(first) < 90


def test_another_seed_gives_others(book: sqlite3.Connection) -> None:
    draws = [[faults.chance(seed, "slow", f"k-{n}", 0) < 0.5 for n in range(64)] for seed in (1, 2)]
    assert draws[0] != draws[1]


def test_a_repeated_request_gets_a_new_draw_and_so_gets_through(book: sqlite3.Connection) -> None:
    faults.arm(book, parse_fault({"kind": "error_500", "probability": 0.9, "seed": 1}))
    tries = dict.fromkeys("abcdefgh", 0)
    for key in tries:
        while strike(book, key):
            tries[key] += 1
            assert tries[key] < 100, "a key that is always struck never gets paid"
    assert max(tries.values()) > 1


@pytest.mark.parametrize("suffix", sorted(MAGIC_SUFFIXES))
def test_a_magic_suffix_strikes_each_key_once(book: sqlite3.Connection, suffix: str) -> None:
    iban = f"FR76 3000 4000 {suffix[:4]} {suffix[4:]}"
    kind = MAGIC_SUFFIXES[suffix].kind
    assert [strike(book, "a", iban), strike(book, "a", iban), strike(book, "b", iban)] == [kind, "", kind]


def test_every_kind_of_fault_has_a_magic_suffix() -> None:
    assert {fault.kind for fault in MAGIC_SUFFIXES.values()} == set(FaultKind)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"kind": "earthquake"},
        {"kind": ["slow"]},
        {"kind": "slow", "sharpness": 1},
        {"kind": "slow", "probability": 0},
        {"kind": "slow", "probability": 1.1},
        {"kind": "slow", "probability": "often"},
        {"kind": "slow", "times": 0},
        {"kind": "slow", "times": 1.5},
        {"kind": "slow", "delay_ms": -1},
        {"kind": "slow", "delay_ms": True},
        {"kind": "slow", "applies_to": "weather"},
        {"kind": "reject", "applies_to": "fetch"},
        {"kind": "reject", "reason": ""},
    ],
)
def test_a_fault_that_could_never_strike_is_refused(body: dict[str, Any]) -> None:
    with pytest.raises((TypeError, ValueError)):
        parse_fault(body)
