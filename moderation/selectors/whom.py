"""Whom a case concerns, and in which contest."""

from uuid import UUID

from accounts.models import User
from moderation.models import Case


def contest_of(case: Case) -> UUID | None:
    """The contest that what it is about belongs to."""
    if case.entry is not None:
        return case.entry.contest_id
    if case.question is not None:
        return case.question.contest_id
    return case.contest_id


def addressee_of(case: Case) -> User:
    """Whom a decision restricts: the author, who asked, who wrote the brief, or the person."""
    if case.entry is not None:
        return case.entry.author
    if case.question is not None:
        return case.question.asker
    if case.contest is not None:
        return case.contest.created_by
    if case.person is None:
        raise ValueError("A case is about something.")
    return case.person
