"""The frontier: what each mix of measures costs and covers, and which mixes nothing else beats."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.lines import tick_numbers
from sim.charts.marks import in_brackets, ink_on, numbered, require, scale_of_colours
from sim.charts.numbers import Measure, measure
from sim.charts.palette import INK, QUIET
from sim.charts.style import BODY, SMALL, dress, head, look, new_figure
from sim.results.catalogue import describe
from sim.results.names import name_of
from sim.words import label

COLUMNS = ("point", "coverage", "unmet_hours", "spending", "is_efficient")
COVERAGE, UNMET, SPENDING = "coverage_income", "care_unmet_persons", "spending_total"
_SIZE, _OTHER = 430, 60
_MOST_NAMED = 30
_WIDE = 5  # units across, from which on no decimals are wanted


def frontier_chart(
    frame: pd.DataFrame,
    lang: str,
    coverage: str = COVERAGE,
    unmet: str = UNMET,
    title: str | None = None,
    source: str | None = None,
) -> Figure:
    """Draw coverage over spending, one mark a mix; the colour of the efficient ones is the need left unmet.

    Parameters
    ----------
    frame : pandas.DataFrame
        point coverage unmet_hours spending is_efficient.
    coverage, unmet : str
        Indicators that the columns `coverage` and `unmet_hours` hold.

    Raises
    ------
    ChartError
        When a column is missing.
    """
    require(frame, COLUMNS, "frontier")
    best = frame[frame["is_efficient"].astype(bool)].sort_values("spending")
    rest = frame[~frame["is_efficient"].astype(bool)]
    money = measure(describe(SPENDING), float(frame["spending"].abs().max()), lang, yearly=True)
    share = measure(describe(coverage), float(frame["coverage"].abs().max()), lang)
    with look():
        figure = new_figure()
        axes = figure.add_subplot()
        _others(axes, rest, money, share, lang)
        _efficient(figure, axes, best, (money, share), unmet, lang)
        axes.set_xlabel(label("chart_frontier_x", lang).format(unit=money.unit))
        axes.margins(0.06)
        tick_numbers(axes, share)
        numbered(axes.xaxis, int(axes.get_xlim()[1] - axes.get_xlim()[0] < _WIDE))
        head(axes, in_brackets(name_of(coverage, lang), share.unit, lang))
        said = title or _message(len(frame), len(best), lang)
        dress(figure, said, lang, source, [label("chart_frontier_numbers", lang)], axes)
    return figure


def _message(n: int, best: int, lang: str) -> str:
    return label("chart_frontier_title" if best else "chart_frontier_none", lang).format(n=n, best=best)


def _others(axes: Axes, rest: pd.DataFrame, money: Measure, share: Measure, lang: str) -> None:
    x, y = rest["spending"] * money.factor, rest["coverage"] * share.factor
    name = label("chart_frontier_other", lang)
    axes.scatter(x, y, s=_OTHER, facecolor="white", edgecolor=QUIET, linewidth=1.4, label=name)


def _efficient(
    figure: Figure, axes: Axes, best: pd.DataFrame, measured: tuple[Measure, Measure], unmet: str, lang: str
) -> None:
    if best.empty:
        return  # all exceed the budget
    money, share = measured
    x, y = best["spending"] * money.factor, best["coverage"] * share.factor
    shown = measure(describe(unmet), float(best["unmet_hours"].abs().max()), lang)
    colours = scale_of_colours()
    drawn = axes.scatter(
        x,
        y,
        s=_SIZE,
        c=best["unmet_hours"] * shown.factor,
        cmap=colours,
        edgecolor=INK,
        linewidth=1.2,
        zorder=3,
        label=label("chart_frontier_efficient", lang),
    )
    if len(best) <= _MOST_NAMED:
        shades = colours(drawn.norm(best["unmet_hours"].to_numpy(float) * shown.factor))
        for px, py, point, shade in zip(x, y, best["point"], shades, strict=True):
            axes.annotate(
                str(point),
                (px, py),
                ha="center",
                va="center_baseline",
                fontsize=SMALL,
                color=ink_on(shade[:3]),
                zorder=4,
            )
    bar = figure.colorbar(drawn, ax=axes, shrink=0.85, pad=0.02)
    bar.set_label(in_brackets(name_of(unmet, lang), shown.unit, lang), fontsize=BODY)
    numbered(bar.ax.yaxis, shown.decimals)
    bar.outline.set_visible(False)
