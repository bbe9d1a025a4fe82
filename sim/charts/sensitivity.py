"""Which assumptions decide an outcome: bars of the total index or mean effect, with the first-order index or spread."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.marks import legend_box, listed_rows, numbered, require, row_height
from sim.charts.numbers import PERCENT, Measure, measure
from sim.charts.palette import COLOURS, INK
from sim.charts.style import ChartError, dress, head, look, new_figure, wrapped
from sim.results.catalogue import describe
from sim.results.names import name_of
from sim.words import label

COLUMNS = ("assumption", "outcome", "index", "value")
# The main index is drawn as a bar, the other one of its method as a mark.
_METHODS = (("ST", "S1"), ("mu_star", "sigma"))
_THICK, _MOST, _NAME_EMS, _TALL = 0.6, 12, 22, 1.1


def sensitivity_bars(
    frame: pd.DataFrame,
    outcome: str,
    lang: str,
    names: Mapping[str, str] | None = None,
    title: str | None = None,
    source: str | None = None,
) -> Figure:
    """Draw the assumptions that decide one outcome, the most important on top.

    Parameters
    ----------
    frame : pandas.DataFrame
        assumption outcome index value, and low high if known; index is ST and S1, or mu_star and sigma.
    outcome : str
        An indicator, or indicator:group.
    names : mapping, optional
        Names of assumptions by key.

    Raises
    ------
    ChartError
        When a column or the outcome is missing.
    """
    require(frame, COLUMNS, "sensitivity")
    own = frame[frame["outcome"] == outcome]
    main, other = _method(own, outcome)
    bars = own[own["index"] == main].sort_values("value", ascending=False)
    shown = bars.head(_MOST).reset_index(drop=True)
    indicator = outcome.partition(":")[0]
    measured = _measured(main, shown, indicator, lang)
    with look():
        figure = new_figure(row_height(len(shown) * _TALL))
        axes = figure.add_subplot()
        _draw(axes, shown, own[own["index"] == other], measured, (main, other), lang)
        listed_rows(axes, [wrapped((names or {}).get(key, key), _NAME_EMS) for key in shown["assumption"]])
        head(axes, measured.unit)
        said = title or label("chart_sensitivity_title", lang).format(outcome=name_of(indicator, lang))
        dress(figure, said, lang, source, _notes(shown, len(bars) - len(shown), lang), axes)
    return figure


def _method(own: pd.DataFrame, outcome: str) -> tuple[str, str]:
    for pair in _METHODS:
        if (own["index"] == pair[0]).any():
            return pair
    raise ChartError(f"the frame of the sensitivity chart has neither ST nor mu_star for {outcome!r}")


def _notes(shown: pd.DataFrame, rest: int, lang: str) -> list[str]:
    notes = [label("chart_sensitivity_rest", lang).format(n=rest)] if rest else []
    has_interval = "low" in shown.columns and shown["low"].notna().any()
    return [*notes, label("chart_whisker", lang)] if has_interval else notes


def _measured(main: str, shown: pd.DataFrame, indicator: str, lang: str) -> Measure:
    if main == "ST":
        return Measure(1.0, label("chart_sensitivity_share", lang), 2, False)
    of = describe(indicator)
    made = measure(of, float(shown["value"].abs().max()), lang, yearly=True)
    unit = label("unit_points", lang) if made.is_share else made.unit
    decimals = 1 if made.factor == PERCENT else made.decimals
    return Measure(
        made.factor, label("chart_sensitivity_unit", lang).format(unit=unit), decimals, made.is_share
    )


def _draw(
    axes: Axes, shown: pd.DataFrame, other: pd.DataFrame, measured: Measure, pair: tuple[str, str], lang: str
) -> None:
    beside = other.set_index("assumption")["value"]
    for k, row in shown.iterrows():
        value = float(row["value"]) * measured.factor
        axes.barh(k, value, _THICK, color=COLOURS[1], edgecolor="white")
        if "low" in shown.columns and np.isfinite(row["low"]):
            ends = [float(row[name]) * measured.factor for name in ("low", "high")]
            axes.plot(ends, [k, k], color=INK, linewidth=1.6, marker="|", markersize=9, zorder=3)
        if row["assumption"] in beside.index:
            mark = float(beside[row["assumption"]]) * measured.factor
            axes.plot(mark, k, marker="D", color=COLOURS[2], markeredgecolor=INK, markersize=9, zorder=4)
    _legend(axes, len(beside) > 0, pair, lang)
    axes.set_xlim(left=min(0.0, axes.get_xlim()[0]))
    numbered(axes.xaxis, measured.decimals)


def _legend(axes: Axes, has_mark: bool, pair: tuple[str, str], lang: str) -> None:
    legend_box(axes, label(f"chart_sensitivity_{pair[0]}", lang), COLOURS[1])
    if has_mark:
        name = label(f"chart_sensitivity_{pair[1]}", lang)
        axes.plot(
            [], [], linestyle="", marker="D", color=COLOURS[2], markeredgecolor=INK, markersize=9, label=name
        )
