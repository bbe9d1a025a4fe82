"""Income means of another year than that of the profile, by the published means of the province."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from sim.population.incomes import MEAN
from sim.population.profile import RegionProfile

TABLE = "national_income"


def with_incomes_of(profile: RegionProfile, year: int) -> RegionProfile:
    """Return the profile with its mean incomes carried to another year; as it is where the province has no series.

    Incomes move as the province's mean of the same residence did. A year outside the series takes its nearest year.

    Parameters
    ----------
    year : int
        Calendar year in which the people are to stand.
    """
    frame = profile.income.copy()
    of_mean = frame["indicator"] == MEAN
    factors = [
        _growth(profile, str(row.residence), int(row.year), year) for row in frame[of_mean].itertuples()
    ]
    if np.allclose(factors, 1.0):
        return profile
    frame["value"] = frame["value"].astype(float)
    frame.loc[of_mean, "value"] *= factors
    return replace(profile, income=frame, digest=f"{profile.digest}-{year}")


def _growth(profile: RegionProfile, residence: str, known: int, year: int) -> float:
    """Return the province's mean of a year over that of the year that is known; 1 when it has no series."""
    table = profile.national(TABLE)
    rows = table[(table["place"] == profile.province.en) & (table["residence"] == residence)]
    series = rows[rows["indicator"] == MEAN].set_index("year")["value"].sort_index()
    return _nearest(series, year) / _nearest(series, known) if known in series.index else 1.0


def _nearest(series: pd.Series, year: int) -> float:
    years = series.index.to_numpy(int)
    return float(series.iloc[int(np.abs(years - year).argmin())])
