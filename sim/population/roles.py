"""Who is what to whom in a household: the relation to the head, the spouse, and the parents at home."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.kernels import kernel, rule
from sim.population.dealing import PAIR, Deal, is_pair, seat
from sim.population.levels import BOTTOM, GREAT, MIDDLE, SIDE, TOP
from sim.state.codes import CHILD, FEMALE, GRANDCHILD, HEAD, MALE, NOBODY, OTHER, PARENT, SPOUSE


@rule
def head_level(d: Deal, h: int) -> int:
    """Return the level of the head: the parents, unless grandparents under 65 or of four generations lead."""
    if d.sizes[h, TOP] == 0:
        return MIDDLE
    if d.sizes[h, MIDDLE] == 0 or d.sizes[h, GREAT] > 0 or d.olds[h, TOP] < d.sizes[h, TOP]:
        return TOP
    return MIDDLE


@rule
def relation_of(level: int, i: int, head: int, married: bool) -> int:
    """Return the relation to the head of the i-th member on a level; a child's spouse counts as a child."""
    if level == SIDE:
        return OTHER
    if level == head:
        if i == 0:
            return HEAD
        return SPOUSE if i == 1 and married else OTHER
    if level < head:
        return PARENT if level + 1 == head else OTHER
    return CHILD if level == head + 1 and not (head == TOP and level == BOTTOM) else GRANDCHILD


@rule
def fits_as_parent(d: Deal, parent: int, child: int) -> bool:
    """True if a parent's age fits a child's; ages in completed years."""
    gap = int(d.age[parent]) - int(d.age[child])
    most = d.gaps.mother_most if d.sex[parent] == FEMALE else d.gaps.father_most
    return d.gaps.mother_least <= gap <= most


@rule
def join_parents(
    d: Deal, h: int, level: int, child: int, father: NDArray[np.int32], mother: NDArray[np.int32]
) -> None:
    """Name the first two members of a level, who fit by age, as the parents of a person."""
    for i in range(min(int(d.sizes[h, level]), PAIR)):
        parent = seat(d, h, level, i)
        if i == 1 and not is_pair(d, h, level):
            return
        if not fits_as_parent(d, parent, child):
            continue
        if d.sex[parent] == MALE and father[child] == NOBODY:
            father[child] = parent
        elif d.sex[parent] == FEMALE and mother[child] == NOBODY:
            mother[child] = parent


@rule
def join_couple(d: Deal, h: int, level: int, spouse: NDArray[np.int32]) -> bool:
    """Marry the first two members of a level to each other if they are a man and a woman of age."""
    if not is_pair(d, h, level):
        return False
    one, other = seat(d, h, level, 0), seat(d, h, level, 1)
    of_age = min(d.age[one], d.age[other]) >= d.gaps.marriage
    near = abs(int(d.age[one]) - int(d.age[other])) <= d.gaps.mother_least
    if d.sex[one] == d.sex[other] or not of_age or not near:
        return False
    spouse[one], spouse[other] = other, one
    return True


@kernel
def assign_roles(
    d: Deal,
    relation: NDArray[np.uint8],
    spouse: NDArray[np.int32],
    father: NDArray[np.int32],
    mother: NDArray[np.int32],
) -> None:
    """Write the relation to the head, the spouse and the parents of everyone; -1 for those who are not at home."""
    for h in range(d.ids.size):
        head = head_level(d, h)
        for level in range(SIDE + 1):
            married = join_couple(d, h, level, spouse)
            for i in range(d.sizes[h, level]):
                row = seat(d, h, level, i)
                relation[row] = relation_of(level, i, head, married)
                if level == GREAT or level == SIDE or (i == 1 and married):
                    continue
                if level == BOTTOM and d.sizes[h, MIDDLE] == 0:
                    continue
                join_parents(d, h, level - 1, row, father, mother)


@kernel
def swap_missing(d: Deal) -> None:
    """Move a lone woman to the first seat of a couple whose husband is missing, so that the head is present."""
    for h in range(d.ids.size):
        for level in (TOP, MIDDLE):
            if not is_pair(d, h, level):
                continue
            one, other = seat(d, h, level, 0), seat(d, h, level, 1)
            if d.age[one] < 0 <= d.age[other]:
                d.age[one], d.sex[one] = d.age[other], d.sex[other]
                d.age[other] = NOBODY
