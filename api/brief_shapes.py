"""Replies around a brief: advice, guides, guests, links, confidentiality."""

from datetime import datetime
from typing import Any, TypedDict
from uuid import UUID

from contests.guides import Guide
from contests.selectors.admission import LinkCard, NdaPage
from contests.services.briefing.links import link_url


class AdviceDoc(TypedDict):
    """One thing that creatives will miss, and what to do."""

    code: str
    field: str
    missing: str
    remedy: str


class ExampleDoc(TypedDict):
    title: str
    summary: str
    description: str
    audience: str
    tones: dict[str, int]


class GuideDoc(TypedDict):
    """A category's defaults for a new brief, and an example, in the reader's language. Periods in seconds."""

    category: str
    deliverables: tuple[str, ...]
    formats: tuple[str, ...]
    sizes: str
    rights_scope: str
    unpaid_effort_minutes: int
    shortlist_max: int
    prizes: tuple[int, ...]
    entries_period: int
    hint: str
    example: ExampleDoc


class InvitationLinkDoc(TypedDict):
    """A link by which creatives invite themselves."""

    id: int
    url: str
    created_at: datetime
    expires_at: datetime
    most_uses: int
    uses: int
    is_open: bool


class NdaDoc(TypedDict):
    """The confidentiality of a brief, and when the caller accepted it."""

    contest: UUID
    version: str
    language: str
    clauses: tuple[str, ...]
    text_sha256: str
    accepted_at: datetime | None


class JoinedDoc(TypedDict):
    """The contest that the caller was let in to."""

    contest: UUID


def guide_shape(guide: Guide) -> GuideDoc:
    """A GuideDoc."""
    words, defaults = guide.words, guide.defaults
    example = ExampleDoc(
        title=words.title,
        summary=words.summary,
        description=words.description,
        audience=words.audience,
        tones=guide.example_tones,
    )
    period = int(defaults.pop("entries_period").total_seconds())
    shaped: dict[str, Any] = {"category": guide.category, **defaults, "entries_period": period, "hint": words.hint}
    return {**shaped, "example": example}  # type: ignore[typeddict-item]


def link_shape(card: LinkCard) -> InvitationLinkDoc:
    """An InvitationLinkDoc, with the address to pass on."""
    return {
        "id": card.id,
        "url": link_url(card.id),
        "created_at": card.created_at,
        "expires_at": card.expires_at,
        "most_uses": card.most_uses,
        "uses": card.uses,
        "is_open": card.is_open,
    }


def nda_shape(page: NdaPage) -> NdaDoc:
    """An NdaDoc."""
    return {
        "contest": page.contest_id,
        "version": page.text.version,
        "language": page.text.language,
        "clauses": page.text.clauses,
        "text_sha256": page.sha256,
        "accepted_at": page.accepted_at,
    }
