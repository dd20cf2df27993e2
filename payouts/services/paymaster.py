"""Payouts' side of the contract in `contests.paymaster`: each decision becomes obligations in its own transaction."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from contests.lifecycle import FINAL
from contests.models import Contest
from duerows.doorbell import ring
from payouts.documents.services.papers import ask_for_papers
from payouts.services import settling

PREPARE = "payouts.tasks.prepare_disbursements"


class EscrowPaymaster:
    """Pays from each contest's escrow."""

    def outcomes_decided(self, contest_ids: Sequence[UUID], *, now: datetime) -> None:
        """Write who is owed what in contests that were just decided."""
        settling.settle_contests(contest_ids, now=now)
        ask_for_papers(contest_ids, now=now)
        ring(PREPARE)

    def awards_changed(self, contest_ids: Sequence[UUID], *, now: datetime) -> None:
        """Settle again on the new facts; where nobody is left to deliver, everything is released."""
        settling.settle_again(contest_ids, now=now)
        closed = Contest.objects.filter(pk__in=contest_ids, state__in=FINAL).values_list("pk", flat=True)
        settling.release_prizes(list(closed), now=now)
        ask_for_papers(contest_ids, now=now)
        ring(PREPARE)

    def handovers_accepted(self, contest_ids: Sequence[UUID], *, now: datetime) -> None:
        """Release the prizes, and what is left of the funds."""
        settling.release_prizes(contest_ids, now=now)
        ask_for_papers(contest_ids, now=now)
        ring(PREPARE)
