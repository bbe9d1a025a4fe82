"""The lines that show a comparison: a headline figure a row, a scenario a column."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING

from sim.words import has, label, number

if TYPE_CHECKING:
    from sim.experiments.comparison import Comparison

_WIDE = ("W", "F")
_GAP = "  "
_ALL = "all"


def figure_lines(comparison: Comparison, titles: Mapping[str, str], lang: str) -> list[str]:
    """Return the headline figures of a comparison in aligned columns; `titles` names the scenarios by key, in order.

    An indicator that is only known by group, such as beds by kind, has a row a group.
    """
    table = comparison.table[comparison.table["is_headline"]]
    rows = [[label("column_indicator", lang), *titles.values()]]
    for key in dict.fromkeys(table["indicator"]):
        of_key = table[table["indicator"] == key]
        groups = list(dict.fromkeys(of_key["group"]))
        for group in [_ALL] if _ALL in groups else groups:
            of_group = of_key[of_key["group"] == group].set_index("scenario")
            if set(of_group.index) == set(titles):
                cells = [
                    number(float(of_group.loc[name, "value"]), str(of_group.loc[name, "unit"]), lang)
                    for name in titles
                ]
                rows.append([named(key, group, lang), *cells])
    return aligned(rows)


def aligned(rows: list[list[str]]) -> list[str]:
    """Return rows as lines with columns of equal width: the first to the left, the others to the right."""
    widths = [max(width(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        first = row[0] + " " * (widths[0] - width(row[0]))
        rest = [" " * (most - width(cell)) + cell for most, cell in zip(widths[1:], row[1:], strict=True)]
        lines.append(_GAP.join([first, *rest]).rstrip())
    return lines


def width(text: str) -> int:
    """Return the columns that a text takes on a screen: two for a Chinese character."""
    return len(text) + sum(unicodedata.east_asian_width(letter) in _WIDE for letter in text)


def named(key: str, group: str, lang: str) -> str:
    """Return the name of an indicator and, unless it counts all, of its group."""
    name = label(key, lang) if has(key) else key
    if group == _ALL:
        return name
    of_group = label(f"group_{group}", lang) if has(f"group_{group}") else group
    return f"{name} ({of_group})" if lang == "en" else f"{name}（{of_group}）"
