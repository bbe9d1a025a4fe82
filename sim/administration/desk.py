"""The desk: whose turn it is when hours are short.

Applications and reviews are taken in the order of their date; who comes first among those of one date is drawn, not
read off the row number.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.draws import ADMINISTRATION_STREAMS, bits
from sim.institutions.township_office import Offices
from sim.kernels import array_kernel, kernel

STREAM_TURN = ADMINISTRATION_STREAMS + 5
SPLIT, REVIEWS_FIRST, CASES_FIRST = 0, 1, 2  # order of the choices of desk_order
_DATE_BITS, _TIE_BITS, _WORD_BITS = 16, 40, 64


def divide_hours(offices: Offices, law: Any) -> None:
    """Give every office its hours of the month, once the reviews due are counted.

    In shares, where what one of the two does not need goes to the other, or first to the reviews that are due, or first
    to the applications that wait and as many as came last month; what was left of last month is kept up to one case and
    one review.
    """
    hours = offices.staff * law.office_staff_multiplier * law.office_hours_month
    beside_reviews = hours - np.minimum(hours, offices.reviews_due * law.hours_per_review)
    asked = np.minimum(hours, (offices.queue + np.maximum(offices.decided, 1)) * law.hours_per_case)
    if law.desk_order == REVIEWS_FIRST:
        on_cases = beside_reviews
    elif law.desk_order == CASES_FIRST:
        on_cases = asked
    else:
        on_cases = np.maximum(np.minimum(hours * law.share_on_cases, asked), beside_reviews)
    offices.case_hours[:] = np.minimum(offices.case_hours, law.hours_per_case) + on_cases
    offices.review_hours[:] = np.minimum(offices.review_hours, law.hours_per_review) + hours - on_cases


@array_kernel
def line_up(
    rows: NDArray[np.int32],
    date: NDArray[np.int16],
    township: NDArray[np.int16],
    ids: NDArray[np.uint64],
    key: int,
) -> NDArray[np.int64]:
    """Return the order in which the households `rows` are served: by township, then date, then a keyed draw."""
    rank = np.empty(rows.size, np.uint64)
    for i in range(rows.size):
        row = rows[i]
        tie = bits(key, ids[row], 0) >> np.uint64(_WORD_BITS - _TIE_BITS)
        place = np.uint64(township[row]) << np.uint64(_DATE_BITS + _TIE_BITS)
        rank[i] = place | (np.uint64(date[row] + 1) << np.uint64(_TIE_BITS)) | tie
    return np.argsort(rank)


@array_kernel
def serve(
    rows: NDArray[np.int32],
    order: NDArray[np.int64],
    township: NDArray[np.int16],
    hours: NDArray[np.float64],
    hours_each: float,
    served: NDArray[np.int64],
) -> NDArray[np.int32]:
    """Return the rows whose turn comes while their township has hours; spends the hours and counts the served."""
    taken = np.empty(rows.size, np.int32)
    n = 0
    for i in order:
        place = township[rows[i]]
        if hours[place] >= hours_each:
            hours[place] -= hours_each
            served[place] += 1
            taken[n] = rows[i]
            n += 1
    return taken[:n]


@array_kernel
def with_status(status: NDArray[np.uint8], followed: NDArray[np.int32], wanted: int) -> NDArray[np.int32]:
    """Return the followed households in one status."""
    rows = np.empty(followed.size, np.int32)
    n = 0
    for household in followed:
        if status[household] == wanted:
            rows[n] = household
            n += 1
    return rows[:n]


@array_kernel
def due(
    review_at: NDArray[np.int16], status: NDArray[np.uint8], followed: NDArray[np.int32], wanted: int, t: int
) -> NDArray[np.int32]:
    """Return the followed households in one status whose review is due in month t or before."""
    rows = np.empty(followed.size, np.int32)
    n = 0
    for household in followed:
        if status[household] == wanted and review_at[household] <= t:
            rows[n] = household
            n += 1
    return rows[:n]


@kernel
def count_by(rows: NDArray[np.int32], township: NDArray[np.int16], out: NDArray[np.int64]) -> None:
    """Count households by township into `out`."""
    out[:] = 0
    for row in rows:
        out[township[row]] += 1
