"""Beginning something with the maker of an entry: a job, or buying the work. It is a draft; the brand goes on from it.

The draft has the earlier brief's words and its maker as the only guest. Nobody is shown it before it is funded.
"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from contests.brief_rules import BriefDraft
from contests.errors import FollowUpRefused, NotPermitted, NotVisible, WrongMoment
from contests.follow_up_rules import ANSWER_WITHIN, USUAL_DAYS, Purpose, Refused, least_price, refuse
from contests.kinds import Kind
from contests.models import Contest, Entry, EntryShare, FollowUp, Guest
from contests.models.contest import Visibility
from contests.selectors.follow_ups import source_of
from contests.selectors.roles import may_see_entry
from contests.services.access import lock_with_entry
from contests.services.briefing.guests import unfit
from contests.services.briefs import create_contest, draft_of
from contests.services.transitions import note_event
from contests.visibility import DECIDERS


@transaction.atomic
def begin_follow_up(actor: User, entry_id: UUID, purpose: Purpose, prize_minor: int, *, now: datetime) -> Contest:
    """A draft for the makers of this entry alone. Its maker is told once it is funded, and so open.

    Raises NotVisible, NotPermitted, WrongMoment, FollowUpRefused or InvalidBrief.
    """
    earlier, entry, role = lock_with_entry(actor, entry_id)
    if not may_see_entry(entry, actor):
        raise NotVisible
    if role not in DECIDERS:
        raise NotPermitted(_("Only the brand's owners and managers begin something with a maker."))
    source = source_of(entry)
    if (reason := refuse(purpose, source, prize_minor)) is not None:
        raise _refusal(reason)
    draft = _job(earlier, prize_minor) if purpose == Purpose.JOB else _purchase(earlier, entry, prize_minor)
    contest = create_contest(actor, earlier.brand_id, draft, now=now)
    least = 0 if purpose == Purpose.JOB else least_price(source.first_prize_minor, source.floor_minor)
    FollowUp.objects.create(
        contest=contest, entry=entry, purpose=purpose, least_minor=least, begun_by=actor, begun_at=now
    )
    _invite_its_makers(contest, entry, actor, now)
    data = {"entry": str(entry.pk), "code": entry.code, "purpose": purpose.value}
    note_event(contest, "follow_up_begun", role=role, actor_id=actor.pk, now=now, data=data)
    return contest


def _job(earlier: Contest, prize_minor: int) -> BriefDraft:
    said = draft_of(earlier)
    with override(said.language):
        title = _("%(title)s: the next job") % {"title": said.title[:100]}
    return _for_one(said, title, prize_minor)


def _purchase(earlier: Contest, entry: Entry, prize_minor: int) -> BriefDraft:
    """What is bought stands in the brief's own language, with the deliverables and the rights of the earlier brief."""
    said = draft_of(earlier)
    with override(said.language):
        title = _("Buying “%(title)s”") % {"title": entry.title[:100]}
        words = _(
            "We would like to buy the rights in your entry %(code)s, “%(title)s”, from our brief “%(brief)s”: the work "
            "as it is, with its final files. Nothing new is asked for."
        ) % {"code": entry.code, "title": entry.title, "brief": said.title}
    draft = _for_one(said, title, prize_minor)
    return replace(
        draft,
        description=words,
        summary="",
        audience="",
        references="",
        sizes="",
        unpaid_effort_minutes=0,
        entries_period=ANSWER_WITHIN,
        shortlisting_period=USUAL_DAYS,
        final_round_period=USUAL_DAYS,
        judging_period=USUAL_DAYS,
    )


def _for_one(said: BriefDraft, title: str, prize_minor: int) -> BriefDraft:
    return replace(
        said,
        title=title,
        kind=Kind.INVITED.value,
        visibility=Visibility.PRIVATE.value,
        shortlist_max=1,
        prizes=(prize_minor,),
        first_stage="",
        second_stage="",
        # Of one place there is nothing for a community to choose.
        community_name="",
        community_minor=0,
    )


def _invite_its_makers(contest: Contest, entry: Entry, actor: User, now: datetime) -> None:
    shares = EntryShare.objects.filter(entry=entry).select_related("user")
    people = {entry.author_id: entry.author} | {share.user_id: share.user for share in shares}
    if unfit(contest, people.values()) or not all(person.is_active for person in people.values()):
        raise FollowUpRefused(_("Somebody who made this work cannot enter your briefs any more."))
    Guest.objects.bulk_create(
        Guest(contest=contest, person=person, invited_by=actor, invited_at=now) for person in people.values()
    )


def _refusal(reason: Refused) -> Exception:
    if reason == Refused.NOT_DECIDED:
        return WrongMoment(_("First decide the contest that this entry is in; then you can go on with its maker."))
    return FollowUpRefused(
        {
            Refused.NOT_IN: _("This entry is no longer in its contest, so nothing can be begun from it."),
            Refused.NOT_SHORTLISTED: _("A job follows from an entry that was shortlisted. Write a brief instead."),
            Refused.HAS_WON: _("This entry has won: its rights pass by its award, and are not bought twice."),
            Refused.NO_TRANSFER: _(
                "This brief's works are licensed to everybody; none is sold to one brand. Write a new brief instead."
            ),
            Refused.OFFERED: _("You have offered to buy this work already. One offer stands at a time."),
            Refused.TOO_LOW: _(
                "Offer more: the rights cost at least half the first prize, and no less than the floor of its contest."
            ),
        }[reason],
        field="prize_minor" if reason == Refused.TOO_LOW else None,
    )
