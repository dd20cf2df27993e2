"""A later rule fits in by itself: here paid visits to a site, which no table knows, written outside the engine."""

from dataclasses import dataclass
from typing import Any, ClassVar

import pytest

from payouts.policy import (
    FAIR_1,
    FAIR_1_DOCUMENT,
    Facts,
    PolicyDocument,
    PolicyError,
    Rule,
    Section,
    Terms,
    check_policy,
    check_terms,
    compute_liability,
    floor,
    liability_total,
    parse_policy,
    settle,
)
from payouts.policy.arithmetic import bps_up
from payouts.policy.line_kinds import LineKind, same
from payouts.policy.promises.pay import escrow_covers_everything
from payouts.policy.reading import Bps, Count
from payouts.policy.refusals import UnreadQuantity
from payouts.policy.rules import RULE_TYPES
from payouts.policy.sheet import Sheet
from payouts.policy.voice import Voice
from tests.unit.policy.worlds import NOON, finalist, make_terms

KIND = LineKind(
    rule="site_visit",
    component="earned",
    label={"en": "site_visit", "fr": "visite"},
    formula=same("{floor_minor:money} × {daily_bps:percent} × {days}"),
)


@dataclass(frozen=True, slots=True)
class SiteVisit(Rule):
    """5 % of F a day, reserved for the most days there may be."""

    slug: ClassVar[str] = "site_visit"
    number: ClassVar[int | None] = None
    required: ClassVar[bool] = False
    reads: ClassVar[frozenset[str]] = frozenset({"site_visit.days"})
    line_kinds: ClassVar[tuple[LineKind, ...]] = (KIND,)

    daily_bps: Bps
    maximum_days: Count

    def reserve(self, policy: PolicyDocument, terms: Terms) -> int:
        sizes = range(1, terms.shortlist_max + 1)
        rate = self.daily_bps * self.maximum_days
        return max(n * bps_up(floor(policy, terms, n).amount_minor, rate) for n in sizes)

    def add_lines(self, sheet: Sheet) -> None:
        days = sheet.facts.quantity("site_visit.days")
        for entry in sheet.shortlist:
            assert sheet.floor is not None
            each = bps_up(sheet.floor.amount_minor, self.daily_bps * days)
            inputs: dict[str, int | str] = {
                "currency": sheet.terms.currency,
                "floor_minor": sheet.floor.amount_minor,
                "daily_bps": self.daily_bps,
                "days": days,
            }
            sheet.add(KIND, entry.entry_id, each, inputs)

    def describe(self, voice: Voice) -> Section:
        rate = voice.percent(self.daily_bps)
        return voice.section(en=("SiteVisit", f"{rate} a day."), fr=("Visite", f"{rate} par jour."))


TYPES = (*RULE_TYPES, SiteVisit)


def extended(**parameters: int) -> PolicyDocument:
    rules: dict[str, Any] = FAIR_1_DOCUMENT["rules"] | {
        "site_visit": {"daily_bps": 500, "maximum_days": 10} | parameters
    }
    return parse_policy(FAIR_1_DOCUMENT | {"rules": rules}, TYPES)


def test_its_parameters_are_read_like_any_others() -> None:
    policy = extended()
    assert policy.rule(SiteVisit).maximum_days == 10
    assert parse_policy(policy.to_dict(), TYPES) == policy
    with pytest.raises(PolicyError, match=r"rules\.site_visit\.daily_bps"):
        extended(daily_bps=-1)


def test_documents_without_it_stay_as_they_are() -> None:
    assert parse_policy(FAIR_1_DOCUMENT, TYPES) == FAIR_1
    assert parse_policy(FAIR_1_DOCUMENT, TYPES).digest == FAIR_1.digest


def test_it_is_reserved_in_the_liability() -> None:
    liability = compute_liability(extended(), make_terms())
    assert liability.reserves_minor == 6 * 8_414
    reserve = next(part for part in liability.parts if part.kind == "reserve")
    assert (reserve.rule, reserve.amount_minor, reserve.formula) == ("site_visit", 50_484, "504.84 €")
    assert liability.total_minor == sum(part.amount_minor for part in liability.parts)
    assert liability.total_minor > liability_total(FAIR_1, make_terms())


def test_it_adds_its_lines_to_what_is_owed() -> None:
    entries = (finalist("a", 1), finalist("b"), finalist("c"))
    facts = Facts("awarded", NOON, entries, quantities=(("site_visit.days", 3),))
    settlement = settle(extended(), make_terms(), facts)
    added = [line for line in settlement.lines if line.rule == "site_visit"]
    assert [line.amount_minor for line in added] == [2_525] * 3
    assert added[0].formula == "168.28 € × 5 % × 3"
    assert settlement.owed_total_minor == 3 * 16_828 + 150_000 + 3 * 2_525
    assert settlement.unspent_minor >= 0


def test_the_most_it_may_cost_is_covered() -> None:
    entries = tuple(finalist(name, 1) for name in "abcdef")
    facts = Facts("awarded", NOON, entries, quantities=(("site_visit.days", 10),))
    assert settle(extended(), make_terms(), facts).unspent_minor == 0


def test_without_it_nobody_reads_its_days() -> None:
    facts = Facts("awarded", NOON, (finalist("a", 1),), quantities=(("site_visit.days", 3),))
    with pytest.raises(UnreadQuantity, match=r"site_visit\.days"):
        settle(FAIR_1, make_terms(), facts)
    terms = make_terms(quantities=(("site_visit.days", 3),))
    assert check_terms(extended(), terms) == []
    assert check_terms(extended(), make_terms(quantities=(("site_visit.days", 0),))) == []
    assert len(check_terms(extended(), make_terms(quantities=(("site_visit.days", -1),)))) == 1
    assert [problem.field for problem in check_terms(FAIR_1, terms)] == ["quantities.site_visit.days"]


def test_the_policy_with_it_is_judged_like_any_other() -> None:
    assert check_policy(extended()) == []


@dataclass(frozen=True, slots=True)
class Unreserved(SiteVisit):
    """A cent for the first of the shortlist on the only day there may be, and nobody has set it aside."""

    def reserve(self, policy: PolicyDocument, terms: Terms) -> int:
        return 0

    def strain(self, terms: Terms, facts: Facts) -> Facts:
        return facts.with_quantity("site_visit.days", 1)

    def add_lines(self, sheet: Sheet) -> None:
        if sheet.facts.quantity("site_visit.days") and sheet.shortlist:
            inputs: dict[str, int | str] = {"currency": "EUR", "floor_minor": 1, "daily_bps": 10_000, "days": 1}
            sheet.add(KIND, sheet.shortlist[0].entry_id, 1, inputs)


def test_a_rule_that_reserves_a_cent_too_little_is_found_out() -> None:
    document = FAIR_1_DOCUMENT | {
        "rules": FAIR_1_DOCUMENT["rules"] | {"site_visit": {"daily_bps": 0, "maximum_days": 1}}
    }
    assert list(escrow_covers_everything(parse_policy(document, (*RULE_TYPES, SiteVisit)))) == []
    broken = list(escrow_covers_everything(parse_policy(document, (*RULE_TYPES, Unreserved))))
    assert {one.number for one in broken} == {6}
    assert {one.counter_example.promised - one.counter_example.found for one in broken} == {1}
    ended = {
        (one.counter_example.facts.outcome, one.counter_example.facts.stage)
        for one in broken
        if one.counter_example.facts
    }
    assert ended == {("awarded", None), ("lapsed", None), ("cancelled", "final")}
