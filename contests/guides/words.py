"""The form in which a guide's words are written."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Defaults and an example in one language. The example's description is Markdown."""

    deliverables: tuple[str, ...]
    sizes: str
    rights_scope: str
    hint: str
    """What briefs of this kind most often leave out."""
    title: str
    summary: str
    description: str
    audience: str
