"""What scenarios change, with the ranges that luck, the assumptions, and both leave open: one row a scenario."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.bands import BANDS, FILL, LEVEL
from sim.charts.marks import in_brackets, listed_rows, require
from sim.charts.numbers import Measure, measure, written
from sim.charts.palette import INK
from sim.charts.rows import rows_of, scenarios_of
from sim.charts.style import dress, head, look, new_figure, wrapped
from sim.results.catalogue import describe
from sim.results.names import name_of
from sim.results.run import ALL
from sim.words import label

_ROOM, _THICK = 0.3, 0.26
_NAME_EMS = 12


def interval_chart(
    frame: pd.DataFrame,
    indicator: str,
    lang: str,
    baseline: str,
    group: str = ALL,
    titles: Mapping[str, str] | None = None,
    title: str | None = None,
    source: str | None = None,
    level: int = LEVEL,
) -> Figure:
    """Draw the difference of each scenario to the baseline with its ranges: one row a scenario, one bar a band.

    Parameters
    ----------
    frame : pandas.DataFrame
        Differences over a window: scenario indicator group value low high band.

    Raises
    ------
    ChartError
        When there is nothing to draw.
    """
    require(frame, ("scenario", "indicator", "value", "low", "high", "band"), "interval")
    rows = rows_of(frame, indicator, group)
    names, scenarios = titles or {}, scenarios_of(rows)
    top = float(rows[["low", "high"]].abs().max().max())
    measured = measure(describe(indicator), top, lang, yearly=True)
    with look():
        figure = new_figure(max(0.62, 0.4 + 0.16 * len(scenarios)))
        axes = figure.add_subplot()
        axes.axvline(0, color=INK, linewidth=1.4)
        for k, scenario in enumerate(scenarios):
            _ranges(axes, k, rows[rows["scenario"] == scenario], measured, 0 if k else level, lang)
        listed_rows(axes, [wrapped(names.get(key, key), _NAME_EMS) for key in scenarios])
        _numbers(axes, measured)
        head(axes, in_brackets(name_of(indicator, lang), _unit(measured, lang), lang))
        said = title or label("chart_interval_title", lang).format(baseline=names.get(baseline, baseline))
        dress(figure, said, lang, source, (), axes)
    return figure


def _unit(measured: Measure, lang: str) -> str:
    return label("unit_points", lang) if measured.is_share else measured.unit


def _ranges(axes: Axes, k: int, own: pd.DataFrame, measured: Measure, level: int, lang: str) -> None:
    """Draw the bands of one scenario below one another; they enter the legend when a level is given."""
    there = [band for band in BANDS if (own["band"] == band).any()]
    for n, band in enumerate(there):
        row = own[own["band"] == band].iloc[0]
        place = k + (n - (len(there) - 1) / 2) * _ROOM
        low, high, value = (float(row[name]) * measured.factor for name in ("low", "high", "value"))
        colour, hatch = FILL[band]
        name = label(f"chart_band_{band}", lang).format(level=level) if level else None
        axes.barh(
            place, high - low, _THICK, left=low, facecolor=colour, hatch=hatch, edgecolor="white", label=name
        )
        axes.plot(
            [value, value], [place - _THICK / 2, place + _THICK / 2], color=INK, linewidth=2.4, zorder=3
        )


def _numbers(axes: Axes, measured: Measure) -> None:
    low, high = axes.get_xlim()
    axes.margins(x=0.04)
    ticks = axes.get_xticks()
    ticks = ticks[(ticks >= low) & (ticks <= high)]
    few = Measure(1.0, "", 0 if (ticks == ticks.round()).all() else 1, False)
    axes.set_xticks(ticks, [written(float(tick), few, signed=True) for tick in ticks])
