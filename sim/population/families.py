"""Deals the generations of a family so that their ages fit: down from elders, or up from a child."""

from __future__ import annotations

import numpy as np

from sim.draws import uniform
from sim.kernels import kernel, rule
from sim.population.dealing import (
    HALF,
    PAIR,
    Deal,
    husband_gap,
    is_free,
    is_pair,
    mother_gap,
    parent_age,
    put,
    seat,
    take_sex,
)
from sim.population.levels import BOTTOM, GREAT, MIDDLE, TOP
from sim.population.pools import sex_of_one, take_leaning, take_near, take_one_of
from sim.state.codes import FEMALE, MALE, NOBODY


@rule
def seat_wife(d: Deal, key: int, h: int, level: int, his: int) -> None:
    """Seat a wife under 65 near her husband's age."""
    low = max(d.gaps.marriage, his - d.gaps.mother_least)
    hers = take_near(d.adults, FEMALE, his - husband_gap(d, key, h), low, d.gaps.elder - 1)
    put(d, seat(d, h, level, 1), FEMALE, hers)


@rule
def seat_husband(d: Deal, key: int, h: int, level: int, hers: int) -> None:
    """Seat a husband under 65 near his wife's age."""
    low = max(d.gaps.marriage, hers - d.gaps.mother_least // PAIR)
    his = take_near(d.adults, MALE, hers + husband_gap(d, key, h), low, d.gaps.elder - 1)
    put(d, seat(d, h, level, 0), MALE, his)


@rule
def seat_children(d: Deal, key: int, h: int, first_seat: int, eldest: int, mother: int) -> None:
    """Seat the children of a household, each younger than the one before, within the bounds of the mother's age."""
    low, high = mother - d.gaps.mother_most, mother - d.gaps.mother_least
    target = eldest
    for i in range(first_seat, int(d.sizes[h, BOTTOM])):
        if i > 0:
            spacing = 1 + int(-np.log(1.0 - uniform(key, d.ids[h], i)) * (d.gaps.spacing_mean - 1))
            target = target - spacing if target >= spacing else eldest + spacing * i
        boy = uniform(key, ~d.ids[h], i) < HALF
        sex = sex_of_one(d.kids, max(low, target - 1), min(high, target + 1), uniform(key, ~d.ids[h], i), 1.0)
        if sex == NOBODY:
            sex = MALE if boy else FEMALE
        sex, age = take_sex(d.kids, sex, target, low, high)
        if put(d, seat(d, h, BOTTOM, i), sex, age):
            target = age


@rule
def seat_below(d: Deal, key: int, h: int, level: int) -> None:
    """Seat the children of the level above, who are adults, and the spouse of the first."""
    mother = parent_age(d, h, level - 1)
    if mother == NOBODY:
        return
    high = min(mother - d.gaps.mother_least, d.gaps.elder - 1)
    low = max(mother - d.gaps.mother_most, d.gaps.marriage)
    gap = mother_gap(d, key, h, level)
    is_couple = is_pair(d, h, level)
    if is_couple and d.age[seat(d, h, level, 0)] >= 0 > d.age[seat(d, h, level, 1)]:
        seat_wife(d, key, h, level, int(d.age[seat(d, h, level, 0)]))
    for i in range(d.sizes[h, level]):
        row = seat(d, h, level, i)
        if d.age[row] >= 0 or (i == 1 and is_couple):
            continue
        son = is_couple or uniform(key, d.ids[h], i + 1) < d.gaps.son_stays
        sex, age = MALE if i == 0 else FEMALE, NOBODY
        if i == 0 and is_couple:
            age = take_near(d.adults, MALE, mother - gap, low, high)
        else:
            sex, age = take_sex(d.adults, MALE if son else FEMALE, mother - gap - i, low, high)
        if put(d, row, sex, age) and i == 0 and is_couple and d.age[seat(d, h, level, 1)] < 0:
            seat_wife(d, key, h, level, age)


@kernel
def descend(d: Deal, key: int) -> None:
    """Seat the families under someone already seated: grown-up children, their spouses, and their children."""
    for h in d.order:
        for level in (TOP, MIDDLE):
            if d.sizes[h, level] > 0 and d.sizes[h, level - 1] > 0:
                seat_below(d, key, h, level)
        above = MIDDLE if d.sizes[h, MIDDLE] > 0 else TOP
        if d.sizes[h, BOTTOM] == 0 or d.sizes[h, above] == 0:
            continue
        mother = parent_age(d, h, above)
        if mother == NOBODY:
            continue
        gap = mother_gap(d, key, h, BOTTOM)
        if above == TOP:
            gap += gap
        seat_children(d, key, h, 0, mother - gap, mother)


@rule
def seat_parents(d: Deal, key: int, h: int, child: int) -> int:
    """Seat the parents of a first child, or the lone parent; returns the father's or the lone parent's age, or -1."""
    target = child + mother_gap(d, key, h, MIDDLE)
    low = max(child + d.gaps.mother_least, d.gaps.marriage)
    high = min(child + d.gaps.mother_most, d.gaps.elder - 1)
    if d.paired[h]:
        hers = take_near(d.adults, FEMALE, target, low, high)
        if not put(d, seat(d, h, MIDDLE, 1), FEMALE, hers):
            return NOBODY
        seat_husband(d, key, h, MIDDLE, hers)
        his = d.age[seat(d, h, MIDDLE, 0)]
        return int(his) if his >= 0 else hers
    sex = sex_of_one(d.adults, target - 1, target + 1, uniform(key, d.ids[h], 0), d.gaps.lone_mother)
    sex, age = take_sex(d.adults, max(sex, 0), target, low, high)
    put(d, seat(d, h, MIDDLE, 0), sex, age)
    return age


@rule
def seat_young_top(d: Deal, key: int, h: int, target: int, least: int) -> None:
    """Seat grandparents under 65: a couple, or mostly a grandmother."""
    high = d.gaps.elder - 1
    if d.sizes[h, TOP] > 1:
        hers = take_near(d.adults, FEMALE, target, least, high)
        if put(d, seat(d, h, TOP, 1), FEMALE, hers):
            seat_husband(d, key, h, TOP, hers)
        return
    sex = sex_of_one(d.adults, target - 1, target + 1, uniform(key, d.ids[h], TOP), d.gaps.lone_mother)
    sex, age = take_sex(d.adults, max(sex, 0), target, least, high)
    put(d, seat(d, h, TOP, 0), sex, age)


@kernel
def ascend(d: Deal, key: int) -> None:
    """Seat the families without elders from a child up; those of three generations first."""
    for three in (True, False):
        for h in d.order:
            if d.sizes[h, BOTTOM] == 0 or d.age[seat(d, h, BOTTOM, 0)] >= 0:
                continue
            if (d.sizes[h, TOP] > 0) != three or d.olds[h].sum() > 0:
                continue
            high = d.gaps.child_limit if three else d.gaps.oldest
            if three and d.sizes[h, MIDDLE] == 0:
                high = d.gaps.adult
            sex = sex_of_one(d.kids, 0, high, uniform(key, d.ids[h], 0), 1.0)
            if sex == NOBODY:
                continue
            child = take_one_of(d.kids, sex, 0, high, uniform(key, ~d.ids[h], 1))
            put(d, seat(d, h, BOTTOM, 0), sex, child)
            seat_above(d, key, h, child)


@rule
def seat_above(d: Deal, key: int, h: int, child: int) -> None:
    """Seat the parents, grandparents and younger siblings of a first child."""
    least = d.gaps.mother_least
    parent = child + least
    if d.sizes[h, MIDDLE] > 0:
        found = seat_parents(d, key, h, child)
        parent = found if found != NOBODY else parent
    if d.sizes[h, TOP] > 0:
        target = max(parent + mother_gap(d, key, h, TOP), d.gaps.young_top)
        if d.sizes[h, MIDDLE] == 0:
            target = d.gaps.young_top
        seat_young_top(d, key, h, target, parent + least)
    mother = parent_age(d, h, MIDDLE if d.sizes[h, MIDDLE] > 0 else TOP)
    if mother != NOBODY:
        seat_children(d, key, h, 1, child, mother)


@kernel
def seat_couples(d: Deal, key: int) -> None:
    """Seat the couples under 65 without children at home, and the pairs of couples of two generations."""
    for h in d.order:
        if is_pair(d, h, TOP) and is_free(d, h, TOP) and d.sizes[h, GREAT] == 0:
            seat_young_top(d, key, h, d.gaps.young_top, d.gaps.young_top - d.gaps.mother_least)
            seat_below(d, key, h, MIDDLE)
        if not d.paired[h] or not is_free(d, h, MIDDLE):
            continue
        row = seat(d, h, MIDDLE, 0)
        low, high = d.gaps.marriage, d.gaps.elder - 1
        hers = take_leaning(d.adults, FEMALE, low, high, d.leaning, uniform(key, d.ids[h], MIDDLE))
        if put(d, row + 1, FEMALE, hers):
            seat_husband(d, key, h, MIDDLE, hers)
