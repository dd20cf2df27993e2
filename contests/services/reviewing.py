"""What a brand says of single entries before it decides: a rating, or that one is ruled out, with a reason.

Ruling out cannot be used to pay nobody: a shortlisted entry stays, and a brand must leave as many admissible entries as
it has to shortlist at the least; below that, only the platform's admin rules.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from contests.entry_rules import MIN_REASON
from contests.errors import (
    DisqualificationRefused,
    InvalidEntry,
    NotPermitted,
    NotVisible,
    Problem,
    ShortlistedStays,
    WrongMoment,
)
from contests.lifecycle import DECIDING, Role, State
from contests.models import Contest, Entry, EntryState, ShortlistPlace
from contests.selectors.roles import may_see_entry
from contests.services import work_mails
from contests.services.access import lock_with_entry
from contests.services.transitions import note_event
from contests.visibility import DECIDERS, RATERS

REVIEWING = frozenset({State.OPEN, *DECIDING})
MAX_REASON = 2000


@transaction.atomic
def rate_entry(actor: User, entry_id: UUID, stars: int | None, *, now: datetime) -> Entry:
    """Give an entry one to five stars, or take them back (None). Shown to the brand and to its author only.

    Raises NotVisible, NotPermitted, InvalidEntry or WrongMoment.
    """
    contest, entry, role = lock_with_entry(actor, entry_id)
    if not may_see_entry(entry, actor):
        raise NotVisible
    if role not in RATERS:
        raise NotPermitted(_("Only the brand's owners, managers and judges rate entries."))
    if stars is not None and stars not in range(1, 6):
        raise InvalidEntry([Problem("rating", _("A rating is one to five stars."))])
    if contest.state not in REVIEWING or entry.state != EntryState.SUBMITTED:
        raise WrongMoment(_("Entries are rated until the contest is decided."))
    entry.rating = stars
    entry.save(update_fields=["rating"])
    return entry


@transaction.atomic
def disqualify_entry(actor: User, entry_id: UUID, reason: str, *, now: datetime) -> Entry:
    """Rule an entry out; its author is told why. Its place is not given to another: that would be more unpaid work.

    Raises NotVisible, NotPermitted, ShortlistedStays, WrongMoment or DisqualificationRefused.
    """
    contest, entry, role = lock_with_entry(actor, entry_id)
    if not may_see_entry(entry, actor):
        raise NotVisible
    if role not in DECIDERS and role != Role.ADMIN:
        raise NotPermitted(_("Only the brand's owners and managers, or an admin, rule an entry out."))
    if ShortlistPlace.objects.filter(entry=entry).exists():
        raise ShortlistedStays(_("This entry is on the shortlist: it will be paid, and cannot be ruled out any more."))
    if contest.state not in REVIEWING or entry.state != EntryState.SUBMITTED:
        raise WrongMoment(_("This entry cannot be ruled out any more."))
    if not MIN_REASON <= len(reason.strip()) <= MAX_REASON:
        raise DisqualificationRefused(
            _("Say why, in one or two sentences that its author can understand."), field="reason"
        )
    if role != Role.ADMIN:
        _check_enough_left(contest)
    entry.state = EntryState.DISQUALIFIED
    entry.disqualified_because = reason.strip()
    entry.save(update_fields=["state", "disqualified_because"])
    data = {"entry": str(entry.pk), "code": entry.code, "reason": entry.disqualified_because}
    note_event(contest, "entry_disqualified", role=role, actor_id=actor.pk, now=now, data=data)
    work_mails.tell_disqualified(entry, now=now)
    return entry


def _check_enough_left(contest: Contest) -> None:
    least = contest.shortlist_min or 1
    if contest.state not in (State.OPEN, State.SHORTLISTING):
        return
    admissible = Entry.objects.filter(contest=contest, state=EntryState.SUBMITTED).count()
    if admissible <= least:
        sentence = ngettext(
            "At least %(n)d entry must stay, so that the work is paid. If this one breaks a rule, tell us.",
            "At least %(n)d entries must stay, so that the work is paid. If this one breaks a rule, tell us.",
            least,
        )
        raise DisqualificationRefused(sentence % {"n": least}, field="reason")
