"""A heat table of townships: one row a township, one column an indicator, each column shaded by itself."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.marks import WITHHELD, cell, cell_text, hidden_box, in_brackets, require, scale_of_colours
from sim.charts.numbers import measure, written
from sim.charts.style import BODY, SMALL, ChartError, dress, look, new_figure, wrapped
from sim.results.catalogue import describe
from sim.results.names import name_of
from sim.words import label

_MOST_ROWS, _MOST_COLUMNS = 60, 8
_ROW, _BASE, _LOWEST = 0.046, 0.34, 0.6
_HEAD_EMS, _NAME_EMS = 56, 14


def heat_table(
    frame: pd.DataFrame,
    indicators: Sequence[str],
    lang: str,
    title: str | None = None,
    source: str | None = None,
) -> Figure:
    """Draw a table of townships.

    Parameters
    ----------
    frame : pandas.DataFrame
        `name` and one column an indicator; NaN is withheld.

    Raises
    ------
    ChartError
        When a column is missing, or the table is too large for a page.
    """
    require(frame, ("name", *indicators), "heat")
    if len(frame) > _MOST_ROWS or not 0 < len(indicators) <= _MOST_COLUMNS:
        raise ChartError(
            f"a heat table holds {_MOST_ROWS} townships and {_MOST_COLUMNS} indicators at most, "
            f"not {len(frame)} and {len(indicators)}; choose a county"
        )
    with look():
        figure = new_figure(max(_LOWEST, _BASE + _ROW * len(frame)))
        axes = figure.add_subplot()
        for column, key in enumerate(indicators):
            _column(axes, column, frame[key].to_numpy(float), key, lang)
        _frame(axes, frame, indicators, lang)
        is_hidden = bool(frame[list(indicators)].isna().any(axis=None))
        if is_hidden:
            hidden_box(axes, lang)
        notes = [label("chart_heat_note", lang)]
        dress(
            figure, title or label("chart_heat_title", lang), lang, source, notes, axes if is_hidden else None
        )
    return figure


def _column(axes: Axes, column: int, values: np.ndarray, key: str, lang: str) -> None:
    low, high = np.nanmin(values, initial=np.inf), np.nanmax(values, initial=-np.inf)
    span = high - low if np.isfinite(high - low) and high > low else 1.0
    measured = measure(describe(key), float(np.nanmax(np.abs(values), initial=0.0)), lang, yearly=True)
    for row, value in enumerate(values):
        is_hidden = bool(np.isnan(value))
        colour = scale_of_colours()(0.0 if is_hidden else float((value - low) / span))
        cell(axes, (column, row), 1.0, colour, is_hidden)
        text = WITHHELD if is_hidden else written(float(value), measured)
        cell_text(axes, (column + 1 / 2, row + 1 / 2), text, SMALL + 1, colour, is_hidden, "normal")


def _frame(axes: Axes, frame: pd.DataFrame, indicators: Sequence[str], lang: str) -> None:
    units = [
        measure(describe(key), float(frame[key].abs().max() or 0.0), lang, yearly=True).unit
        for key in indicators
    ]
    heads = [
        wrapped(in_brackets(name_of(key, lang), unit, lang), _HEAD_EMS / len(indicators))
        for key, unit in zip(indicators, units, strict=True)
    ]
    axes.set_xlim(0, len(indicators))
    axes.set_ylim(len(frame), 0)
    axes.set_xticks(np.arange(len(indicators)) + 1 / 2, heads, fontsize=BODY - 1)
    axes.xaxis.tick_top()
    names = [wrapped(str(name), _NAME_EMS) for name in frame["name"]]
    axes.set_yticks(np.arange(len(frame)) + 1 / 2, names, fontsize=SMALL + 1)
    axes.tick_params(length=0)
    axes.grid(visible=False)
    for spine in axes.spines.values():
        spine.set_visible(False)
