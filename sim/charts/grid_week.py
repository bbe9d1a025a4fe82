"""The grid worker's week: the hours that each duty asks for, and those that there are."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.listed import Listed
from sim.charts.marks import legend_box, require
from sim.charts.numbers import Measure, written
from sim.charts.palette import COLOURS, INK, QUIET
from sim.results.names import name_of
from sim.results.run import ALL
from sim.words import label

COLUMNS = ("township", "duty", "hours_required", "hours_done", "is_deliverable")
_THICK, _ROOM, _TALL = 0.62, 1.42, 1.2
_DONE, _SHORT, _SHORT_HATCH = COLOURS[1], COLOURS[5], "///"
_NAME_EMS = 15
_LOW = 0.05  # hours that are written as a shortage at one decimal


def grid_week_chart(
    frame: pd.DataFrame,
    lang: str,
    township: str = ALL,
    places: Mapping[str, str] | None = None,
    title: str | None = None,
    source: str | None = None,
) -> Figure:
    """Draw the duties of a worker's mean week: what is asked for as an outline, what is done inside it.

    Parameters
    ----------
    frame : pandas.DataFrame
        township duty hours_required hours_done is_deliverable, in the order in which hours are spent; `label` and
        `staff` are used when they are there.

    Raises
    ------
    ChartError
        When a column or the township is missing.
    """
    listed = Listed(lang, township, places, title, source)
    own = listed.rows(frame, COLUMNS, "grid worker's")
    own = own[own["hours_required"] > 0].reset_index(drop=True)
    require(own, COLUMNS, "grid worker's")
    measured = Measure(1.0, "", 1, False)
    top = float(own[["hours_required", "hours_done"]].max().max())

    def draw(axes: Axes) -> bool:
        for k, row in enumerate(own.itertuples()):
            _duty(axes, k, float(row.hours_required), float(row.hours_done), measured, lang)
        legend_box(axes, label("chart_grid_done", lang), _DONE)
        legend_box(axes, label("chart_grid_required", lang), "white", _SHORT_HATCH, _SHORT)
        return True

    shape = (_TALL, _NAME_EMS, top * _ROOM)
    return listed.drawn(_names(own, lang), shape, "chart_grid_axis", _message(own, lang), draw)


def _duty(axes: Axes, k: int, asked: float, done: float, measured: Measure, lang: str) -> None:
    axes.barh(k, asked, _THICK, color="white", edgecolor=_SHORT, hatch=_SHORT_HATCH, linewidth=1.0)
    axes.barh(k, done, _THICK, color=_DONE, edgecolor=_DONE, linewidth=1.0)
    short = asked - done
    text = f"{written(done, measured)} / {written(asked, measured)}"
    axes.annotate(text, (max(asked, done), k), (8, 0), textcoords="offset points", va="center", color=INK)
    if short >= _LOW:
        said = label("chart_grid_short", lang).format(hours=written(short, measured))
        axes.annotate(
            said,
            (1, k),
            (-4, 0),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            va="center",
            ha="right",
            color=QUIET,
        )


def _names(own: pd.DataFrame, lang: str) -> list[str]:
    named = (
        own["label"]
        if "label" in own.columns
        else [name_of(key, lang, prefix="duty_") for key in own["duty"]]
    )
    return [str(name) for name in named]


def _message(own: pd.DataFrame, lang: str) -> str:
    n = int((~own["is_deliverable"].astype(bool)).sum())
    return label("chart_grid_title", lang).format(n=n) if n else label("chart_grid_title_fits", lang)
