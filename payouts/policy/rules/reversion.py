"""Rule 17: reversion. Decides when rights that were handed over return to their author: unpaid, or never used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, ClassVar

from payouts.policy.reading import DAY, Whole
from payouts.policy.rule import Rule
from payouts.policy.voice import Section, Voice

Period = Annotated[int, Whole(1, 3_660 * DAY)]


@dataclass(frozen=True, slots=True)
class Reversion(Rule):
    """Rights return after `unpaid_seconds` without pay, or `unused_seconds` without use. Nothing is paid back."""

    slug: ClassVar[str] = "reversion"
    number: ClassVar[int | None] = 17
    required: ClassVar[bool] = False

    unpaid_seconds: Period
    unused_seconds: Period

    def reverts_at(
        self, passed_at: datetime, *, paid_at: datetime | None = None, used_at: datetime | None = None
    ) -> datetime | None:
        """Return when rights that passed at a moment return; None once they were both paid and used in time.

        What has once reverted stays reverted, however late it is then paid or used.

        >>> from datetime import UTC
        >>> rule = Reversion(unpaid_seconds=30 * DAY, unused_seconds=730 * DAY)
        >>> start = datetime(2026, 1, 1, tzinfo=UTC)
        >>> rule.reverts_at(start).date().isoformat()
        '2026-01-31'
        >>> rule.reverts_at(start, paid_at=datetime(2026, 1, 8, tzinfo=UTC)).date().isoformat()
        '2028-01-01'
        """
        unpaid = passed_at + timedelta(seconds=self.unpaid_seconds)
        unused = passed_at + timedelta(seconds=self.unused_seconds)
        ends = [
            end for end, stopped_at in ((unpaid, paid_at), (unused, used_at)) if stopped_at is None or stopped_at > end
        ]
        return min(ends, default=None)

    def describe(self, voice: Voice) -> Section:
        unpaid, unused = voice.duration(self.unpaid_seconds), voice.duration(self.unused_seconds)
        return voice.section(
            en=(
                "Reversion",
                f"Rights return to their author when they are unpaid after {unpaid}, or unused after {unused}.",
                "Nothing is paid back.",
            ),
            fr=(
                "Retour des droits",
                f"Les droits reviennent à leur auteur : impayés, après {unpaid} ; inexploités, après {unused}.",
                "Rien n’est remboursé.",
            ),
        )
