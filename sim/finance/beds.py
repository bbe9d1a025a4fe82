"""What beds and services cost the public purse: capital while they are built, subsidies while they are used."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.clock import MONTHS_PER_YEAR
from sim.laws import Law
from sim.state.places import BedChange, Homes


def running_subsidies(
    homes: Homes, n_townships: int, law: Law
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the month's running subsidies in fen and the residents they are paid for, by township."""
    residents = np.bincount(homes.township, homes.occupied.sum(axis=1), n_townships).astype(np.int64)
    return residents * int(law.bed_running_y) // MONTHS_PER_YEAR, residents


def capital_of(change: BedChange, law: Law) -> tuple[int, int]:
    """Return the capital of a change of beds in fen, and the months over which it is paid; closing costs nothing."""
    if change.beds <= 0:
        return 0, 0
    each = law.convert_capital if change.is_converted else law.bed_capital
    months = law.convert_months if change.is_converted else law.build_months
    return change.beds * int(each), int(months)


def capital_of_month(
    changes: Sequence[BedChange], township_row: dict[str, int], start: int, month: int, law: Law
) -> NDArray[np.int64]:
    """Return the capital paid in a month, fen by township: equal parts over the months before the beds open.

    What would fall before the start of the run is spread over the rest; beds that open at the start are paid then.
    """
    capital = np.zeros(len(township_row), np.int64)
    for change in changes:
        total, months = capital_of(change, law)
        first, last = max(change.month - months, start), max(change.month - 1, start)
        if total and first <= month <= last:
            n, k = last - first + 1, month - first
            capital[township_row[change.township]] += total * (k + 1) // n - total * k // n
    return capital


def beds_under_way(
    changes: Sequence[BedChange], township_row: dict[str, int], month: int, law: Law
) -> NDArray[np.int64]:
    """Return the beds that are approved and not yet open at the end of a month, by township."""
    under_way = np.zeros(len(township_row), np.int64)
    for change in changes:
        total, months = capital_of(change, law)
        if total and change.month - months <= month < change.month:
            under_way[township_row[change.township]] += change.beds
    return under_way
