"""Pools of persons by sex and single age from which households are filled; everyone is taken exactly once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.kernels import rule
from sim.state.codes import FEMALE, MALE, NOBODY

Pool = NDArray[np.int32]


@rule
def take_near(pool: Pool, sex: int, target: int, low: int, high: int) -> int:
    """Take the person of a sex whose age is nearest to a target within bounds; returns the age, or -1."""
    low, high = max(low, 0), min(high, pool.shape[1] - 1)
    if low > high:
        return NOBODY
    target = min(max(target, low), high)
    for step in range(high - low + 1):
        if target - step >= low and pool[sex, target - step] > 0:
            pool[sex, target - step] -= 1
            return target - step
        if target + step <= high and pool[sex, target + step] > 0:
            pool[sex, target + step] -= 1
            return target + step
    return NOBODY


@rule
def count(pool: Pool, sex: int, low: int, high: int) -> int:
    """Return how many persons of a sex within age bounds are left."""
    total = 0
    for age in range(max(low, 0), min(high, pool.shape[1] - 1) + 1):
        total += pool[sex, age]
    return total


@rule
def take_one_of(pool: Pool, sex: int, low: int, high: int, u: float) -> int:
    """Take any person of a sex within age bounds, each with the same chance; returns the age, or -1."""
    total = count(pool, sex, low, high)
    if total == 0:
        return NOBODY
    place = int(u * total)
    for age in range(max(low, 0), min(high, pool.shape[1] - 1) + 1):
        place -= pool[sex, age]
        if place < 0:
            pool[sex, age] -= 1
            return age
    return NOBODY


@rule
def sex_of_one(pool: Pool, low: int, high: int, u: float, female_weight: float) -> int:
    """Return the sex of the next person within age bounds: by what is left, women counted with a weight."""
    males, females = count(pool, MALE, low, high), count(pool, FEMALE, low, high)
    if males + females == 0:
        return NOBODY
    share = females * female_weight / (females * female_weight + males)
    return FEMALE if u < share else MALE


@rule
def other_if_empty(pool: Pool, sex: int, low: int, high: int) -> int:
    """Return the sex wanted if someone of it is left within age bounds, else the other one."""
    return sex if count(pool, sex, low, high) > 0 else 1 - sex


@rule
def take_leaning(pool: Pool, sex: int, low: int, high: int, weights: NDArray[np.float64], u: float) -> int:
    """Take a person of a sex within age bounds, ages counted with weights; returns the age, or -1."""
    low, high = max(low, 0), min(high, pool.shape[1] - 1)
    total = 0.0
    for age in range(low, high + 1):
        total += pool[sex, age] * weights[sex, age]
    if total <= 0.0:
        return NOBODY
    place = u * total
    last = NOBODY
    for age in range(low, high + 1):
        if pool[sex, age] * weights[sex, age] > 0.0:
            last = age
            place -= pool[sex, age] * weights[sex, age]
            if place < 0.0:
                break
    pool[sex, last] -= 1
    return last
