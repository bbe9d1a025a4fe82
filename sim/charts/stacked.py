"""Spending by year as stacked columns: by programme, or by the level of government that pays; one panel a scenario."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.charts.lines import tick_numbers
from sim.charts.numbers import Measure, measure, written
from sim.charts.palette import COLOURS
from sim.charts.rows import rows_of, scenarios_of
from sim.charts.style import HATCHES, ChartError, dress, head, look, new_figure
from sim.clock import MONTHS_PER_YEAR
from sim.results.catalogue import describe
from sim.results.names import name_of
from sim.results.periods import by_year
from sim.results.run import ALL
from sim.words import label

BY_PROGRAMME, BY_PAYER = "spending", "spending_payer"
_TITLES = {BY_PROGRAMME: "chart_spending_by_programme", BY_PAYER: "chart_spending_by_payer"}
REST = "other_lines"
_PANELS, _ACROSS = 4, 2
_WIDTH, _ROOM, _TALL = 0.66, 1.12, 1.25
_NAMES_ABREAST = 12  # names of years that a page has room for


class Stack(NamedTuple):
    """Yearly amounts of one scenario: years x groups, with the months that each year has."""

    years: list[str]
    months: list[int]
    amounts: NDArray[np.float64]


def stacked_spending(
    frame: pd.DataFrame,
    lang: str,
    indicator: str = BY_PROGRAMME,
    titles: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
    baseline: str | None = None,
    title: str | None = None,
    source: str | None = None,
) -> Figure:
    """Draw yearly spending by programme (`spending`) or payer (`spending_payer`).

    Parameters
    ----------
    frame : pandas.DataFrame
        `Comparison.monthly` or tidy rows; at most four scenarios.
    names : mapping, optional
        Names of groups that words do not have, such as a programme of one's own.

    Raises
    ------
    ChartError
        When there is nothing to draw, or more scenarios than panels.
    """
    rows, scenarios, groups = _choose(frame, indicator, baseline)
    stacks = [_stack(rows[rows["scenario"] == name], groups) for name in scenarios]
    top = max(float(stack.amounts.sum(axis=1).max()) for stack in stacks)
    measured = measure(describe(indicator), top, lang, yearly=True)
    called = [name_of(group, lang, names, "group_") for group in groups]
    with look():
        unit = label("chart_unit", lang).format(unit=measured.unit)
        figure, panels = _panels(len(scenarios))
        for axes, scenario, stack in zip(panels, scenarios, stacks, strict=True):
            axes.set_ylim(0, top * measured.factor * _ROOM)
            _draw(axes, stack, called, measured, _every(stack, len(stacks)), lang)
            name = f"{(titles or {}).get(scenario, scenario)}  " if len(stacks) > 1 else ""
            head(axes, name + unit, min(len(stacks), _ACROSS))
        dress(figure, title or label(_TITLES[indicator], lang), lang, source, legend_of=panels[0])
    return figure


def _draw(axes: Axes, stack: Stack, called: list[str], measured: Measure, every: int, lang: str) -> None:
    """Draw one scenario: its columns, the names of its years and the numbers at its side."""
    _columns(axes, stack, called, measured, every)
    _name_years(axes, stack, lang, every)
    tick_numbers(axes, measured)


def _choose(
    frame: pd.DataFrame, indicator: str, baseline: str | None
) -> tuple[pd.DataFrame, list[str], list[str]]:
    """Return the rows by group, the scenarios and the groups; groups leave out "all" where there are others."""
    rows = rows_of(frame, indicator, group=None)
    rows = rows[rows["group"] != ALL] if (rows["group"] != ALL).any() else rows
    scenarios = scenarios_of(rows, baseline)
    if len(scenarios) > _PANELS:
        raise ChartError(
            f"{len(scenarios)} scenarios do not fit into one chart of spending; choose {_PANELS} at most"
        )
    rows = _folded(rows)
    return rows, scenarios, _groups(rows)


def _groups(rows: pd.DataFrame) -> list[str]:
    """Return the groups, the largest first (at the foot of the column), the rest last."""
    order = rows.groupby("group")["value"].sum().sort_values(ascending=False)
    found = [str(group) for group in order[order != 0].index] or [str(order.index[0])]
    return sorted(found, key=lambda group: group == REST)


def _folded(rows: pd.DataFrame) -> pd.DataFrame:
    """Put the smallest groups together where there are more than colours."""
    found = _groups(rows)
    if len(found) <= len(COLOURS):
        return rows
    small = set(found[len(COLOURS) - 1 :])
    groups = rows["group"].where(~rows["group"].isin(small), REST)
    rest = rows.assign(group=groups)
    keys = [name for name in rest.columns if name != "value"]
    return rest.groupby(keys, sort=False, as_index=False, dropna=False)["value"].sum()


def _stack(rows: pd.DataFrame, groups: list[str]) -> Stack:
    yearly = by_year(rows[["indicator", "group", "month", "value"]], describe)
    wide = yearly.pivot(index="year", columns="group", values="value").reindex(columns=groups)
    months = rows.assign(year=rows["month"].str[:4]).groupby("year")["month"].nunique()
    return Stack([str(year) for year in wide.index], months.tolist(), wide.fillna(0.0).to_numpy())


def _panels(n: int) -> tuple[Figure, list[Axes]]:
    figure = new_figure(1.0 if n <= _ACROSS else _TALL)
    across = min(n, _ACROSS)
    down = -(-n // across)
    grid = figure.subplots(down, across, sharey=True, squeeze=False)
    flat = list(grid.ravel())
    for axes in flat[n:]:
        axes.remove()
    return figure, flat[:n]


def _every(stack: Stack, n_panels: int) -> int:
    """Return 1 where every column is named and its sum written, 2 or more where the words of neighbours would meet."""
    return -(-len(stack.years) * min(n_panels, _ACROSS) // _NAMES_ABREAST)


def _columns(axes: Axes, stack: Stack, names: list[str], measured: Measure, every: int) -> None:
    places = np.arange(len(stack.years))
    foot = np.zeros(len(places))
    for k, name in enumerate(names):
        height = stack.amounts[:, k] * measured.factor
        colour = COLOURS[(k + 1) % len(COLOURS)]
        axes.bar(
            places,
            height,
            _WIDTH,
            bottom=foot,
            color=colour,
            edgecolor="white",
            linewidth=1.0,
            hatch=HATCHES[(k + 1) % len(HATCHES)],
            label=name,
        )
        foot = foot + height
    whole = Measure(1.0, measured.unit, measured.decimals, False)
    for place, total in zip(places[::every], foot[::every], strict=True):
        axes.annotate(
            written(float(total), whole), (place, total), (0, 4), textcoords="offset points", ha="center"
        )


def _name_years(axes: Axes, stack: Stack, lang: str, every: int) -> None:
    """Name the columns: every year, or every second one or fewer."""
    names = [_year(y, n, lang) for y, n in zip(stack.years, stack.months, strict=True)]
    axes.set_xticks(
        range(len(names)), [name if place % every == 0 else "" for place, name in enumerate(names)]
    )
    axes.tick_params(axis="x", length=0)


def _year(year: str, n_months: int, lang: str) -> str:
    if n_months == MONTHS_PER_YEAR:
        return label("chart_year", lang).format(year=year)
    return label("chart_partial_year", lang).format(year=year, n=n_months)
