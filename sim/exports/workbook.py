"""One look for every sheet: title, notes, a frozen header with filters, typed columns, and pages that print."""

from __future__ import annotations

import io
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from sim.exports.safe import clean, is_formula

FONTS = MappingProxyType({"zh": "Microsoft YaHei", "en": "Calibri"})
INK, QUIET, HEADER, LINE = "#222222", "#5A5A5A", "#DCE6F1", "#BFBFBF"
TITLE_SIZE, BODY_SIZE, NOTE_SIZE = 16, 11, 10
WITHHELD = "…"
_PAPER_A4 = 9
_NARROW, _WIDE, _EXTRA = 8, 52, 2
_LATIN, _CHINESE = 1.0, 2.0
_MARGIN, _TALL = 0.5, 1.7  # inches; height of the title's row in heights of its letters
# Number formats by key of a unit without its period.
FORMATS: Mapping[str, str] = MappingProxyType(
    {
        "share": "0.0%",
        "index": "0.000",
        "months": "0.0",
        "per_1000": "0.0",
        "none": "#,##0.00",
        "count": "#,##0",
        "money": "#,##0.00",
        "month": "yyyy-mm",
        "text": "@",
        "plain": "General",
    }
)


@dataclass(frozen=True)
class Column:
    """One column of a sheet: its heading, and the number format of all its cells or the name of that of each row."""

    heading: str
    kind: str = "text"
    kinds_from: str | None = None


@dataclass(frozen=True)
class Placed:
    """Where a table ended up: its sheet and, counted from 0, its first and last row of data and first column."""

    sheet: str
    first_row: int
    last_row: int
    headings: tuple[str, ...]


def format_kind(unit: str) -> str:
    """Return the key of the number format for an indicator's unit."""
    return unit if unit in FORMATS else "count"


class Book:
    """A workbook in the one look.

    Parameters
    ----------
    buffer : io.BytesIO
        Takes the file; the caller puts it into place.
    lang : str
        zh or en; decides the font, which the reader's machine supplies.
    footer : str
        Said at the foot of each printed page.
    """

    def __init__(self, buffer: io.BytesIO, lang: str, footer: str) -> None:
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_format_properties": {"font_name": FONTS[lang], "font_size": BODY_SIZE},
        }
        self.file = xlsxwriter.Workbook(buffer, options)
        self.lang = lang
        self.footer = footer.replace("&", "&&")
        self.look = cache(self._format)

    def _format(self, kind: str, quoted: bool = False, bold: bool = False) -> Format:
        base: dict[str, Any] = {"font_name": FONTS[self.lang], "font_size": BODY_SIZE, "valign": "top"}
        special: Mapping[str, dict[str, Any]] = {
            "title": {"bold": True, "font_size": TITLE_SIZE},
            "note": {"font_size": NOTE_SIZE, "font_color": QUIET},
            "header": {
                "bold": True,
                "bg_color": HEADER,
                "bottom": 1,
                "border_color": LINE,
                "text_wrap": True,
            },
            "withheld": {"align": "right", "font_color": QUIET},
        }
        made = self.file.add_format({**base, **special.get(kind, {"num_format": FORMATS.get(kind, "@")})})
        if quoted:
            made.set_quote_prefix()
        if bold:
            made.set_bold()
        return made

    def sheet(self, name: str, title: str, notes: Sequence[str], wide: bool = True) -> tuple[Worksheet, int]:
        """Add a sheet with its title and notes; return it and the next free row."""
        sheet = self.file.add_worksheet(name)
        sheet.hide_gridlines()
        sheet.set_paper(_PAPER_A4)
        if wide:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(_MARGIN, _MARGIN, _MARGIN + _MARGIN, _MARGIN + _MARGIN)
        sheet.set_footer(f"&L{self.footer}&R&P / &N")
        sheet.set_row(0, TITLE_SIZE * _TALL)
        sheet.write_string(0, 0, clean(title), self.look("title"))
        for k, note in enumerate(notes, start=1):
            sheet.write_string(k, 0, clean(note), self.look("note"))
        return sheet, len(notes) + 1 + 1

    def table(
        self,
        name: str,
        title: str,
        notes: Sequence[str],
        frame: pd.DataFrame,
        columns: Mapping[str, Column],
        bold: Sequence[bool] | None = None,
    ) -> Placed:
        """Add a sheet that holds one table.

        Parameters
        ----------
        frame : pandas.DataFrame
            Holds the columns of `columns`, and those that name a row's number format.
        columns : mapping of str to Column
            What is written, in order.
        bold : sequence of bool, optional
            Rows of totals.
        """
        sheet, top = self.sheet(name, title, notes)
        for place, column in enumerate(columns.values()):
            sheet.write_string(top, place, clean(column.heading), self.look("header"))
        strong = [False] * len(frame) if bold is None else list(bold)
        for place, (key, column) in enumerate(columns.items()):
            values = frame[key].tolist()
            kinds = frame[column.kinds_from].tolist() if column.kinds_from else [column.kind] * len(values)
            for k, (value, kind) in enumerate(zip(values, kinds, strict=True)):
                self.cell(sheet, top + 1 + k, place, value, kind, strong[k])
            sheet.set_column(place, place, _width(column, values))
        last = top + len(frame)
        sheet.freeze_panes(top + 1, 1)
        sheet.repeat_rows(top)
        if len(frame):
            sheet.autofilter(top, 0, last, len(columns) - 1)
        return Placed(name, top + 1, last, tuple(columns))

    def cell(
        self, sheet: Worksheet, row: int, place: int, value: object, kind: str, bold: bool = False
    ) -> None:
        """Write one value in its type; what is no number is an empty cell, text never becomes a formula or a link."""
        if value is None or value is pd.NA or value is pd.NaT:
            sheet.write_blank(row, place, None, self.look(kind, False, bold))
        elif isinstance(value, pd.Timestamp):
            sheet.write_datetime(row, place, value.to_pydatetime(), self.look(kind, False, bold))
        elif isinstance(value, bool | int | float | np.number):
            self._number(sheet, row, place, float(value), self.look(kind, False, bold))
        elif value == WITHHELD:
            sheet.write_string(row, place, WITHHELD, self.look("withheld", False, bold))
        else:
            text = clean(str(value))
            sheet.write_string(row, place, text, self.look("text", is_formula(text), bold))

    def _number(self, sheet: Worksheet, row: int, place: int, value: float, look: Format) -> None:
        if math.isfinite(value):
            sheet.write_number(row, place, value, look)
        else:
            sheet.write_blank(row, place, None, look)


def _width(column: Column, values: Sequence[object]) -> float:
    texts = [column.heading, *(value for value in values if isinstance(value, str))]
    longest = max(max((_cells(line) for line in text.splitlines()), default=0.0) for text in texts)
    return min(_WIDE, max(_NARROW + _EXTRA + _EXTRA, longest + _EXTRA))


def _cells(text: str) -> float:
    return sum(_CHINESE if ord(character) > 0x2E7F else _LATIN for character in text)
