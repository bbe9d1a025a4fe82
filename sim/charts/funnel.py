"""The discovery funnel: of the households in need, how many reach each step, how many are lost, how long it takes."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.listed import Listed
from sim.charts.marks import (
    HIDDEN_EDGE,
    HIDDEN_HATCH,
    WITHHELD,
    counted,
    hidden_box,
)
from sim.charts.numbers import PERCENT, Measure, written
from sim.charts.palette import COLOURS, QUIET
from sim.charts.style import BODY
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
    listed = Listed(lang, township, places, title, source)
    own = listed.rows(frame, COLUMNS, "funnel")
    measured, counts = counted("households", lang), own["count"].to_numpy(float)
    top, is_hidden = float(np.nanmax(counts, initial=1.0)), bool(np.isnan(counts).any())

    def draw(axes: Axes) -> bool:
        for k in range(len(own)):
            _step(axes, own, k, top, measured, lang)
        if is_hidden:
            hidden_box(axes, lang)
        return is_hidden

    names = [name_of(step, lang, prefix="step_") for step in own["step"]]
    message = _message(counts, measured, lang)
    return listed.drawn(names, (_TALL, _NAME_EMS, top * _ROOM), "chart_funnel_axis", message, draw)


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
