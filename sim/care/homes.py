"""Care homes month by month: their capacity, what is kept for tekun holders, and which are near to whom."""

from __future__ import annotations

import numpy as np

from sim.kernels import kernel, rule
from sim.money import share_of
from sim.state.codes import PRIVATE
from sim.state.places import Homes

ANY_OWNER, PUBLIC_OWNER = 0, 1
N_OWNER_GROUPS = PUBLIC_OWNER + 1


@kernel
def set_capacity(homes: Homes, t: int, is_opening: bool) -> bool:
    """Apply the changes of capacity of month t (at the opening, also those before it) and say if there were any.

    Registered beds never fall below zero. When capacity is cut below occupancy nobody is moved out: the home admits
    nobody until it has fewer residents than usable beds.
    """
    has_changed = is_opening
    for i in range(homes.step_month.size):
        month = homes.step_month[i]
        if month == t or (is_opening and month < t):
            home, bed = homes.step_home[i], homes.step_bed[i]
            homes.registered[home, bed] = max(homes.registered[home, bed] + homes.step_beds[i], 0)
            has_changed = True
    if has_changed:
        for home in range(homes.registered.shape[0]):
            for bed in range(homes.registered.shape[1]):
                homes.usable[home, bed] = share_of(homes.registered[home, bed], homes.usable_share[home])
    return has_changed


@kernel
def set_reserve(homes: Homes, reserve_share: float) -> None:
    """Set the beds of public homes that are kept for tekun holders."""
    for home in range(homes.usable.shape[0]):
        for bed in range(homes.usable.shape[1]):
            is_public = homes.ownership[home] != PRIVATE
            homes.reserve[home, bed] = int(homes.usable[home, bed] * reserve_share) if is_public else 0


@rule
def _nearest(homes: Homes, township: int, bed: int, owners: int, in_county: bool) -> int:
    """List the homes at the least distance, and return how many they are."""
    count = 0
    least = np.inf
    for home in range(homes.registered.shape[0]):
        place = homes.township[home]
        if homes.registered[home, bed] <= 0 or (owners == PUBLIC_OWNER and homes.ownership[home] == PRIVATE):
            continue
        if in_county and homes.county[place] != homes.county[township]:
            continue
        km = homes.km[township, place]
        if km < least:
            least = km
            count = 0
        if km == least:
            homes.near[township, bed, owners, count] = home
            count += 1
    return count


@kernel
def reach(homes: Homes) -> None:
    """List for every township the nearest homes with beds of each type: its own, else in the county, else anywhere."""
    for township in range(homes.near.shape[0]):
        for bed in range(homes.near.shape[1]):
            for owners in range(homes.near.shape[2]):
                count = _nearest(homes, township, bed, owners, True)
                if count == 0:
                    count = _nearest(homes, township, bed, owners, False)
                homes.near_count[township, bed, owners] = count
