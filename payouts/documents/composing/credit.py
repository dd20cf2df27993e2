"""The credit note: the mirror of one invoice, line for line, with the reason why it is taken back."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Literal, TypeAlias

from payouts.documents.composing.fee import Issue
from payouts.documents.composing.values import Content, Credited
from payouts.documents.composing.words import word

Reason: TypeAlias = Literal["settled_again", "cancelled", "details"]
REASONS: Final[tuple[Reason, ...]] = ("settled_again", "cancelled", "details")


def compose_credit_note(issue: Issue, credited: Content, reason: str) -> Content:
    """Take back the whole of an invoice. `reason` is one of REASONS, or a person's own words.

    Its figures are the invoice's own, positive, as EN 16931 has them in a credit note.
    """
    why = word(f"reason.{reason}", credited.language) if reason in REASONS else reason
    self_billing = tuple(
        mention
        for mention in credited.mentions
        if credited.kind == "self_billed" and mention[0] == word("mention.self_billing", credited.language)
    )
    return replace(
        credited,
        kind="credit_note",
        reference=issue.reference,
        issued_on=issue.issued_on,
        mentions=((word("mention.credit", credited.language), why), *self_billing),
        figures_title="",
        figures=(),
        credits=Credited(credited.reference, credited.issued_on, credited.kind, why),
    )
