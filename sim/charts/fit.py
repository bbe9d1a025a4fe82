"""How far a synthetic population is from the published figures: one row a margin, one point a figure."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter
from numpy.typing import NDArray

from sim.charts.numbers import PERCENT, Measure, written
from sim.charts.palette import COLOURS, GRID, INK
from sim.charts.style import ChartError, dress, head, look, new_figure, wrapped
from sim.words import has, label

_BAND = 0.01
_LIMITS = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0)
_PER_ROW, _FEW_ROWS = 0.085, 8
_NAME_EMS = 16
_SIZE, _FAINT = 62, 0.55
_SPREAD = 0.26


def fit_chart(
    report: pd.DataFrame,
    lang: str,
    names: Mapping[str, str] | None = None,
    band: float = _BAND,
    title: str | None = None,
    source: str | None = None,
) -> Figure:
    """Draw the relative deviation of every fitted figure from its target.

    Parameters
    ----------
    report : pandas.DataFrame
        Columns margin, target, fitted; one row per published figure.
    band : float
        Half width of the grey band, as a share.

    Raises
    ------
    ChartError
        When a column is missing or no row has a target.
    """
    deviation, n_missed = _deviations(report)
    margins = list(dict.fromkeys(deviation.index))
    limit = next((value for value in _LIMITS if deviation.abs().max() <= value), _LIMITS[-1])
    outside = int((deviation.abs() > limit).sum()) + n_missed
    notes = [label("chart_fit_note", lang).format(band=f"{band * PERCENT:g}")]
    if outside:
        notes.append(label("chart_fit_outside", lang).format(n=outside))
    with look():
        figure = new_figure(max(1.0, 1.0 + _PER_ROW * (len(margins) - _FEW_ROWS)))
        axes = figure.add_subplot()
        _ground(axes, limit, band)
        for place, margin in enumerate(margins):
            _row(axes, deviation[deviation.index == margin].to_numpy(float), place, limit)
        axes.set_yticks(range(len(margins)), _shown(margins, names or {}, lang))
        axes.set_ylim(len(margins) - 1 / 2, -1 / 2)
        head(axes, label("chart_fit_axis", lang))
        dress(figure, title or label("chart_fit_title", lang), lang, source, notes)
    return figure


def _deviations(report: pd.DataFrame) -> tuple[pd.Series, int]:
    """Return the relative deviations by margin, and how many targets of zero were missed (they have no ratio)."""
    lacking = [name for name in ("margin", "target", "fitted") if name not in report.columns]
    if lacking:
        raise ChartError(
            f"a fit report has the columns margin, target and fitted; here {', '.join(lacking)} is missing"
        )
    known = report[report["target"] != 0]
    if known.empty:
        raise ChartError("there is nothing to draw: no row of the fit report has a target")
    deviation = (known["fitted"] - known["target"]) / known["target"].abs()
    deviation.index = known["margin"].astype("str")
    return deviation, int((report.loc[report["target"] == 0, "fitted"] != 0).sum())


def margin_name(margin: str, lang: str) -> str:
    """Return the name of a margin of a fit report in words; one that has none, such as a published fact, as it is."""
    key = "margin_" + margin.replace(" ", "_")
    return label(key, lang) if has(key) else margin


def _shown(margins: list[str], names: Mapping[str, str], lang: str) -> list[str]:
    return [wrapped(names.get(key) or margin_name(key, lang), _NAME_EMS) for key in margins]


def _ground(axes: Axes, limit: float, band: float) -> None:
    axes.axvspan(-band * PERCENT, band * PERCENT, color=GRID, alpha=_FAINT, linewidth=0)
    axes.axvline(0, color=INK, linewidth=1.4)
    axes.set_xlim(-limit * PERCENT, limit * PERCENT)
    axes.xaxis.set_major_formatter(FuncFormatter(_percent))
    axes.grid(axis="x")


def _row(axes: Axes, values: NDArray[np.float64], place: int, limit: float) -> None:
    inside = np.sort(values[np.abs(values) <= limit])
    steps = np.arange(len(inside)) % _FEW_ROWS / _FEW_ROWS - 1 / 2
    heights = place + _SPREAD * steps if len(inside) > 1 else np.full(len(inside), float(place))
    axes.scatter(inside * PERCENT, heights, s=_SIZE, color=COLOURS[1], alpha=_FAINT, linewidth=0, zorder=3)


def _percent(value: float, _: int | None = None) -> str:
    return written(value, Measure(1.0, "%", 0 if value == int(value) else 1, False), signed=True)
