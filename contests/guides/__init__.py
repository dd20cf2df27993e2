"""Good beginnings by category: defaults that fit the kind of work, and an example of a brief that people can work from.

Texts of the platform's own, in both languages; the brands in them are invented. Pure: nothing is read or written. A
category without a guide simply has no defaults.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.utils.translation import get_language

from contests.guides.english import WORDS as ENGLISH
from contests.guides.french import WORDS as FRENCH
from contests.guides.words import Words
from contests.tones import said


@dataclass(frozen=True, slots=True)
class Figures:
    """What of a beginning is the same in every language. Tones by the order of `contests.tones.SLIDERS`."""

    formats: tuple[str, ...]
    tones: tuple[int, ...]
    unpaid_minutes: int = 60
    entries_days: int = 14
    shortlist_max: int = 5
    prizes: tuple[int, ...] = (80_000,)


FIGURES: Final[dict[str, Figures]] = {
    "logo": Figures(("svg", "pdf", "png"), (5, 4, 2, 2, 4), 45, prizes=(80_000, 30_000)),
    "identity": Figures(("svg", "pdf", "ai"), (4, 5, 3, 3, 4), 60, 21, 4, (180_000, 60_000)),
    "packaging": Figures(("ai", "pdf", "png"), (3, 4, 4, 4, 5), 60, 21, 4, (150_000, 50_000)),
    "poster": Figures(("pdf", "png"), (3, 5, 6, 3, 2), 45, prizes=(100_000, 40_000)),
    "illustration": Figures(("psd", "png", "tiff"), (2, 3, 3, 5, 3), 45, prizes=(90_000, 40_000)),
    "book-cover": Figures(("pdf", "indd", "png"), (5, 4, 2, 2, 4), 45, prizes=(70_000, 30_000)),
    "web-page": Figures(("fig", "png", "svg"), (5, 6, 2, 2, 4), 60, 21, 4, (160_000, 50_000)),
    "pattern": Figures(("svg", "png", "tiff"), (3, 3, 4, 5, 3), 30, prizes=(60_000, 25_000)),
    "naming": Figures(("docx", "pdf"), (3, 5, 3, 2, 4), 30, 10, prizes=(60_000, 20_000)),
    "storyboard": Figures(("pdf", "png"), (3, 5, 3, 3, 3), 60, 14, 4, (130_000, 50_000)),
}


@dataclass(frozen=True, slots=True)
class Guide:
    """A category's beginning, in one language."""

    category: str
    figures: Figures
    words: Words

    @property
    def defaults(self) -> dict[str, Any]:
        """Fields of a `BriefDraft` that a new brief of this category starts from."""
        figures, words = self.figures, self.words
        return {
            "deliverables": words.deliverables,
            "formats": figures.formats,
            "sizes": words.sizes,
            "rights_scope": words.rights_scope,
            "unpaid_effort_minutes": figures.unpaid_minutes,
            "shortlist_max": figures.shortlist_max,
            "prizes": figures.prizes,
            "entries_period": timedelta(days=figures.entries_days),
        }

    @property
    def example_tones(self) -> dict[str, int]:
        """Where the example stands between the ends of each slider."""
        return said(self.figures.tones)


def guide_of(category: str, language: str = "") -> Guide | None:
    """The category's guide in this language, or the reader's; None where there is none."""
    spoken = language or get_language() or "en"
    words = (FRENCH if spoken.startswith("fr") else ENGLISH).get(category)
    figures = FIGURES.get(category)
    return Guide(category, figures, words) if words and figures else None


def all_guides(language: str = "") -> tuple[Guide, ...]:
    """Every guide there is, in the order of the categories."""
    return tuple(guide for slug in FIGURES if (guide := guide_of(slug, language)) is not None)
