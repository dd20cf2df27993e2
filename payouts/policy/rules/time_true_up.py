"""Rule 15: the time true-up. Decides what is added when the work took longer than the platform's standard effort."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar

from payouts.policy.arithmetic import BPS, ceil_div
from payouts.policy.facts import Facts
from payouts.policy.floors import floor
from payouts.policy.line_kinds import LineKind, same
from payouts.policy.reading import Whole
from payouts.policy.rule import Rule
from payouts.policy.rules.hourly_floor import HourlyFloor
from payouts.policy.terms import Terms
from payouts.policy.voice import Section, Voice

if TYPE_CHECKING:
    from payouts.policy.document import PolicyDocument
    from payouts.policy.sheet import Sheet

MINUTES = "time_true_up.minutes"
KIND = LineKind(
    rule="time_true_up",
    component="earned",
    label={"en": "more time than the standard effort", "fr": "plus de temps que l’effort standard"},
    formula=same("{minutes} min × {hourly_minimum_minor:money}/h × {load_bps:factor} − {floor_minor:money}"),
)


@dataclass(frozen=True, slots=True)
class TimeTrueUp(Rule):
    """max(0, ⌈min(median, `cap_bps`·E)·m·ℓ/600 000⌉ − F) for each shortlisted entry whose floor is whole.

    The median is of the minutes that entrants report; below `minimum_reports` of them there is none. Nobody's own
    report moves it alone, and a report of zero is no report.
    """

    slug: ClassVar[str] = "time_true_up"
    number: ClassVar[int | None] = 15
    required: ClassVar[bool] = False
    reads: ClassVar[frozenset[str]] = frozenset({MINUTES})
    line_kinds: ClassVar[tuple[LineKind, ...]] = (KIND,)

    cap_bps: Annotated[int, Whole(BPS, 5 * BPS)]
    minimum_reports: Annotated[int, Whole(1, 100)]

    def most_minutes(self, terms: Terms) -> int:
        return terms.effort_minutes * self.cap_bps // BPS

    def minutes(self, terms: Terms, facts: Facts) -> int:
        """Return the minutes that are paid for; zero without enough reports. Half a minute is rounded up."""
        reports = sorted(entry.quantity(MINUTES) for entry in facts.entries if entry.competed)
        given = [minutes for minutes in reports if minutes]
        if len(given) < self.minimum_reports:
            return 0
        middle = len(given) // 2
        median = given[middle] if len(given) % 2 else ceil_div(given[middle - 1] + given[middle], 2)
        return min(median, self.most_minutes(terms))

    def reserve(self, policy: PolicyDocument, terms: Terms) -> int:
        most = policy.rule(HourlyFloor).worth(self.most_minutes(terms), terms)
        sizes = range(1, terms.shortlist_max + 1)
        return max(n * max(0, most - floor(policy, terms, n).amount_minor) for n in sizes)

    def strain(self, terms: Terms, facts: Facts) -> Facts:
        return facts.with_entry_quantity(MINUTES, self.most_minutes(terms), lambda entry: entry.competed)

    def add_lines(self, sheet: Sheet) -> None:
        minutes = self.minutes(sheet.terms, sheet.facts)
        if not minutes or sheet.floor is None:
            return
        hourly = sheet.policy.rule(HourlyFloor)
        more = hourly.worth(minutes, sheet.terms) - sheet.floor.amount_minor
        said: dict[str, int | str] = {
            "currency": sheet.terms.currency,
            "minutes": minutes,
            "hourly_minimum_minor": sheet.terms.hourly_minimum_minor,
            "load_bps": hourly.load_bps,
            "floor_minor": sheet.floor.amount_minor,
        }
        for entry in sheet.shortlist:
            if not entry.floor_reduction_bps:
                sheet.add(KIND, entry.entry_id, more, dict(said))

    def describe(self, voice: Voice) -> Section:
        cap = voice.factor(self.cap_bps)
        reports_en = voice.count(self.minimum_reports, "entrant", "entrants")
        reports_fr = voice.count(self.minimum_reports, "participant", "participants")
        return voice.section(
            en=(
                "Time true-up",
                (
                    f"If at least {reports_en} report their time and the median is longer than the floor pays for, "
                    f"every shortlisted entry is paid the difference, up to {cap} times the standard effort."
                ),
            ),
            fr=(
                "Ajustement au temps passé",
                (
                    f"Si au moins {reports_fr} déclarent leur temps et que le temps médian dépasse ce que paie le "
                    f"plancher, chaque création présélectionnée reçoit la différence, jusqu’à {cap} fois cet effort."
                ),
            ),
        )
