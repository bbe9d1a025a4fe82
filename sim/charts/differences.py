"""What a scenario changes, month by month: the difference to the baseline with its interval around a line at zero."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.calendar import date_axis, dates
from sim.charts.lines import tick_numbers
from sim.charts.numbers import Measure, measure, message
from sim.charts.palette import COLOURS, INK
from sim.charts.rows import rows_of, scenarios_of
from sim.charts.style import DASHES, ChartError, dress, head, look, new_figure
from sim.clock import MONTHS_PER_YEAR
from sim.results.catalogue import SUM, Indicator, describe
from sim.results.names import name_of
from sim.results.run import ALL
from sim.words import label

_BAND = 0.18
_WIDTH = 2.8


def difference_lines(
    frame: pd.DataFrame,
    indicator: str,
    lang: str,
    baseline: str,
    group: str = ALL,
    titles: Mapping[str, str] | None = None,
    title: str | None = None,
    source: str | None = None,
) -> Figure:
    """Draw the monthly difference of each scenario to the baseline.

    Parameters
    ----------
    frame : pandas.DataFrame
        `Comparison.monthly`.

    Raises
    ------
    ChartError
        When the frame has no such rows, or nothing but the baseline.
    """
    rows, scenarios = _without(rows_of(frame, indicator, group), baseline)
    names, of = titles or {}, describe(indicator)
    base = names.get(baseline, baseline)
    with look():
        figure = new_figure()
        axes = figure.add_subplot()
        measured = measure(of, float(rows["difference"].abs().max()), lang)
        axes.axhline(0, color=INK, linewidth=2.0, label=base)
        for place, scenario in enumerate(scenarios, start=1):
            _line(axes, rows[rows["scenario"] == scenario], place, names.get(scenario, scenario), measured)
        unit = label("unit_points", lang) if measured.is_share else measured.unit
        head(axes, label("chart_difference_axis", lang).format(baseline=base, unit=unit))
        date_axis(axes, rows["month"].nunique(), lang)
        tick_numbers(axes, measured, signed=True)
        said = title or _message(rows, of, names, base, lang)
        dress(figure, said, lang, source, _notes(rows, title, lang), axes)
    return figure


def _without(rows: pd.DataFrame, baseline: str) -> tuple[pd.DataFrame, list[str]]:
    scenarios = [name for name in scenarios_of(rows, baseline) if name != baseline]
    if not scenarios:
        raise ChartError(
            f"there is no scenario beside the baseline {baseline!r}, so there is nothing to draw"
        )
    return rows[rows["scenario"] != baseline], scenarios


def _line(axes: Axes, own: pd.DataFrame, place: int, name: str, measured: Measure) -> None:
    days = dates(own["month"])
    values = own["difference"] * measured.factor
    axes.plot(days, values, color=COLOURS[place], linestyle=DASHES[place], linewidth=_WIDTH, label=name)
    low, high = own["difference_low"] * measured.factor, own["difference_high"] * measured.factor
    if low.notna().any():
        axes.fill_between(days, low, high, color=COLOURS[place], alpha=_BAND, linewidth=0)


def _notes(rows: pd.DataFrame, title: str | None, lang: str) -> list[str]:
    notes = [label("chart_last_year", lang)] if title is None and rows["scenario"].nunique() == 1 else []
    return [*notes, label("chart_band", lang)] if rows["difference_low"].notna().any() else notes


def _message(rows: pd.DataFrame, of: Indicator, names: Mapping[str, str], base: str, lang: str) -> str:
    name = name_of(of.key, lang)
    scenarios = list(rows["scenario"].unique())
    if len(scenarios) > 1:
        return label("chart_difference_title", lang).format(indicator=name, baseline=base)
    last = rows.tail(MONTHS_PER_YEAR)[["difference", "difference_low", "difference_high"]].mean()
    if of.over_months == SUM:
        last = last * MONTHS_PER_YEAR
    change = (float(last.iloc[0]), float(last.iloc[1]), float(last.iloc[-1]))
    measured = measure(of, abs(change[0]), lang, yearly=True)
    return message(names.get(scenarios[0], scenarios[0]), name, change, measured, lang)
