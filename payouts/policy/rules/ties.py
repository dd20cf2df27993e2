"""Rule 20: ties. Decides that tied entries pool the prizes of the places they fill, and share them equally."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from payouts.policy.line_kinds import LineKind
from payouts.policy.rule import Rule
from payouts.policy.voice import Section, Voice

KIND = LineKind(
    rule="ties",
    component="prize",
    label={"en": "tied prizes, shared", "fr": "prix ex æquo, partagés"},
    formula={
        "en": "places {first_place}–{last_place}: {announced_minor:money}[ × {kept_bps:percent}] ÷ {tied}"
        "[ − {floor_minor:money}]",
        "fr": "places {first_place} à {last_place}, {announced_minor:money}[ × {kept_bps:percent}] ÷ {tied}"
        "[ − {floor_minor:money}]",
    },
)


@dataclass(frozen=True, slots=True)
class Ties(Rule):
    """LR of the tied places' prizes: two tied entries differ by a cent at most."""

    slug: ClassVar[str] = "ties"
    number: ClassVar[int | None] = 20
    line_kinds: ClassVar[tuple[LineKind, ...]] = (KIND,)

    def describe(self, voice: Voice) -> Section:
        return voice.section(
            en=(
                "Ties",
                "Tied entries pool the prizes of the places they fill and share them equally, to the cent.",
            ),
            fr=(
                "Ex æquo",
                (
                    "Les créations ex æquo mettent en commun les prix des places qu’elles occupent et les "
                    "partagent à parts égales, au centime près."
                ),
            ),
        )
