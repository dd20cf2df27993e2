"""The one who must be told when money is owed. Contests never import payouts; payouts appoints itself here.

Every call is made inside the transaction of the decision it tells of, so that a decision and its obligations stand or
fall together. Without a paymaster no contest can be decided.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID


class Paymaster(Protocol):
    """What contests need from whoever pays."""

    def outcomes_decided(self, contest_ids: Sequence[UUID], *, now: datetime) -> None:
        """These contests have just been awarded, lapsed or cancelled: write who is owed what."""

    def awards_changed(self, contest_ids: Sequence[UUID], *, now: datetime) -> None:
        """In these awarded contests a winner was passed over: write what this changes."""

    def handovers_accepted(self, contest_ids: Sequence[UUID], *, now: datetime) -> None:
        """What was handed over in these contests has been accepted: their prizes may be paid."""


class NoPaymaster(RuntimeError):
    """No contest may be decided while nobody is there to write what is owed."""


_appointed: list[Paymaster] = []


def appoint(paymaster: Paymaster) -> None:
    """Called once, at start-up, by the app that pays."""
    _appointed[:] = [paymaster]


def the_paymaster() -> Paymaster:
    """Whoever was appointed. Raises NoPaymaster."""
    if not _appointed:
        raise NoPaymaster("No paymaster has been appointed.")
    return _appointed[0]
