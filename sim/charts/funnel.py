"""The discovery funnel: of the households in need, how many reach each step, how many are lost, how long it takes."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.marks import (
    HIDDEN_EDGE,
    HIDDEN_HATCH,
    WITHHELD,
    bare_rows,
    counted,
    hidden_box,
    of_place,
    of_township,
    require,
    row_height,
)
from sim.charts.numbers import PERCENT, Measure, written
from sim.charts.palette import COLOURS, QUIET
from sim.charts.style import BODY, dress, head, look, new_figure, wrapped
from sim.results.names import name_of
from sim.results.run import ALL
from sim.words import label

COLUMNS = ("township", "step", "count", "lost", "days")
_THICK, _ROOM, _FADE = 0.66, 1.85, 0.09
_NAME_EMS, _TALL = 10, 1.5


def funnel_chart(
    frame: pd.DataFrame,
    lang: str,
    township: str = ALL,
    places: Mapping[str, str] | None = None,
    title: str | None = None,
    source: str | None = None,
) -> Figure:
    """Draw the steps from need to payment.

    Parameters
    ----------
    frame : pandas.DataFrame
        township step count lost days, in the order of the steps; a count that is NaN is withheld.
    township : str
        A code, or "all".
    places : mapping, optional
        Names of townships by code.

    Raises
    ------
    ChartError
        When a column or the township is missing.
    """
    require(frame, COLUMNS, "funnel")
    own = of_township(frame, township, "funnel")
    measured = counted("households", lang)
    counts = own["count"].to_numpy(float)
    with look():
        figure = new_figure(row_height(len(own) * _TALL))
        axes = figure.add_subplot()
        top = float(np.nanmax(counts, initial=1.0))
        for k in range(len(own)):
            _step(axes, own, k, top, measured, lang)
        bare_rows(axes, [wrapped(name_of(step, lang, prefix="step_"), _NAME_EMS) for step in own["step"]])
        axes.set_xlim(0, top * _ROOM)
        head(axes, label("chart_funnel_axis", lang))
        said = title or of_place(_message(counts, measured, lang), township, places, lang)
        dress(figure, said, lang, source, legend_of=_legend(axes, counts, lang))
    return figure


def _legend(axes: Axes, counts: np.ndarray, lang: str) -> Axes | None:
    """Put what is withheld into the legend; without it there is none."""
    if not np.isnan(counts).any():
        return None
    hidden_box(axes, lang)
    return axes


def _step(axes: Axes, own: pd.DataFrame, k: int, top: float, measured: Measure, lang: str) -> None:
    count = float(own["count"].iloc[k])
    if np.isnan(count):
        axes.barh(k, top / 2, _THICK, color="white", edgecolor=HIDDEN_EDGE, hatch=HIDDEN_HATCH, linewidth=0.8)
        axes.annotate(WITHHELD, (top / 2, k), (8, 0), textcoords="offset points", va="center")
        return
    axes.barh(k, count, _THICK, color=COLOURS[1], alpha=1 - k * _FADE, edgecolor="white")
    text = written(count, measured)
    before = float(own["count"].iloc[k - 1]) if k else np.nan
    if before > 0:
        share = written(count / before, Measure(PERCENT, "%", 0, True))
        text += f"  {label('chart_funnel_share', lang).format(share=share)}"
    axes.annotate(text, (count, k), (8, 0), textcoords="offset points", va="center", fontweight="bold")
    said = []
    if float(own["lost"].iloc[k]) > 0:
        said.append(label("chart_funnel_lost", lang).format(lost=written(own["lost"].iloc[k], measured)))
    if np.isfinite(own["days"].iloc[k]):
        days = written(float(own["days"].iloc[k]), Measure(1.0, "", 0, False))
        said.append(label("chart_funnel_days", lang).format(days=days))
    axes.annotate(
        "  ".join(said),
        (top * _ROOM, k),
        (0, 0),
        textcoords="offset points",
        va="center",
        ha="right",
        color=QUIET,
        fontsize=BODY - 1,
    )


def _message(counts: np.ndarray, measured: Measure, lang: str) -> str:
    first, last = (
        written(float(counts[k]), measured) if np.isfinite(counts[k]) else WITHHELD for k in (0, -1)
    )
    return label("chart_funnel_title", lang).format(first=first, last=last)
