"""The discovery funnel: how far each household in need has come on the way to its first payment.

Columns of households and the month's counts; the administration is their only writer.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

NOT_IN, IN_NEED, NOTICED, VERIFIED, POSTED, APPROVED, PAID = 0, 1, 2, 3, 4, 5, 6
STEPS = ("in_need", "noticed", "verified", "posted", "approved", "paid")


class Funnel(NamedTuple):
    """Where every household stands between need and payment, and what the month moved.

    A household is in the funnel from the month in which it has something to ask for and receives nothing until it is
    paid or lost. Tables are townships x STEPS.
    """

    step: NDArray[np.uint8]  # households: the step reached, NOT_IN outside
    since: NDArray[np.int16]  # households: month in which that step was reached
    verified_at: NDArray[np.int16]  # households: month of the decision
    entered: NDArray[np.int64]  # reached the step this month
    lost: NDArray[np.int64]  # left the funnel at the step this month without a payment
    days: NDArray[np.int64]  # days spent at the step by those who went on this month
    waiting: NDArray[np.int64]  # stand at the step at the end of the month


def empty_funnel(n_households: int, n_townships: int) -> Funnel:
    """Return the funnel before anybody is in it."""
    counts = (np.zeros((n_townships, len(STEPS)), np.int64) for _ in range(4))
    return Funnel(
        np.zeros(n_households, np.uint8),
        np.zeros(n_households, np.int16),
        np.zeros(n_households, np.int16),
        *counts,
    )
