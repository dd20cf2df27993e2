"""More time: a brand postpones the close of entries, and everything after it, within what its policy set aside for it.

Whoever has entered by then waits longer for a decision, and is paid for each such day if shortlisted (rule 12). As long
as nobody has entered, nobody waits, and a postponement costs nothing.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from contests.errors import ExtensionRefused
from contests.lifecycle import Move, State, check_move, postpone
from contests.models import Contest, Entry, EntryState
from contests.selectors.roles import role_on
from contests.services import mails
from contests.services.publishing import set_moments
from contests.services.transitions import lock_contest, move_contests

MOST_REASON = 1000


@transaction.atomic
def extend_contest(actor: User, contest_id: UUID, days: int, reason: str, *, now: datetime) -> Contest:
    """Take entries for so many more days; the entrants are told, with the reason.

    Raises NotAllowed, WrongMove or ExtensionRefused.
    """
    contest = lock_contest(contest_id)
    role = role_on(contest, actor)
    check_move(role, State(contest.state), Move.EXTEND)
    _check(contest, days, reason, now)
    if contest.timeline is None:
        raise ValueError("An open contest has its moments.")
    someone_waits = Entry.objects.filter(contest=contest, state=EntryState.SUBMITTED).exists()
    set_moments(contest, postpone(contest.timeline, timedelta(days=days)))
    if someone_waits:
        contest.extension_days += days
        contest.save(update_fields=["extension_days"])
    told = {"days": days, "paid_days": days if someone_waits else 0, "reason": reason.strip()}
    move_contests([contest], Move.EXTEND, role=role, now=now, actor_id=actor.pk, data={contest.pk: told})
    mails.tell_entrants([contest], "contest_extended", now=now, once_for=str(contest.closes_at))
    return contest


def _check(contest: Contest, days: int, reason: str, now: datetime) -> None:
    if contest.closes_at is not None and contest.closes_at <= now:
        raise ExtensionRefused(_("Entries have closed: nobody can be given more time any more."))
    if days < 1:
        raise ExtensionRefused(_("Give at least one day."), field="days")
    left = contest.extension_days_left
    if left < 1:
        raise ExtensionRefused(_("No money is set aside for more days: this brief keeps its dates."), field="days")
    if days > left:
        words = ngettext(
            "Money is set aside for %(n)d more day; ask for no more.",
            "Money is set aside for %(n)d more days; ask for no more.",
            left,
        )
        raise ExtensionRefused(words % {"n": left}, field="days")
    if not reason.strip() or len(reason) > MOST_REASON:
        raise ExtensionRefused(_("Tell the entrants why, in a sentence or two."), field="reason")
