"""From draft to open: fixing the terms, waiting for funds, opening. Whether the funds suffice is not decided here."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from contests.kinds import Kind
from contests.lifecycle import Move, Role, Timeline, plan_timeline
from contests.models import Contest
from contests.services.finding import nudging, telling
from contests.services.mails import tell_guests
from contests.services.transitions import move_contests


@dataclass(frozen=True, slots=True)
class PolicyTerms:
    """What the contest's policy fixes about its course; given by whoever asks for funds."""

    shortlist_min: int
    entry_cap: int
    silence: timedelta
    final_notice: timedelta
    delivery: timedelta
    acceptance: timedelta
    floor_minor: int
    """The least that a shortlisted entry gets: the floor of a full shortlist."""
    effort_minutes: int
    """The platform's standard effort for the kind of work."""
    extension_days_max: int = 0
    revision_rounds_max: int = 0


def await_funds(contest: Contest, terms: PolicyTerms, *, role: Role, actor_id: int, now: datetime) -> None:
    """draft → awaiting_funds, of a contest that the caller has locked and whose terms it has checked."""
    contest.shortlist_min = min(terms.shortlist_min, contest.shortlist_max)
    contest.entry_cap = terms.entry_cap
    contest.silence_period = terms.silence
    contest.final_notice_period = terms.final_notice
    contest.delivery_period = terms.delivery
    contest.acceptance_period = terms.acceptance
    contest.extension_days_max = terms.extension_days_max
    contest.revision_rounds_max = terms.revision_rounds_max
    contest.floor_minor, contest.effort_minutes = terms.floor_minor, terms.effort_minutes
    contest.prizes_minor = sum(contest.prizes.values_list("amount_minor", flat=True))
    contest.save(
        update_fields=[
            "shortlist_min",
            "entry_cap",
            "silence_period",
            "final_notice_period",
            "delivery_period",
            "acceptance_period",
            "extension_days_max",
            "revision_rounds_max",
            "floor_minor",
            "prizes_minor",
            "effort_minutes",
        ]
    )
    move_contests([contest], Move.REQUEST_FUNDING, role=role, now=now, actor_id=actor_id)


def open_contest(contest: Contest, *, now: datetime) -> None:
    """awaiting_funds → open, of a locked contest; from here on its moments are fixed. The database checks the funds."""
    if contest.periods is None:
        raise ValueError("The contest's policy has not been fixed.")
    set_moments(contest, plan_timeline(now, contest.periods))
    move_contests([contest], Move.OPEN, role=Role.CLOCK, now=now)
    if contest.kind == Kind.INVITED:
        tell_guests(contest, now=now)
    nudging.plan_closing(contest, now=now)
    telling.tell_opened(contest, now=now)


def set_moments(contest: Contest, timeline: Timeline) -> None:
    """Write the contest's moments."""
    for name in Timeline.__slots__:
        setattr(contest, name, getattr(timeline, name))
    contest.save(update_fields=list(Timeline.__slots__))


def return_to_draft(contest: Contest, *, role: Role, actor_id: int | None, now: datetime) -> None:
    """awaiting_funds → draft, so that the terms may be changed. Money that was paid in stays the contest's."""
    move_contests([contest], Move.RETURN_TO_DRAFT, role=role, now=now, actor_id=actor_id)
