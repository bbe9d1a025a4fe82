"""Outreach teams: the grid workers of one township and the welfare visits they can make in a month."""

from __future__ import annotations

from typing import NamedTuple

import mesa
import numpy as np
from numpy.typing import NDArray


class Teams(NamedTuple):
    """Columns of the outreach teams; one row a township."""

    workers: NDArray[np.float64]
    capacity: NDArray[np.float64]  # welfare visits possible this month
    found: NDArray[np.int64]  # visits this month to households with something to ask for


def open_teams(workers: NDArray[np.float64]) -> Teams:
    """Return teams with the given workers, before their first month."""
    return Teams(workers.astype(np.float64), np.zeros(workers.size), np.zeros(workers.size, np.int64))


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
