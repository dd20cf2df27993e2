"""Rule 28: the hold. Decides how much of a debt may wait for a dispute, and for how long; the rest is paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from payouts.policy.reading import Seconds
from payouts.policy.rule import Rule
from payouts.policy.voice import Section, Voice


@dataclass(frozen=True, slots=True)
class Hold(Rule):
    """The disputed part waits `hold_seconds` at most, for a stated reason; then it is paid unless it was decided."""

    slug: ClassVar[str] = "hold"
    number: ClassVar[int | None] = 28
    required: ClassVar[bool] = False

    hold_seconds: Seconds

    def split(self, due_minor: int, disputed_minor: int) -> tuple[int, int]:
        """Return what is held and what is paid now; together they are what is due.

        >>> Hold(hold_seconds=1_209_600).split(10_000, 2_500)
        (2500, 7500)
        >>> Hold(hold_seconds=1_209_600).split(10_000, 99_999)
        (10000, 0)
        """
        held = min(max(0, disputed_minor), due_minor)
        return held, due_minor - held

    def ends_at(self, begun_at: datetime) -> datetime:
        """Return when a hold ends by itself."""
        return begun_at + timedelta(seconds=self.hold_seconds)

    def describe(self, voice: Voice) -> Section:
        period = voice.duration(self.hold_seconds)
        return voice.section(
            en=(
                "Disputes",
                f"Only the disputed part of a payment may be held, for {period} at most and with its reason.",
                "The rest is paid. A hold that nobody decides on ends by itself, and the money goes out.",
            ),
            fr=(
                "Litiges",
                f"Seule la part contestée d’un paiement peut être retenue, au plus {period} et avec son motif.",
                "Le reste est payé. Une retenue que personne ne tranche prend fin d’elle-même, et l’argent part.",
            ),
        )
