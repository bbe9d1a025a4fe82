"""The door for tables of figures: a CSV that breaks its declaration is refused with its file, line and column."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from sim.errors import DataError
from sim.population.declarations import (
    CHOICE,
    FLAG,
    ID,
    MONTH,
    NUMBER,
    SPAN,
    TEXT,
    WHOLE,
    Column,
    Table,
    declarations,
)  # fmt: skip

_ID = re.compile(r"[0-9A-Z]{1,24}", re.ASCII)
_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,15})", re.ASCII)
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,15})(\.[0-9]{1,15})?", re.ASCII)
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])", re.ASCII)
_SPAN = re.compile(r"([0-9]{4})-([0-9]{4})", re.ASCII)
# A spreadsheet runs a cell that begins with one of these.
_FORMULA_STARTS = ("=", "+", "-", "@")
_INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn")
_BYTE_ORDER_MARK = "\ufeff"

Cell = str | int | float | bool


def load_table(path: Path, declaration: Table) -> pd.DataFrame:
    """Read one table and refuse it unless it keeps its declaration to the letter.

    Parameters
    ----------
    path : Path
        A CSV file in UTF-8 with a header line.
    declaration : Table
        What the table must look like.

    Returns
    -------
    DataFrame
        The columns in the declared order: text for ids, choices, months and spans; int64, float64 or bool else.

    Raises
    ------
    DataError
        When the file is missing, too large, not UTF-8 or cut; when columns are missing, extra or out of order; when
        a cell is empty, not of its kind or outside its range; when a key stands twice. Names file, line and column.
    """
    lines = _rows(path, _text(path, declaration))
    _check_header(path, lines, declaration)
    cells: list[list[Cell]] = [[] for _ in declaration.columns]
    seen: dict[tuple[str, ...], int] = {}
    key_places = [declaration.column_names().index(name) for name in declaration.key]
    for line, fields in lines[1:]:
        _check_length(path, line, fields, declaration)
        for place, column in enumerate(declaration.columns):
            cells[place].append(_cell(path, line, column, fields[place]))
        key = tuple(fields[place] for place in key_places)
        if key in seen:
            named = ", ".join(declaration.key)
            raise DataError(
                f"{' '.join(key)} stands here and in line {seen[key]}; once only", path, line, named
            )
        seen[key] = line
    if not seen:
        raise DataError("the table has a header and no rows", path)
    return pd.DataFrame(dict(zip(declaration.column_names(), cells, strict=True)))


def _text(path: Path, declaration: Table) -> str:
    """Return the text of the file, without a byte-order mark."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise DataError(f"the table cannot be read ({error.strerror})", path) from error
    if len(raw) > declaration.max_bytes:
        raise DataError(f"{len(raw)} bytes; at most {declaration.max_bytes} are allowed", path)
    line = raw[: max(raw.find(b"\0"), 0)].count(b"\n") + 1
    if b"\0" in raw:
        raise DataError("a NUL byte; the file is damaged or not text", path, line)
    try:
        return raw.decode("utf-8").removeprefix(_BYTE_ORDER_MARK)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise DataError("not UTF-8 (perhaps GBK); save the table as CSV UTF-8", path, line) from error


def _rows(path: Path, text: str) -> list[tuple[int, list[str]]]:
    """Return the lines with their numbers; quotes that do not close are refused."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, list[str]]] = []
    before = 0
    try:
        for fields in reader:
            if reader.line_num != before + 1:
                raise DataError("a cell runs over the end of its line", path, before + 1)
            before = reader.line_num
            rows.append((before, fields))
    except csv.Error as error:
        raise DataError(f"not a CSV line ({error})", path, before + 1) from error
    if not rows:
        raise DataError("the file is empty; a header line is wanted", path)
    return rows


def _check_header(path: Path, rows: list[tuple[int, list[str]]], declaration: Table) -> None:
    wanted = declaration.column_names()
    line, header = rows[0]
    for name in wanted:
        if name not in header:
            raise DataError(f"the column is missing; wanted are {', '.join(wanted)}", path, line, name)
    for name in header:
        if name not in wanted:
            raise DataError(f"the column is not declared; wanted are {', '.join(wanted)}", path, line, name)
    if header != wanted:
        raise DataError(f"columns twice or out of order; wanted are {', '.join(wanted)}", path, line)
    if len(rows) - 1 > declaration.max_rows:
        raise DataError(f"{len(rows) - 1} rows; at most {declaration.max_rows} are allowed", path)


def _check_length(path: Path, line: int, fields: list[str], declaration: Table) -> None:
    wanted = declaration.column_names()
    if len(fields) < len(wanted):
        name = wanted[len(fields)]
        raise DataError(f"{len(fields)} fields, {len(wanted)} wanted; the row is cut", path, line, name)
    if len(fields) > len(wanted):
        raise DataError(f"{len(fields)} fields, {len(wanted)} wanted", path, line, wanted[-1])


def _cell(path: Path, line: int, column: Column, field: str) -> Cell:
    """Return one cell as its kind, or refuse it."""
    if field == "" and column.optional:
        return field
    try:
        value = _READERS[column.kind](field)
        _check_allowed(column, value)
    except ValueError as error:
        shown = field if field.isprintable() else ascii(field)
        raise DataError(f"{shown!r} is not allowed; {error}", path, line, column.name) from error
    return value


def _check_allowed(column: Column, value: Cell) -> None:
    if column.allowed and value not in column.allowed:
        raise ValueError(f"allowed are {', '.join(column.allowed)}")
    if column.low is not None and column.high is not None and not column.low <= float(value) <= column.high:
        raise ValueError(f"outside {column.low} to {column.high}")


def _read_whole(field: str) -> Cell:
    if _WHOLE.fullmatch(field) is None:
        raise ValueError("a whole number in ASCII digits is wanted, without separators or unit")
    return int(field)


def _read_number(field: str) -> Cell:
    if _NUMBER.fullmatch(field) is None:
        raise ValueError("a plain number in ASCII digits is wanted, without exponent, separators or unit")
    return float(field)


def _read_flag(field: str) -> Cell:
    if field not in ("0", "1"):
        raise ValueError("0 or 1 is wanted")
    return field == "1"


def _read_id(field: str) -> Cell:
    if _ID.fullmatch(field) is None:
        raise ValueError("an id of digits and capital letters is wanted")
    return field


def _read_month(field: str) -> Cell:
    if _MONTH.fullmatch(field) is None:
        raise ValueError("a month is wanted, written like 2022-01")
    return field


def _read_span(field: str) -> Cell:
    match = _SPAN.fullmatch(field)
    years = [int(year) for year in match.groups()] if match else []
    if not years or years != sorted(years):
        raise ValueError("a first and a last year are wanted, written like 2020-2025")
    return field


def _read_text(field: str) -> Cell:
    if field == "" or field != field.strip():
        raise ValueError("text without blanks at its ends is wanted")
    if field.startswith(_FORMULA_STARTS):
        raise ValueError("text that a spreadsheet would run as a formula is refused")
    if any(unicodedata.category(letter) in _INVISIBLE for letter in field):
        raise ValueError("it holds a control or invisible character")
    return field


_READERS: Mapping[str, Callable[[str], Cell]] = MappingProxyType({
    ID: _read_id,
    TEXT: _read_text,
    CHOICE: _read_text,
    WHOLE: _read_whole,
    NUMBER: _read_number,
    FLAG: _read_flag,
    MONTH: _read_month,
    SPAN: _read_span,
})  # fmt: skip


def _allowed_text(column: Column) -> str:
    if column.allowed:
        return ", ".join(column.allowed)
    if column.low is not None:
        return f"{column.low} to {column.high}"
    return "0, 1" if column.kind == FLAG else ""


def data_dictionary() -> str:
    """Return the data dictionary as Markdown, made from the declarations that the loader checks."""
    lines = [
        "# Data dictionary 数据字典",
        "",
        "Made from the declarations in `sim/population/tables.yaml`; edit those, not this page. Every table is CSV in",
        "UTF-8. Every row carries its year, source, address, status and note. Status: published, derived (computed",
        "from published figures), remembered (no source found), assumed.",
        "",
    ]
    for table in declarations().values():
        folder = "data/national" if table.scope == "national" else "data/regions/<region>"
        lines += [
            f"## {table.name}: {table.label_en} {table.label_zh}",
            "",
            f"File `{folder}/{table.path}`. One row per {', '.join(table.key)}.",
            "",
            "| column | kind | unit | allowed | meaning | 含义 |",
            "|---|---|---|---|---|---|",
        ]
        lines += [
            f"| {column.name} | {column.kind}{' (may be empty)' if column.optional else ''} | {column.unit} "
            f"| {_allowed_text(column)} | {column.en} | {column.zh} |"
            for column in table.columns
        ]
        lines.append("")
    return "\n".join(lines)
