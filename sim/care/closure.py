"""Homes closed to new residents for a month: nobody is moved out and nobody comes in, also not for those who die."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.money import share_of
from sim.state.places import Homes


def close_homes(homes: Homes) -> NDArray[np.float64]:
    """Take all beds out of use for the month; returns the shares in use, for `open_again`."""
    shares = homes.usable_share.copy()
    homes.usable_share[:] = 0.0
    homes.usable[:] = 0
    return shares


def open_again(homes: Homes, shares: NDArray[np.float64]) -> None:
    """Bring the beds back into use at the end of the month, as many as are registered by then."""
    homes.usable_share[:] = shares
    for home in range(homes.registered.shape[0]):
        for bed in range(homes.registered.shape[1]):
            homes.usable[home, bed] = share_of(homes.registered[home, bed], shares[home])
