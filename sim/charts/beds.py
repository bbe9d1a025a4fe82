"""Care beds: registered, usable and occupied, and those who wait; vacancy and a waiting list can stand together."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.calendar import date_axis, dates
from sim.charts.lines import tick_numbers
from sim.charts.numbers import measure
from sim.charts.palette import COLOURS
from sim.charts.rows import rows_of, scenarios_of
from sim.charts.style import ChartError, dress, head, look, new_figure
from sim.results.catalogue import describe
from sim.results.names import name_of
from sim.results.run import ALL
from sim.words import label

# What is drawn: indicator, words, colour, dashes, width. Occupied beds are an area under the lines.
_LINES = (
    ("beds", "chart_beds_registered", COLOURS[0], "-", 2.2),
    ("beds_usable", "chart_beds_usable", COLOURS[1], (0, (6, 2)), 2.8),
    ("waiting", "chart_beds_waiting", COLOURS[5], (0, (2, 1.5)), 2.8),
)
_AREA = ("occupied", "chart_beds_occupied", COLOURS[6])
_ALPHA, _ROOM = 0.55, 1.08


def beds_chart(
    frame: pd.DataFrame,
    lang: str,
    scenario: str | None = None,
    titles: Mapping[str, str] | None = None,
    title: str | None = None,
    source: str | None = None,
) -> Figure:
    """Draw the beds of one scenario by month, one panel a type of bed.

    Parameters
    ----------
    frame : pandas.DataFrame
        `Comparison.monthly` or tidy rows of beds, beds_usable, occupied, waiting; groups are types of beds, or "all".
    scenario : str, optional
        May be left out when there is one only.

    Raises
    ------
    ChartError
        When there are no beds, or several scenarios and none is named.
    """
    scenario = _one(scenarios_of(rows_of(frame, "beds", group=None)), scenario)
    own = frame[frame["scenario"] == scenario]
    types = dict.fromkeys(rows_of(own, "beds", group=None)["group"])
    groups = [group for group in types if group != ALL] or [ALL]
    with look():
        figure = new_figure()
        panels = list(figure.subplots(1, len(groups), sharey=True, squeeze=False).ravel())
        unit = label("chart_beds_unit", lang)
        top = max(_panel(axes, own, group, lang) for axes, group in zip(panels, groups, strict=True))
        for axes, group in zip(panels, groups, strict=True):
            head(
                axes, unit if group == ALL else f"{name_of(group, lang, None, 'group_')}  {unit}", len(groups)
            )
            axes.set_ylim(0, top * _ROOM)
            tick_numbers(axes, measure(describe("beds"), 0.0, lang))
        notes = [titles[scenario]] if titles and scenario in titles else []
        dress(figure, title or label("chart_beds_title", lang), lang, source, notes, legend_of=panels[0])
    return figure


def _one(found: list[str], asked: str | None) -> str:
    if asked is None and len(found) == 1:
        return found[0]
    if asked not in found:
        raise ChartError(f"name one scenario for the chart of beds; there are {', '.join(found)}")
    return str(asked)


def _panel(axes: Axes, own: pd.DataFrame, group: str, lang: str) -> float:
    """Draw one type of bed and return the largest number in it."""
    of_group = own[(own["group"] == group)]
    top = 0.0
    occupied = of_group[of_group["indicator"] == _AREA[0]]
    if not occupied.empty:
        rows = rows_of(occupied, _AREA[0], group)
        days = dates(rows["month"])
        name = label(_AREA[1], lang)
        axes.fill_between(days, 0, rows["value"], color=_AREA[-1], alpha=_ALPHA, linewidth=0, label=name)
        top = float(rows["value"].max())
    for indicator, words, colour, dashes, width in _LINES:
        if not (of_group["indicator"] == indicator).any():
            continue
        rows = rows_of(of_group, indicator, group)
        step = "default" if indicator == "waiting" else "steps-post"
        axes.plot(
            dates(rows["month"]),
            rows["value"],
            color=colour,
            linestyle=dashes,
            linewidth=width,
            drawstyle=step,
            label=label(words, lang),
        )
        top = max(top, float(rows["value"].max()))
    date_axis(axes, of_group["month"].nunique(), lang, across=2)
    return top
