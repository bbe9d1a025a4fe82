"""Why a figure moved: from the baseline through each lever, and what they do together, to the scenario."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.charts.marks import bare_rows, legend_box, require, row_height
from sim.charts.numbers import Measure, measure, written
from sim.charts.palette import COLOURS, INK, QUIET
from sim.charts.style import ChartError, dress, head, look, new_figure, wrapped
from sim.results.catalogue import describe
from sim.results.names import name_of
from sim.words import label

START, END = "start", "end"
COLUMNS = ("label_key", "kind", "value")
_UP, _DOWN, _LEVEL = COLOURS[5], COLOURS[1], "#BFBFBF"
_HATCH_DOWN = "///"
_THICK = 0.62
_CUT = 0.75  # a level of which the changes are less than a quarter is drawn on a cut axis
_ROOM = 0.22
_NAME_EMS = 13


def waterfall(
    frame: pd.DataFrame,
    indicator: str,
    lang: str,
    title: str | None = None,
    source: str | None = None,
) -> Figure:
    """Draw the steps from one value to another.

    Parameters
    ----------
    frame : pandas.DataFrame
        label_key kind value, and label low high if known; kinds are start, lever, interaction and end. Levels of start
        and end, changes of the rest.
    indicator : str
        What is split; decides unit and decimals.

    Raises
    ------
    ChartError
        When a column is missing, or the rows do not begin with a start and close with an end.
    """
    require(frame, COLUMNS, "waterfall")
    if len(frame) < 1 + 1 or frame["kind"].iloc[0] != START or frame["kind"].iloc[-1] != END:
        raise ChartError("a waterfall begins with one row of kind 'start' and closes with one of kind 'end'")
    values = frame["value"].to_numpy(float)
    measured = measure(describe(indicator), float(np.abs(values).max()), lang, yearly=True)
    feet = np.concatenate([[values[0]], values[0] + np.cumsum(values[1:-1]), [values[-1]]])
    with look():
        figure = new_figure(row_height(len(frame)))
        axes = figure.add_subplot()
        is_cut = _limits(axes, feet * measured.factor)
        _bars(axes, frame, feet, measured)
        _names(axes, frame, lang)
        head(axes, label("chart_unit", lang).format(unit=measured.unit))
        notes = [label("chart_axis_cut", lang)] if is_cut else []
        if "low" in frame.columns and frame["low"].notna().any():
            notes.append(label("chart_whisker", lang))
        dress(figure, title or _message(values, indicator, measured, lang), lang, source, notes, axes)
    return figure


def _limits(axes: Axes, levels: NDArray[np.float64]) -> bool:
    """Set the horizontal axis around the levels, and say whether it was cut above zero."""
    low, high = float(levels.min()), float(levels.max())
    is_cut = low > 0 and low > high * _CUT
    span = (high - low) if is_cut else high - min(low, 0.0)
    span = span or abs(high) or 1.0
    axes.set_xlim(low - span * _ROOM if is_cut or low < 0 else 0.0, high + span * _ROOM)
    return is_cut


def _bars(axes: Axes, frame: pd.DataFrame, feet: NDArray[np.float64], measured: Measure) -> None:
    values, left = frame["value"].to_numpy(float), axes.get_xlim()[0]
    last = len(values) - 1
    for k, value in enumerate(values):
        is_level = k in (0, last)
        begin = left if is_level else feet[k - 1] * measured.factor
        end = feet[k] * measured.factor
        colour = _LEVEL if is_level else _UP if value >= 0 else _DOWN
        bar = axes.barh(k, end - begin, _THICK, left=begin, color=colour, edgecolor="white")[0]
        bar.set_hatch(_HATCH_DOWN if not is_level and value < 0 else "")
        if k < last:
            axes.plot([end, end], [k, k + 1], color=QUIET, linewidth=1.0, linestyle=(0, (3, 2)))
        _whisker(axes, frame, k, 0.0 if is_level else feet[k - 1], measured)
        text = written(value, measured, signed=not is_level)
        edge = max(begin, end, _reach(frame, k, 0.0 if is_level else feet[k - 1], measured))
        weight = "bold" if is_level else "normal"
        axes.annotate(
            text, (edge, k), (7, 0), textcoords="offset points", va="center", fontweight=weight, zorder=5
        )


def _reach(frame: pd.DataFrame, k: int, foot: float, measured: Measure) -> float:
    if "high" not in frame.columns or not np.isfinite(frame["high"].iloc[k]):
        return -np.inf
    return float((foot + frame["high"].iloc[k]) * measured.factor)


def _whisker(axes: Axes, frame: pd.DataFrame, k: int, foot: float, measured: Measure) -> None:
    if "low" not in frame.columns or not np.isfinite(frame["low"].iloc[k]):
        return
    ends = [(foot + frame[name].iloc[k]) * measured.factor for name in ("low", "high")]
    axes.plot(ends, [k, k], color=INK, linewidth=1.6, marker="|", markersize=9, zorder=4)


def _names(axes: Axes, frame: pd.DataFrame, lang: str) -> None:
    keys = frame["label_key"].tolist()
    names = frame["label"].tolist() if "label" in frame.columns else [name_of(key, lang) for key in keys]
    bare_rows(axes, [wrapped(str(name), _NAME_EMS) for name in names])
    legend_box(axes, label("chart_waterfall_level", lang), _LEVEL)
    legend_box(axes, label("chart_waterfall_up", lang), _UP)
    legend_box(axes, label("chart_waterfall_down", lang), _DOWN, _HATCH_DOWN)


def _message(values: NDArray[np.float64], indicator: str, measured: Measure, lang: str) -> str:
    unit = measured.unit if lang == "zh" or measured.is_share else f" {measured.unit}"
    ends = [f"{written(value, measured)}{unit}" for value in (values[0], values[-1])]
    return label("chart_waterfall_title", lang).format(
        indicator=name_of(indicator, lang), start=ends[0], end=ends[1]
    )
