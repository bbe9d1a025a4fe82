"""Months of a frame as dates on an axis."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import DateFormatter, MonthLocator, YearLocator, num2date
from matplotlib.ticker import FuncFormatter
from numpy.typing import NDArray

from sim.clock import MONTHS_PER_YEAR
from sim.words import label

_MOST_TICKS = 12
_SHORT = 30
_QUARTER = 3


def dates(months: pd.Series) -> NDArray[np.datetime64]:
    """Return the first days of months written like "2027-01"."""
    return months.to_numpy(dtype="datetime64[M]").astype("datetime64[D]")


def date_axis(axes: Axes, n_months: int, lang: str, across: int = 1) -> None:
    """Put calendar ticks under a panel: quarters for a short run, years for a long one; fewer where panels abreast.

    Parameters
    ----------
    across : int
        Panels side by side.
    """
    axes.margins(x=0.01)
    if n_months <= _SHORT:
        step = 1 if n_months <= _MOST_TICKS else _QUARTER
        axes.xaxis.set_major_locator(MonthLocator(bymonth=range(1, MONTHS_PER_YEAR + 1, step)))
        axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: month_name(value, lang)))
        return
    years = n_months // MONTHS_PER_YEAR
    axes.xaxis.set_major_locator(YearLocator(1 + years * across // _MOST_TICKS))
    axes.xaxis.set_major_formatter(DateFormatter(label("chart_year", lang).format(year="%Y")))


def month_name(value: float, lang: str) -> str:
    """Return the name of the month of a date on an axis."""
    day = num2date(value)
    month = f"{day.month:02d}" if lang == "en" else str(day.month)
    return label("chart_month", lang).format(year=day.year, month=month)
