"""Beds that can be used: registered, usable and occupied beds by type, and the queue beside them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.listed import Listed
from sim.charts.marks import (
    WITHHELD,
    counted,
    hidden_box,
    legend_box,
)
from sim.charts.numbers import Measure, written
from sim.charts.palette import COLOURS, INK
from sim.results.names import name_of
from sim.results.run import ALL
from sim.words import label

COLUMNS = ("township", "bed_type", "registered", "usable", "occupied", "queue")
# What is drawn in each row: column, words, colour, hatch, edge.
_BARS = (
    ("registered", "chart_beds_registered", "white", "", COLOURS[0]),
    ("usable", "chart_beds_usable", COLOURS[6], "", COLOURS[6]),
    ("occupied", "chart_beds_occupied", COLOURS[1], "", COLOURS[1]),
    ("queue", "chart_usable_queue", COLOURS[5], "///", "white"),
)
_THICK, _STEP, _ROOM, _TALL = 0.18, 0.2, 1.16, 3.2
_NAME_EMS = 9
_BEDS = ("ordinary", "nursing")


def usable_beds_chart(
    frame: pd.DataFrame,
    lang: str,
    township: str = ALL,
    places: Mapping[str, str] | None = None,
    title: str | None = None,
    source: str | None = None,
) -> Figure:
    """Draw beds by type.

    Parameters
    ----------
    frame : pandas.DataFrame
        township bed_type registered usable occupied queue; NaN is withheld.

    Raises
    ------
    ChartError
        When a column or the township is missing.
    """
    listed = Listed(lang, township, places, title, source)
    own = listed.rows(frame, COLUMNS, "usable beds")
    measured, counts = counted("beds", lang), own[[bar[0] for bar in _BARS]]
    top = float(np.nanmax(counts.to_numpy(float), initial=1.0))

    def draw(axes: Axes) -> bool:
        for k, row in own.iterrows():
            _type(axes, int(str(k)), row, measured)
        for _, words, colour, hatch, edge in _BARS:
            legend_box(axes, label(words, lang), colour, hatch, edge)
        if counts.isna().any(axis=None):
            hidden_box(axes, lang)
        return True

    names = [name_of(key, lang, prefix="group_") for key in own["bed_type"]]
    message = _message(own, measured, lang)
    return listed.drawn(names, (_TALL, _NAME_EMS, top * _ROOM), "chart_usable_axis", message, draw)


def _type(axes: Axes, k: int, row: pd.Series, measured: Measure) -> None:
    middle = (len(_BARS) - 1) / 2
    for n, (column, _, colour, hatch, edge) in enumerate(_BARS):
        value, place = float(row[column]), k + (n - middle) * _STEP
        text = written(value, measured) if np.isfinite(value) else WITHHELD
        length = value if np.isfinite(value) else 0.0
        axes.barh(place, length, _THICK, color=colour, hatch=hatch, edgecolor=edge, linewidth=1.0)
        axes.annotate(text, (length, place), (6, 0), textcoords="offset points", va="center", color=INK)


def _message(own: pd.DataFrame, measured: Measure, lang: str) -> str:
    beds = own[own["bed_type"].isin(_BEDS)]  # places at home and by day are no beds
    of = beds if len(beds) else own
    sums = {
        name: written(float(of[name].sum()), measured) if of[name].notna().all() else WITHHELD
        for name in ("registered", "usable", "queue")
    }
    return label("chart_usable_title", lang).format(**sums)
