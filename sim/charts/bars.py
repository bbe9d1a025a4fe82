"""Headline figures side by side: one panel an indicator, one bar a scenario, its value and change beside the bar."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.numbers import Measure, measure, written
from sim.charts.palette import COLOURS, INK, QUIET
from sim.charts.rows import rows_of, scenarios_of
from sim.charts.style import HATCHES, SUBTITLE, ChartError, dress, look, new_figure, wrapped
from sim.results.catalogue import describe
from sim.results.names import name_of
from sim.words import label

_MOST_PANELS = 6
_ACROSS = 2
_THICK, _ROOM = 0.62, 1.75
_PER_BAR, _PER_PANEL, _BASE, _LOWEST = 0.085, 0.16, 0.2, 0.6
_NAME_EMS, _HEAD_EMS = 11, 24


def comparison_bars(
    table: pd.DataFrame,
    indicators: Sequence[str],
    lang: str,
    baseline: str,
    titles: Mapping[str, str] | None = None,
    window: tuple[str, str] | None = None,
    title: str | None = None,
    source: str | None = None,
) -> Figure:
    """Draw headline figures of all scenarios.

    Parameters
    ----------
    table : pandas.DataFrame
        `Comparison.table`.
    baseline : str
        Drawn first, in grey; the others carry their change to it.

    Raises
    ------
    ChartError
        When there is no indicator, more than six, or one that the table lacks.
    """
    if not 0 < len(indicators) <= _MOST_PANELS:
        raise ChartError(f"one chart of bars holds 1 to {_MOST_PANELS} indicators, not {len(indicators)}")
    n_scenarios = len(scenarios_of(rows_of(table, indicators[0]), baseline))
    across = min(len(indicators), _ACROSS)
    down = -(-len(indicators) // across)
    with look():
        figure = new_figure(max(_LOWEST, _BASE + down * (_PER_PANEL + _PER_BAR * n_scenarios)))
        panels = figure.subplots(down, across, squeeze=False, sharey=True).ravel()
        has_interval = False
        for axes, indicator in zip(panels, indicators, strict=False):
            has_interval |= _panel(axes, rows_of(table, indicator), indicator, lang, baseline, titles or {})
        for axes in panels[len(indicators) :]:
            axes.remove()
        notes = [label("chart_whisker", lang)] if has_interval else []
        dress(figure, title or _title(window, lang), lang, source, notes)
    return figure


def _title(window: tuple[str, str] | None, lang: str) -> str:
    if window is None:
        return label("text_title", lang)
    span = label("chart_range", lang).format(first=window[0], last=window[1])
    return label("chart_bars_title", lang).format(window=span)


def _panel(
    axes: Axes, rows: pd.DataFrame, indicator: str, lang: str, baseline: str, titles: Mapping[str, str]
) -> bool:
    scenarios = scenarios_of(rows, baseline)
    rows = rows.set_index("scenario").loc[scenarios]
    measured = measure(describe(indicator), float(rows["value"].abs().max()), lang, yearly=True)
    values = rows["value"].to_numpy(float) * measured.factor
    places = np.arange(len(scenarios))
    n = len(COLOURS)
    colours = [COLOURS[k % n] if k else QUIET for k in places]
    bars = axes.barh(places, np.nan_to_num(values), _THICK, color=colours, edgecolor="white")
    for k, bar in enumerate(bars):
        bar.set_hatch(HATCHES[k % n])
    has_interval = _whiskers(axes, rows, places, measured)
    _captions(axes, rows, places, measured, lang, baseline)
    axes.set_yticks(places, [wrapped(titles.get(name, name), _NAME_EMS) for name in scenarios])
    axes.set_ylim(len(places) - 1 / 2, -1 / 2)
    low, high = min(0.0, float(np.nanmin(values, initial=0.0))), float(np.nanmax(values, initial=0.0))
    axes.set_xlim(low * _ROOM, (high or 1.0) * _ROOM)
    axes.xaxis.set_visible(False)
    axes.grid(visible=False)
    axes.tick_params(axis="y", length=0)
    axes.spines["bottom"].set_visible(False)
    text = (
        f"{name_of(indicator, lang)}（{measured.unit}）"
        if lang == "zh"
        else f"{name_of(indicator, lang)} ({measured.unit})"
    )
    axes.set_title(wrapped(text, _HEAD_EMS), loc="left", fontsize=SUBTITLE, color=INK, fontweight="bold")
    return has_interval


def _whiskers(axes: Axes, rows: pd.DataFrame, places: np.ndarray, measured: Measure) -> bool:
    low, high = (rows[name].to_numpy(float) * measured.factor for name in ("value_low", "value_high"))
    if np.isnan(low).all():
        return False
    axes.hlines(places, low, high, color=QUIET, linewidth=2.0, zorder=3)
    return True


def _captions(
    axes: Axes, rows: pd.DataFrame, places: np.ndarray, measured: Measure, lang: str, baseline: str
) -> None:
    points = Measure(measured.factor, label("unit_points", lang), measured.decimals, True)
    for place, (scenario, row) in zip(places, rows.iterrows(), strict=True):
        value, change = float(row["value"]), float(row["difference"])
        text = written(value, measured)
        if scenario != baseline and math.isfinite(change):
            shown = points if measured.is_share else measured
            unit = f"{'' if lang == 'zh' else ' '}{shown.unit}" if measured.is_share else ""
            text += f"  ({written(change, shown, signed=True)}{unit})"
        end = np.nanmax([0.0, value, float(row["value_high"])]) * measured.factor
        axes.annotate(text, (end, place), (6, 0), textcoords="offset points", va="center")
