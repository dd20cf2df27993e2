"""The page itself: A4, its margins, colours, type, and what stands at its head and foot.

One accent, the site's ultramarine; the double bar is the only ornament.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final, TypeAlias

from fpdf import FPDF

from paper.fonts import cut_files

Colour: TypeAlias = tuple[int, int, int]

INK: Final[Colour] = (22, 24, 30)
SOFT: Final[Colour] = (92, 98, 112)
LINE: Final[Colour] = (217, 220, 228)
ACCENT: Final[Colour] = (13, 52, 181)
WASH: Final[Colour] = (242, 245, 253)

LEFT: Final = 22.0
TOP: Final = 34.0
BOTTOM: Final = 27.0
WIDTH: Final = 210.0 - 2 * LEFT
POINT: Final = 25.4 / 72
"""A typographer's point in millimetres."""

WORDMARK: Final = "fairbrief"
PAGES: Final = "{n}"
"""Stands for the number of pages until it is known."""


class Page(FPDF):
    """A4 pages of a PDF/A-3 file. Lengths are millimetres, sizes of type are points."""

    def __init__(self, fonts: Path, *, reference: str, footer: str) -> None:
        super().__init__(format="A4", enforce_compliance="PDF/A-3B")
        self.reference, self.footer_line = reference, footer
        for family, path in cut_files(fonts).items():
            self.add_font(family, "", str(path))
        self.set_margins(LEFT, TOP, LEFT)
        self.set_auto_page_break(True, BOTTOM)
        self.c_margin = 0
        self.alias_nb_pages(PAGES)

    def header(self) -> None:
        """The wordmark over the double bar, and from the second page on which document this is."""
        self.ink("serif", 13)
        self.text(LEFT, 18.4, WORDMARK)
        self.double_bar(LEFT, 21.2, self.get_string_width(WORDMARK), ACCENT)
        if self.page_no() > 1:
            self.ink("sans", 8, SOFT)
            self.text(LEFT + WIDTH - self.get_string_width(self.said(self.reference)), 18.4, self.said(self.reference))
        self.set_xy(LEFT, TOP)

    def footer(self) -> None:
        """Who issued it, which document this is, and the page's number."""
        self.rule(297 - 20, LINE)
        self.set_xy(LEFT, 297 - 18)
        self.ink("sans", 7, SOFT)
        self.multi_cell(WIDTH - 40, 3.4, self.said(self.footer_line), align="L")
        # The number of pages is known at the end: its place is wider than it, and is let stand out by the difference.
        spare = self.get_string_width(PAGES) - self.get_string_width("0")
        self.set_xy(LEFT + WIDTH - 38 + spare, 297 - 18)
        self.cell(38, 3.4, self.said(f"{self.reference}  ·  {self.page_no()}/{PAGES}"), align="R")

    def ink(self, family: str, size: float, colour: Colour = INK) -> None:
        """What is written from here on is set like this."""
        self.set_font(family, "", size)
        self.set_text_color(*colour)

    def said(self, text: str) -> str:
        """The text with what the fonts cannot show replaced: narrow spaces by plain ones, unknown signs by a mark."""
        text = text.replace("\u202f", "\xa0").replace("\t", " ")
        known = getattr(self.fonts["sans"], "cmap", {})
        return "".join(sign if sign == "\n" or ord(sign) in known else "?" for sign in text)

    def rule(self, y: float, colour: Colour = LINE, width: float = 0.2) -> None:
        """A line across the page."""
        self.set_draw_color(*colour)
        self.set_line_width(width)
        self.line(LEFT, y, LEFT + WIDTH, y)

    def double_bar(self, x: float, y: float, length: float, colour: Colour = INK) -> None:
        """The two bars that stand where something rests on the floor."""
        self.set_draw_color(*colour)
        self.set_line_width(0.45)
        self.line(x, y, x + length, y)
        self.line(x, y + 1.1, x + length, y + 1.1)

    def make_room(self, height: float) -> None:
        """Go on to a new page unless this much still fits on this one."""
        if self.get_y() + height > 297 - BOTTOM:
            self.add_page()

    def lines_of(self, text: str, width: float, size: float, family: str = "sans") -> list[str]:
        """The text as it breaks at this width."""
        self.set_font(family, "", size)
        broken = self.multi_cell(width, 5, self.said(text), dry_run=True, output="LINES", align="L")
        return list(broken) if text else []  # type: ignore[arg-type]
