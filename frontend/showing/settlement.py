"""A contest's settlement, line by line, in the reader's language."""

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import get_language

from payouts.policy import explain_line
from payouts.selectors.auditing import settlements


@dataclass(frozen=True, slots=True)
class SettledLine:
    """One amount with its reason. `code` names the entry without its author; empty for the platform's lines."""

    entry_id: UUID | None
    code: str
    component: str
    amount_minor: int
    reason: str


def settled_lines(contest_id: UUID) -> list[SettledLine]:
    """The lines of the contest's latest settlement; none while it is undecided. Three queries."""
    latest = settlements().filter(contest=contest_id).order_by("-sequence").first()
    if latest is None:
        return []
    lines = list(latest.lines.select_related("entry").order_by("position"))
    language = "fr" if (get_language() or "en").startswith("fr") else "en"
    return [
        SettledLine(
            line.entry_id,
            line.entry.code if line.entry else "",
            line.component,
            line.amount_minor,
            _reason(explain_line(line, language)),
        )
        for line in lines
    ]


def _reason(sentence: str) -> str:
    """The sentence without its amount, which stands in a column of its own."""
    return sentence.partition(" – ")[2] or sentence
