"""What several charts draw alike: checks of their frames, boxes of the legend, heights, colours of a scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.patches import Rectangle
from matplotlib.ticker import FuncFormatter

from sim.charts.numbers import Measure, written
from sim.charts.palette import COLOURS, QUIET
from sim.charts.style import ChartError
from sim.results.run import ALL
from sim.words import label

WITHHELD = "…"
HIDDEN_HATCH, HIDDEN_EDGE = "xx", "#B5B5B5"
# Light to dark in one hue, so that the order survives a grey printer and every kind of colour blindness.
_SCALE = ("#F3F7FB", "#9CC3E0", "#2F7FB8", "#003C66")
_LUMINANCE = (0.2126, 0.7152, 0.0722)
_DARK = 0.45
_ROW, _FRAME, _LOWEST, _HIGHEST = 0.085, 0.36, 0.62, 2.4


def require(frame: pd.DataFrame, columns: Sequence[str], chart: str) -> None:
    """Refuse a frame that lacks a column or has no row.

    Raises
    ------
    ChartError
        When something is missing.
    """
    lacking = [name for name in columns if name not in frame.columns]
    if lacking:
        raise ChartError(f"the frame of the {chart} chart has no column {', '.join(lacking)}")
    if frame.empty:
        raise ChartError(f"there is nothing to draw: the frame of the {chart} chart has no rows")


def of_township(frame: pd.DataFrame, township: str, chart: str) -> pd.DataFrame:
    """Return the rows of one township, or of the whole region.

    Raises
    ------
    ChartError
        When the frame has none of it.
    """
    own = frame[frame["township"] == township]
    if own.empty:
        raise ChartError(f"the frame of the {chart} chart has no township {township!r}")
    return own.reset_index(drop=True)


def row_height(rows: float) -> float:
    """Return the height of a figure, in heights of the usual one, for so many rows of a list."""
    return float(min(max(_LOWEST, _FRAME + rows * _ROW), _HIGHEST))


def legend_box(axes: Axes, name: str, colour: str, hatch: str = "", edge: str = "white") -> None:
    """Put a box into the legend without drawing anything."""
    axes.fill([], [], facecolor=colour, hatch=hatch, edgecolor=edge, label=name, linewidth=1.0)


def bare_rows(axes: Axes, names: Sequence[str]) -> None:
    """Name the rows of a list from top to bottom, without an axis below."""
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False)
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)


def listed_rows(axes: Axes, names: Sequence[str]) -> None:
    """Name the rows of a list from top to bottom, with an axis below."""
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.grid(visible=False, axis="y")
    axes.grid(visible=True, axis="x")


def counted(unit: str, lang: str, decimals: int = 0) -> Measure:
    """Return how to show plain counts of a unit."""
    return Measure(1.0, label(f"unit_{unit}", lang), decimals, False)


def of_place(title: str, township: str, names: Mapping[str, str] | None, lang: str) -> str:
    """Return a title with the name of its township before it, none for the whole region."""
    if township == ALL:
        return title
    return label("chart_of_place", lang).format(place=(names or {}).get(township, township), title=title)


def in_brackets(name: str, unit: str, lang: str) -> str:
    """Return a name with its unit."""
    return label("chart_in_brackets", lang).format(name=name, unit=unit)


def numbered(axis: Axis, decimals: int) -> None:
    """Write the numbers of an axis with separators and a true minus."""
    shown = Measure(1.0, "", decimals, False)
    axis.set_major_formatter(FuncFormatter(lambda value, _: written(value, shown)))


def cell(axes: Axes, corner: tuple[float, float], side: float, colour: object, is_hidden: bool) -> None:
    """Draw a shaded square; a withheld one is hatched and has no shade."""
    axes.add_patch(
        Rectangle(
            corner,
            side,
            side,
            facecolor="white" if is_hidden else colour,
            edgecolor=HIDDEN_EDGE if is_hidden else "white",
            linewidth=1.0,
            hatch=HIDDEN_HATCH if is_hidden else "",
        )
    )


def cell_text(
    axes: Axes,
    place: tuple[float, float],
    text: str,
    size: float,
    colour: object,
    is_hidden: bool,
    weight: str,
) -> None:
    """Write into a square, in letters that can be read on its colour."""
    ink = QUIET if is_hidden else ink_on(colour)
    back = {"facecolor": "white", "edgecolor": "none", "pad": 2.0} if is_hidden else None
    axes.text(
        *place,
        text,
        ha="center",
        va="center_baseline",
        fontsize=size,
        fontweight=weight,
        color=ink,
        bbox=back,
    )


def scale_of_colours() -> LinearSegmentedColormap:
    """Return the scale from light to dark."""
    return LinearSegmentedColormap.from_list("minsheng", list(_SCALE))


def ink_on(colour: object) -> str:
    """Return the colour of letters that can be read on a colour."""
    light = float(np.dot(to_rgb(colour), _LUMINANCE))  # type: ignore[arg-type]
    return "white" if light < _DARK else COLOURS[0]


def hidden_box(axes: Axes, lang: str) -> None:
    """Put what is withheld into the legend."""
    legend_box(axes, label("chart_withheld", lang), "white", HIDDEN_HATCH, HIDDEN_EDGE)
