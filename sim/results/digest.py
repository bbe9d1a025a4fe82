"""What a result is, in one number: SHA-256 over content in a fixed order, the same on every machine.

Rows are sorted, text is hashed by value, integers and floats by their 64 bits in little-endian order. Every kind of
"not a number" counts as one value.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

INTEGER, FLOAT, TEXT = "integer", "float", "text"


def canonical(frame: pd.DataFrame, schema: Mapping[str, str], key: Sequence[str]) -> pd.DataFrame:
    """Return the frame with the columns of a schema, in its types, sorted by its key.

    Parameters
    ----------
    frame : pandas.DataFrame
        Holds at least the columns of `schema`.
    schema : mapping of str to str
        Column to `integer` (int64), `float` (float64) or `text`.
    key : sequence of str
        Columns that identify a row.
    """
    made = {name: _column(frame[name], kind) for name, kind in schema.items()}
    return pd.DataFrame(made).sort_values(list(key), kind="stable").reset_index(drop=True)


def _column(column: pd.Series, kind: str) -> pd.Series:
    if kind == INTEGER:
        return column.astype(np.int64)
    if kind == FLOAT:
        return column.astype(np.float64)
    return column.astype("str").fillna("")


def digest_of(header: Mapping[str, object], frames: Mapping[str, pd.DataFrame]) -> str:
    """Return the SHA-256 of a header (JSON values) and of canonical frames."""
    sha = hashlib.sha256(_text(header))
    for name, frame in frames.items():
        sha.update(_text([name, len(frame), list(frame.columns)]))
        for column in frame.columns:
            sha.update(_column_bytes(frame[column]))
    return sha.hexdigest()


def _column_bytes(column: pd.Series) -> bytes:
    if column.dtype == np.int64:
        return column.to_numpy().astype("<i8").tobytes()
    if column.dtype == np.float64:
        values = column.to_numpy(copy=True)
        values[np.isnan(values)] = np.nan
        return values.astype("<f8").tobytes()
    codes, uniques = pd.factorize(column, sort=True)
    return _text([str(text) for text in uniques]) + codes.astype("<i4").tobytes()


def _text(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\0"
