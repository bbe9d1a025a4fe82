"""Series: the monthly values of every indicator by township, and their tidy frame."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.clock import format_month

Key = tuple[str, str]


class Series:
    """Monthly values by (indicator, group); each an array of months x townships.

    Parameters
    ----------
    months, n_townships : int
        Size of every array. Months that nobody has filled are NaN (floats) or 0 (counts).
    """

    def __init__(self, months: int, n_townships: int) -> None:
        self.months = months
        self.n_townships = n_townships
        self.values: dict[Key, NDArray[Any]] = {}

    def put(self, indicator: str, t: int, by_township: NDArray[Any], group: str = "all") -> None:
        """Enter one month's values, one a township."""
        key = (indicator, group)
        if key not in self.values:
            whole = np.issubdtype(by_township.dtype, np.integer)
            shape = (self.months, self.n_townships)
            self.values[key] = np.zeros(shape, np.int64) if whole else np.full(shape, np.nan)
        self.values[key][t] = by_township

    def total(self, indicator: str, t: int, group: str = "all") -> float:
        """Return one month's sum over the townships; 0 for what nobody has entered."""
        values = self.values.get((indicator, group))
        return 0.0 if values is None else float(values[t].sum())

    def frame(self, start: int, townships: Sequence[str], months: int | None = None) -> pd.DataFrame:
        """Return township, month, indicator, group, value for the first `months` months, without empty cells."""
        n = self.months if months is None else months
        names = np.array([format_month(start + t) for t in range(n)], dtype=object)
        parts = []
        for (indicator, group), values in self.values.items():
            flat = values[:n].ravel().astype(np.float64)
            parts.append(
                pd.DataFrame(
                    {
                        "township": np.tile(np.array(townships, dtype=object), n),
                        "month": np.repeat(names, len(townships)),
                        "indicator": indicator,
                        "group": group,
                        "value": flat,
                    }
                ).dropna(subset="value")
            )
        return pd.concat(parts, ignore_index=True)
