"""The confidentiality agreement of a brief that is read only after accepting it: the platform's text, by version.

Brands do not write their own, so that nobody signs away more than silence: not their rights, not their other work. A
text that changes gets a new version; the old ones stay, since people have accepted them. Pure: values in, values out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from contests.rights import Language

CURRENT: Final = "1"

TEXTS: Final[Mapping[str, Mapping[Language, tuple[str, ...]]]] = {
    "1": {
        "en": (
            "{brand} shows me the brief “{title}” so that I can decide whether to enter, and work on it.",
            "What I read there and in its attachments, answers and feedback I keep to myself: I do not publish it, "
            "pass "
            "it on or use it for anything else.",
            "This does not cover what I knew before, what is public without my doing, or what the law obliges me to "
            "tell. I may always take advice from a lawyer, a union or an accountant who keep it to themselves.",
            "It lasts two years from today, and ends earlier for whatever the brand itself makes public.",
            "My own work stays mine: its rights, my name on it, and what I show of it once the brand’s project is "
            "public "
            "or the two years are over. What I am owed does not depend on this agreement.",
            "French law applies.",
        ),
        "fr": (
            "{brand} me montre le brief « {title} » pour que je décide d’y participer et que j’y travaille.",
            "Ce que j’y lis, comme dans ses pièces jointes, ses réponses et ses retours, je le garde pour moi : je "
            "ne le "
            "publie pas, ne le transmets pas et ne m’en sers pour rien d’autre.",
            "Ne sont pas concernés ce que je savais déjà, ce qui est public sans mon fait, ni ce que la loi m’oblige à "
            "dire. Je peux toujours prendre conseil auprès d’un avocat, d’un syndicat ou d’un comptable tenus au "
            "secret.",
            "Il vaut deux ans à compter de ce jour, et cesse plus tôt pour tout ce que la marque rend elle-même "
            "public.",
            "Mon travail reste à moi : ses droits, mon nom, et ce que j’en montre une fois le projet de la marque "
            "public "
            "ou les deux ans passés. Ce qui m’est dû ne dépend pas de cet accord.",
            "Le droit français s’applique.",
        ),
    }
}
"""By version and language, the clauses in their order. `brand` and `title` are filled in."""


@dataclass(frozen=True, slots=True)
class NdaText:
    """The agreement as one person reads it for one brief."""

    version: str
    language: Language
    clauses: tuple[str, ...]

    @property
    def sha256(self) -> str:
        """Of the version and the clauses as they were shown, so that what was accepted can be proved."""
        return sha256("\n".join([self.version, self.language, *self.clauses]).encode()).hexdigest()


def nda_text(brand: str, title: str, language: str, version: str = CURRENT) -> NdaText:
    """The agreement for this brief, in the brief's language.

    >>> nda_text("Halden Tea", "A mark", "en").clauses[0]
    'Halden Tea shows me the brief “A mark” so that I can decide whether to enter, and work on it.'
    """
    known: Language = "fr" if language == "fr" else "en"
    # Names are put in as they are: a brace in one is no place to be filled.
    clauses = (
        clause.replace("{brand}", brand).replace("{title}", title) if position == 0 else clause
        for position, clause in enumerate(TEXTS[version][known])
    )
    return NdaText(version, known, tuple(clauses))
