"""Charts that list: one row a step, a duty or a kind of bed, for one township or the whole region."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.charts.marks import bare_rows, of_place, of_township, require, row_height
from sim.charts.style import dress, head, look, new_figure, wrapped
from sim.words import label


@dataclass(frozen=True)
class Listed:
    """What charts of this kind ask for alike.

    Attributes
    ----------
    lang, township : str
        Language; code of the township, or "all".
    places : mapping or None
        Names of townships by code.
    title, source : str or None
        In place of the usual ones.
    """

    lang: str
    township: str
    places: Mapping[str, str] | None
    title: str | None
    source: str | None

    def rows(self, frame: pd.DataFrame, columns: Sequence[str], chart: str) -> pd.DataFrame:
        """Return the rows of the township.

        Raises
        ------
        ChartError
            When a column or the township is missing.
        """
        require(frame, columns, chart)
        return of_township(frame, self.township, chart)

    def drawn(
        self,
        names: Sequence[str],
        shape: tuple[float, int, float],
        axis: str,
        message: str,
        draw: Callable[[Axes], bool],
    ) -> Figure:
        """Return the figure.

        Parameters
        ----------
        names : sequence of str
            One a row.
        shape : (float, int, float)
            Height of a row in heights of a plain one, width of the names in Chinese characters, right end of the axis.
        axis : str
            Key of the words over the axis.
        message : str
            The title, when none was given.
        draw : callable
            Draws the rows and the boxes of the legend; returns whether there is a legend.
        """
        tall, ems, right = shape
        with look():
            figure = new_figure(row_height(len(names) * tall))
            axes = figure.add_subplot()
            has_legend = draw(axes)
            bare_rows(axes, [wrapped(name, ems) for name in names])
            axes.set_xlim(0, right)
            head(axes, label(axis, self.lang))
            said = self.title or of_place(message, self.township, self.places, self.lang)
            dress(figure, said, self.lang, self.source, legend_of=axes if has_legend else None)
        return figure
