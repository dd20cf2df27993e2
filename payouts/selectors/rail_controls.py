"""What holds each rail back at this moment: its switch, its limits and what is left of the day, what was proposed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet

from payouts.models import ControlChange, ControlProposal, ProposalState, RailControl, RailLimit

USED: Final = """
    SELECT rail, currency, sum(amount_minor) AS minor FROM payouts_disbursement
    WHERE created_at >= %(day)s AND created_at < %(next_day)s AND NOT needs_approval
    GROUP BY rail, currency
"""
"""A day's payments that nobody approves. One that was rejected counts all the same: it was ordered."""


@dataclass(frozen=True, slots=True)
class LimitNow:
    """A rail's limits in one currency, and what has been ordered today within them. Minor units."""

    limit: RailLimit
    used_minor: int
    proposal: ControlProposal | None

    @property
    def left_minor(self) -> int:
        """What may still be ordered today without anybody's approval; less than nothing left is nothing."""
        return max(0, self.limit.daily_limit_minor - self.used_minor)


@dataclass(frozen=True, slots=True)
class RailNow:
    """One rail. `control` is None for one that was never stopped; `proposal` asks for it to be started again."""

    name: str
    control: RailControl | None
    limits: tuple[LimitNow, ...]
    proposal: ControlProposal | None

    @property
    def is_stopped(self) -> bool:
        return self.control is not None and self.control.stopped_at is not None


def day_of(now: datetime) -> dict[str, datetime]:
    """The UTC day of a moment, for `USED`."""
    day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return {"day": day, "next_day": day + timedelta(days=1)}


def rails_now(now: datetime, *, currency: str = "EUR") -> tuple[RailNow, ...]:
    """Every rail of this installation and every one that has limits, by name. A new one has its first limits in
    `currency`. Four queries.
    """
    with connection.cursor() as cursor:
        cursor.execute(USED, day_of(now))
        used = {(rail, place): int(minor) for rail, place, minor in cursor.fetchall()}
    controls = {row.rail: row for row in RailControl.objects.select_related("stopped_by")}
    limits: dict[str, list[RailLimit]] = {}
    for row in RailLimit.objects.order_by("rail", "currency"):
        limits.setdefault(row.rail, []).append(row)
    asked = {(one.rail, one.currency): one for one in control_proposals().filter(state=ProposalState.PROPOSED)}
    names = sorted({*settings.RAILS, *controls, *limits})
    return tuple(
        RailNow(
            name,
            controls.get(name),
            tuple(
                LimitNow(row, used.get((name, row.currency), 0), asked.get((name, row.currency)))
                for row in limits.get(name) or _first_limits(name, currency)
            ),
            asked.get((name, "")),
        )
        for name in names
    )


def control_proposals() -> "QuerySet[ControlProposal]":
    """All wishes to loosen something, the newest first."""
    return ControlProposal.objects.select_related("proposed_by", "decided_by").order_by("-pk")


def control_changes() -> "QuerySet[ControlChange]":
    """All that was ever changed, the newest first."""
    return ControlChange.objects.select_related("actor", "second").order_by("-pk")


def _first_limits(rail: str, currency: str) -> Iterable[RailLimit]:
    """What applies before the first payment, not stored yet."""
    return [RailLimit(rail=rail, currency=currency)]
