"""A tile map: one tile a township, roughly where it lies, all of one size so that the small are seen."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.cm import ScalarMappable
from matplotlib.colors import Normalize
from matplotlib.figure import Figure
from numpy.typing import NDArray

from sim.charts.marks import WITHHELD, cell, cell_text, hidden_box, numbered, require, scale_of_colours
from sim.charts.numbers import Measure, measure, written
from sim.charts.style import BODY, SIZE, SMALL, dress, ems, look, new_figure, wrapped
from sim.results.catalogue import describe
from sim.results.names import name_of
from sim.words import label

COLUMNS = ("name", "x_km", "y_km", "value")
_GAP, _WIDE = 0.06, 1.7  # space between tiles; columns of the grid for each row, as a page is wider than high
_INCH = 72
_UPPER, _LOWER = 0.62, 0.2  # height of the name and of the number in a tile
_FULL, _NAME_LINES, _LEAST_TYPE = 0.74, 3, 6.0


def tile_map(
    frame: pd.DataFrame,
    indicator: str,
    lang: str,
    title: str | None = None,
    source: str | None = None,
) -> Figure:
    """Draw one figure of every township.

    Parameters
    ----------
    frame : pandas.DataFrame
        name x_km y_km value, one row a township; NaN is withheld.

    Raises
    ------
    ChartError
        When a column is missing.
    """
    require(frame, COLUMNS, "tile map")
    values = frame["value"].to_numpy(float)
    measured = measure(describe(indicator), float(np.nanmax(np.abs(values), initial=0.0)), lang, yearly=True)
    places = on_grid(frame["x_km"].to_numpy(float), frame["y_km"].to_numpy(float))
    with look():
        figure = new_figure(1.2)
        axes = figure.add_subplot()
        shown = values * measured.factor
        norm = _norm(shown)
        for place, name, value in zip(places, frame["name"], shown, strict=True):
            _tile(axes, place, str(name), value, norm, measured, places)
        axes.set_xlim(places[:, 0].min() - _GAP, places[:, 0].max() + 1 + _GAP)
        axes.set_ylim(places[:, 1].min() - _GAP, places[:, 1].max() + 1 + _GAP)
        axes.set_axis_off()
        _bar(figure, axes, norm, measured)
        is_hidden = bool(np.isnan(values).any())
        if is_hidden:
            hidden_box(axes, lang)
        said = title or label("chart_tiles_title", lang).format(indicator=name_of(indicator, lang))
        dress(figure, said, lang, source, [label("chart_tiles_note", lang)], axes if is_hidden else None)
    return figure


def on_grid(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return a cell (column, row) for every place: no two in one, columns in the order of x, rows in that of y.

    Places are dealt into rows of equal length from south to north, and within a row from west to east.
    """
    n = len(x)
    across = max(1, int(np.ceil(np.sqrt(n * _WIDE))))
    rows = -(-n // across)
    order = np.argsort(y, kind="stable")
    made = np.zeros((n, 2), np.int64)
    for row, members in enumerate(np.array_split(order, rows)):
        west_to_east = members[np.argsort(x[members], kind="stable")]
        made[west_to_east, 0] = np.arange(len(members))
        made[west_to_east, 1] = row
    return made


def _norm(shown: NDArray[np.float64]) -> Normalize:
    low, high = float(np.nanmin(shown, initial=np.inf)), float(np.nanmax(shown, initial=-np.inf))
    if not np.isfinite([low, high]).all():
        return Normalize(0, 1)
    return Normalize(min(low, 0.0) if low < high / 2 else low, high if high > low else low + 1)


def _tile(
    axes: Axes,
    place: NDArray[np.int64],
    name: str,
    value: float,
    norm: Normalize,
    measured: Measure,
    places: NDArray[np.int64],
) -> None:
    is_hidden = bool(np.isnan(value))
    colour = scale_of_colours()(0.0 if is_hidden else float(norm(value)))
    x, y = (float(one) for one in place)
    side = 1 - _GAP
    cell(axes, (x, y), side, colour, is_hidden)
    size, text = _name(name, int(places[:, 0].max()) + 1)
    middle = x + side / 2
    cell_text(axes, (middle, y + side * _UPPER), text, size, colour, is_hidden, "normal")
    shown = WITHHELD if is_hidden else written(value, Measure(1.0, "", measured.decimals, False))
    cell_text(axes, (middle, y + side * _LOWER), shown, size, colour, is_hidden, "bold")


def _name(name: str, columns: int) -> tuple[float, str]:
    """Return the size of type and the lines of a name that fit into a tile."""
    width = SIZE[0] * _FULL / columns * _INCH
    size = min(BODY, max(_LEAST_TYPE, width * 0.16))
    while size > _LEAST_TYPE:
        text = wrapped(name, width * 0.9 / size)
        if (
            text.count("\n") < _NAME_LINES
            and max(ems(line) for line in text.split("\n")) * size <= width * 0.95
        ):
            return size, text
        size -= 0.5
    return size, wrapped(name, width * 0.9 / size)


def _bar(figure: Figure, axes: Axes, norm: Normalize, measured: Measure) -> None:
    bar = figure.colorbar(ScalarMappable(norm, scale_of_colours()), ax=axes, shrink=0.7, pad=0.02)
    bar.ax.set_title(measured.unit, fontsize=SMALL, pad=8)
    bar.outline.set_visible(False)
    numbered(bar.ax.yaxis, measured.decimals)
