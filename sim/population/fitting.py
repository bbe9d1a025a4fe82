"""Tables that meet their margins: iterative proportional fitting, and rounding to whole numbers that keeps totals.

Fitting starts from a seed table of plausible proportions and rescales it to one margin after the other until all
hold; the result is the table nearest to the seed in relative entropy (Deming and Stephan 1940). Rounding raises some
cells of the table to the next whole number and lowers the others so that every row and column total holds exactly;
such a rounding always exists for a table of two dimensions (Bacharach 1966), and is found here as a flow.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.errors import DataError

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
DUST = 1e-6  # two numbers closer than this differ by rounding of the arithmetic alone
TOLERANCE = 1e-9  # largest deviation from a margin, as a share of the table's total
MOST_ROUNDS = 2000


def fit_table(
    seed: Floats,
    margins: Sequence[tuple[tuple[int, ...], Floats]],
    tolerance: float = TOLERANCE,
    most_rounds: int = MOST_ROUNDS,
) -> Floats:
    """Return the table nearest to a seed that has given margins (iterative proportional fitting).

    Parameters
    ----------
    seed : float64[...]
        Plausible proportions in any unit; a cell of zero stays zero.
    margins : sequence of (axes, totals)
        The axes that a margin keeps, ascending, and its totals, an array over these axes.
    tolerance : float
        Largest deviation allowed, as a share of the total.
    most_rounds : int
        Rounds after which the fit is given up.

    Raises
    ------
    DataError
        When a margin asks for persons where the seed has none, or the margins contradict each other.
    """
    table = np.asarray(seed, dtype=np.float64).copy()
    total = float(np.sum(margins[0][1]))
    for _ in range(most_rounds):
        for axes, wanted in margins:
            others = tuple(axis for axis in range(table.ndim) if axis not in axes)
            found = table.sum(axis=others)
            factor = np.divide(wanted, found, out=np.zeros(found.shape), where=found > 0)
            table *= np.expand_dims(factor, others)
        worst = max(float(np.abs(_margin(table, axes) - wanted).max()) for axes, wanted in margins)
        if worst <= tolerance * max(total, 1.0):
            return table
    raise DataError(f"the margins cannot be met together: {worst:.4g} of {total:.4g} remain apart")


def _margin(table: Floats, axes: tuple[int, ...]) -> Floats:
    others = tuple(axis for axis in range(table.ndim) if axis not in axes)
    return np.asarray(table.sum(axis=others))


def apportion(total: int, weights: NDArray[np.float64] | Integers) -> Integers:
    """Return whole numbers proportional to the weights that add to a total (largest remainders).

    Weights that are all zero give zeros when the total is zero.

    Raises
    ------
    DataError
        When there is something to share out and nothing to share it by.
    """
    weights = np.asarray(weights, dtype=np.float64)
    if weights.sum() <= 0:
        if total == 0:
            return np.zeros(weights.size, dtype=np.int64)
        raise DataError(f"{total} cannot be shared out by weights that are all zero")
    exact = weights / weights.sum() * total
    whole = np.floor(exact + DUST).astype(np.int64)
    left = total - int(whole.sum())
    order = np.argsort(whole - exact, kind="stable")
    whole[order[: max(left, 0)]] += 1
    return whole


def round_table(table: Floats, rows: Integers, columns: Integers) -> Integers:
    """Return whole numbers within one of the table's cells that have exactly the given row and column totals.

    Raises
    ------
    DataError
        When the totals of rows and columns differ, or the table does not have them.
    """
    whole = np.floor(table + DUST).astype(np.int64)
    part = np.where(table - whole > DUST, table - whole, 0.0)
    row_left = np.asarray(rows) - whole.sum(axis=1)
    column_left = np.asarray(columns) - whole.sum(axis=0)
    if row_left.sum() != column_left.sum() or row_left.min() < 0 or column_left.min() < 0:
        raise DataError("the table does not have the totals to which it shall be rounded")
    raised = np.zeros(table.shape, dtype=np.bool_)
    for row in np.argsort(-row_left, kind="stable"):
        while row_left[row] > 0:
            column = _raise_one(int(row), part, raised, column_left)
            row_left[row] -= 1
            column_left[column] -= 1
    return np.asarray(whole + raised, dtype=np.int64)


def _raise_one(row: int, part: Floats, raised: NDArray[np.bool_], column_left: Integers) -> int:
    """Raise one more cell of a row, moving others if needed; returns the column that received it."""
    row_of: dict[int, int] = {}  # column -> row whose cell would be raised
    column_of: dict[int, int] = {}  # row -> column whose raised cell would be lowered
    queue = [row]
    while queue:
        here = queue.pop(0)
        for column in (int(c) for c in np.argsort(-part[here], kind="stable")):
            if part[here, column] <= 0 or raised[here, column] or column in row_of:
                continue
            row_of[column] = here
            if column_left[column] > 0:
                _shift(row, column, row_of, column_of, raised)
                return column
            for other in (int(r) for r in np.flatnonzero(raised[:, column])):
                if other != row and other not in column_of:
                    column_of[other] = column
                    queue.append(other)
    raise DataError("no rounding keeps both totals; the margins contradict each other")


def _shift(
    row: int, column: int, row_of: dict[int, int], column_of: dict[int, int], raised: NDArray[np.bool_]
) -> None:
    """Raise and lower the cells along the path that leads from a row to a column with room."""
    here = row_of[column]
    raised[here, column] = True
    while here != row:
        column = column_of[here]
        raised[here, column] = False
        here = row_of[column]
        raised[here, column] = True
