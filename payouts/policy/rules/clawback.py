"""Rule 27: the clawback. Decides what may be asked back after plagiarism was upheld: on that entry, by a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from payouts.policy.arithmetic import bps_down
from payouts.policy.reading import Bps
from payouts.policy.rule import Rule
from payouts.policy.voice import Section, Voice


@dataclass(frozen=True, slots=True)
class Clawback(Rule):
    """At most `maximum_bps` of what was paid on the entry itself; never set off against another contest."""

    slug: ClassVar[str] = "clawback"
    number: ClassVar[int | None] = 27
    required: ClassVar[bool] = False

    maximum_bps: Bps
    decided_by: Literal["person", "program"]

    def most(self, paid_on_entry_minor: int) -> int:
        """Return the most that may be asked back on an entry.

        >>> Clawback(maximum_bps=10_000, decided_by="person").most(16_828)
        16828
        """
        return bps_down(max(0, paid_on_entry_minor), self.maximum_bps)

    def describe(self, voice: Voice) -> Section:
        most = voice.percent(self.maximum_bps)
        who_en = "A person decides" if self.decided_by == "person" else "A program decides"
        who_fr = "Une personne en décide" if self.decided_by == "person" else "Un programme en décide"
        return voice.section(
            en=(
                "Plagiarism",
                f"Where it is upheld, at most {most} of what was paid on that very entry may be asked back. {who_en}.",
                "It is never taken out of what another contest pays.",
            ),
            fr=(
                "Plagiat",
                (
                    f"S’il est établi, on peut redemander au plus {most} de ce qui a été payé pour cette création. "
                    f"{who_fr}."
                ),
                "Ce n’est jamais retenu sur ce que paie un autre concours.",
            ),
        )
