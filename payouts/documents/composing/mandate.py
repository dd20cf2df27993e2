"""The mandate by which a creative lets the platform make their invoices: its texts, by version.

A version that anybody has accepted is never edited; what changes is a new version, which is asked for anew. Source of
what it must say: CGI art. 289 I-2 and BOI-TVA-DECLA-30-20-10 (prior mandate, time to object, whose duty the tax is).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from payouts.documents.composing.pay import OBJECTION_DAYS
from payouts.documents.composing.values import Language


@dataclass(frozen=True, slots=True)
class MandateText:
    """One version, in both languages; the French one is what binds."""

    version: str
    clauses: Mapping[Language, tuple[str, ...]]

    @property
    def sha256(self) -> str:
        """Of the whole text in both languages, so that what was accepted can be proved."""
        said = "\n".join([self.version, *self.clauses["fr"], *self.clauses["en"]])
        return sha256(said.encode()).hexdigest()


_FIRST: Final = MandateText(
    "2026-01",
    {
        "en": (
            "I let the platform make, in my name and for my account, the invoices for everything that I am owed "
            "through it, and send them to the brand and to me.",
            "Each bears the word “Autofacturation” and a number of a series of my own, without gaps.",
            f"I may object to an invoice within {OBJECTION_DAYS} days after its day of issue, on its page or in "
            "writing. An objection is looked into by a person; a wrong invoice is taken back by a credit note and "
            "made anew. After that time it counts as accepted.",
            "I stay responsible for my invoices and for the taxes and contributions on them. I tell the platform at "
            "once when my name, my address, my number or my VAT status changes.",
            "My pay does not depend on this mandate: without it I am paid just as well, and make my invoices myself.",
            "I may take the mandate back at any time, for what is not invoiced yet.",
            "If the two languages differ, the French text counts.",
        ),
        "fr": (
            "Je donne mandat à la plateforme d’établir, en mon nom et pour mon compte, les factures de tout ce qui "
            "m’est dû par son intermédiaire, et de les adresser à la marque et à moi.",
            "Chacune porte la mention « Autofacturation » et un numéro d’une série qui m’est propre, sans rupture.",
            f"Je peux contester une facture dans les {OBJECTION_DAYS} jours qui suivent son émission, sur sa page ou "
            "par écrit. Une personne examine la contestation ; une facture erronée est annulée par un avoir et "
            "refaite. Passé ce délai, elle est réputée acceptée.",
            "Je reste responsable de mes factures, et des impôts et cotisations qui s’y rapportent. Je signale "
            "aussitôt tout changement de nom, d’adresse, de numéro ou de régime de TVA.",
            "Ma paie ne dépend pas de ce mandat : sans lui, je suis payé tout autant et j’établis mes factures "
            "moi-même.",
            "Je peux retirer ce mandat à tout moment, pour ce qui n’est pas encore facturé.",
            "Si les deux langues diffèrent, le texte français fait foi.",
        ),
    },
)

TEXTS: Final[Mapping[str, MandateText]] = {_FIRST.version: _FIRST}
CURRENT: Final = _FIRST
"""The version that is asked for now."""
