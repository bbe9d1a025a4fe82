"""Records: the columns of one kind of row side by side, so that what is read together lies together.

Compiled code takes a table of records as one argument, whatever the number of its columns, and reads a column by its
name (`persons.ability[row]`), as Python does.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np

Records: TypeAlias = Any
"""A numpy record array: `table.column[row]`."""

_KINDS = {bool: np.bool_, int: np.int64, float: np.float64}


def records(n: int, columns: Mapping[str, Any], fills: Mapping[str, int] | None = None) -> Records:
    """Return n empty records.

    Parameters
    ----------
    columns : mapping
        Numpy types by column name; a tuple (type, shape) makes a column of small arrays.
    fills : mapping, optional
        First value of the columns that do not begin at zero.
    """
    table = np.zeros(n, np.dtype([_field(name, kind) for name, kind in columns.items()], align=True))
    for name, value in (fills or {}).items():
        table[name] = value
    return table.view(np.recarray)


def _field(name: str, kind: Any) -> tuple[Any, ...]:
    return (name, *kind) if isinstance(kind, tuple) else (name, kind)


def records_of(columns: Mapping[str, Any]) -> Records:
    """Return records that hold copies of equally long columns."""
    arrays = {name: np.asarray(column) for name, column in columns.items()}
    n = len(next(iter(arrays.values())))
    table = records(n, {name: array.dtype for name, array in arrays.items()})
    for name, array in arrays.items():
        table[name] = array
    return table


def single_record(values: Any) -> Any:
    """Return a named tuple of plain numbers as one record, which compiled code takes by reference.

    Equal tuples of one class share a record, which nobody may write: most laws stay as they are from month to month.
    """
    kind: Any = type(values)
    return _single_record(kind, tuple(values))


@lru_cache(maxsize=1024)
def _single_record(kind: Any, values: tuple[bool | int | float, ...]) -> Any:
    row = records(1, {name: _KINDS[type(value)] for name, value in zip(kind._fields, values, strict=True)})
    for name, value in zip(kind._fields, values, strict=True):
        row[name] = value
    return row[0]
