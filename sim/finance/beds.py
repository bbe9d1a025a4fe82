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


def capital_of(change: BedChange, law: Law) -> int:
    """Return the capital of a change of beds in fen; closing costs nothing."""
    each = law.convert_capital if change.is_converted else law.bed_capital
    return max(change.beds, 0) * int(each)


def capital_of_month(
    changes: Sequence[BedChange], township_row: dict[str, int], start: int, month: int, law: Law
) -> NDArray[np.int64]:
    """Return the capital paid in a month, fen by township.

    Equal parts over the months from the approval to the opening, of those within the run; all of it in the month of the
    opening where no approval is known.
    """
    capital = np.zeros(len(township_row), np.int64)
    for change in changes:
        last = max(change.month - 1, start) if change.approved else change.month
        first = max(change.approved, start) if change.approved else change.month
        if first <= month <= last:
            total, n, k = capital_of(change, law), last - first + 1, month - first
            capital[township_row[change.township]] += total * (k + 1) // n - total * k // n
    return capital


def beds_under_way(
    changes: Sequence[BedChange], township_row: dict[str, int], month: int
) -> NDArray[np.int64]:
    """Return the beds that are approved and not yet open at the end of a month, by township."""
    under_way = np.zeros(len(township_row), np.int64)
    for change in changes:
        if change.approved and change.beds > 0 and change.approved <= month < change.month:
            under_way[township_row[change.township]] += change.beds
    return under_way
