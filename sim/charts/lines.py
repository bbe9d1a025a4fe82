"""Months of one indicator as lines, one a scenario, with their intervals as bands."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

from sim.charts.calendar import date_axis, dates
from sim.charts.numbers import Measure, measure, written
from sim.charts.palette import COLOURS, INK
from sim.charts.rows import rows_of, scenarios_of
from sim.charts.style import DASHES, dress, head, look, new_figure
from sim.results.catalogue import describe
from sim.results.names import name_of
from sim.results.run import ALL
from sim.words import label

_BAND = 0.16
_BASE_WIDTH, _WIDTH = 2.2, 2.8
_ROOM = 0.06
_ZERO_BELOW = 0.4
_MOST_DECIMALS = 4


def monthly_lines(
    frame: pd.DataFrame,
    indicator: str,
    lang: str,
    group: str = ALL,
    titles: Mapping[str, str] | None = None,
    baseline: str | None = None,
    title: str | None = None,
    source: str | None = None,
) -> Figure:
    """Draw the months of one indicator.

    Parameters
    ----------
    frame : pandas.DataFrame
        `Comparison.monthly`, or tidy rows of one seed without low and high.
    titles : mapping, optional
        Names of scenarios; without it their keys are shown.
    title : str, optional
        The message; the indicator's name when left out.

    Raises
    ------
    ChartError
        When the frame has no such rows, or too many scenarios.
    """
    rows = rows_of(frame, indicator, group)
    with look():
        figure = new_figure()
        axes = figure.add_subplot()
        measured = measure(describe(indicator), float(rows["value"].abs().max()), lang)
        has_band = False
        for place, scenario in enumerate(scenarios_of(rows, baseline)):
            own = rows[rows["scenario"] == scenario]
            has_band |= _line(axes, own, place, (titles or {}).get(scenario, scenario), measured)
        head(axes, label("chart_unit", lang).format(unit=measured.unit))
        _frame(axes, rows, measured, lang)
        notes = [label("chart_band", lang)] if has_band else []
        dress(figure, title or name_of(indicator, lang), lang, source, notes, legend_of=axes)
    return figure


def _line(axes: Axes, own: pd.DataFrame, place: int, name: str, measured: Measure) -> bool:
    days = dates(own["month"])
    axes.plot(
        days,
        own["value"] * measured.factor,
        color=COLOURS[place],
        linestyle=DASHES[place],
        linewidth=_WIDTH if place else _BASE_WIDTH,
        label=name,
    )
    if "low" not in own.columns or own["low"].isna().all():
        return False
    low, high = own["low"] * measured.factor, own["high"] * measured.factor
    axes.fill_between(days, low, high, color=COLOURS[place], alpha=_BAND, linewidth=0)
    return True


def _frame(axes: Axes, rows: pd.DataFrame, measured: Measure, lang: str) -> None:
    date_axis(axes, rows["month"].nunique(), lang)
    low, high = axes.get_ylim()
    if 0 <= low < high * _ZERO_BELOW:
        axes.set_ylim(0, high)
    elif low < 0 <= rows["value"].min():
        axes.set_ylim(0, high * (1 + _ROOM))
    tick_numbers(axes, measured)


def tick_numbers(axes: Axes, measured: Measure, signed: bool = False) -> None:
    """Write the numbers of a vertical axis with separators, in as many decimals as its ticks need; mark zero.

    The ticks stay as they are now: drawn at others, the decimals could be too few.
    """
    low, high = axes.get_ylim()
    ticks = [tick for tick in axes.get_yticks() if low <= tick <= high]
    axes.set_yticks(ticks)
    decimals = next(
        (n for n in range(_MOST_DECIMALS) if np.allclose(ticks, np.round(ticks, n))), _MOST_DECIMALS
    )
    shown = Measure(1.0, measured.unit, decimals, measured.is_share)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: written(value, shown, signed)))
    if low < 0 < high:
        axes.axhline(0, color=INK, linewidth=1.0, zorder=1)
