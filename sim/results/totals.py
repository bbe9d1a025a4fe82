"""Totals of what is counted by group alone: beds by type, dibao by residence, spending by payer."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from sim.results.catalogue import SUM, describe
from sim.results.run import ALL


def with_totals(frame: pd.DataFrame, values: Sequence[str] = ("value",)) -> pd.DataFrame:
    """Return a frame with a row of group "all" for every count that has groups and no such row.

    Parameters
    ----------
    frame : pandas.DataFrame
        Has indicator and group; columns that are neither these nor `values` identify the row.
    values : sequence of str
        What is added up; where a group lacks a value, the total does.

    Returns
    -------
    pandas.DataFrame
        Groups of one indicator exclude each other, so their sum is the total. Shares, medians and what somebody
        declared outside the catalogue are never added up.
    """
    has_all = set(frame.loc[frame["group"] == ALL, "indicator"])
    wanted = [
        key
        for key in frame["indicator"].unique()
        if key not in has_all and describe(key).is_declared and describe(key).over_townships == SUM
    ]
    parts = frame[frame["indicator"].isin(wanted)]
    if parts.empty:
        return frame
    keys = [name for name in frame.columns if name not in (*values, "group")]
    sums = parts.groupby(keys, sort=False, as_index=False)[list(values)].sum(min_count=1).assign(group=ALL)
    return pd.concat([frame, sums[list(frame.columns)]], ignore_index=True)
