"""Care homes month by month: their capacity, what is kept for tekun holders, and which are near to whom."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.draws import bits
from sim.kernels import kernel, rule
from sim.money import share_of
from sim.state.codes import PRIVATE
from sim.state.places import NO_HOME, Homes

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


@rule
def is_spare(homes: Homes, home: int, bed: int) -> bool:
    """True for a home with more free beds of a type than people who wait for one, the reserve for tekun left out."""
    kept = max(homes.reserve[home, bed] - homes.tekun_in[home, bed], 0)
    return homes.usable[home, bed] - homes.occupied[home, bed] - kept > homes.waiting[home, bed]


@kernel
def reach_spare(homes: Homes, most_km: float) -> None:
    """Write for every township the nearest home within `most_km` that has a bed of each type to spare."""
    homes.near_free[:] = NO_HOME
    for home in range(homes.usable.shape[0]):
        place, is_public = homes.township[home], homes.ownership[home] != PRIVATE
        for bed in range(homes.usable.shape[1]):
            if not is_spare(homes, home, bed):
                continue
            for township in range(homes.near.shape[0]):
                km = homes.km[township, place]
                for owners in range(N_OWNER_GROUPS):
                    known = homes.near_free[township, bed, owners]
                    least = most_km if known == NO_HOME else homes.km[township, homes.township[known]]
                    is_nearer = km < least or (km == least and known == NO_HOME)
                    if is_nearer and (is_public or owners == ANY_OWNER):
                        homes.near_free[township, bed, owners] = home


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


@rule
def favourite(
    near: NDArray[np.int16], count: int, home_ids: NDArray[np.uint64], key: int, entity: int
) -> int:
    """Return the home that a person likes best among homes equally near, or NO_HOME; the liking lasts."""
    if count <= 1:
        return near[0] if count else NO_HOME
    chosen, best = near[0], bits(key, entity, home_ids[near[0]])
    for i in range(1, count):
        mark = bits(key, entity, home_ids[near[i]])
        if mark < best:
            chosen, best = near[i], mark
    return chosen


@rule
def spare_instead(homes: Homes, home: int, township: int, bed: int, is_tekun: bool, means_m: float) -> int:
    """Return the home to ask: `home`, or one nearby with a bed to spare when that has none."""
    other = homes.near_free[township, bed, PUBLIC_OWNER if is_tekun else ANY_OWNER]
    if home == NO_HOME or other == NO_HOME or other == home or is_spare(homes, home, bed):
        return home
    fee = float(homes.price_m[other, bed])
    return other if is_tekun or fee <= max(means_m, float(homes.price_m[home, bed])) else home
