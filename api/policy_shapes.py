"""Drafts of policies as the API shows them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypedDict

from api.shapes import WordsDoc
from payouts.models import PayoutPolicy
from payouts.policy import describe_policy
from payouts.services.draft_review import DraftPage


class DraftDoc(TypedDict):
    """A draft, or what it has become."""

    id: int
    slug: str
    version: int
    title: str
    state: str
    sha256: str
    created_at: datetime
    consulted_from: datetime | None
    published_at: datetime | None


class ParameterDoc(TypedDict):
    name: str
    was: Any
    becomes: Any


class ChangeDoc(TypedDict):
    """A rule that reads otherwise than in the policy in force."""

    rule: str
    title: str
    was: tuple[str, ...]
    becomes: tuple[str, ...]
    parameters: list[ParameterDoc]


class BrokenDoc(TypedDict):
    """A rule that the draft breaks, with a contest that shows it: settle it, and see."""

    rule: str
    number: int | None
    reason: str
    counter_example: Mapping[str, Any]


class EndingCostDoc(TypedDict):
    """The most that one way of ending the example brief costs, now and under the draft."""

    outcome: str
    stage: str | None
    now_minor: int
    then_minor: int


class TallyDoc(TypedDict):
    votes_for: int
    votes_against: int
    comments: int


class OpinionDoc(TypedDict):
    handle: str
    name: str
    vote: str
    comment: str
    changed_at: datetime


class DraftInFullDoc(DraftDoc):
    """A draft with all that can be known of it before it is published."""

    document: Mapping[str, Any]
    language: str
    words: list[WordsDoc]
    changes: list[ChangeDoc]
    broken: list[BrokenDoc]
    costs: list[EndingCostDoc]
    tally: TallyDoc
    opinions: list[OpinionDoc]
    may_be_published_at: datetime | None


def draft_shape(row: PayoutPolicy) -> DraftDoc:
    return {
        "id": row.pk,
        "slug": row.slug,
        "version": row.version,
        "title": row.title,
        "state": row.state,
        "sha256": row.document_sha256,
        "created_at": row.created_at,
        "consulted_from": row.consulted_from,
        "published_at": row.published_at,
    }


def draft_in_full(page: DraftPage, language: str) -> DraftInFullDoc:
    """All of it, in a language."""
    return {
        **draft_shape(page.record),
        "document": page.record.document,
        "language": language,
        "words": [
            {"title": section.title, "sentences": section.sentences}
            for section in describe_policy(page.policy, language)
        ],
        "changes": [
            {
                "rule": change.rule,
                "title": change.title,
                "was": change.was,
                "becomes": change.becomes,
                "parameters": [{"name": name, "was": was, "becomes": then} for name, was, then in change.parameters],
            }
            for change in page.changes
        ],
        "broken": [
            {
                "rule": broken.rule,
                "number": broken.number,
                "reason": broken.say(language),
                "counter_example": broken.counter_example.to_dict(),
            }
            for broken in page.broken
        ],
        "costs": [
            {"outcome": cost.outcome, "stage": cost.stage, "now_minor": cost.now_minor, "then_minor": cost.then_minor}
            for cost in page.costs
        ],
        "tally": {
            "votes_for": page.tally.votes_for,
            "votes_against": page.tally.votes_against,
            "comments": page.tally.words,
        },
        "opinions": [
            {
                "handle": one.handle,
                "name": one.name,
                "vote": one.vote,
                "comment": one.comment,
                "changed_at": one.changed_at,
            }
            for one in page.opinions
        ],
        "may_be_published_at": page.may_be_published_at,
    }
