"""Worked cases as small text files (TOML), which anybody who can read a payslip can write: terms, events, expected pay.

A case says in money what must come out. `differences` settles it and returns what is not as expected, in words.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from payouts.policy.checking_policy import check_policy
from payouts.policy.document import PolicyDocument, parse_policy
from payouts.policy.facts import EntryFacts, Facts
from payouts.policy.fair_1 import FAIR_1_DOCUMENT
from payouts.policy.fair_2 import FAIR_2_DOCUMENT
from payouts.policy.settlement import Settlement
from payouts.policy.settling import settle
from payouts.policy.terms import Terms
from payouts.policy.voice import CURRENCIES, format_money

STARTING_POINTS: Final[Mapping[str, Mapping[str, Any]]] = {"fair 1": FAIR_1_DOCUMENT, "fair 2": FAIR_2_DOCUMENT}
MOMENT: Final = "2026-03-01T12:00:00+00:00"
SECTIONS: Final = frozenset({"title", "source", "policy", "change", "terms", "outcome", "stage", "entry", "expected"})
AMOUNT: Final = re.compile(r"-?\d+(?:[ _]\d{3})*(?:\.\d+)?")


class UnreadableCase(ValueError):
    """The file is no case; the message says where and what to write instead."""


@dataclass(frozen=True, slots=True)
class Case:
    """One worked case. `expected` is what the file says: `pay` by entry, `total`, `lines` by rule, `refused` rules."""

    title: str
    source: str
    policy: PolicyDocument
    terms: Terms
    facts: Facts | None
    expected: Mapping[str, Any]


def read_case(text: str) -> Case:
    """Read a case. Raises UnreadableCase, PolicyError."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UnreadableCase(str(error)) from error
    unknown = sorted(set(data) - SECTIONS)
    if unknown or "expected" not in data:
        raise UnreadableCase(f"unknown: {', '.join(unknown)}" if unknown else "say what is [expected]")
    currency = data.get("terms", {}).get("currency", "EUR")
    facts = None
    if "outcome" in data:
        entries = tuple(entry for row in data.get("entry", ()) for entry in _entries(row))
        facts = Facts.from_dict(
            {
                "outcome": data["outcome"],
                "stage": data.get("stage"),
                "decided_at": MOMENT,
                "entries": [entry.to_dict() for entry in entries],
                "quantities": data.get("terms", {}).get("happened", {}),
            }
        )
    return Case(
        title=str(data.get("title", "")),
        source=str(data.get("source", "")),
        policy=_policy(data, currency),
        terms=_terms(data.get("terms", {}), currency),
        facts=facts,
        expected=data["expected"],
    )


def differences(case: Case) -> list[str]:
    """Return what does not come out as the case says; nothing, if all does."""
    found: list[str] = []
    if "refused" in case.expected:
        broken = sorted({rule.number or 0 for rule in check_policy(case.policy)})
        if broken != sorted(case.expected["refused"]):
            found.append(f"expected to be refused for the rules {case.expected['refused']}, but broken are {broken}")
    if case.facts is not None:
        found += _differing_pay(case, settle(case.policy, case.terms, case.facts))
    return found


def read_amount(text: object, currency: str) -> int:
    """Read an amount in whole units, as "1 299.00", into minor units.

    >>> read_amount("1 299.00", "USD"), read_amount("12.5", "EUR"), read_amount("1500", "JPY")
    (129900, 1250, 1500)
    """
    decimals = CURRENCIES.get(currency, ("", 2))[1]
    if not isinstance(text, str) or not AMOUNT.fullmatch(text.strip()):
        raise UnreadableCase(f'{text!r} is no amount; write it in quotes, as "1 299.00"')
    whole, _, part = text.strip().replace(" ", "").replace("_", "").partition(".")
    if len(part) > decimals:
        raise UnreadableCase(f"{text!r} has more decimals than {currency} has")
    return int(whole + part.ljust(decimals, "0"))


def _differing_pay(case: Case, settlement: Settlement) -> Iterator[str]:
    currency = case.terms.currency
    paid: dict[str, int] = {}
    for payable in settlement.payables:
        for name in {payable.entry_id, payable.payee_id}:
            paid[name] = paid.get(name, 0) + payable.amount_minor
    by_rule: dict[str, int] = {}
    for line in settlement.lines:
        by_rule[line.rule] = by_rule.get(line.rule, 0) + line.amount_minor
    wanted = [
        (f"pay of {name}", amount, paid.get(name, 0))
        for names, amount in case.expected.get("pay", {}).items()
        for name in _names(names)
    ]
    lines = case.expected.get("lines", {})
    wanted += [(f"lines of {rule}", amount, by_rule.get(rule, 0)) for rule, amount in lines.items()]
    if "total" in case.expected:
        wanted.append(("total", case.expected["total"], settlement.owed_total_minor))
    for what, amount, found in wanted:
        expected = read_amount(amount, currency)
        if expected != found:
            yield f"{what}: expected {format_money(expected, currency, 'en')}, is {format_money(found, currency, 'en')}"
    if "rights_pass" in case.expected and case.expected["rights_pass"] != settlement.rights_pass:
        yield f"rights: expected {'to pass' if case.expected['rights_pass'] else 'to stay'}"


def _policy(data: Mapping[str, Any], currency: str) -> PolicyDocument:
    start = STARTING_POINTS.get(str(data.get("policy", "fair 1")))
    if start is None:
        raise UnreadableCase(f"policy: one of {', '.join(STARTING_POINTS)}")
    rules = {slug: dict(parameters) for slug, parameters in start["rules"].items()}
    for slug, changes in data.get("change", {}).items():
        for name, value in changes.items():
            is_money = name.endswith("_minor") and isinstance(value, str)
            rules.setdefault(slug, {})[name] = read_amount(value, currency) if is_money else value
    return parse_policy({**start, "rules": rules})


def _terms(given: Mapping[str, Any], currency: str) -> Terms:
    day = given.get("reference_date", date(2026, 1, 1))
    if not isinstance(day, date):
        raise UnreadableCase("terms.reference_date: a date without quotes, as 2026-01-01")
    places = int(given.get("shortlist_max", 6))
    return Terms(
        currency=currency,
        prizes_minor=tuple(read_amount(prize, currency) for prize in given.get("prizes", ())),
        shortlist_max=places,
        effort_minutes=int(given.get("effort_minutes", 480)),
        study_price_minor=read_amount(given.get("study_price", "0"), currency),
        hourly_minimum_minor=read_amount(given.get("hourly_minimum", "12.02"), currency),
        reference_date=day,
        unpaid_effort_minutes=int(given.get("unpaid_effort_minutes", 60)),
        vat_bps=int(given.get("vat_bps", 2_000)),
        entry_cap=int(given.get("entry_cap", 4 * places)),
    )


def _entries(row: Mapping[str, Any]) -> Iterator[EntryFacts]:
    known = {"name", "shortlisted", "rank", "disqualified", "team", "happened"}
    if set(row) - known or "name" not in row:
        raise UnreadableCase(f"entry: known are {', '.join(sorted(known))}, and name is needed")
    for name in _names(row["name"]):
        team = row.get("team", [name])
        yield EntryFacts(
            entry_id=name,
            shortlisted=bool(row.get("shortlisted", False)),
            rank=row.get("rank"),
            disqualified="disqualified" in row,
            disqualification_reason=str(row.get("disqualified", "")),
            shares=tuple((member, 1) for member in team),
            quantities=tuple(sorted(row.get("happened", {}).items())),
        )


def _names(text: str) -> Iterable[str]:
    """Several names in one: "e1..e9" stands for nine.

    >>> list(_names("e8..e10")), list(_names("fern"))
    (['e8', 'e9', 'e10'], ['fern'])
    """
    found = re.fullmatch(r"(\D+)(\d+)\.\.\1(\d+)", text)
    if not found:
        return [text]
    stem, first, last = found[1], int(found[2]), int(found[3])
    return [f"{stem}{number}" for number in range(first, last + 1)]
