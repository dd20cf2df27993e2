"""The handover of a winning entry. Decides how long its author has to deliver and the brand to object."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from payouts.policy.reading import Seconds
from payouts.policy.rule import Rule
from payouts.policy.voice import Section, Voice


@dataclass(frozen=True, slots=True)
class Handover(Rule):
    """A brand that does not answer within `acceptance_seconds` has accepted."""

    slug: ClassVar[str] = "handover"
    number: ClassVar[int | None] = None

    delivery_seconds: Seconds
    acceptance_seconds: Seconds

    def describe(self, voice: Voice) -> Section:
        delivery, acceptance = voice.duration(self.delivery_seconds), voice.duration(self.acceptance_seconds)
        return voice.section(
            en=(
                "Handover",
                f"A winner has {delivery} to deliver the final files, and the brand {acceptance} to accept them.",
                "If the brand does not answer in time, the files count as accepted and the prize is paid.",
            ),
            fr=(
                "Remise des fichiers",
                (
                    f"Un lauréat a {delivery} pour remettre les fichiers définitifs, et la marque "
                    f"{acceptance} pour les accepter."
                ),
                "Sans réponse de la marque à temps, les fichiers sont réputés acceptés et le prix est payé.",
            ),
        )
