"""Outreach teams: the grid workers of one township and the welfare visits they can make in a month."""

from __future__ import annotations

from typing import NamedTuple

import mesa
import numpy as np
from numpy.typing import NDArray


class Teams(NamedTuple):
    """Columns of the outreach teams; one row a township, `marks` one entry a household."""

    workers: NDArray[np.float64]
    child_workers: NDArray[np.float64]
    capacity: NDArray[np.float64]  # welfare visits of this month
    found: NDArray[np.int64]  # visits this month to households with something to ask for
    targets: NDArray[np.int64]  # townships x 3: households with key, special and child marks
    required: NDArray[np.float64]  # townships x duties, hours that the rules ask for this month
    done: NDArray[np.float64]  # townships x duties, hours done
    reach: NDArray[np.float64]  # townships x duties, share of the duty that is delivered
    alerts: NDArray[np.int64]  # true data alerts of the month
    assisted: NDArray[np.int64]  # applications of the month that were helped with
    marks: NDArray[np.uint8]  # households: which visiting rules name them


def open_teams(
    workers: NDArray[np.float64], child_workers: NDArray[np.float64], n_duties: int, n_households: int
) -> Teams:
    """Return teams with the given workers, before their first month."""
    n = workers.size
    return Teams(
        workers.astype(np.float64),
        child_workers.astype(np.float64),
        np.zeros(n),
        np.zeros(n, np.int64),
        np.zeros((n, 3), np.int64),
        np.zeros((n, n_duties)),
        np.zeros((n, n_duties)),
        np.ones((n, n_duties)),
        np.zeros(n, np.int64),
        np.zeros(n, np.int64),
        np.zeros(n_households, np.uint8),
    )


class OutreachTeam(mesa.Agent):
    """One township's team: a name on one row of the team columns."""

    def __init__(self, model: mesa.Model, name: str, row: int, teams: Teams) -> None:
        super().__init__(model)
        self.name = name
        self.row = row
        self._teams = teams

    @property
    def workers(self) -> float:
        """Grid workers of the township."""
        return float(self._teams.workers[self.row])

    @property
    def capacity(self) -> float:
        """Welfare visits that the team can make this month."""
        return float(self._teams.capacity[self.row])

    @property
    def found(self) -> int:
        """Visits this month that reached a household with something to ask for."""
        return int(self._teams.found[self.row])
