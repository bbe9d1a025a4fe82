"""What beds cost the public purse: a running subsidy for every occupied bed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.clock import MONTHS_PER_YEAR
from sim.laws import Law
from sim.state.places import Homes


def running_subsidies(
    homes: Homes, n_townships: int, law: Law
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the month's running subsidies in fen and the residents they are paid for, by township."""
    residents = np.bincount(homes.township, homes.occupied.sum(axis=1), n_townships).astype(np.int64)
    return residents * int(law.bed_running_y) // MONTHS_PER_YEAR, residents
