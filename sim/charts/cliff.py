"""The cliff: what a household has left when it earns more and programmes are withdrawn."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.charts.lines import tick_numbers
from sim.charts.marks import numbered, require
from sim.charts.numbers import Measure, written
from sim.charts.palette import COLOURS, INK
from sim.charts.style import HATCHES, ChartError, dress, head, look, new_figure
from sim.results.names import name_of
from sim.words import label

COLUMNS = ("earned_m", "programme", "amount_m", "net_income_m")
_EARNED = "#DDDDDD"
_LINE, _MOST_DROPS, _ROOM = 2.8, 3, 1.12
_YUAN = Measure(1.0, "", 0, False)
_LEAST_DROP = 1.0  # yuan: less is rounding


def cliff_chart(
    frame: pd.DataFrame,
    lang: str,
    names: Mapping[str, str] | None = None,
    title: str | None = None,
    source: str | None = None,
) -> Figure:
    """Draw net income over earnings, with what each programme adds, and mark where earning more leaves less.

    Parameters
    ----------
    frame : pandas.DataFrame
        earned_m programme amount_m net_income_m: yuan a month, one row for every step of earnings and programme.
    names : mapping, optional
        Names of programmes by key; else the words of the group.

    Raises
    ------
    ChartError
        When a column is missing, or there are more programmes than colours.
    """
    require(frame, COLUMNS, "cliff")
    wide = _wide(frame)
    net = frame.groupby("earned_m", sort=True)["net_income_m"].first().to_numpy(float)
    earned = wide.index.to_numpy(float)
    drops = _drops(net)
    with look():
        figure = new_figure()
        axes = figure.add_subplot()
        _areas(axes, wide, earned, names, lang)
        axes.plot(earned, net, color=INK, linewidth=_LINE, label=label("chart_cliff_net", lang))
        _mark(axes, earned, net, drops, lang)
        axes.set_xlim(earned[0], earned[-1])
        axes.set_ylim(0, float(max(net.max(), (wide.sum(axis=1) + earned).max())) * _ROOM)
        axes.set_xlabel(label("chart_cliff_x", lang))
        tick_numbers(axes, _YUAN)
        numbered(axes.xaxis, 0)
        head(axes, label("chart_cliff_y", lang))
        dress(figure, title or _message(net, drops, lang), lang, source, legend_of=axes)
    return figure


def _wide(frame: pd.DataFrame) -> pd.DataFrame:
    """Return earnings x programmes, without programmes that never pay."""
    wide = frame.pivot_table("amount_m", "earned_m", "programme", aggfunc="sum", sort=False).fillna(0.0)
    wide = wide.sort_index()[[key for key in wide.columns if (wide[key] != 0).any()]]
    if wide.shape[1] >= len(COLOURS):
        raise ChartError(f"{wide.shape[1]} programmes in one chart cannot be told apart")
    return wide


def _areas(
    axes: Axes, wide: pd.DataFrame, earned: NDArray[np.float64], names: Mapping[str, str] | None, lang: str
) -> None:
    axes.fill_between(earned, 0, earned, color=_EARNED, linewidth=0, label=label("chart_cliff_earned", lang))
    foot = earned
    for k, key in enumerate(wide.columns, start=1):
        top = foot + wide[key].to_numpy(float)
        axes.fill_between(
            earned,
            foot,
            top,
            facecolor=COLOURS[k],
            hatch=HATCHES[k],
            edgecolor="white",
            linewidth=0,
            label=name_of(str(key), lang, names, "group_"),
        )
        foot = top


def _drops(net: NDArray[np.float64]) -> list[tuple[int, float]]:
    """Return the places after which net income falls, and by how much until it stops falling; the largest first."""
    found, k = [], 0
    while k < len(net) - 1:
        end = k
        while end < len(net) - 1 and net[end + 1] < net[end]:
            end += 1
        if net[k] - net[end] >= _LEAST_DROP:
            found.append((k, float(net[k] - net[end])))
        k = max(end, k + 1)
    return sorted(found, key=lambda one: -one[1])


def _mark(
    axes: Axes,
    earned: NDArray[np.float64],
    net: NDArray[np.float64],
    drops: list[tuple[int, float]],
    lang: str,
) -> None:
    for place, fall in drops[:_MOST_DROPS]:
        said = label("chart_cliff_drop", lang).format(drop=written(fall, _YUAN))
        axes.plot(earned[place], net[place], marker="v", color=INK, markersize=9, zorder=5)
        axes.annotate(
            said,
            (earned[place], net[place]),
            (0, 11),
            textcoords="offset points",
            ha="center",
            fontweight="bold",
        )


def _message(net: NDArray[np.float64], drops: list[tuple[int, float]], lang: str) -> str:
    if not drops:
        rises = bool((np.diff(net) > 0).all())
        return label("chart_cliff_title_none" if rises else "chart_cliff_net", lang)
    return label("chart_cliff_title", lang).format(drop=written(drops[0][1], _YUAN))
