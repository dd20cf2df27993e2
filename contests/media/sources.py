"""What makers work in: Photoshop, Illustrator, InDesign, Figma, PostScript and TIFF, by their first bytes.

Taken only where sources are asked for (an entry's versions, a handover), and only to be kept and handed on: nothing
here or later opens them. A document that two programs share, as PDF and Illustrator do, goes by its name's ending.
"""

from contests.media.errors import MediaRefused
from contests.media.media_types import MediaType, agreeing, ending_of, recognise, sniff

INDD = bytes.fromhex("0606edf5d81d46e5bd31efe7fe74b71d")
STARTS: tuple[tuple[tuple[bytes, ...], MediaType], ...] = (
    ((b"8BPS\0\x01", b"8BPS\0\x02"), MediaType.PSD),
    ((b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"), MediaType.TIFF),
    ((INDD,), MediaType.INDD),
    ((b"fig-kiwi",), MediaType.FIG),
    ((b"%!PS", b"\xc5\xd0\xd3\xc6"), MediaType.EPS),
)
UNDER_ANOTHER_NAME = {
    (MediaType.PDF, ".ai"): MediaType.AI,
    (MediaType.PDF, ".ait"): MediaType.AI,
    (MediaType.EPS, ".ai"): MediaType.AI,
    (MediaType.EPS, ".ait"): MediaType.AI,
    (MediaType.ZIP, ".fig"): MediaType.FIG,
}
"""Formats that others are written in."""


def sniff_source(head: bytes, filename: str) -> MediaType:
    """As `sniff`, with the formats of programs let in besides. Raises MediaRefused.

    >>> sniff_source(b"%PDF-1.6 ...", "logo.ai"), sniff_source(b"8BPS\\0\\x01", "fox.psd")
    (<MediaType.AI: 'application/illustrator'>, <MediaType.PSD: 'image/vnd.adobe.photoshop'>)
    """
    found = recognise(head) or next((kind for starts, kind in STARTS if head.startswith(starts)), None)
    if found is None:
        try:
            return sniff(head, filename)
        except MediaRefused as refusal:
            raise (MediaRefused("unknown_source") if refusal.code == "unknown_format" else refusal) from None
    return agreeing(UNDER_ANOTHER_NAME.get((found, ending_of(filename)), found), filename)
