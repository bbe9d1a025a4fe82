"""The table of adult children elsewhere, from the couples and lone persons who may have some."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.draws import uniforms
from sim.population import streams
from sim.population.kin import (
    CHILD_AGE,
    MOST_CHILDREN,
    Residents,
    Units,
    distances,
    kin_habits,
    link_children,
    mean_children,
)
from sim.population.livelihood import SEVERE_GRADE
from sim.population.margins import N_AGES
from sim.population.streams import normals
from sim.state.codes import ELSEWHERE, FEMALE, MALE, NEVER_MARRIED, NOBODY
from sim.state.columns import Kin

ROOM = 2  # children a unit for whom room is kept at first
COUPLE_ELDERS = 2


class Families(NamedTuple):
    """Columns of persons and households that kinship needs; `father` and `mother` are completed in place."""

    ids: NDArray[np.uint64]
    household: NDArray[np.int64]
    township: NDArray[np.int16]
    sex: NDArray[np.uint8]
    age: NDArray[np.int16]
    marital: NDArray[np.uint8]
    spouse: NDArray[np.int32]
    father: NDArray[np.int32]
    mother: NDArray[np.int32]
    unable: NDArray[np.bool_]  # cannot support anyone
    is_urban: NDArray[np.bool_]  # of households
    is_collective: NDArray[np.bool_]
    n_members: NDArray[np.int64]
    income_pc_m: NDArray[np.float64]


def cannot_support(
    grade: NDArray[np.uint8], ill: NDArray[np.uint8], cluster: NDArray[np.bool_], household: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Return who is severely disabled, severely ill, or lives in a household of the low-income cluster."""
    severe = (grade > 0) & (grade <= SEVERE_GRADE)
    return np.asarray(severe | (ill > 0) | cluster[household])


def _children_of(parents: NDArray[np.int32], links: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return how many residents name each of the parents (rows, or -1 for nobody)."""
    counts = np.bincount(links[links >= 0], minlength=int(max(parents.max(initial=0), 0)) + 1)
    return np.asarray(counts[np.maximum(parents, 0)] * (parents >= 0))


def parent_units(f: Families, given: Any, seed: int) -> Units:
    """Return the couples and lone persons of family households who may have children elsewhere."""
    older = f.age >= given.kin_age
    private = ~f.is_collective[f.household]
    both = np.maximum(f.spouse, 0)
    wife = (f.sex == FEMALE) & (f.spouse >= 0) & (older | (older[both] & (f.spouse >= 0)))
    lone = older & (f.spouse == NOBODY) & (f.marital != NEVER_MARRIED)
    rows = np.flatnonzero(private & (wife | lone))
    is_woman, is_wife = f.sex[rows] == FEMALE, wife[rows]
    mother = np.where(is_woman, rows, NOBODY).astype(np.int32)
    father = np.where(is_wife, f.spouse[rows], np.where(f.sex[rows] == MALE, rows, NOBODY)).astype(np.int32)
    childless = uniforms(streams.key_of(seed, streams.FERTILITY), f.ids[rows]) < given.childless_married
    means = mean_children(f.age[rows], f.is_urban[f.household[rows]], given)
    at_home = np.maximum(_children_of(mother, f.mother), _children_of(father, f.father))
    return Units(
        household=f.household[rows].astype(np.int32), township=f.township[rows], mother=mother, father=father,
        age=f.age[rows], children=np.where(childless, 0.0, means), at_home=at_home, ids=f.ids[rows],
    )  # fmt: skip


def residents(f: Families, county_of_township: NDArray[np.int64], seed: int) -> Residents:
    """Return the residents without known parents, by township and age, in random order within a group."""
    free = (f.father == NOBODY) & (f.mother == NOBODY) & (f.age >= CHILD_AGE)
    rows = np.flatnonzero(free & ~f.is_collective[f.household])
    cell = f.township[rows].astype(np.int64) * N_AGES + f.age[rows]
    order = np.lexsort((uniforms(streams.key_of(seed, streams.KIN, 1), f.ids[rows]), cell))
    n_cells = county_of_township.size * N_AGES
    start = np.concatenate([[0], np.cumsum(np.bincount(cell, minlength=n_cells))])
    return Residents(
        household=f.household, age=f.age, spouse=f.spouse, father=f.father, mother=f.mother,
        rows=rows[order].astype(np.int32), start=start, used=np.zeros(n_cells, np.int64),
        county=county_of_township, ages=N_AGES,
    )  # fmt: skip


def kin_elsewhere(f: Families, county_of_township: NDArray[np.int64], given: Any, seed: int) -> Kin:
    """Return the adult children outside their parents' household, and complete the residents' parents in place."""
    units = parent_units(f, given, seed)
    room = units.household.size * MOST_CHILDREN
    unit_of, child = np.empty(room, np.int32), np.empty(room, np.int32)
    n = link_children(
        units, residents(f, county_of_township, seed), kin_habits(given), streams.key_of(seed, streams.KIN),
        streams.key_of(seed, streams.KIN, ROOM), unit_of, child,
    )  # fmt: skip
    unit_of, child = unit_of[:n].copy(), child[:n].copy()
    home = f.household[np.maximum(child, 0)]
    known = child >= 0
    ids = streams.permanent_ids(streams.region_key("kin"), streams.PERSON, n)
    outside = given.kin_outside_income_m * np.exp(
        given.kin_outside_sd * normals(streams.key_of(seed, streams.KIN_INCOME), ids)
    )
    u = [uniforms(streams.key_of(seed, streams.KIN_INCOME, part), ids) for part in (1, 2, 3, 4)]
    parents = (units.mother[unit_of] >= 0).astype(np.uint8) + (units.father[unit_of] >= 0)
    half = given.in_laws_mean / COUPLE_ELDERS
    members = 1 + (u[0] * (2 * given.kin_outside_members - 1)).astype(np.int64)
    away = distances(units.township[unit_of], f.township[np.maximum(child, 0)], county_of_township)
    return Kin(
        parent_household=units.household[unit_of],
        child=child,
        distance=np.where(known, away, ELSEWHERE).astype(np.uint8),
        income_pc_m=np.where(known, f.income_pc_m[home], outside).astype(np.int32),
        n_members=np.where(known, np.minimum(f.n_members[home], np.iinfo(np.uint8).max), members).astype(
            np.uint8
        ),
        n_elders=(parents + (u[1] < half) + (u[2] < half)).astype(np.uint8),
        is_unable=np.where(known, f.unable[np.maximum(child, 0)], u[3] < given.kin_unable),
    )
