"""The transfer of rights in a winning work, right by right: composed from the brief's words, and laid out as a deed.

French law (code de la propriété intellectuelle, art. L131-3) lets only those rights pass that are named one by one,
each limited as to its extent, its purpose, its place and its duration. What is not named stays with the author, and so
do the author's moral rights (L121-1). Pure: values in, values out. It decides nothing about money: prizes are paid by
rule, whether or not anybody signs.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from hashlib import sha256
from typing import Any, Final, Literal, TypeAlias

from contests import licences
from paper.blocks import Block, Column, Facts, Heading, Parties, Remarks, Sheet, Table, Text, Title

Language: TypeAlias = Literal["en", "fr"]

RIGHTS: Final[Mapping[str, Mapping[Language, tuple[str, str]]]] = {
    "reproduction": {
        "en": ("Reproduction", "To fix and copy the work on any print or digital carrier that the purpose calls for."),
        "fr": ("Reproduction", "Fixer et copier l’œuvre sur tout support imprimé ou numérique que le but appelle."),
    },
    "representation": {
        "en": ("Representation", "To show and communicate the work to the public, in places, on screens and networks."),
        "fr": ("Représentation", "Montrer et communiquer l’œuvre au public, sur place, sur écrans et réseaux."),
    },
    "adaptation": {
        "en": ("Adaptation", "To resize, crop, recolour and translate the work as the purpose calls for, without "
               "distorting it."),
        "fr": ("Adaptation", "Redimensionner, recadrer, recolorer, traduire l’œuvre selon le but, sans la dénaturer."),
    },
    "distribution": {
        "en": ("Distribution", "To sell, lend or give away copies of the work, or goods that bear it."),
        "fr": ("Distribution", "Vendre, prêter ou donner des exemplaires de l’œuvre, ou des objets qui la portent."),
    },
}  # fmt: skip
"""Every right that a brief can ask for: its name, and its extent."""

USUAL: Final = ("reproduction", "representation", "adaptation")
"""What a brief asks for unless it says otherwise."""

WORDS: Final[Mapping[str, Mapping[Language, str]]] = {
    "title": {"en": "Transfer of rights", "fr": "Cession de droits d’auteur"},
    "title.open": {"en": "Open licence", "fr": "Licence ouverte"},
    "overline.open": {
        "en": "CC BY-SA 4.0 · art. L122-7-1, code de la propriété intellectuelle",
        "fr": "CC BY-SA 4.0 · art. L122-7-1 du code de la propriété intellectuelle",
    },
    "rights.open": {"en": "What everybody may do, and how", "fr": "Ce que chacun peut faire, et comment"},
    "overline": {
        "en": "Art. L131-3, code de la propriété intellectuelle",
        "fr": "Art. L131-3 du code de la propriété intellectuelle",
    },
    "work": {"en": "Work", "fr": "Œuvre"},
    "entry": {"en": "Entry", "fr": "Proposition"},
    "brief": {"en": "Brief", "fr": "Brief"},
    "authors": {"en": "Author", "fr": "Auteur"},
    "brand": {"en": "Brand", "fr": "Marque"},
    "rights": {"en": "The rights that pass", "fr": "Les droits cédés"},
    "right": {"en": "Right", "fr": "Droit"},
    "extent": {"en": "Extent", "fr": "Étendue"},
    "purpose": {"en": "Purpose", "fr": "Destination"},
    "place": {"en": "Place", "fr": "Lieu"},
    "duration": {"en": "Duration", "fr": "Durée"},
    "pay": {"en": "Pay for it", "fr": "Rémunération"},
    "signed": {"en": "Accepted by", "fr": "Accepté par"},
    "when": {"en": "When", "fr": "Quand"},
    "from": {"en": "From", "fr": "Depuis"},
    "side.creative": {"en": "for the work", "fr": "pour l’œuvre"},
    "side.brand": {"en": "for the brand", "fr": "pour la marque"},
    "sealed": {"en": "What this is", "fr": "Ce que c’est"},
    "sealed.text": {
        "en": "Made once both sides had accepted the same text, whose SHA-256 is {sha}. It stands as it is.",
        "fr": "Établi dès que les deux parties ont accepté le même texte, de SHA-256 {sha}. Il reste tel quel.",
    },
    "years.one": {"en": "1 year from the last acceptance", "fr": "1 an à compter de la dernière acceptation"},
    "years.many": {"en": "{n} years from the last acceptance", "fr": "{n} ans à compter de la dernière acceptation"},
    "pay.single": {
        "en": "A lump sum: the prize of place {rank} under the brief, {amount}, paid through the platform beside the "
        "floor. It covers all the rights named here.",
        "fr": "Un forfait : le prix de la place {rank} selon le brief, {amount}, versé par la plateforme en plus du "
        "plancher. Il couvre tous les droits nommés ici.",
    },
    "pay.tied": {
        "en": "A lump sum: an equal part of the prizes of the places shared, {amount} in all for {tied} works, paid "
        "through the platform beside the floor. It covers all the rights named here.",
        "fr": "Un forfait : une part égale des prix des places partagées, {amount} en tout pour {tied} œuvres, versée "
        "par la plateforme en plus du plancher. Il couvre tous les droits nommés ici.",
    },
    "prize.single": {
        "en": "The prize of place {rank} under the brief, {amount}, paid through the platform beside the floor.",
        "fr": "Le prix de la place {rank} selon le brief, {amount}, versé par la plateforme en plus du plancher.",
    },
    "prize.tied": {
        "en": "An equal part of the prizes of the places shared, {amount} in all for {tied} works, paid through the "
        "platform beside the floor.",
        "fr": "Une part égale des prix des places partagées, {amount} en tout pour {tied} œuvres, versée par la "
        "plateforme en plus du plancher.",
    },
    "pay.open": {
        "en": "The prize pays for the work and for licensing it to everybody.",
        "fr": "Le prix paie le travail et la licence donnée à chacun.",
    },
    "clauses": {"en": "Also", "fr": "En outre"},
}

CLAUSES: Final[Mapping[Language, tuple[str, ...]]] = {
    "en": (
        "Only the rights named above pass, each only for the purpose, place and duration named. All others stay with "
        "the author.",
        "The author’s name and the integrity of the work are respected (moral rights, art. L121-1).",
        "The author declares to have made the work and to have named its sources.",
        "No right passes before both sides have accepted this text. The prize is owed in any case.",
    ),
    "fr": (
        "Seuls passent les droits nommés ci-dessus, chacun pour la destination, le lieu et la durée dits. Tous les "
        "autres restent à l’auteur.",
        "Le nom de l’auteur et l’intégrité de l’œuvre sont respectés (droit moral, art. L121-1).",
        "L’auteur déclare avoir fait l’œuvre et en avoir indiqué les sources.",
        "Aucun droit ne passe avant que les deux parties aient accepté ce texte. Le prix est dû en tout cas.",
    ),
}


@dataclass(frozen=True, slots=True)
class RightsText:
    """All that both sides accept. `authors` and `brand` by their public names; who accepts signs with their own."""

    language: Language
    work: str
    code: str
    brief: str
    authors: tuple[str, ...]
    brand: str
    rights: tuple[str, ...]
    purpose: str
    place: str
    years: int
    pay: str
    format: int = 1
    licence: str = ""
    """An open licence to everybody, instead of a transfer to the brand; then no rights are named."""

    def to_dict(self) -> dict[str, Any]:
        """The stored form. A transfer's says nothing of licences, so that what was accepted before there were any keeps
        its SHA-256.
        """
        values = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items()}
        return values if self.licence else {name: value for name, value in values.items() if name != "licence"}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> RightsText:
        """The text from its stored form."""
        known = {field.name: stored[field.name] for field in fields(cls) if field.name != "licence"}
        known["licence"] = stored.get("licence", "")
        return cls(**known | {"authors": tuple(stored["authors"]), "rights": tuple(stored["rights"])})

    @property
    def sha256(self) -> str:
        """Of the stored form, so that what was accepted can be proved."""
        text = json.dumps(self.to_dict(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return sha256(text.encode()).hexdigest()

    @property
    def items(self) -> tuple[tuple[str, str], ...]:
        """Each right by its name, with its extent; of an open licence, what it allows and asks for."""
        if self.licence:
            return licences.PERMISSIONS[self.language]
        return tuple(RIGHTS[right][self.language] for right in self.rights)

    @property
    def duration(self) -> str:
        """For how long, in words."""
        if self.licence:
            return licences.DURATION[self.language]
        return say("years.one" if self.years == 1 else "years.many", self.language, n=str(self.years))

    @property
    def clauses(self) -> tuple[str, ...]:
        """What holds besides."""
        return (licences.CLAUSES if self.licence else CLAUSES)[self.language]

    @property
    def title(self) -> str:
        """What this text is: a transfer, or a licence."""
        return say("title.open" if self.licence else "title", self.language)


@dataclass(frozen=True, slots=True)
class Signature:
    """An acceptance: who signed for which side, when (in words, with its zone) and from where (shortened)."""

    name: str
    side: str
    moment: str
    place: str


def say(name: str, language: Language, **values: str) -> str:
    """One of WORDS, its places filled."""
    return WORDS[name][language].format(**values)


def pay_words(language: Language, rank: int, tied: int, amount: str) -> str:
    """What the rights are paid with: the prize of a place, or an equal part of those that tied places share."""
    if tied > 1:
        return say("pay.tied", language, amount=amount, tied=str(tied))
    return say("pay.single", language, rank=str(rank), amount=amount)


def prize_words(language: Language, rank: int, tied: int, amount: str) -> str:
    """The same where no right is paid for: the prize alone.

    >>> prize_words("en", 1, 1, "€500.00")
    'The prize of place 1 under the brief, €500.00, paid through the platform beside the floor.'
    """
    if tied > 1:
        return say("prize.tied", language, amount=amount, tied=str(tied))
    return say("prize.single", language, rank=str(rank), amount=amount)


def shorten_address(address: str) -> str:
    """Enough of a network address to recognise it, too little to follow it.

    >>> shorten_address("192.0.2.77"), shorten_address("2001:db8:1:2::7"), shorten_address("")
    ('192.0.•.•', '2001:db8:…', '')
    """
    if "." in address:
        return ".".join([*address.split(".")[:2], "•", "•"])
    return ":".join([*address.split(":")[:2], "…"]) if address else ""


def lay_out_deed(text: RightsText, signatures: Sequence[Signature], *, sealed_at: datetime) -> Sheet:
    """The deed as a sheet to be printed."""
    language, suffix = text.language, ".open" if text.licence else ""
    share = (Column(say("right", language), 0.24), Column(say("extent", language), 0.76))
    signed = (
        Column(say("signed", language), 0.46),
        Column(say("when", language), 0.34),
        Column(say("from", language), 0.2, "right"),
    )
    blocks: tuple[Block, ...] = (
        Title(text.title, say(f"overline{suffix}", language)),
        Facts(
            (
                (say("work", language), text.work),
                (say("entry", language), text.code),
                (say("brief", language), text.brief),
            )
        ),
        Parties(((say("authors", language), text.authors), (say("brand", language), (text.brand,)))),
        Heading(say(f"rights{suffix}", language)),
        Table(share, text.items),
        Remarks(
            (
                (say("purpose", language), text.purpose),
                (say("place", language), text.place),
                (say("duration", language), text.duration),
                (say("pay", language), text.pay),
            )
        ),
        Heading(say("clauses", language)),
        *(Text(clause) for clause in text.clauses),
        Table(
            signed,
            tuple((f"{one.name}\n{say(f'side.{one.side}', language)}", one.moment, one.place) for one in signatures),
        ),
        Remarks(((say("sealed", language), say("sealed.text", language, sha=text.sha256)),)),
    )
    return Sheet(
        language=language,
        title=f"{text.title} {text.code}",
        reference=f"{text.title} · {text.code}",
        author="Fairbrief",
        dated=sealed_at,
        footer=text.brief,
        blocks=blocks,
    )
