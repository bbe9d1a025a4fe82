"""Tables on slides: plain, ruled, in type that is read from the back of a room."""

from __future__ import annotations

import math
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from sim.charts.palette import INK, QUIET
from sim.exports.layout import shares, wide
from sim.exports.safe import clean
from sim.exports.story import TablePart
from sim.exports.workbook import HEADER

_BIG, _LEAST, _POINT = 20, 9, 12_700  # EMU in a point
_LINE, _PAD, _SIDE = 1.3, 8.0, 5.0  # of a line, above and below a text, beside it
_ROOMIEST = 1.5  # how far rows may be pulled apart to fill a slide
_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # "No Style, No Grid" of every Office
_RULE, _THIN, _LIGHT = 12_700, 6_350, "C8CDD2"  # EMU; colour of the lines between rows


def add_table(shapes: Any, part: TablePart, box: tuple[int, int, int, int]) -> int:
    """Put a table on a slide, in the largest type with which it fits; return its height in EMU."""
    left, top, width, height = box
    columns = [share * width / _POINT for share in shares(part)]
    size, heights = _fitted(part, columns, height / _POINT)
    rows = [part.heads, *part.rows]
    frame = shapes.add_table(
        len(rows), len(columns), Emu(left), Emu(top), Emu(width), Emu(_POINT * len(rows))
    )
    frame._element.graphic.graphicData.tbl[0].find(qn("a:tableStyleId")).text = _STYLE
    frame._element.nvGraphicFramePr.cNvPr.set("descr", clean(part.title))
    table = frame.table
    for k, column in enumerate(columns):
        table.columns[k].width = Emu(int(column * _POINT))
    for r, row in enumerate(rows):
        table.rows[r].height = Emu(int(heights[r] * _POINT))
        for c, text in enumerate(row):
            _cell(table.cell(r, c), text, size, r == 0, c >= part.n_text)
            _rule(table.cell(r, c), r == 0 or r == len(rows) - 1)
    return int(sum(heights) * _POINT)


def _fitted(part: TablePart, columns: list[float], room: float) -> tuple[int, list[float]]:
    """Return the largest type with which the rows fit, and their heights, all in points."""
    for size in range(_BIG, _LEAST - 1, -1):
        heights = [_row_high(row, size, columns) for row in (part.heads, *part.rows)]
        if sum(heights) <= room:
            break
    even = [heights[0], *([max(heights[1:], default=0.0)] * len(part.rows))]
    if sum(even) <= room:
        heights = even
    spread = min(_ROOMIEST, max(1.0, room / sum(heights)))
    return size, [one * spread for one in heights]


def _row_high(row: tuple[str, ...], size: float, widths: list[float]) -> float:
    """Return the height in points of a row whose texts wrap."""
    lines = 1
    for text, width in zip(row, widths, strict=True):
        room = max(1.0, (width - _SIDE - _SIDE) / size)
        lines = max(lines, sum(max(1, math.ceil(wide(line) / room)) for line in text.split("\n")))
    return lines * size * _LINE + _PAD


def _cell(cell: Any, text: str, size: float, is_head: bool, is_number: bool) -> None:
    cell.margin_top = cell.margin_bottom = Emu(int(_PAD / (1 + 1) * _POINT / (1 + 1)))
    cell.margin_left = cell.margin_right = Emu(int(_SIDE * _POINT))
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    if is_head:
        cell.fill.solid()
        cell.fill.fore_color.rgb = RGBColor.from_string(HEADER.lstrip("#"))
    frame = cell.text_frame
    for k, line in enumerate(clean(text).split("\n")):
        paragraph = frame.paragraphs[0] if k == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.RIGHT if is_number else PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = line
        run.font.size, run.font.bold = Pt(size), is_head
        run.font.color.rgb = RGBColor.from_string(INK.lstrip("#"))


def _rule(cell: Any, is_strong: bool) -> None:
    """Draw the line below a cell: dark below head and last row, light between rows."""
    properties = cell._tc.get_or_add_tcPr()
    line = properties.makeelement(qn("a:lnB"), {"w": str(_RULE if is_strong else _THIN)})
    fill = line.makeelement(qn("a:solidFill"), {})
    colour = QUIET.lstrip("#") if is_strong else _LIGHT
    fill.append(fill.makeelement(qn("a:srgbClr"), {"val": colour}))
    line.append(fill)
    properties.insert(0, line)  # the schema wants lines before the fill
