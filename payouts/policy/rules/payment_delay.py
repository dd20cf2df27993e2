"""Rule 23: the payment delay. Decides when what is owed must have been paid, and when it is a breach."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import ClassVar

from payouts.policy.reading import Seconds
from payouts.policy.refusals import UndatedDecision
from payouts.policy.rule import Rule
from payouts.policy.voice import Section, Voice


def read_instant(text: str) -> datetime:
    """Read an ISO 8601 instant and return it in UTC; without an offset it is not an instant."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise UndatedDecision(f"{text!r} is not an ISO 8601 instant") from error
    if moment.tzinfo is None:
        raise UndatedDecision(f"{text!r} has no offset from UTC")
    return _within_the_calendar(moment, timedelta())


def _within_the_calendar(moment: datetime, delay: timedelta) -> datetime:
    try:
        return moment.astimezone(UTC) + delay
    except OverflowError as error:
        raise UndatedDecision(f"{moment.isoformat()} is at the edge of the calendar") from error


@dataclass(frozen=True, slots=True)
class PaymentDelay(Rule):
    """due = t + `payment_seconds`; unpaid at t + `breach_seconds` is a breach."""

    slug: ClassVar[str] = "payment_delay"
    number: ClassVar[int | None] = 23

    payment_seconds: Seconds
    breach_seconds: Seconds

    def due_at(self, decided_at: str) -> str:
        """Return when a payment decided at that instant is due: ISO 8601, in UTC.

        >>> PaymentDelay(payment_seconds=604_800, breach_seconds=2_592_000).due_at("2026-03-01T09:00:00+01:00")
        '2026-03-08T08:00:00+00:00'
        """
        delay = timedelta(seconds=self.payment_seconds)
        return _within_the_calendar(read_instant(decided_at), delay).isoformat()

    def describe(self, voice: Voice) -> Section:
        payment, breach = voice.duration(self.payment_seconds), voice.duration(self.breach_seconds)
        return voice.section(
            en=(
                "Payment",
                (
                    f"What is owed is paid within {payment} of the decision, and a prize within {payment} "
                    "of the accepted handover."
                ),
                f"Unpaid after {breach}, it is a breach.",
            ),
            fr=(
                "Paiement",
                (
                    f"Ce qui est dû est payé dans un délai de {payment} après la décision, et un prix dans "
                    f"un délai de {payment} après l’acceptation de la remise."
                ),
                f"Un impayé au bout de {breach} est un manquement.",
            ),
        )
