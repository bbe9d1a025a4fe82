"""From months to years and windows, and from townships to their sum, as each indicator's declaration says."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd

from sim.clock import MONTHS_PER_YEAR
from sim.results.catalogue import LAST, MEAN, RATIO, SUM, Indicator

_YEAR_DIGITS = 4


def by_year(frame: pd.DataFrame, describe: Callable[[str], Indicator]) -> pd.DataFrame:
    """Return one row per calendar year in place of the months.

    Parameters
    ----------
    frame : pandas.DataFrame
        Has month, indicator and value; every other column identifies the series.
    describe : callable
        Declaration of an indicator by its key.

    Returns
    -------
    pandas.DataFrame
        The columns of `frame` with `year` (text) in place of `month`, and `n_months`, the months that were there: a sum
        over seven months is not a year.
    """
    names = [column for column in frame.columns if column not in ("month", "value")]
    years = frame.assign(year=frame["month"].str[:_YEAR_DIGITS])
    keys = [*names, "year"]
    grouped = years.sort_values("month", kind="stable").groupby(keys, sort=True)["value"]
    made = pd.DataFrame(
        {
            "mean": grouped.mean(),
            "sum": grouped.sum(min_count=1),
            "last": grouped.last(),
            "n_months": grouped.size(),
        }
    ).reset_index()
    rule = made["indicator"].map(lambda key: describe(key).over_months)
    made["value"] = np.select(
        [rule == MEAN, rule == SUM, rule == LAST], [made["mean"], made["sum"], made["last"]]
    )
    return made[[*keys, "n_months", "value"]]


def over_window(frame: pd.DataFrame, n_months: int, describe: Callable[[str], Indicator]) -> pd.DataFrame:
    """Return one value for all months of a frame: the mean, the sum per year, or the last.

    Parameters
    ----------
    frame : pandas.DataFrame
        As in `by_year`, with the months of the window only.
    n_months : int
        Length of the window; a sum is divided by it and given for twelve months, so a month without a row counts as 0.
    """
    keys = [column for column in frame.columns if column not in ("month", "value")]
    grouped = frame.sort_values("month", kind="stable").groupby(keys, sort=True)["value"]
    made = pd.DataFrame(
        {"mean": grouped.mean(), "sum": grouped.sum(min_count=1), "last": grouped.last()}
    ).reset_index()
    rule = made["indicator"].map(lambda key: describe(key).over_months)
    per_year = made["sum"] * MONTHS_PER_YEAR / n_months
    made["value"] = np.select(
        [rule == MEAN, rule == SUM, rule == LAST], [made["mean"], per_year, made["last"]]
    )
    return made[[*keys, "value"]]


def over_townships(frame: pd.DataFrame, describe: Callable[[str], Indicator]) -> pd.DataFrame:
    """Return the sum of townships of each series; a share is formed anew from its summed numerator and denominator.

    Parameters
    ----------
    frame : pandas.DataFrame
        Has township, indicator, group and value; the row "all" must not be among them.

    Returns
    -------
    pandas.DataFrame
        Without `township`. Medians, and shares whose parts are not in the frame, are left out: they cannot be formed
        from the values of the townships.
    """
    keys = [column for column in frame.columns if column not in ("township", "value")]
    rule = frame["indicator"].map(lambda key: describe(key).over_townships)
    sums = frame[rule == SUM].groupby(keys, sort=True)["value"].sum(min_count=1).reset_index()
    made = [sums]
    for key in frame.loc[rule == RATIO, "indicator"].unique():
        indicator = describe(key)
        others = [name for name in keys if name != "indicator"]
        above = sums[sums["indicator"] == indicator.numerator].set_index(others)["value"]
        below = sums[sums["indicator"] == indicator.denominator].set_index(others)["value"]
        share = (above / below.where(below != 0)).dropna().rename("value").reset_index()
        made.append(share.assign(indicator=key)[[*keys, "value"]])
    return pd.concat(made, ignore_index=True)
