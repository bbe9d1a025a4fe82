"""CSV for spreadsheets and for programs: UTF-8 with byte order mark, described by lines at its head, written whole.

The lines before the header start with "# " and say what the table is, how many rows it has and its checksum, so that a
cut or changed file is noticed. Text that a spreadsheet could take for a formula gets an apostrophe; numbers never do.
"""

from __future__ import annotations

import csv
import hashlib
import io
import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
from pandas.api.types import is_bool_dtype, is_float_dtype, is_integer_dtype

from sim.errors import StoreError
from sim.exports.safe import defused, restored
from sim.results.files import write_bytes

_MARK = "\ufeff"
_COMMENT = "# "
_TYPES, _ROWS, _SUM = "types", "rows", "sha256"
_INTEGER, _FLOAT, _TEXT = "integer", "float", "text"
_DTYPES: Mapping[str, str] = {_INTEGER: "int64", _FLOAT: "float64", _TEXT: "str"}


def write_csv(path: Path | str, frame: pd.DataFrame, metadata: Mapping[str, str]) -> None:
    """Write a table with its description.

    Parameters
    ----------
    path : path
    frame : pandas.DataFrame
        Numbers are written in full; NaN is an empty cell.
    metadata : mapping of str to str
        What the reader needs: run, scenario, version, seeds, units.

    Raises
    ------
    ExportError
        When a text is longer than a cell of a spreadsheet.
    StoreError
        When the disk refuses.
    """
    body = _body(frame)
    head = {
        **metadata,
        _TYPES: ",".join(_type(frame[name]) for name in frame.columns),
        _ROWS: str(len(frame)),
        _SUM: hashlib.sha256(body.encode()).hexdigest(),
    }
    lines = [f"{_COMMENT}{_one_line(key)}: {_one_line(value)}\r\n" for key, value in head.items()]
    write_bytes(path, (_MARK + "".join(lines) + body).encode())


def read_csv(path: Path | str) -> tuple[dict[str, str], pd.DataFrame]:
    """Return the description and the table of a file that `write_csv` made, with its types: 0160 stays text.

    Raises
    ------
    StoreError
        When the file is cut, changed, or none of ours.
    """
    try:
        text = Path(path).read_bytes().decode("utf-8-sig", errors="replace")
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {error.strerror}") from error
    metadata: dict[str, str] = {}
    while text.startswith(_COMMENT) and "\r\n" in text:
        line, text = text.split("\r\n", 1)
        key, _, value = line[len(_COMMENT) :].partition(": ")
        metadata[key] = value
    if metadata.get(_SUM) != hashlib.sha256(text.encode()).hexdigest():
        raise StoreError(
            f"{path} is cut, was changed, or was not written by this workbench; export the table again"
        )
    kinds = metadata[_TYPES].split(",")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    made = {
        name: pd.Series([_value(row[k], kind) for row in rows[1:]], dtype=_DTYPES[kind])
        for k, (name, kind) in enumerate(zip(rows[0], kinds, strict=True))
    }
    return metadata, pd.DataFrame(made)


def _body(frame: pd.DataFrame) -> str:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow([defused(str(name)) for name in frame.columns])
    columns = [[_cell(value) for value in frame[name].tolist()] for name in frame.columns]
    writer.writerows(zip(*columns, strict=True))
    return buffer.getvalue()


def _cell(value: object) -> str:
    if value is None or value is pd.NA:
        return ""
    if isinstance(value, float | np.floating):
        return "" if math.isnan(value) else repr(float(value))
    if isinstance(value, bool | int | np.integer):
        return str(int(value))
    return defused(str(value))


def _type(column: pd.Series) -> str:
    if is_integer_dtype(column) or is_bool_dtype(column):
        return _INTEGER
    return _FLOAT if is_float_dtype(column) else _TEXT


def _value(text: str, kind: str) -> object:
    if kind == _FLOAT:
        return float(text) if text else math.nan
    return int(text) if kind == _INTEGER else restored(text)


def _one_line(text: str) -> str:
    return " ".join(defused(str(text)).splitlines())
