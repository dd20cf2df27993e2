"""Draws blocks on a page, one after the other from top to bottom. Decides measures and type, never words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from paper.blocks import Block, Column, Facts, Heading, Note, Parties, Remarks, Table, Text, Title, Totals
from paper.page import ACCENT, INK, LEFT, LINE, POINT, SOFT, WASH, WIDTH, Page

GUTTER: Final = 6.0
CELL_GAP: Final = 3.0
TONES: Final = {"body": ("sans", 9.5, INK), "soft": ("sans", 8.5, SOFT), "strong": ("bold", 9.5, INK)}
LEADING: Final = 1.38


def draw(page: Page, block: Block) -> None:
    """Draw one block below what is there."""
    DRAWERS[type(block)](page, block)


def _written(page: Page, lines: list[str], x: float, y: float, size: float, width: float, align: str = "L") -> float:
    """Write broken lines in the present ink; returns where the next line would stand."""
    step = size * POINT * LEADING
    for line in lines:
        page.set_xy(x, y)
        page.cell(width, step, line, align="R" if align == "right" else "L")
        y += step
    return y


def _title(page: Page, block: Title) -> None:
    if block.overline:
        page.ink("sans", 8.5, ACCENT)
        page.set_xy(LEFT, page.get_y())
        page.cell(WIDTH, 5, page.said(block.overline))
        page.set_y(page.get_y() + 6)
    lines = page.lines_of(block.text, WIDTH, 25, "serif")
    page.ink("serif", 25)
    page.set_y(_written(page, lines, LEFT, page.get_y(), 25, WIDTH) + 6)


def _heading(page: Page, block: Heading) -> None:
    page.make_room(44)  # Never at the foot of a page, without what it opens.
    page.set_y(page.get_y() + 4)
    page.ink("serif", 13)
    page.set_x(LEFT)
    page.cell(WIDTH, 6, page.said(block.text))
    page.set_y(page.get_y() + 8)


def _text(page: Page, block: Text) -> None:
    family, size, colour = TONES[block.tone]
    for paragraph in block.text.split("\n"):
        lines = page.lines_of(paragraph, WIDTH * 0.86, size, family)
        for line in lines:
            page.make_room(size * POINT * LEADING)
            page.ink(family, size, colour)
            page.set_y(_written(page, [line], LEFT, page.get_y(), size, WIDTH))
        page.set_y(page.get_y() + 1.2)
    page.set_y(page.get_y() + 1.6)


def _facts(page: Page, block: Facts) -> None:
    columns = min(4, len(block.pairs))
    width = (WIDTH - GUTTER * (columns - 1)) / columns
    for start in range(0, len(block.pairs), columns):
        row = [(label, page.lines_of(value, width, 9.5)) for label, value in block.pairs[start : start + columns]]
        page.make_room(6 + 4.6 * max(len(lines) for _, lines in row))
        top, bottom = page.get_y(), page.get_y()
        for place, (label, lines) in enumerate(row):
            x = LEFT + place * (width + GUTTER)
            page.ink("sans", 7.5, SOFT)
            below = _written(page, [page.said(label)], x, top, 7.5, width)
            page.ink("sans", 9.5)
            bottom = max(bottom, _written(page, lines, x, below + 0.4, 9.5, width))
        page.set_y(bottom + 3.4)
    page.set_y(page.get_y() + 2)


def _parties(page: Page, block: Parties) -> None:
    width = (WIDTH - GUTTER * 2) / 2
    for start in range(0, len(block.parties), 2):
        pair = block.parties[start : start + 2]
        page.make_room(8 + 4.6 * max(len(lines) for _, lines in pair))
        top, bottom = page.get_y(), page.get_y()
        for place, (label, lines) in enumerate(pair):
            x = LEFT + place * (width + GUTTER * 2)
            page.set_draw_color(*LINE)
            page.set_line_width(0.2)
            page.line(x, top, x + width, top)
            page.ink("sans", 7.5, ACCENT)
            y = _written(page, [page.said(label)], x, top + 2, 7.5, width) + 0.6
            for number, line in enumerate(lines):
                family = "bold" if number == 0 else "sans"
                broken = page.lines_of(line, width, 9.5, family)
                page.ink(family, 9.5)
                y = _written(page, broken, x, y, 9.5, width)
            bottom = max(bottom, y)
        page.set_y(bottom + 6)


def _cell_lines(page: Page, text: str, width: float) -> tuple[list[str], list[str]]:
    """A cell's lines, and those of its remark."""
    said, _, remark = text.partition("\n")
    return page.lines_of(said, width, 9), [
        line for part in remark.split("\n") for line in page.lines_of(part, width, 7.8)
    ]


def _widths(columns: tuple[Column, ...]) -> list[float]:
    """How wide each column's text may be; the last one reaches the page's edge."""
    return [WIDTH * column.share - (0 if column is columns[-1] else CELL_GAP) for column in columns]


def _table_head(page: Page, columns: tuple[Column, ...]) -> None:
    page.rule(page.get_y(), INK, 0.3)
    x, y = LEFT, page.get_y() + 1.6
    page.ink("sans", 7.5, SOFT)
    for column, width in zip(columns, _widths(columns), strict=True):
        _written(page, [page.said(column.label)], x, y, 7.5, width, column.align)
        x += WIDTH * column.share
    page.set_y(y + 4.6)
    page.rule(page.get_y(), LINE)


def _table(page: Page, block: Table) -> None:
    page.make_room(24)
    _table_head(page, block.columns)
    for row in block.rows:
        widths = _widths(block.columns)
        cells = [_cell_lines(page, text, width) for text, width in zip(row, widths, strict=True)]
        height = max(4.4 * len(said) + 3.8 * len(remark) for said, remark in cells) + 3.6
        if page.get_y() + height > 297 - page.b_margin:
            page.add_page()
            _table_head(page, block.columns)
        x, top = LEFT, page.get_y() + 1.8
        for column, width, (said, remark) in zip(block.columns, widths, cells, strict=True):
            page.ink("sans", 9)
            below = _written(page, said, x, top, 9, width, column.align)
            page.ink("sans", 7.8, SOFT)
            _written(page, remark, x, below, 7.8, width, column.align)
            x += WIDTH * column.share
        page.set_y(top + height - 1.8)
        page.rule(page.get_y(), LINE)
    page.set_y(page.get_y() + 4)


def _totals(page: Page, block: Totals) -> None:
    width = WIDTH * 0.52
    x = LEFT + WIDTH - width
    page.make_room(6 * len(block.rows) + 8)
    for place, (label, amount) in enumerate(block.rows):
        is_last = place == len(block.rows) - 1
        if is_last:
            page.double_bar(x, page.get_y() + 1, width)
            page.set_y(page.get_y() + 4)
        y = page.get_y()
        page.ink("bold" if is_last else "sans", 11 if is_last else 9, INK if is_last else SOFT)
        page.set_xy(x, y)
        page.cell(width, 5.4, page.said(label))
        page.ink("bold" if is_last else "sans", 11 if is_last else 9)
        page.set_xy(x, y)
        page.cell(width, 5.4, page.said(amount), align="R")
        page.set_y(y + 5.6)
    page.set_y(page.get_y() + 5)


def _note(page: Page, block: Note) -> None:
    inner = WIDTH - 10
    title = page.lines_of(block.title, inner, 9, "bold")
    body = [line for part in block.text.split("\n") for line in (page.lines_of(part, inner, 8.6) or [""])]
    height = 4.4 * len(title) + 4.2 * len(body) + 6
    page.make_room(height + 3)
    top = page.get_y()
    page.set_fill_color(*WASH)
    page.rect(LEFT, top, WIDTH, height, style="F")
    page.set_fill_color(*ACCENT)
    page.rect(LEFT, top, 0.7, height, style="F")
    page.ink("bold", 9)
    y = _written(page, title, LEFT + 5, top + 3, 9, inner)
    page.ink("sans", 8.6)
    _written(page, body, LEFT + 5, y, 8.6, inner)
    page.set_y(top + height + 4)


def _remarks(page: Page, block: Remarks) -> None:
    left = WIDTH * 0.26
    for about, text in block.pairs:
        titles = page.lines_of(about, left - GUTTER, 8, "bold")
        body = [line for part in text.split("\n") for line in page.lines_of(part, WIDTH - left, 8)]
        page.make_room(3.9 * max(len(titles), len(body)) + 2)
        top = page.get_y()
        page.ink("bold", 8)
        below = _written(page, titles, LEFT, top, 8, left - GUTTER)
        page.ink("sans", 8, SOFT)
        page.set_y(max(below, _written(page, body, LEFT + left, top, 8, WIDTH - left)) + 2.2)
    page.set_y(page.get_y() + 2)


DRAWERS: Final[Mapping[type[Any], Callable[[Page, Any], None]]] = {
    Title: _title,
    Heading: _heading,
    Text: _text,
    Facts: _facts,
    Parties: _parties,
    Table: _table,
    Totals: _totals,
    Note: _note,
    Remarks: _remarks,
}
