"""Rule 12: the extension. Decides what it costs a brand to let people wait longer once somebody has entered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, ClassVar

from payouts.policy.arithmetic import bps_up
from payouts.policy.facts import Facts
from payouts.policy.floors import floor
from payouts.policy.line_kinds import LineKind
from payouts.policy.reading import Bps, Whole
from payouts.policy.refusals import BeyondItsBound
from payouts.policy.rule import Rule
from payouts.policy.terms import Terms
from payouts.policy.voice import Section, Voice

if TYPE_CHECKING:
    from payouts.policy.document import PolicyDocument
    from payouts.policy.sheet import Sheet

DAYS = "extension.days"
KIND = LineKind(
    rule="extension",
    component="earned",
    label={"en": "extension", "fr": "prolongation"},
    formula={
        "en": "{floor_minor:money} × {daily_bps:percent} × {days} d",
        "fr": "{floor_minor:money} × {daily_bps:percent} × {days} j",
    },
)


@dataclass(frozen=True, slots=True)
class Extension(Rule):
    """⌈F·`daily_bps`·d⌉ for each shortlisted entry, d days of extension, `maximum_days` at most."""

    slug: ClassVar[str] = "extension"
    number: ClassVar[int | None] = 12
    required: ClassVar[bool] = False
    reads: ClassVar[frozenset[str]] = frozenset({DAYS})
    line_kinds: ClassVar[tuple[LineKind, ...]] = (KIND,)

    daily_bps: Bps
    maximum_days: Annotated[int, Whole(0, 90)]

    def reserve(self, policy: PolicyDocument, terms: Terms) -> int:
        rate = self.daily_bps * self.maximum_days
        return max(n * bps_up(floor(policy, terms, n).amount_minor, rate) for n in range(1, terms.shortlist_max + 1))

    def check_facts(self, terms: Terms, facts: Facts) -> None:
        days = facts.quantity(DAYS)
        if days > self.maximum_days:
            raise BeyondItsBound(f"the contest was extended by {days} days: {self.maximum_days} at most")

    def strain(self, terms: Terms, facts: Facts) -> Facts:
        return facts.with_quantity(DAYS, self.maximum_days)

    def add_lines(self, sheet: Sheet) -> None:
        days = sheet.facts.quantity(DAYS)
        if not days or sheet.floor is None:
            return
        floor_minor = sheet.floor.amount_minor
        each = bps_up(floor_minor, self.daily_bps * days)
        said: dict[str, int | str] = {
            "currency": sheet.terms.currency,
            "floor_minor": floor_minor,
            "daily_bps": self.daily_bps,
            "days": days,
        }
        for entry in sheet.shortlist:
            sheet.add(KIND, entry.entry_id, each, dict(said))

    def describe(self, voice: Voice) -> Section:
        rate, most = voice.percent(self.daily_bps), self.maximum_days
        days_en, days_fr = voice.count(most, "day", "days"), voice.count(most, "jour", "jours")
        return voice.section(
            en=(
                "Extension",
                (
                    f"Once somebody has entered, each day by which the brand extends the contest pays every "
                    f"shortlisted entry {rate} of its floor."
                ),
                f"At most {days_en} may be added, and they are set aside before the brief is shown.",
            ),
            fr=(
                "Prolongation",
                (
                    "Dès qu’une création est déposée, chaque jour de prolongation verse à chaque création "
                    f"présélectionnée {rate} de son plancher."
                ),
                f"Au plus {days_fr} peuvent s’ajouter ; ils sont réservés avant que le brief soit montré.",
            ),
        )
