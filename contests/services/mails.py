"""Asks for the mails that tell people what has happened in contests. Set-based; one key per contest, person
and matter.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings

from accounts.models import MemberRole, Membership
from accounts.services.mail import MailRequest, ask_for_mails
from contests.follow_up_rules import Purpose
from contests.models import Award, Brief, Contest, Entry, EntryState, FollowUp, Guest, ShortlistPlace

DECIDERS = (MemberRole.OWNER, MemberRole.MANAGER)


def contest_url(contest_id: UUID) -> str:
    """The contest's page, for a mail."""
    return f"{settings.SITE_URL}/contests/{contest_id}/"


def tell_deciders(contests: Sequence[Contest], template: str, *, now: datetime, once_for: str = "") -> None:
    """Tell the owners and managers of the contests' brands."""
    members = Membership.objects.filter(brand__in={contest.brand_id for contest in contests}, role__in=DECIDERS)
    by_brand: dict[UUID, list[int]] = {}
    for brand_id, user_id in members.values_list("brand_id", "user_id"):
        by_brand.setdefault(brand_id, []).append(user_id)
    recipients = [(contest.pk, user) for contest in contests for user in by_brand.get(contest.brand_id, ())]
    _ask(recipients, template, now=now, once_for=once_for)


def tell_entrants(contests: Sequence[Contest], template: str, *, now: datetime, once_for: str = "") -> None:
    """Tell the authors of all admissible entries."""
    entries = Entry.objects.filter(contest__in=contests, state=EntryState.SUBMITTED)
    _ask(entries.values_list("contest_id", "author_id").distinct(), template, now=now, once_for=once_for)


def tell_shortlisted(contest: Contest, *, now: datetime) -> None:
    """Tell the authors on the shortlist that they will be paid, and the others that they were not chosen."""
    chosen = set(ShortlistPlace.objects.filter(contest=contest).values_list("entry__author_id", flat=True))
    everybody = set(
        Entry.objects.filter(contest=contest, state=EntryState.SUBMITTED).values_list("author_id", flat=True)
    )
    _ask([(contest.pk, user) for user in sorted(chosen)], "contest_shortlisted", now=now)
    _ask(
        [(contest.pk, user) for user in sorted(everybody - chosen)],
        "contest_not_shortlisted",
        now=now,
    )


def tell_awarded(contest: Contest, *, now: datetime) -> None:
    """Tell the winners to hand over, and the other shortlisted authors that the contest is decided."""
    winners = set(Award.objects.filter(contest=contest).values_list("entry__author_id", flat=True))
    shortlisted = set(ShortlistPlace.objects.filter(contest=contest).values_list("entry__author_id", flat=True))
    _ask([(contest.pk, user) for user in sorted(winners)], "contest_awarded", now=now)
    _ask(
        [(contest.pk, user) for user in sorted(shortlisted - winners)],
        "contest_decided",
        now=now,
    )


def tell_winners(contests: Sequence[Contest], template: str, *, now: datetime) -> None:
    """Tell the authors whose awards stand."""
    awards = Award.objects.filter(contest__in=contests, passed_over_at=None, handover__isnull=False)
    _ask(
        awards.values_list("contest_id", "entry__author_id").distinct(),
        template,
        now=now,
    )


def tell_guests(contest: Contest, people: Iterable[int] | None = None, *, now: datetime) -> None:
    """Tell those who are invited, or these of them, that the contest is open to them. Each is told once; one for a
    single maker says whether it is a job or an offer to buy.
    """
    guests = Guest.objects.filter(contest=contest, withdrawn_at=None, link=None)
    if people is not None:
        guests = guests.filter(person__in=list(people))
    purpose = FollowUp.objects.filter(contest=contest).values_list("purpose", flat=True).first()
    template = {Purpose.JOB: "job_offered", Purpose.PURCHASE: "purchase_offered"}[Purpose(purpose)] if purpose else ""
    _ask(guests.values_list("contest_id", "person_id"), template or "contest_invited", now=now)


def tell_maker(entry: Entry, template: str, *, now: datetime, once_for: str) -> None:
    """Tell the author of one entry."""
    _ask([(entry.contest_id, entry.author_id)], template, now=now, once_for=once_for)


def _ask(
    recipients: Iterable[tuple[UUID, int]],
    template: str,
    *,
    now: datetime,
    once_for: str = "",
) -> None:
    pairs = list(recipients)
    titles = dict(Brief.objects.filter(contest__in={pk for pk, _ in pairs}).values_list("contest_id", "title"))
    ask_for_mails(
        (
            MailRequest(
                user_id=user,
                template=template,
                dedupe_key=f"{template}:{pk}:{user}:{once_for}",
                context={"title": titles.get(pk, ""), "url": contest_url(pk)},
            )
            for pk, user in pairs
        ),
        now=now,
    )
