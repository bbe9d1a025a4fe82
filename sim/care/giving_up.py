"""Private homes that give up: after a year nearly empty, with a monthly probability."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.care.context import CLOSURE
from sim.care.rules import Numbers
from sim.draws import stream_key, uniform
from sim.kernels import array_kernel
from sim.state.codes import PRIVATE
from sim.state.places import Homes


@array_kernel
def homes_giving_up(homes: Homes, numbers: Numbers, seed: int, t: int) -> NDArray[np.int64]:
    """Return the private homes that give up this month; their beds are struck off the register.

    A home counts as nearly empty when its residents are fewer than a share of its registered beds.
    """
    closing = np.empty(homes.id.size, np.int64)
    n = 0
    key = stream_key(seed, CLOSURE, t)
    for home in range(homes.id.size):
        beds = homes.registered[home].sum()
        if homes.ownership[home] != PRIVATE or beds == 0:
            continue
        is_empty = homes.occupied[home].sum() < numbers.closing_occupancy * beds
        homes.empty_months[home] = homes.empty_months[home] + 1 if is_empty else 0
        is_long = homes.empty_months[home] >= numbers.closing_months
        if is_long and uniform(key, homes.id[home], 0) < numbers.closing_rate:
            homes.registered[home, :] = 0
            homes.usable[home, :] = 0
            homes.closed_at[home] = t
            closing[n] = home
            n += 1
    return closing[:n]
