"""A payment that waits for two people, so that the desk has something to decide: a prize above its rail's limit."""

from datetime import datetime

from demo.cast import Cast
from payouts.models import PayoutRun
from payouts.selectors.payout_runs import Choice, preview_run
from payouts.services.payout_runs import propose_run


def propose_what_waits(cast: Cast, *, now: datetime) -> None:
    """The second admin has proposed it: whoever signs in as the first may approve. Nothing if there was a run."""
    if cast.second_admin is None or PayoutRun.objects.exists():
        return
    preview = preview_run(Choice())
    if preview.members:
        propose_run(cast.second_admin, Choice(), digest=preview.digest, now=now)
