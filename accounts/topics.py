"""What people are told about, in topics: which mail belongs to which, and how each may be chosen to arrive.

Pure: a registry and the rule. What concerns somebody's account, their money or a deadline that runs against them always
comes at once, whatever they chose; everything else arrives as they like it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Topic(StrEnum):
    """What a notice is about, for its reader."""

    SECURITY = "security"
    MONEY = "money"
    ENTRIES = "entries"
    CONTESTS = "contests"
    QUESTIONS = "questions"
    FOLLOWED = "followed"
    MODERATION = "moderation"
    NEWS = "news"


class Arrival(StrEnum):
    """How a notice reaches somebody; in the list of notices it stands in any case."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    IN_APP = "in_app"


TITLES: Final[dict[Topic, Promise]] = {
    Topic.SECURITY: _("Account and security"),
    Topic.MONEY: _("Money"),
    Topic.ENTRIES: _("My entries"),
    Topic.CONTESTS: _("My contests"),
    Topic.QUESTIONS: _("Questions and messages"),
    Topic.FOLLOWED: _("What I follow"),
    Topic.MODERATION: _("Reports and moderation"),
    Topic.NEWS: _("News of Fairbrief"),
}
ARRIVALS: Final[dict[Arrival, Promise]] = {
    Arrival.AT_ONCE: _("By mail, at once"),
    Arrival.DAILY: _("By mail, once a day"),
    Arrival.IN_APP: _("Only here"),
}

FIXED: Final[dict[Topic, Promise]] = {
    Topic.SECURITY: _("Whoever takes over your account would switch these off first, so they cannot be."),
    Topic.MONEY: _("They tell of money that is yours, or that is asked of you, and some of it within days."),
}
"""The topics that always arrive by mail at once, each with the reason for it."""

DEFAULTS: Final[dict[Topic, Arrival]] = {Topic.NEWS: Arrival.DAILY, Topic.FOLLOWED: Arrival.DAILY}
"""How a topic arrives as long as nobody has chosen: at once, where nothing else stands here."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What a mail is about. `always`: a right or a deadline hangs on it, so that it is mailed at once in any case."""

    topic: Topic
    always: bool = False


_ALWAYS: Final[dict[Topic, str]] = {
    Topic.SECURITY: "payout_account_changed payout_account_restored second_factor_removed second_factor_reset "
    "new_second_factor new_recovery_codes password_changed email_changed staff_role_changed webhook_disabled "
    "data_copy_asked data_copy_ready leaving_asked leaving_undone",
    Topic.MONEY: "payout_needs_account payout_paid payout_needs_approval rail_stopped prize_released dispute_received "
    "dispute_opened_brand dispute_opened_creative dispute_decided dispute_hold_ended",
    # What must be done by a day, or is lost.
    Topic.ENTRIES: "contest_awarded award_passed_on file_refused entry_disqualified contest_lapsed contest_cancelled "
    "jury_invited jury_ballots jury_reminder purchase_offered job_offered",
    Topic.CONTESTS: "shortlist_reminder decision_reminder final_notice handover_delivered contest_lapsed_brand "
    "jury_inquorate handover_item_supplied",
    # Each can be appealed against within a time that runs from the mail.
    Topic.MODERATION: "statement_of_reasons appeal_decided report_decided",
}
_CHOSEN: Final[dict[Topic, str]] = {
    Topic.ENTRIES: "contest_shortlisted contest_not_shortlisted contest_decided contest_extended revision_asked "
    "contest_invited jury_relieved entry_eliminated entry_reinstated handover_item_missing "
    "split_offered split_complete split_declined showing_agreed "
    "community_opened community_counted community_uncounted",
    Topic.CONTESTS: "entries_closed contest_empty contest_emptied jury_complete jury_declined jury_left "
    "offer_declined purchase_accepted",
    Topic.QUESTIONS: "question_asked question_answered question_waits comment_from_brand comment_from_maker "
    "reviews_open reviews_close review_waits reviews_shown message_from_brand message_from_maker",
    Topic.FOLLOWED: "followed_opened followed_answered followed_closing followed_decided search_matches",
    Topic.MODERATION: "report_received appeal_received community_marked",
}


def _matters() -> Iterator[tuple[str, Matter]]:
    for always, names in ((True, _ALWAYS), (False, _CHOSEN)):
        for topic, templates in names.items():
            yield from ((template, Matter(topic, always)) for template in templates.split())


MATTERS: Final[dict[str, Matter]] = dict(_matters())
"""What each mail's template is about."""

NO_NOTICE: Final = frozenset(
    {
        "digest",  # It tells of notices, and is none.
        "invitation",  # It goes to an address, which need not be anybody's here.
        # They carry a secret, and are stored nowhere.
        "signup_code",
        "email_code",
        "password_reset",
        "account_already_exists",
        "unknown_account",
    }
)

UNKNOWN: Final = Matter(Topic.SECURITY, always=True)
"""A mail that nobody has put into a topic is sent, and cannot be switched off."""


def matter_of(template: str) -> Matter:
    """What this mail is about.

    >>> matter_of("question_asked")
    Matter(topic=<Topic.QUESTIONS: 'questions'>, always=False)
    """
    return MATTERS.get(template, UNKNOWN)


def default_arrival(topic: Topic) -> Arrival:
    """How a topic arrives as long as nobody has chosen.

    >>> default_arrival(Topic.NEWS).value, default_arrival(Topic.ENTRIES).value
    ('daily', 'at_once')
    """
    return DEFAULTS.get(topic, Arrival.AT_ONCE)


def arrival_of(matter: Matter, chosen: Arrival | None) -> Arrival:
    """How such a mail arrives for somebody who chose this for its topic, or nothing.

    >>> arrival_of(Matter(Topic.ENTRIES), Arrival.IN_APP).value
    'in_app'
    >>> arrival_of(Matter(Topic.ENTRIES, always=True), Arrival.IN_APP).value
    'at_once'
    """
    if matter.always or matter.topic in FIXED:
        return Arrival.AT_ONCE
    return chosen or default_arrival(matter.topic)
