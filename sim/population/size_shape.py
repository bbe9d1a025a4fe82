"""Household sizes of a county: a known shape bent to the county's own mean size and one-person share.

County tables of household size were not printed in 2020. A known shape (Fujian 2020) is tilted exponentially, the
smallest change in relative entropy that meets the two figures which every county prints.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import root_scalar

from sim.errors import DataError


def tilted_shares(shape: NDArray[np.float64], mean_size: float) -> NDArray[np.float64]:
    """Return the shares of sizes 2, 3, ... with the wanted mean size.

    Parameters
    ----------
    shape : float64[n]
        Known shares of sizes 2 to n + 1, in any unit; each above zero.
    mean_size : float
        Persons per household among households of two and more.

    Returns
    -------
    float64[n]
        Shares proportional to ``shape * exp(theta * size)`` that add to one and have the mean `mean_size`.

    Raises
    ------
    DataError
        When no tilt of the shape can have this mean.
    """
    sizes = np.arange(1, len(shape) + 1, dtype=np.float64) + 1
    if not sizes[0] < mean_size < sizes[-1]:
        raise DataError(
            f"the mean size of households of two and more is {mean_size:.2f}, outside the sizes known"
        )

    def excess(theta: float) -> float:
        return float(_tilt(shape, theta, sizes - mean_size) @ sizes - mean_size)

    def spread(theta: float) -> float:
        share = _tilt(shape, theta, sizes - mean_size)
        away = sizes - share @ sizes
        return float(share @ (away * away))

    solved = root_scalar(excess, x0=0.0, fprime=spread, method="newton")
    if not solved.converged:
        raise DataError(f"no tilt of the known sizes has the mean {mean_size:.2f}")
    return _tilt(shape, float(solved.root), sizes - mean_size)


def _tilt(shape: NDArray[np.float64], theta: float, away: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the shares proportional to ``shape * exp(theta * away)``."""
    weights = shape * np.exp(theta * away)
    return np.asarray(weights / weights.sum(), dtype=np.float64)


def whole_parts(total: int, shares: NDArray[np.float64]) -> NDArray[np.int64]:
    """Split a whole number by shares, by largest remainder; equal remainders go to the first.

    Parameters
    ----------
    total : int
        What is split.
    shares : float64[n]
        Weights of zero and above, in any unit.

    Returns
    -------
    int64[n]
        Whole parts that add to `total`.
    """
    wanted = total * shares / shares.sum()
    parts = np.floor(wanted).astype(np.int64)
    order = np.argsort(parts - wanted, kind="stable")
    parts[order[: total - int(parts.sum())]] += 1
    return parts


def county_sizes(
    shape: NDArray[np.float64], households: int, persons: int, one_person: int
) -> NDArray[np.int64]:
    """Return the number of households of each size in one county.

    Parameters
    ----------
    shape : float64[n]
        Known shares of sizes 1 to n (the last also stands for larger households), in any unit.
    households, persons, one_person : int
        The county's family households, persons in them, and one-person households.

    Returns
    -------
    int64[n]
        Households of sizes 1 to n; they add to `households`, their members exactly to `persons`.

    Raises
    ------
    DataError
        When the three county figures cannot hold together.
    """
    larger = households - one_person
    if larger <= 0:
        raise DataError(f"{one_person} one-person households leave none of {households} for larger sizes")
    counts = whole_parts(larger, tilted_shares(shape[1:], (persons - one_person) / larger))
    sizes = np.arange(1, len(counts) + 1) + 1
    gap = persons - one_person - int(counts @ sizes)
    step = 1 if gap > 0 else -1
    start = 0 if gap > 0 else 1
    counts[start] -= abs(gap)
    counts[start + step] += abs(gap)
    if counts.min() < 0:
        raise DataError(f"{persons} persons cannot be placed in {households} households of the known sizes")
    return np.concatenate([np.array([one_person], dtype=np.int64), counts])
