"""Township offices: the desks that check, post, approve and review, with a limited number of hours."""

from __future__ import annotations

from typing import NamedTuple

import mesa
import numpy as np
from numpy.typing import NDArray


class Offices(NamedTuple):
    """Columns of the township offices; one row a township."""

    staff: NDArray[np.float64]  # effective workers
    case_hours: NDArray[np.float64]  # hours left for new cases
    review_hours: NDArray[np.float64]  # hours left for reviews
    queue: NDArray[np.int64]  # applications waiting at month end
    decided: NDArray[np.int64]  # applications decided this month
    approved: NDArray[np.int64]
    denied: NDArray[np.int64]
    reviews_due: NDArray[np.int64]  # due this month or earlier, before the work of the month
    reviews_done: NDArray[np.int64]


def open_offices(staff: NDArray[np.float64]) -> Offices:
    """Return idle offices with the given effective staff."""
    n = staff.size
    return Offices(
        staff.astype(np.float64),
        np.zeros(n),
        np.zeros(n),
        *(np.zeros(n, np.int64) for _ in range(6)),
    )


class TownshipOffice(mesa.Agent):
    """One township's office: a name on one row of the office columns."""

    def __init__(self, model: mesa.Model, name: str, row: int, offices: Offices) -> None:
        super().__init__(model)
        self.name = name
        self.row = row
        self._offices = offices

    @property
    def staff(self) -> float:
        """Effective workers."""
        return float(self._offices.staff[self.row])

    @property
    def queue(self) -> int:
        """Applications waiting at the end of the month."""
        return int(self._offices.queue[self.row])

    @property
    def review_backlog(self) -> int:
        """Reviews that were due and could not be done."""
        return int(self._offices.reviews_due[self.row] - self._offices.reviews_done[self.row])
