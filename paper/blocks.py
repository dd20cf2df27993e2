"""What a page is made of: values only. Whoever composes a document says what stands there, never where or how large.

Texts come in the document's own language; nothing here translates, formats an amount or reads a clock.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

Align: TypeAlias = Literal["left", "right"]
Tone: TypeAlias = Literal["body", "soft", "strong"]


@dataclass(frozen=True, slots=True)
class Title:
    """The document's name in large letters, with a line of its own above it."""

    text: str
    overline: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """Opens a part of the document."""

    text: str


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    text: str
    tone: Tone = "body"


@dataclass(frozen=True, slots=True)
class Facts:
    """Short facts side by side: (label, value), at most four in a row."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Parties:
    """Who deals with whom: a label and the lines of an address, side by side."""

    parties: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table; `share` is its part of the page's width."""

    label: str
    share: float
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under labelled columns. In a cell, what follows a line break is set small, as a remark."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums at the right edge: (label, amount). The last one is what counts, and stands under the double bar."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Note:
    """What must not be overlooked: a mention that the law asks for, a right that somebody has."""

    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Remarks:
    """The small print: (what it is about, what it says), one below the other."""

    pairs: tuple[tuple[str, str], ...]


Block: TypeAlias = Title | Heading | Text | Facts | Parties | Table | Totals | Note | Remarks


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside the printed one, for programs."""

    name: str
    content: bytes
    media_type: str
    description: str
    relationship: Literal["Data", "Source", "Alternative", "Supplement"] = "Data"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole document. `dated` goes into the file as the moment it was made, so that printing needs no clock.

    `footer` stands at the foot of each page, beside `reference` and the page's number. `extension` is a piece of XMP
    that a format of hybrid documents asks for.
    """

    language: Literal["en", "fr"]
    title: str
    reference: str
    author: str
    dated: datetime
    footer: str
    blocks: tuple[Block, ...]
    attachments: tuple[Attachment, ...] = field(default=())
    extension: str = ""
