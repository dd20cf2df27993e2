"""Whom a case concerns, and in which contest."""

from uuid import UUID

from accounts.models import User
from contests.models import Entry
from moderation.models import Case


def entry_of(case: Case) -> Entry | None:
    """The entry that it is about, or that something was written of."""
    if case.comment is not None:
        return case.comment.entry
    if case.message is not None:
        return case.message.conversation.entry
    return case.entry


def contest_of(case: Case) -> UUID | None:
    """The contest that what it is about belongs to."""
    entry = entry_of(case)
    if entry is not None:
        return entry.contest_id
    if case.question is not None:
        return case.question.contest_id
    return case.contest_id


def addressee_of(case: Case) -> User:
    """Whom a decision restricts: the author, who asked or wrote, who wrote the brief, or the person."""
    if case.entry is not None:
        return case.entry.author
    if case.question is not None:
        return case.question.asker
    if case.comment is not None:
        return case.comment.author
    if case.message is not None:
        return case.message.author
    if case.contest is not None:
        return case.contest.created_by
    if case.person is None:
        raise ValueError("A case is about something.")
    return case.person
