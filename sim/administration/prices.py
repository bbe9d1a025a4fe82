"""Prices: the rise of consumer and of food prices over a year, as published, and drawn on from the last print.

The path belongs to nobody's policy: every scenario of one seed sees the same prices, unless it supposes a shock.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.clock import parse_month
from sim.draws import ADMINISTRATION_STREAMS, key_of, normal
from sim.errors import DataError
from sim.laws import Law, LawBook
from sim.laws.files import DATA

STREAM_PRICES = ADMINISTRATION_STREAMS + 40
FILE = DATA / "national" / "cpi.csv"
LAW = "price_linked"
CONSUMER, FOOD = "cpi_yoy", "food_cpi_yoy"
_PER_CENT = 100.0


class Prices(NamedTuple):
    """Rises over a year as shares, one a month from `first`; the print of a month comes in the next."""

    first: int
    cpi: NDArray[np.float64]
    food: NDArray[np.float64]
    is_published: NDArray[np.bool_]  # True where both figures are in the file

    def last_print(self, month: int) -> tuple[float, float]:
        """Return the rises printed last when a month begins: those of the month before."""
        place = min(max(0, month - 1 - self.first), len(self.cpi) - 1)
        return float(self.cpi[place]), float(self.food[place])


def published(indicator: str, first: int, last: int) -> NDArray[np.float64]:
    """Return the published rises of the months first to last, NaN where there is none.

    Raises
    ------
    DataError
        When the file has no figure of the indicator at all.
    """
    frame = pd.read_csv(FILE)
    rows = frame[frame["indicator"] == indicator]
    if rows.empty:
        raise DataError(f"has no row of {indicator}", file="data/national/cpi.csv")
    months = rows["month"].map(parse_month).to_numpy()
    values = np.full(last - first + 1, np.nan)
    within = (months >= first) & (months <= last)
    values[months[within] - first] = rows["value"].to_numpy(np.float64)[within] / _PER_CENT
    return values


def price_path(first: int, last: int, book: LawBook, seed: int) -> Prices:
    """Return the prices of the months first to last: published where known, a monthly autoregression where not.

    Consumer prices: x = mean + memory x (x before - mean) + noise. Food prices keep the same memory about their own
    mean, with noise that is correlated with that of consumer prices. What the place, or a scenario that supposes a
    shock, adds to the nation's figures comes on top and is not remembered.

    Parameters
    ----------
    book : LawBook
        The law "price_linked" of each month: means, memory, noise, correlation, the gaps to the nation, the shocks.
    """
    cpi, food = published(CONSUMER, first, last), published(FOOD, first, last)
    known = ~np.isnan(cpi) & ~np.isnan(food)
    laws = [book.in_force(LAW, month) for month in range(first, last + 1)]
    before, food_before = laws[0].cpi_mean, laws[0].food_mean
    for place, law in enumerate(laws):
        key = key_of(seed, STREAM_PRICES, first + place)
        shock, own = normal(key, np.uint64(0), 0), normal(key, np.uint64(0), 1)
        if np.isnan(cpi[place]):
            cpi[place] = law.cpi_mean + law.cpi_memory * (before - law.cpi_mean) + law.cpi_sd * shock
        if np.isnan(food[place]):
            food[place] = law.food_mean + law.cpi_memory * (food_before - law.food_mean)
            food[place] += food_spread(law) * (
                law.food_correlation * shock + math.sqrt(1.0 - law.food_correlation**2) * own
            )
        before, food_before = cpi[place], food[place]
    cpi += np.array([law.cpi_gap + law.cpi_shock for law in laws])
    food += np.array([law.food_gap + law.food_shock for law in laws])
    return Prices(first, cpi, food, known)


def food_spread(law: Law) -> float:
    """Return the noise of a month that gives the rise of food prices its spread over many months."""
    return float(law.food_sd) * math.sqrt(1.0 - float(law.cpi_memory) ** 2)
