"""What each table of figures must look like, read from `tables.yaml` beside this file.

One declaration feeds the loader, the checks and the data dictionary, so that they cannot drift apart.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from ruamel.yaml import YAML

from sim.errors import DataError

DECLARATIONS_FILE = Path(__file__).with_name("tables.yaml")
ID, TEXT, CHOICE, WHOLE, NUMBER, FLAG, MONTH, SPAN = (
    "id", "text", "choice", "whole", "number", "flag", "month", "span",
)  # fmt: skip
KINDS = (ID, TEXT, CHOICE, WHOLE, NUMBER, FLAG, MONTH, SPAN)


@dataclass(frozen=True)
class Column:
    """One column: its kind, what is allowed in it, and what it means.

    `low` and `high` bound a whole or decimal number, both ends allowed. An optional column may hold empty text.
    """

    name: str
    kind: str
    zh: str
    en: str
    unit: str = ""
    allowed: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    optional: bool = False


@dataclass(frozen=True)
class Table:
    """One table: where it lies, its columns in order, and the columns that name a row.

    `scope` is "national" (under data/national) or "region" (under data/regions/<name>).
    """

    name: str
    scope: str
    path: str
    label_zh: str
    label_en: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    max_bytes: int
    max_rows: int

    def column_names(self) -> list[str]:
        """Return the names of the columns in their order."""
        return [column.name for column in self.columns]


def _column(name: str, raw: Mapping[str, Any], shared: Mapping[str, Mapping[str, Any]]) -> Column:
    """Return one column; `shared: key` takes the declaration of that key."""
    given = shared[raw["shared"]] if "shared" in raw else raw
    if given["kind"] not in KINDS:
        raise DataError(
            f"kind {given['kind']!r} is not one of {', '.join(KINDS)}", DECLARATIONS_FILE, None, name
        )
    low, high = given.get("range", (None, None))
    return Column(
        name=name,
        kind=given["kind"],
        zh=given["zh"],
        en=given["en"],
        unit=given.get("unit", ""),
        allowed=tuple(given.get("allowed", ())),
        low=low,
        high=high,
        optional=given.get("optional", False),
    )


def _table(name: str, raw: Mapping[str, Any], whole: Mapping[str, Any]) -> Table:
    """Return one table; the provenance columns stand last in every table."""
    shared = whole["shared"]
    columns = [_column(key, given, shared) for key, given in raw["columns"].items()]
    columns += [_column(key, given, shared) for key, given in whole["provenance"].items()]
    names = [column.name for column in columns]
    unknown = [key for key in raw["key"] if key not in names]
    if unknown:
        raise DataError(
            f"key column {unknown[0]!r} is not a column of the table", DECLARATIONS_FILE, None, name
        )
    return Table(
        name=name,
        scope=raw["scope"],
        path=raw["path"],
        label_zh=raw["label"]["zh"],
        label_en=raw["label"]["en"],
        key=tuple(raw["key"]),
        columns=tuple(columns),
        max_bytes=whole["limits"]["bytes"],
        max_rows=whole["limits"]["rows"],
    )


@functools.cache
def declarations() -> Mapping[str, Table]:
    """Return the declarations of all tables by name, in the order of the file.

    Raises
    ------
    DataError
        When a declaration names an unknown kind or a key column that is not there.
    """
    whole = YAML(typ="safe", pure=True).load(DECLARATIONS_FILE.read_text(encoding="utf-8"))
    return MappingProxyType({name: _table(name, raw, whole) for name, raw in whole["tables"].items()})


def declaration(name: str) -> Table:
    """Return the declaration of one table.

    Raises
    ------
    DataError
        When no table has this name.
    """
    try:
        return declarations()[name]
    except KeyError as error:
        raise DataError(f"no table {name!r} is declared; declared are {', '.join(declarations())}") from error
