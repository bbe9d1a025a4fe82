"""Deals persons into the laid-out households: elders first, then families led by a child, couples, and the rest.

Each step takes from the pools, so every person of a county is used exactly once and its ages, sexes and households
hold exactly; only how well members of a household match is a matter of degree. Who finds no fitting place by the
rules is dealt at the end without a link to the others.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.draws import normal, uniform
from sim.kernels import kernel, rule
from sim.population.levels import BOTTOM, GREAT, MIDDLE, SIDE, TOP
from sim.population.pools import (
    other_if_empty,
    sex_of_one,
    take_leaning,
    take_near,
    take_one_of,
)
from sim.state.codes import FEMALE, MALE, NOBODY

PAIR = 2
HALF = 0.5


PAIR = 2
HALF = 0.5


class Gaps(NamedTuple):
    """Ages and age gaps in years, and weights of the sexes."""

    elder: int  # first age that counts as elder
    oldest: int
    adult: int  # last age that counts as a child
    marriage: int  # least age of a couple
    husband_mean: float  # husband older than wife
    husband_sd: float
    mother_mean: float  # mother older than her eldest child
    mother_sd: float
    mother_least: int  # bounds of a mother's age minus her child's, in completed years
    mother_most: int
    father_most: int
    spacing_mean: float  # between brothers and sisters
    great_age: int  # usual age of a great-grandparent
    young_top: int  # usual age of a grandparent under 65
    son_stays: float  # the child who stays with elders is a son
    lone_mother: float  # weight of women among single parents
    elder_husband: float  # in a couple with one elder, he is the elder
    child_limit: int  # oldest child of a family of three generations led by the child


class Deal(NamedTuple):
    """The households of one county while persons are dealt into them; arrays are changed in place."""

    ids: NDArray[np.uint64]
    order: NDArray[np.int64]
    generations: NDArray[np.int8]
    sizes: NDArray[np.int8]
    olds: NDArray[np.int8]
    paired: NDArray[np.bool_]
    first: NDArray[np.int64]
    sex: NDArray[np.uint8]
    age: NDArray[np.int16]
    kids: NDArray[np.int32]
    adults: NDArray[np.int32]
    elders: NDArray[np.int32]
    leaning: NDArray[np.float64]  # weight of being in a couple, by sex and age
    gaps: Gaps


@rule
def seat(d: Deal, h: int, level: int, i: int) -> int:
    """Return the row of the i-th member on a level of a household."""
    row = int(d.first[h]) + i
    for above in range(level):
        row += int(d.sizes[h, above])
    return row


@rule
def put(d: Deal, row: int, sex: int, age: int) -> bool:
    """Write a person into a row if one was found."""
    if age == NOBODY:
        return False
    d.sex[row], d.age[row] = sex, age
    return True


@rule
def is_pair(d: Deal, h: int, level: int) -> bool:
    """True if the first two members of a level are a couple."""
    if level == TOP:
        return d.sizes[h, TOP] > 1
    return level == MIDDLE and d.paired[h]


@rule
def is_free(d: Deal, h: int, level: int) -> bool:
    """True if nobody sits yet where the couple of a level belongs."""
    row = seat(d, h, level, 0)
    return d.age[row] < 0 and d.age[row + 1] < 0


@rule
def husband_gap(d: Deal, key: int, h: int) -> int:
    """Draw by how many years a husband is older than his wife."""
    return int(np.floor(d.gaps.husband_mean + d.gaps.husband_sd * normal(key, d.ids[h], 0) + HALF))


@rule
def mother_gap(d: Deal, key: int, h: int, k: int) -> int:
    """Draw by how many years a mother is older than her eldest child."""
    gap = int(np.floor(d.gaps.mother_mean + d.gaps.mother_sd * normal(key, d.ids[h], k) + HALF))
    return min(max(gap, d.gaps.mother_least), d.gaps.mother_most)


@rule
def take_sex(pool: NDArray[np.int32], sex: int, target: int, low: int, high: int) -> tuple[int, int]:
    """Take someone near an age, of the wanted sex if anyone is left; returns sex and age (-1 if nobody)."""
    sex = other_if_empty(pool, sex, low, high)
    return sex, take_near(pool, sex, target, low, high)


@rule
def parent_age(d: Deal, h: int, level: int) -> int:
    """Return the age that a mother on a level has, or would have: a lone father counts a little younger; -1 if none."""
    best = NOBODY
    for i in range(min(int(d.sizes[h, level]), PAIR)):
        row = seat(d, h, level, i)
        if d.age[row] >= 0:
            best = int(d.age[row])
            if d.sex[row] == FEMALE:
                return best
    return best


@kernel
def seat_elder_pairs(d: Deal, key: int) -> None:
    """Seat the couples of whom both are elders: he by chance leaning to the younger, she near his age."""
    for h in d.order:
        for level in (TOP, MIDDLE):
            if not is_pair(d, h, level) or d.olds[h, level] < PAIR or d.sizes[h, GREAT] > 0:
                continue
            if not is_free(d, h, level):
                continue
            low = d.gaps.elder
            stacked = level == TOP and d.olds[h, MIDDLE] > 0
            target = d.gaps.great_age if stacked else 0
            if stacked:
                his = take_near(d.elders, MALE, target, low, d.gaps.oldest)
            else:
                his = take_leaning(
                    d.elders, MALE, low, d.gaps.oldest, d.leaning, uniform(key, d.ids[h], level)
                )
            if put(d, seat(d, h, level, 0), MALE, his):
                hers = take_near(d.elders, FEMALE, his - husband_gap(d, key, h), low, d.gaps.oldest)
                put(d, seat(d, h, level, 1), FEMALE, hers)


@kernel
def seat_mixed_pairs(d: Deal, key: int) -> None:
    """Seat the couples of whom one is an elder: mostly he, a few years above the line, she a few below."""
    for h in d.order:
        for level in (TOP, MIDDLE):
            if not is_pair(d, h, level) or d.olds[h, level] != 1 or d.sizes[h, GREAT] > 0:
                continue
            if not is_free(d, h, level):
                continue
            gap = max(husband_gap(d, key, h), 1)
            line, u = d.gaps.elder, uniform(key, d.ids[h], level)
            if uniform(key, d.ids[h], PAIR) < d.gaps.elder_husband:
                his = take_near(d.elders, MALE, line + int(u * gap), line, d.gaps.oldest)
                hers = take_near(d.adults, FEMALE, his - gap, his - d.gaps.mother_least, line - 1)
            else:
                hers = take_near(d.elders, FEMALE, line + int(u * gap), line, d.gaps.oldest)
                his = take_near(d.adults, MALE, hers - 1, hers - d.gaps.mother_least, line - 1)
            put(d, seat(d, h, level, 0), MALE, his)
            put(d, seat(d, h, level, 1), FEMALE, hers)


@kernel
def seat_great(d: Deal, key: int) -> None:
    """Seat the very old who live above another generation of elders or of grandparents."""
    for h in d.order:
        stacked = d.olds[h, TOP] == 1 and d.sizes[h, TOP] == 1 and d.olds[h, MIDDLE] > 0
        if d.sizes[h, GREAT] == 0 and not stacked:
            continue
        level = GREAT if d.sizes[h, GREAT] > 0 else TOP
        if d.olds[h, level] == 0:
            continue
        low = d.gaps.elder
        sex = sex_of_one(d.elders, d.gaps.great_age, d.gaps.oldest, uniform(key, d.ids[h], 0), 1.0)
        sex, age = take_sex(d.elders, max(sex, 0), d.gaps.great_age, low, d.gaps.oldest)
        put(d, seat(d, h, level, 0), sex, age)
        below = level + 1
        for i in range(min(int(d.olds[h, below]), int(d.sizes[h, below]))):
            wanted = MALE if i == 0 else FEMALE
            sex, age = take_sex(d.elders, wanted, age - d.gaps.mother_least, low, d.gaps.oldest)
            put(d, seat(d, h, below, i), sex, age)


@kernel
def seat_lone_elders(d: Deal, key: int) -> None:
    """Seat the remaining elders, each with the same chance."""
    for h in d.order:
        for level in (GREAT, TOP, MIDDLE, SIDE):
            seated = 0
            for i in range(d.sizes[h, level]):
                seated += d.age[seat(d, h, level, i)] >= d.gaps.elder
            for i in range(d.sizes[h, level]):
                row = seat(d, h, level, i)
                if seated >= d.olds[h, level] or d.age[row] >= 0:
                    continue
                u = uniform(key, d.ids[h], level * d.sizes.shape[1] + i)
                sex = sex_of_one(d.elders, d.gaps.elder, d.gaps.oldest, u, 1.0)
                if sex == NOBODY:
                    continue
                v = uniform(key, ~d.ids[h], level * d.sizes.shape[1] + i)
                seated += put(d, row, sex, take_one_of(d.elders, sex, d.gaps.elder, d.gaps.oldest, v))


@kernel
def seat_rest(d: Deal, key: int) -> None:
    """Seat everyone left, each with the same chance: children in children's places, then adults, then anyone."""
    for h in d.order:
        for level in (BOTTOM, TOP, MIDDLE, SIDE, GREAT):
            for i in range(d.sizes[h, level]):
                row = seat(d, h, level, i)
                if d.age[row] >= 0:
                    continue
                u = uniform(key, d.ids[h], level * d.sizes.shape[1] + i)
                v = uniform(key, ~d.ids[h], level * d.sizes.shape[1] + i)
                pool = d.kids if level == BOTTOM else d.adults
                sex = sex_of_one(pool, 0, d.gaps.oldest, u, 1.0)
                if sex == NOBODY:
                    pool = d.adults if level == BOTTOM else d.kids
                    sex = sex_of_one(pool, 0, d.gaps.oldest, u, 1.0)
                if sex == NOBODY:
                    pool = d.elders
                    sex = sex_of_one(pool, 0, d.gaps.oldest, u, 1.0)
                if sex != NOBODY:
                    put(d, row, sex, take_one_of(pool, sex, 0, d.gaps.oldest, v))
