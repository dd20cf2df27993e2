"""What a case is about, in a few words: for those who see it anyway."""

from dataclasses import dataclass
from uuid import UUID

from contests.models import Entry
from moderation.models import Case

WITH_TARGETS = (
    "entry__contest__brief",
    "contest__brief",
    "question__contest__brief",
    "comment__entry__contest__brief",
    "message__conversation__entry__contest__brief",
    "person",
)
"""What `thing_of` reads, to be fetched together with the case."""


@dataclass(frozen=True, slots=True)
class Thing:
    """`code` is an entry's; that a comment or a message is of, too. `words`: a brief's title, a text that was
    written, a person's public name, or an entry's title."""

    kind: str
    words: str
    code: str = ""
    contest_id: UUID | None = None
    contest_title: str = ""
    entry_id: UUID | None = None


def thing_of(case: Case) -> Thing:
    """It, without a further query if WITH_TARGETS was fetched."""
    if case.entry is not None:
        contest = case.entry.contest
        return Thing(case.kind, case.entry.title, case.entry.code, contest.pk, contest.brief.title, case.entry.pk)
    if case.comment is not None:
        return _written(case.kind, case.comment.body, case.comment.entry)
    if case.message is not None:
        return _written(case.kind, case.message.body, case.message.conversation.entry)
    if case.question is not None:
        contest = case.question.contest
        return Thing(case.kind, case.question.body, "", contest.pk, contest.brief.title)
    if case.contest is not None:
        return Thing(case.kind, case.contest.brief.title, "", case.contest.pk, case.contest.brief.title)
    return Thing(case.kind, case.person.public_name if case.person else "")


def _written(kind: str, words: str, entry: Entry) -> Thing:
    return Thing(kind, words, entry.code, entry.contest_id, entry.contest.brief.title, entry.pk)
