"""Numbers of paired seeds: means, t intervals, and the ratio of two means with Fieller's interval.

Both scenarios of a pair ran under one seed and so share every draw that both ask for; the interval is that of the mean
of the differences, which is much shorter than the difference of two intervals.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit

LEVEL = 0.95
_HALF = 0.5


class Interval(NamedTuple):
    """A mean with the ends of its interval; the ends are NaN when one seed gives no spread."""

    mean: float
    low: float
    high: float


def t_interval(values: NDArray[np.float64], level: float = LEVEL) -> Interval:
    """Return the mean of independent seeds with its t interval.

    Parameters
    ----------
    values : float64 array, seeds
        NaN in any seed makes the result NaN.
    level : float
        Coverage of the interval.
    """
    n = len(values)
    mean = float(np.mean(values))
    if n < 1 + 1:
        return Interval(mean, math.nan, math.nan)
    half = _quantile(n - 1, level) * float(np.std(values, ddof=1)) / math.sqrt(n)
    return Interval(mean, mean - half, mean + half)


def ratio_interval(above: NDArray[np.float64], below: NDArray[np.float64], level: float = LEVEL) -> Interval:
    """Return the ratio of two paired means with Fieller's interval.

    Parameters
    ----------
    above, below : float64 arrays, seeds
        Numerator and denominator of each seed.

    Notes
    -----
    The caller makes sure that the denominator's own interval excludes zero; otherwise the result is no interval.
    Source: Fieller, E. C. (1954), Some problems in interval estimation.
    """
    n = len(above)
    a, b = float(np.mean(above)), float(np.mean(below))
    if n < 1 + 1:
        return Interval(a / b, math.nan, math.nan)
    spread = np.cov(above, below, ddof=1) / n
    t2 = _quantile(n - 1, level) ** 2
    g_b = b * b - t2 * spread[1, 1]
    middle = a * b - t2 * spread[0, 1]
    g_a = a * a - t2 * spread[0, 0]
    root = math.sqrt(max(middle * middle - g_a * g_b, 0.0))
    return Interval(a / b, (middle - root) / g_b, (middle + root) / g_b)


def excludes_zero(interval: Interval) -> bool:
    """Return whether both ends lie on one side of zero."""
    return interval.low > 0 or interval.high < 0


def _quantile(freedom: int, level: float) -> float:
    return float(stdtrit(freedom, _HALF + level * _HALF))
