"""What a contest's jury means for its award: the brand decides, and says why where it does not follow the jury."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from contests.errors import AwardRefused
from contests.jury import JuryState
from contests.jury_result import departs
from contests.models import Contest, Jury
from contests.selectors.jury.reading import read_jury

LEAST_REASON, MOST_REASON = 20, 2000


def check_against_jury(contest: Contest, ranks: Mapping[UUID, int], reason: str) -> dict[str, Any]:
    """What the award's event says about the jury: nothing where there was none, or where it could not decide.

    Raises AwardRefused if a reason is wanted and none is given. One that is not wanted is left out.
    """
    jury = Jury.objects.filter(contest=contest, state__in=[JuryState.COMPLETE.value, JuryState.SCORING.value]).first()
    if jury is None:
        return {}
    is_running = jury.state == JuryState.SCORING
    if not is_running and not departs(ranks, read_jury(jury).ranks):
        return {"jury": "followed"}
    words = reason.strip()
    if not LEAST_REASON <= len(words) <= MOST_REASON or "\0" in words:
        raise AwardRefused(_missing(is_running), field="reason")
    return {"jury": "not_awaited" if is_running else "departed", "reason": words}


def _missing(is_running: bool) -> str:
    if is_running:
        return _("The jury is still at work. Say why you decide before it has; the entrants will read it.")
    return _("This is not the jury's ranking. Say in a sentence or two why; the entrants will read it.")
