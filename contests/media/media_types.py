"""Which files are let in: the first bytes decide, and the file's name must agree with them.

An allow-list: what is not recognised is refused. Formats that people send by mistake are named, so that the refusal
can say how to export them. Nothing here opens, decodes or follows anything: it looks at the bytes it is given.
"""

import re
from enum import StrEnum
from pathlib import PurePosixPath, PureWindowsPath

from contests.media.errors import MediaRefused

MIB = 1024 * 1024

HEAD_BYTES = 4096
"""How much of a file's start is enough to recognise it (an SVG may begin with a long comment)."""

MAX_IMAGE_BYTES = 60 * MIB
"""A 48 Mpx camera JPEG weighs 25 MB and a 40 Mpx PNG of artwork about 50 MB; more is an export mistake."""

MAX_GIF_BYTES = 25 * MIB
"""Animations only: a GIF beyond this is a video, and every visitor would pay for it."""

MAX_PDF_BYTES = 60 * MIB
"""A print-ready book cover with its bleeds and embedded fonts fits well."""

MAX_SVG_BYTES = 10 * MIB
"""Vector text: beyond this it is a bitmap embedded in base64."""

MAX_ZIP_BYTES = 60 * MIB
"""Source files of one entry. Larger hand-overs belong to the winner's delivery, not to every entry."""


MAX_WORKING_BYTES = 60 * MIB
"""Layered files as a part of a form. What is larger is sent in pieces, up to a limit that is a setting."""


class MediaType(StrEnum):
    """The accepted formats; a member's value is its media type as sent over HTTP."""

    PNG = "image/png"
    JPEG = "image/jpeg"
    WEBP = "image/webp"
    AVIF = "image/avif"
    GIF = "image/gif"
    PDF = "application/pdf"
    SVG = "image/svg+xml"
    ZIP = "application/zip"
    PSD = "image/vnd.adobe.photoshop"
    TIFF = "image/tiff"
    AI = "application/illustrator"
    EPS = "application/postscript"
    INDD = "application/x-indesign"
    FIG = "application/x-figma"

    @property
    def is_image(self) -> bool:
        """Whether it may be decoded and shown. An SVG is a programme, so it is only ever an attachment."""
        return self in IMAGE_TYPES

    @property
    def is_source(self) -> bool:
        """Whether work is kept in it: nothing opens it here, and what a maker hands over in it may be large."""
        return self in SOURCE_TYPES

    @property
    def label(self) -> str:
        """The format's name as people write it."""
        return LABELS.get(self, self.name)

    @property
    def extensions(self) -> tuple[str, ...]:
        """The endings that agree with this format; the first is the one we recommend and store."""
        return EXTENSIONS[self]

    @property
    def max_bytes(self) -> int:
        """The most such a file may weigh."""
        return MAX_BYTES[self]


IMAGE_TYPES = frozenset({MediaType.PNG, MediaType.JPEG, MediaType.WEBP, MediaType.AVIF, MediaType.GIF})
WORKING_TYPES = frozenset({MediaType.PSD, MediaType.TIFF, MediaType.AI, MediaType.EPS, MediaType.INDD, MediaType.FIG})
"""Programs' own formats: let in only where sources are asked for, and only as private attachments."""

SOURCE_TYPES = WORKING_TYPES | {MediaType.PDF, MediaType.ZIP}
LABELS = {
    MediaType.WEBP: "WebP",
    MediaType.PSD: "Photoshop",
    MediaType.AI: "Illustrator",
    MediaType.INDD: "InDesign",
    MediaType.FIG: "Figma",
}
EXTENSIONS: dict[MediaType, tuple[str, ...]] = {
    MediaType.PNG: (".png", ".apng"),
    MediaType.JPEG: (".jpg", ".jpeg", ".jpe", ".jfif"),
    MediaType.WEBP: (".webp",),
    MediaType.AVIF: (".avif",),
    MediaType.GIF: (".gif",),
    MediaType.PDF: (".pdf",),
    MediaType.SVG: (".svg",),
    MediaType.ZIP: (".zip",),
    MediaType.PSD: (".psd", ".psb"),
    MediaType.TIFF: (".tif", ".tiff"),
    MediaType.AI: (".ai", ".ait"),
    MediaType.EPS: (".eps", ".ps"),
    MediaType.INDD: (".indd", ".indt"),
    MediaType.FIG: (".fig",),
}
MAX_BYTES: dict[MediaType, int] = {
    **dict.fromkeys(IMAGE_TYPES, MAX_IMAGE_BYTES),
    MediaType.GIF: MAX_GIF_BYTES,
    MediaType.PDF: MAX_PDF_BYTES,
    MediaType.SVG: MAX_SVG_BYTES,
    MediaType.ZIP: MAX_ZIP_BYTES,
    **dict.fromkeys(WORKING_TYPES, MAX_WORKING_BYTES),
}

FOREIGN: tuple[tuple[re.Pattern[bytes], str, str], ...] = (
    (re.compile(rb".{4}ftyp(hei[cxms]|hev[cx])", re.DOTALL), "HEIC", "foreign_image"),
    (re.compile(rb"II\*\0|MM\0\*"), "TIFF", "foreign_image"),
    (re.compile(rb"BM.{12}[\x28\x6c\x7c]\0\0\0", re.DOTALL), "BMP", "foreign_image"),
    (re.compile(rb"\0\0\0\x0cjP  |\xff\x4f\xff\x51"), "JPEG 2000", "foreign_image"),
    (re.compile(rb"\0\0\0\x0cJXL |\xff\x0a"), "JPEG XL", "foreign_image"),
    (re.compile(rb"8BPS"), "Photoshop", "foreign_layers"),
    (re.compile(rb"%!PS|\xc5\xd0\xd3\xc6"), "PostScript", "foreign_print"),
    (re.compile(rb".{4}ftyp|\x1aE\xdf\xa3", re.DOTALL), "MP4, WebM", "foreign_video"),
    (
        re.compile(rb"Rar!|7z\xbc\xaf|\x1f\x8b|\xfd7zXZ|BZh"),
        "RAR, 7z, tar",
        "foreign_archive",
    ),
    (
        re.compile(rb"MZ|\x7fELF|#!|\xcf\xfa\xed\xfe|\xca\xfe\xba\xbe"),
        "EXE",
        "foreign_program",
    ),
    (
        re.compile(rb"\s*<(!doctype html|html|script)", re.IGNORECASE),
        "HTML",
        "foreign_page",
    ),
)
"""What people send by mistake: the first bytes, the name they know it by, and the refusal that says what to do."""

SVG_PROLOGUE = re.compile(
    r"(?>\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE\s+svg[^>\[]*(?:\[[^\]]*\]\s*)?>)*+<(?:svg:)?svg[\s>/]",
    re.DOTALL,
)
"""What may stand before an SVG's root. Every repetition is possessive: a hostile head must not make it backtrack."""


def recognise(head: bytes) -> MediaType | None:
    """The format that the first bytes announce, or None if it is not one of ours.

    >>> recognise(b"%PDF-1.7 ...")
    <MediaType.PDF: 'application/pdf'>
    """
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return MediaType.PNG
    if head.startswith(b"\xff\xd8\xff"):
        return MediaType.JPEG
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return MediaType.WEBP
    if head.startswith((b"GIF87a", b"GIF89a")):
        return MediaType.GIF
    if head[4:8] == b"ftyp" and _is_avif(head):
        return MediaType.AVIF
    if head.startswith(b"%PDF-"):
        return MediaType.PDF
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return MediaType.ZIP
    return MediaType.SVG if _is_svg(head) else None


def _is_avif(head: bytes) -> bool:
    """Whether an ISO media file is an AVIF: by its main brand, or a generic one that lists AVIF as compatible."""
    box = head[8 : min(int.from_bytes(head[:4], "big"), len(head))]
    brands = {box[index : index + 4] for index in range(0, len(box), 4) if index != 4}
    return bool(brands & {b"avif", b"avis"}) and not brands & {
        b"heic",
        b"heix",
        b"hevc",
    }


def _is_svg(head: bytes) -> bool:
    text = head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", errors="ignore")
    return SVG_PROLOGUE.match(text) is not None


def sniff(head: bytes, filename: str) -> MediaType:
    """The media type of an upload named `filename` whose first bytes (give `HEAD_BYTES` of them) are `head`.

    The bytes decide. A name without an ending is accepted, one with another format's ending is refused: what the
    brand downloads must be what its name says. Raises MediaRefused.
    """
    if not head:
        raise MediaRefused("empty")
    found = recognise(head)
    if found is None:
        for pattern, label, code in FOREIGN:
            if pattern.match(head):
                raise MediaRefused(code, found=label)
        raise MediaRefused("unknown_format")
    return agreeing(found, filename)


def ending_of(filename: str) -> str:
    """The ending of the name, in small letters. A client may send a whole path, in either system's manner.

    >>> ending_of("C:\\\\work\\\\Fox.PSD")
    '.psd'
    """
    return PurePosixPath(PureWindowsPath(filename).name).suffix.lower()


def agreeing(found: MediaType, filename: str) -> MediaType:
    """The format, if the name agrees with it. Raises MediaRefused."""
    ending = ending_of(filename)
    if ending and ending not in found.extensions:
        raise MediaRefused(
            "extension_mismatch",
            filename=printable(PureWindowsPath(filename).name),
            found=found.label,
            extension=found.extensions[0],
        )
    return found


def check_size(media_type: MediaType, size_bytes: int) -> None:
    """Refuse an empty or an overweight file; usable from the declared length and again from the counted bytes."""
    if size_bytes <= 0:
        raise MediaRefused("empty")
    if size_bytes > media_type.max_bytes:
        raise MediaRefused(
            "too_large",
            size=f"{size_bytes / MIB:.1f} MB",
            limit=f"{media_type.max_bytes // MIB} MB",
            kind=media_type.label,
        )


def printable(name: str) -> str:
    """A file's name cut short and without control characters, fit to be quoted in a message."""
    shown = "".join(character if character.isprintable() else "·" for character in name)
    return shown if len(shown) <= 80 else shown[:60] + "…" + shown[-16:]
