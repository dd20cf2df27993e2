"""Prints a sheet: values in, the bytes of a PDF/A-3 file out.

The file's moment is the sheet's own and its identifier follows from its content, so that the same sheet gives the same
bytes whoever prints it, and whenever (`tests/unit/paper`). Reads nothing but the fonts, writes nothing but their cuts.
"""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

from paper.blocks import Sheet
from paper.drawing import draw
from paper.metadata import PRODUCER, describe
from paper.page import Page


def print_sheet(sheet: Sheet, *, fonts: Path) -> bytes:
    """The sheet as a PDF. `fonts` is a folder in which the cuts of the typefaces are kept from one time to the next."""
    page = Page(fonts, reference=sheet.reference, footer=sheet.footer)
    dated = sheet.dated.astimezone(UTC).replace(microsecond=0)
    page.set_creation_date(dated)
    page.set_lang(sheet.language)
    page.set_title(sheet.title)
    page.set_subject(sheet.reference)
    page.set_author(sheet.author)
    page.set_creator(PRODUCER)
    page.set_producer(PRODUCER)
    page.set_xmp_metadata(describe(sheet))
    for attached in sheet.attachments:
        page.embed_file(
            bytes=attached.content,
            basename=attached.name,
            mime_type=attached.media_type,
            desc=attached.description,
            associated_file_relationship=attached.relationship,
            modification_date=dated,
        )
    page.add_page()
    for block in sheet.blocks:
        draw(page, block)
    return bytes(page.output())
