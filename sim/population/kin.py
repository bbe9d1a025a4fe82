"""Adult children outside their parents' household, linked to residents where one fits, else outside the region.

Every couple or lone person of 45 and over has a number of surviving children by cohort. Those not found at home are
looked for among residents without known parents whose age fits, first in the township, then in the county, then in
the region; a resident is the child of one couple at most. The others live outside the region.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.draws import normal, uniform
from sim.kernels import kernel, rule
from sim.state.codes import ELSEWHERE, NOBODY, SAME_COUNTY, SAME_TOWNSHIP

COHORTS = (45, 55, 65, 75)
CHILD_AGE = 20  # youngest child with a household elsewhere
SEARCH_YEARS = 3
MOST_CHILDREN = 9


class Units(NamedTuple):
    """Couples and lone persons who may have children elsewhere, in order of household; rows or -1."""

    household: NDArray[np.int32]
    township: NDArray[np.int16]
    mother: NDArray[np.int32]
    father: NDArray[np.int32]
    age: NDArray[np.int16]  # the mother's, or the lone father's
    children: NDArray[np.float64]  # mean number of surviving children, 0 for the childless
    at_home: NDArray[np.int64]
    ids: NDArray[np.uint64]


class Residents(NamedTuple):
    """Everyone who may turn out to be a child, grouped by township and age; `used` moves along each group."""

    household: NDArray[np.int64]
    age: NDArray[np.int16]
    spouse: NDArray[np.int32]
    father: NDArray[np.int32]
    mother: NDArray[np.int32]
    rows: NDArray[np.int32]
    start: NDArray[np.int64]
    used: NDArray[np.int64]
    county: NDArray[np.int64]  # of each township
    ages: int


class KinHabits(NamedTuple):
    """Ages, shares and bounds of the search."""

    gap_mean: float
    gap_sd: float
    least: int
    most: int
    father_most: int
    resident: float
    same_township: float
    same_county: float


@rule
def number_of_children(mean: float, u: float) -> int:
    """Return one child more than a Poisson number, with the given mean; none when the mean is zero."""
    if mean <= 0.0:
        return 0
    rate = max(mean - 1.0, 0.0)
    term = math.exp(-rate)
    reached, n = term, 1
    while u >= reached and n < MOST_CHILDREN:
        term *= rate / n
        reached += term
        n += 1
    return n


@rule
def town_by_lot(r: Residents, home: int, inside: bool, u: float) -> int:
    """Return another township of the same county, or a township of another county, each alike; the home if none."""
    n = 0
    for town in range(r.county.size):
        n += town != home and (r.county[town] == r.county[home]) == inside
    if n == 0:
        return home
    place = int(u * n)
    for town in range(r.county.size):
        if town != home and (r.county[town] == r.county[home]) == inside:
            if place == 0:
                return town
            place -= 1
    return home


@rule
def may_be_child(r: Residents, units: Units, i: int, row: int, h: KinHabits) -> bool:
    """True if a resident's age and household fit, and the resident is not married to a child of the same parents."""
    mother, father = units.mother[i], units.father[i]
    if r.household[row] == units.household[i]:
        return False
    if mother >= 0 and not h.least <= int(r.age[mother]) - int(r.age[row]) <= h.most:
        return False
    if father >= 0 and not h.least <= int(r.age[father]) - int(r.age[row]) <= h.father_most:
        return False
    spouse = r.spouse[row]
    if spouse == NOBODY:
        return True
    same = (mother >= 0 and r.mother[spouse] == mother) or (father >= 0 and r.father[spouse] == father)
    return not same


@rule
def find_child(r: Residents, units: Units, i: int, town: int, age: int, h: KinHabits) -> int:
    """Take a fitting resident of a township near an age; returns the row, or -1."""
    for step in range(SEARCH_YEARS * 2 + 1):
        near = age + (step + 1) // 2 * (1 if step % 2 else -1)
        if near < CHILD_AGE or near >= r.ages:
            continue
        cell = town * r.ages + near
        if r.start[cell] + r.used[cell] >= r.start[cell + 1]:
            continue
        row = int(r.rows[r.start[cell] + r.used[cell]])
        if may_be_child(r, units, i, row, h):
            r.used[cell] += 1
            return row
    return NOBODY


@rule
def look_for_child(r: Residents, units: Units, i: int, k: int, key: int, age: int, h: KinHabits) -> int:
    """Return the row of a resident child, or -1 for one outside the region."""
    if uniform(key, units.ids[i], k * 4) >= h.resident:
        return NOBODY
    home, u, v = (
        int(units.township[i]),
        uniform(key, units.ids[i], k * 4 + 1),
        uniform(key, units.ids[i], k * 4 + 2),
    )
    town = home
    if u >= h.same_township:
        town = town_by_lot(r, home, u < h.same_township + h.same_county, v)
    row = find_child(r, units, i, town, age, h)
    if row == NOBODY and town == home:
        row = find_child(r, units, i, town_by_lot(r, home, True, v), age, h)
    return row


@kernel
def link_children(
    units: Units, r: Residents, h: KinHabits, key: int, age_key: int,
    unit_of: NDArray[np.int32], child: NDArray[np.int32],
) -> int:  # fmt: skip
    """Write one row a child elsewhere (its parents' unit, and its row or -1), set the parents of residents.

    Returns the number of rows written.
    """
    n = 0
    for i in range(units.household.size):
        born = number_of_children(units.children[i], uniform(key, units.ids[i], MOST_CHILDREN * 8))
        for k in range(born - units.at_home[i]):
            gap = int(h.gap_mean + 2 * k + h.gap_sd * normal(age_key, units.ids[i], k))
            age = int(units.age[i]) - min(max(gap, h.least), h.most)
            if age < CHILD_AGE:
                continue
            row = look_for_child(r, units, i, k, key, age, h)
            if row >= 0:
                r.mother[row], r.father[row] = units.mother[i], units.father[i]
            unit_of[n], child[n] = i, row
            n += 1
    return n


def distances(
    home: NDArray[np.int16], away: NDArray[np.int16], county: NDArray[np.int64]
) -> NDArray[np.uint8]:
    """Return how far a resident child's township is from the parents'."""
    near = np.where(county[home] == county[away], SAME_COUNTY, ELSEWHERE)
    return np.where(home == away, SAME_TOWNSHIP, near).astype(np.uint8)


def mean_children(age: NDArray[np.int16], is_urban: NDArray[np.bool_], given: Any) -> NDArray[np.float64]:
    """Return the mean number of surviving children by the parent's age and residence."""
    means = np.array([getattr(given, f"children_{first}") for first in COHORTS])
    group = np.clip(np.searchsorted(COHORTS, age, side="right") - 1, 0, None)
    return np.asarray(means[group] + np.where(is_urban, 0.0, given.children_rural))


def kin_habits(given: Any) -> KinHabits:
    """Return the assumptions of the search."""
    return KinHabits(
        gap_mean=float(given.mother_older_mean),
        gap_sd=float(given.mother_older_sd),
        least=int(given.mother_older_least),
        most=int(given.mother_older_most),
        father_most=int(given.father_older_most),
        resident=float(given.kin_resident),
        same_township=float(given.kin_same_township),
        same_county=float(given.kin_same_county),
    )
