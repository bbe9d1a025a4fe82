"""Rows of a region's tables with their provenance, and how they are written."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.population.declarations import declaration

Row = dict[str, Any]


@dataclass(frozen=True)
class Origin:
    """Where a figure comes from; the last five columns of every table."""

    year: int
    source: str
    url: str
    status: str
    note: str = ""

    def columns(self) -> Row:
        """Return the provenance columns."""
        return {
            "year": self.year, "source": self.source, "url": self.url, "status": self.status, "note": self.note,
        }  # fmt: skip

    def filled(self, place: str, how: str) -> Origin:
        """Return the provenance of a gap that was filled from another place."""
        return Origin(self.year, f"filled from {place}", "", "derived", how)


ASSUMED = "assumption of this project"


def assumed(year: int, note: str) -> Origin:
    """Return the provenance of an assumption."""
    return Origin(year, ASSUMED, "", "assumed", note)


def row(origin: Origin, values: Mapping[str, Any]) -> Row:
    """Return one row of a table."""
    return {**values, **origin.columns()}


def text_of(table: str, rows: Sequence[Row]) -> str:
    """Return the CSV text of a table, columns in declared order."""
    out = io.StringIO()
    writer = csv.DictWriter(out, declaration(table).column_names(), lineterminator="\n")
    writer.writeheader()
    for one in rows:
        writer.writerow({name: _plain(value) for name, value in one.items()})
    return out.getvalue()


def _plain(value: Any) -> Any:
    """Return a flag as 0 or 1, and a number without a useless fraction."""
    if isinstance(value, bool | np.bool_):
        return int(value)
    if isinstance(value, float):
        return f"{value:.10g}"
    return value
