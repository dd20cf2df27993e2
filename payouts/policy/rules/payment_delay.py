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
        if moment.tzinfo is None:
            raise UndatedDecision(f"{text!r} has no offset from UTC")
        return moment.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        if isinstance(error, UndatedDecision):
            raise
        raise UndatedDecision(f"{text!r} is not an ISO 8601 instant") from error


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
        return (read_instant(decided_at) + timedelta(seconds=self.payment_seconds)).isoformat()

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
