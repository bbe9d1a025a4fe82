"""Tables on slides: plain, ruled, in type that is read from the back of a room."""

from __future__ import annotations

import math
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Pt

from sim.charts.palette import INK
from sim.exports.layout import shares, wide
from sim.exports.safe import clean
from sim.exports.story import TablePart
from sim.exports.workbook import HEADER

_BIG, _LEAST, _POINT = 16, 9, 12_700  # EMU in a point
_LINE, _PAD = 1.35, 10.0
_STYLE = "{5940675A-B579-460E-94D1-54222C63F5DA}"  # "No Style, Table Grid" of every Office


def add_table(shapes: Any, part: TablePart, box: tuple[int, int, int, int]) -> int:
    """Put a table on a slide, in the largest type with which it fits; return its height in EMU."""
    left, top, width, height = box
    columns = len(part.heads)
    parts = shares(part)
    size = next(
        (
            size
            for size in range(_BIG, _LEAST, -1)
            if _high(part, size, [share * width / _POINT for share in parts]) <= height / _POINT
        ),
        _LEAST,
    )
    widths = [share * width / _POINT for share in parts]
    rows = [part.heads, *part.rows]
    frame = shapes.add_table(len(rows), columns, Emu(left), Emu(top), Emu(width), Emu(_POINT * len(rows)))
    frame._element.graphic.graphicData.tbl[0].find(qn("a:tableStyleId")).text = _STYLE
    frame._element.nvGraphicFramePr.cNvPr.set("descr", clean(part.title))
    table = frame.table
    for k, share in enumerate(parts):
        table.columns[k].width = Emu(int(share * width))
    for r, row in enumerate(rows):
        table.rows[r].height = Emu(int(_row_high(row, size, widths) * _POINT))
        for c, text in enumerate(row):
            _cell(table.cell(r, c), text, size, r == 0, c >= part.n_text)
    return int(_high(part, size, widths) * _POINT)


def _high(part: TablePart, size: float, widths: list[float]) -> float:
    return sum(_row_high(row, size, widths) for row in (part.heads, *part.rows))


def _row_high(row: tuple[str, ...], size: float, widths: list[float]) -> float:
    """Return the height in points of a row whose texts wrap."""
    lines = 1
    for text, width in zip(row, widths, strict=True):
        room = max(1.0, (width - _PAD) / size)
        lines = max(lines, sum(max(1, math.ceil(wide(line) / room)) for line in text.split("\n")))
    return lines * size * _LINE + _PAD


def _cell(cell: Any, text: str, size: float, is_head: bool, is_number: bool) -> None:
    cell.margin_top = cell.margin_bottom = Emu(int(_PAD / 2 * _POINT / (1 + 1)))
    cell.margin_left = cell.margin_right = Emu(int(_PAD / 2 * _POINT))
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor.from_string(HEADER.lstrip("#") if is_head else "FFFFFF")
    frame = cell.text_frame
    for k, line in enumerate(clean(text).split("\n")):
        paragraph = frame.paragraphs[0] if k == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.RIGHT if is_number else PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = line
        run.font.size, run.font.bold = Pt(size), is_head
        run.font.color.rgb = RGBColor.from_string(INK.lstrip("#"))
