"""Drafts of policies: under consultation they are everybody's to see, before that the platform's people's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count

from accounts.models import User
from payouts.models import PayoutPolicy, PolicyOpinion, PolicyState, Vote


@dataclass(frozen=True, slots=True)
class Tally:
    """How people voted; `words` counts the comments."""

    votes_for: int
    votes_against: int
    words: int


@dataclass(frozen=True, slots=True)
class OpinionCard:
    handle: str
    name: str
    vote: str
    comment: str
    changed_at: datetime


def policy_drafts(viewer: User | AnonymousUser) -> list[PayoutPolicy]:
    """The drafts that this viewer may see, the newest first."""
    drafts = PayoutPolicy.objects.filter(state=PolicyState.DRAFT).order_by("-pk")
    return list(drafts if _watches(viewer) else drafts.exclude(consulted_from=None))


def tally_of(record: PayoutPolicy) -> Tally:
    """How people voted on a draft, or on what it has become."""
    rows: Mapping[str, int] = dict(record.opinions.values_list("vote").annotate(count=Count("pk")))
    return Tally(rows.get(Vote.FOR, 0), rows.get(Vote.AGAINST, 0), record.opinions.exclude(comment="").count())


def opinions_on(record: PayoutPolicy, most: int = 100) -> list[OpinionCard]:
    """The latest comments, with the names of those who made them: creatives answer for what they say in public."""
    rows = record.opinions.exclude(comment="").select_related("author").order_by("-changed_at")[:most]
    return [
        OpinionCard(row.author.handle, row.author.public_name, row.vote, row.comment, row.changed_at) for row in rows
    ]


def own_opinion(viewer: User, record: PayoutPolicy) -> PolicyOpinion | None:
    """What this person has said so far."""
    return PolicyOpinion.objects.filter(policy=record, author=viewer).first()


def _watches(viewer: User | AnonymousUser) -> bool:
    return isinstance(viewer, User) and viewer.is_active and (viewer.is_admin or viewer.is_auditor)
