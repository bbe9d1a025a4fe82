"""One figure with its uncertainty: the mean, and around it what luck, the assumptions, and both leave open."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.calendar import date_axis, dates
from sim.charts.lines import tick_numbers
from sim.charts.marks import require
from sim.charts.numbers import Measure, measure
from sim.charts.palette import INK
from sim.charts.rows import rows_of, scenarios_of
from sim.charts.style import ChartError, dress, head, look, new_figure
from sim.results.catalogue import describe
from sim.results.names import name_of
from sim.results.run import ALL
from sim.words import label

BANDS = ("both", "parameter", "random")  # from the widest to the narrowest, drawn in this order
LEVEL = 90  # per cent of futures inside a band, as ensembles give them
FILL: Mapping[str, tuple[str, str]] = {
    "both": ("#D6E4F0", ""),
    "parameter": ("#9CC3E0", "..."),
    "random": ("#5D9BCB", ""),
}
_LINE = 2.8


def band_lines(
    frame: pd.DataFrame,
    indicator: str,
    lang: str,
    scenario: str | None = None,
    group: str = ALL,
    titles: Mapping[str, str] | None = None,
    title: str | None = None,
    source: str | None = None,
    level: int = LEVEL,
) -> Figure:
    """Draw the months of one figure of one scenario with its bands.

    Parameters
    ----------
    frame : pandas.DataFrame
        Tidy rows with value low high and band (random, parameter, both).
    scenario : str, optional
        May be left out when there is one only.
    level : int
        Per cent of futures that lie inside a band.

    Raises
    ------
    ChartError
        When there is nothing to draw, or several scenarios and none is named.
    """
    require(frame, ("month", "indicator", "value", "low", "high", "band"), "band")
    rows = rows_of(frame, indicator, group)
    own = _of_one(rows, scenario)
    with look():
        figure = new_figure()
        axes = figure.add_subplot()
        measured = measure(describe(indicator), float(own[["value", "high"]].abs().max().max()), lang)
        _draw(axes, own, measured, level, lang)
        name = (titles or {}).get(scenario or "", "")
        said = title or label("chart_band_title", lang).format(indicator=name_of(indicator, lang))
        dress(figure, said, lang, source, [name] if name else [], axes)
    return figure


def _of_one(rows: pd.DataFrame, scenario: str | None) -> pd.DataFrame:
    found = scenarios_of(rows)
    if scenario is None and len(found) > 1:
        raise ChartError(f"name one scenario for the chart of bands; there are {', '.join(found)}")
    own = rows[rows["scenario"] == scenario] if scenario is not None and found else rows
    if own.empty:
        raise ChartError(f"the frame has no scenario {scenario!r}; there are {', '.join(found)}")
    return own


def _draw(axes: Axes, own: pd.DataFrame, measured: Measure, level: int, lang: str) -> None:
    for band in BANDS:
        part = own[own["band"] == band]
        if len(part):
            _band(axes, part, band, measured, level, lang)
    _mean(axes, own, measured, lang)
    date_axis(axes, own["month"].nunique(), lang)
    tick_numbers(axes, measured)
    head(axes, label("chart_unit", lang).format(unit=measured.unit))


def _mean(axes: Axes, own: pd.DataFrame, measured: Measure, lang: str) -> None:
    """Draw the mean of the narrowest band that there is."""
    central = own[own["band"] == [band for band in BANDS if (own["band"] == band).any()][-1]]
    values = central["value"] * measured.factor
    axes.plot(
        dates(central["month"]), values, color=INK, linewidth=_LINE, label=label("chart_band_mean", lang)
    )


def _band(axes: Axes, part: pd.DataFrame, band: str, measured: Measure, level: int, lang: str) -> None:
    colour, hatch = FILL[band]
    axes.fill_between(
        dates(part["month"]),
        part["low"] * measured.factor,
        part["high"] * measured.factor,
        facecolor=colour,
        hatch=hatch,
        edgecolor="white",
        linewidth=0,
        label=label(f"chart_band_{band}", lang).format(level=level),
    )
