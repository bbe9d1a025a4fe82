"""The levels of a household: which generations live in it, how many of each, and which of them are 65 and over.

A household of a given size, number of generations and number of members of 65 and over is laid out on five levels:
great-grandparent, grandparents, parents, children, and others (siblings, further kin). Two persons on the level of
the grandparents are a couple; the first two on the level of the parents are one if the household is `paired`.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.draws import uniform
from sim.kernels import kernel, rule

GREAT, TOP, MIDDLE, BOTTOM, SIDE = 0, 1, 2, 3, 4
N_LEVELS = 5
ONE, TWO, THREE, FOUR = 1, 2, 3, 4


class Habits(NamedTuple):
    """Shares that decide how a household of given size, generations and elders is laid out."""

    couple_alone: float  # two persons of one generation are a couple
    couple_mixed: float  # ... when just one of them is 65 and over
    couple_among_others: float  # three and more of one generation hold a couple
    both_parents: float  # children live with two parents
    skipped: float  # children live with grandparents and without parents
    skipped_elder: float  # ... when the grandparents are 65 and over
    stem_pair: float  # two generations are two couples, nobody of 65 and over
    mixed_top: float  # the oldest couple has just one member of 65 and over
    married_child: float  # elders without grandchildren at home live with a married child
    both_grandparents: float  # three generations begin with a couple under 65


@rule
def _set(row: NDArray[np.int8], great: int, top: int, middle: int, bottom: int, side: int) -> None:
    row[0], row[1], row[2], row[3], row[4] = great, top, middle, bottom, side


@rule
def _one_generation(n: int, e: int, u: float, p: Habits, size: NDArray[np.int8]) -> bool:
    share = p.couple_among_others
    if n == TWO:
        share = p.couple_mixed if e == 1 else p.couple_alone
    paired = n > 1 and u < share
    middle = TWO if paired else 1
    _set(size, 0, 0, middle, 0, n - middle)
    return paired


@rule
def _two_without_elders(n: int, u: float, v: float, p: Habits, size: NDArray[np.int8]) -> bool:
    if u < p.skipped:
        top = TWO if n > TWO else 1
        _set(size, 0, top, 0, n - top, 0)
        return False
    if n >= FOUR and u < p.skipped + p.stem_pair:
        _set(size, 0, TWO, TWO, 0, n - FOUR)
        return True
    paired = n > TWO and v < p.both_parents
    middle = TWO if paired else 1
    _set(size, 0, 0, middle, n - middle, 0)
    return paired


@rule
def _two_with_elders(n: int, e: int, u: float, v: float, p: Habits, size: NDArray[np.int8]) -> bool:
    if e == 1 and n > TWO and u < p.mixed_top:
        _set(size, 0, 0, TWO, n - TWO, 0)
        return True
    side = 1 if e == THREE and n > THREE else 0
    top = TWO if e >= TWO and n > TWO else 1
    rest = n - top - side
    if e < THREE and e == top and v < p.skipped_elder:
        _set(size, 0, top, 0, rest, side)
        return False
    _set(size, 0, top, rest, 0, side)
    return rest > 1 and v < p.skipped_elder + p.married_child


@rule
def _three_generations(n: int, e: int, u: float, v: float, p: Habits, size: NDArray[np.int8]) -> bool:
    side = 1 if e == THREE else 0
    free = n - side
    if free == THREE:
        _set(size, 0, 1, 1, 1, side)
        return False
    share = p.both_grandparents
    if e == 1:
        share = p.mixed_top if free > FOUR else 0.0
    top = TWO if e >= TWO or u < share else 1
    paired = free - top > TWO and v < p.both_parents
    middle = TWO if paired else 1
    _set(size, 0, top, middle, free - top - middle, side)
    return paired


@rule
def _four_generations(n: int, size: NDArray[np.int8]) -> bool:
    paired = n > FOUR
    middle = TWO if paired else 1
    top = TWO if n - middle > THREE else 1
    _set(size, 1, top, middle, n - 1 - top - middle, 0)
    return paired


@rule
def _seat_elders(e: int, generations: int, size: NDArray[np.int8], old: NDArray[np.int8]) -> None:
    """Give the elders to the oldest levels first; one among the others if there is no room above."""
    left = e
    for level in (GREAT, TOP, MIDDLE, SIDE):
        room = min(size[level], TWO) if level == MIDDLE else size[level]
        if level == MIDDLE and generations > 1 and size[SIDE] > 0 and left > 0 and size[TOP] > 0:
            room = 0
        old[level] = min(left, room)
        left -= old[level]


@kernel
def lay_out(
    types: NDArray[np.int8],
    ids: NDArray[np.uint64],
    key: int,
    habits: Habits,
    sizes: NDArray[np.int8],
    olds: NDArray[np.int8],
    paired: NDArray[np.bool_],
) -> None:
    """Lay out every household of one county.

    Parameters
    ----------
    types : int8[households, 3]
        Size, generations and number of members of 65 and over.
    ids : uint64[households]
        Keys of their draws.
    sizes, olds : int8[households, 5]
        Out: members on each level, and how many of them are 65 and over.
    paired : bool[households]
        Out: the first two of the parents' level are a couple.
    """
    for h in range(ids.size):
        n, g, e = int(types[h, 0]), int(types[h, 1]), int(types[h, 2])
        u, v = uniform(key, ids[h], 0), uniform(key, ids[h], 1)
        if g == 1:
            paired[h] = _one_generation(n, e, u, habits, sizes[h])
        elif g == TWO and e == 0:
            paired[h] = _two_without_elders(n, u, v, habits, sizes[h])
        elif g == TWO:
            paired[h] = _two_with_elders(n, e, u, v, habits, sizes[h])
        elif g == THREE:
            paired[h] = _three_generations(n, e, u, v, habits, sizes[h])
        else:
            paired[h] = _four_generations(n, sizes[h])
        _seat_elders(e, g, sizes[h], olds[h])
