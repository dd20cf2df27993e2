"""The open licence under which the winner of an open-licence contest gives the work to everybody, the brand included.

Nothing passes to the brand: whoever made the work keeps every right and licenses it, once, to the public (CPI L122-7-1
lets authors do so). What is accepted is the licence by its name, version and address; its own text governs. Pure.
"""

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

Language: TypeAlias = Literal["en", "fr"]

CC_BY_SA: Final = "CC BY-SA 4.0"

ADDRESSES: Final[Mapping[Language, str]] = {
    "en": "https://creativecommons.org/licenses/by-sa/4.0/deed.en",
    "fr": "https://creativecommons.org/licenses/by-sa/4.0/deed.fr",
}

PERMISSIONS: Final[Mapping[Language, tuple[tuple[str, str], ...]]] = {
    "en": (
        ("Share", "Anybody may copy and pass on the work in any medium or format, for any purpose, even commercially."),
        ("Adapt", "Anybody may remix, transform and build upon the work for any purpose, even commercially."),
        ("Attribution", "Whoever uses it names the author, links to the licence and says what was changed."),
        ("ShareAlike", "Whoever adapts it passes the result on under the same licence."),
    ),
    "fr": (
        (
            "Partager",
            "Chacun peut copier et diffuser l’œuvre par tout moyen et sous tout format, même commercialement.",
        ),
        ("Adapter", "Chacun peut remanier et transformer l’œuvre et créer à partir d’elle, même commercialement."),
        ("Attribution", "Qui s’en sert nomme l’auteur, indique la licence et dit ce qui a été modifié."),
        ("Partage à l’identique", "Qui l’adapte diffuse le résultat sous la même licence."),
    ),
}
"""What the licence allows, and on what terms: a summary for people, as its steward gives one."""

PURPOSE: Final[Mapping[Language, str]] = {
    "en": "Any, by anybody, under {licence}: {address}",
    "fr": "Tout usage, par chacun, sous {licence} : {address}",
}
PLACE: Final[Mapping[Language, str]] = {"en": "Worldwide", "fr": "Monde entier"}
DURATION: Final[Mapping[Language, str]] = {
    "en": "As long as the work is protected; it cannot be taken back",
    "fr": "Tant que l’œuvre est protégée ; sans retour possible",
}

CLAUSES: Final[Mapping[Language, tuple[str, ...]]] = {
    "en": (
        "The author keeps every right in the work and transfers none to the brand; the brand is licensed like anybody "
        "else.",
        "The licence holds in its own words, at the address above; what stands here only sums it up.",
        "The author’s moral rights are respected (art. L121-1).",
        "The author declares to have made the work, and that everything in it may be passed on under this licence.",
        "The work is licensed once both sides have accepted this text. The prize is owed in any case.",
    ),
    "fr": (
        "L’auteur garde tous ses droits sur l’œuvre et n’en cède aucun à la marque ; elle en dispose comme chacun, "
        "par la "
        "licence.",
        "La licence vaut dans ses propres termes, à l’adresse ci-dessus ; ce qui figure ici n’en est qu’un résumé.",
        "Le droit moral de l’auteur est respecté (art. L121-1).",
        "L’auteur déclare avoir fait l’œuvre et que tout ce qui s’y trouve peut être diffusé sous cette licence.",
        "L’œuvre est sous licence dès que les deux parties ont accepté ce texte. Le prix est dû en tout cas.",
    ),
}


def purpose(language: Language, licence: str = CC_BY_SA) -> str:
    """For what the work may be used, with the licence's address."""
    return PURPOSE[language].format(licence=licence, address=ADDRESSES[language])
