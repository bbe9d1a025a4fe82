"""Kin outside the home: the adult children from whom the law imputes support.

Parents of a household have as many children as their cohort had, less those at home. Part of the others are residents of
the same county, found by age; the rest live elsewhere and are known by their income and household alone.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.draws import key_of, uniforms
from sim.kernels import kernel
from sim.population import streams
from sim.population.gathering import Residents
from sim.population.livelihood import lognormals
from sim.state.codes import (
    COLLECTIVE,
    ELSEWHERE,
    FEMALE,
    NEVER_MARRIED,
    NOBODY,
    SAME_COUNTY,
    SAME_TOWNSHIP,
)
from sim.state.columns import Kin

COHORTS = (45, 55, 65, 75)
LEAST_GAP, MOST_GAP, ADULT = 16, 49, 18


def parents_of(people: Residents, given: Any) -> NDArray[np.int32]:
    """Return one person a household, the oldest mother or lone father of kin age, whose children are counted; or -1."""
    age = np.where(people.relation == COLLECTIVE, 0, people.age).astype(np.int64)
    is_parent = (age >= given.kin_age) & ((people.sex == FEMALE) | (people.spouse == NOBODY))
    rank = np.where(is_parent, age * (1 + 1) + (people.sex == FEMALE), 0)
    best = np.maximum.reduceat(rank, people.first)
    rows = np.nonzero(is_parent & (rank == best[people.household]))[0]
    out = np.full(len(people.household_id), NOBODY, np.int32)
    out[people.household[rows[::-1]]] = rows[::-1]
    return out


def children_elsewhere(
    people: Residents, parent: NDArray[np.int32], marital: NDArray[np.uint8], given: Any, seed: int
) -> NDArray[np.int64]:
    """Return the number of living children outside the household, by household."""
    has = parent != NOBODY
    rows = parent[has]
    mean = np.zeros(rows.size)
    for age in COHORTS:
        mean = np.where(people.age[rows] >= age, getattr(given, f"children_{age}"), mean)
    mean += np.where(people.is_urban[people.household[rows]], 0.0, given.children_rural)
    u = uniforms(key_of(seed, streams.FERTILITY, 0), people.person_id[rows])
    v = uniforms(key_of(seed, streams.FERTILITY, 1), people.person_id[rows])
    number = np.floor(mean + u).astype(np.int64)
    childless = np.where(marital[rows] == NEVER_MARRIED, given.childless_never, given.childless_married)
    number = np.where(v < childless, 0, np.maximum(number, 1))
    at_home = np.zeros(people.sex.size, np.int64)
    for link in (people.father, people.mother):
        np.add.at(at_home, link[link != NOBODY], 1)
    out = np.zeros(parent.size, np.int64)
    out[has] = np.maximum(number - at_home[rows], 0)
    return out


@kernel
def _match(
    wanted_age: NDArray[np.int64], by_age: NDArray[np.int64], first: NDArray[np.int64], slack: int, out: NDArray[np.int64]
) -> None:
    """Give each request the next free candidate of the wanted age, or of one near it; candidates are sorted by age."""
    taken = first[:-1].copy()
    for i in range(wanted_age.size):
        for step in range(slack + slack + 1):
            away = (step + 1) // 2 if step % 2 == 0 else -((step + 1) // 2)
            age = wanted_age[i] + away
            if 0 <= age < first.size - 1 and taken[age] < first[age + 1]:
                out[i] = by_age[taken[age]]
                taken[age] += 1
                break


def match_by_age(
    wanted_age: NDArray[np.int64], candidates: NDArray[np.int64], age: NDArray[np.int16], slack: int
) -> NDArray[np.int64]:
    """Return a candidate for each request, each at most once, -1 where none of a near age is left."""
    ages = age[candidates].astype(np.int64)
    order = np.argsort(ages, kind="stable")
    top = int(max(ages.max(initial=0), wanted_age.max(initial=0))) + 1
    first = np.searchsorted(ages[order], np.arange(top + 1))
    out = np.full(wanted_age.size, NOBODY, np.int64)
    _match(wanted_age, candidates[order], first, slack, out)
    return out


def _resident_children(
    people: Residents, home: NDArray[np.int64], age: NDArray[np.int64], given: Any, seed: int, u: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
    """Return a resident child and its distance for the kin that live in the county, else -1 and ELSEWHERE."""
    child = np.full(home.size, NOBODY, np.int64)
    distance = np.full(home.size, ELSEWHERE, np.uint8)
    no_parent = (people.father == NOBODY) & (people.mother == NOBODY)
    free = no_parent & (people.age >= ADULT) & (people.relation != COLLECTIVE)
    order = np.argsort(uniforms(key_of(seed, streams.KIN, 1), people.person_id), kind="stable")
    near = u < given.kin_resident * given.kin_same_township
    local = u < given.kin_resident * (given.kin_same_township + given.kin_same_county)
    slack = int(given.mother_older_sd)
    for code, wants, place in (
        (SAME_TOWNSHIP, near, people.township),
        (SAME_COUNTY, local & ~near, people.county),
    ):
        of_person = place[people.household]
        for value in np.unique(place):
            asked = np.nonzero(wants & (place[home] == value))[0]
            pool = order[free[order] & (of_person[order] == value)]
            found = match_by_age(age[asked], pool, people.age, slack)
            ok = (found != NOBODY) & (people.household[found] != home[asked])
            child[asked[ok]], distance[asked[ok]] = found[ok], code
            free[found[ok]] = False
    return child, distance


def kin_of(
    people: Residents, marital: NDArray[np.uint8], income_y: NDArray[np.float64], grade: NDArray[np.uint8],
    given: Any, seed: int,
) -> Kin:  # fmt: skip
    """Return the adult children elsewhere of all households, and enter the resident ones as children of their parents."""
    parent = parents_of(people, given)
    number = children_elsewhere(people, parent, marital, given, seed)
    home = np.repeat(np.arange(number.size), number)
    mother = parent[home].astype(np.int64)
    ids = people.household_id[home] ^ (np.arange(home.size) - np.searchsorted(home, home)).astype(np.uint64)
    u, v = (uniforms(key_of(seed, streams.KIN, 0), ids, k) for k in (0, 1))
    gap = given.mother_older_mean + given.mother_older_sd * (v + v - 1.0) * (1 + 1)
    age = np.maximum(people.age[mother] - np.clip(np.rint(gap), LEAST_GAP, MOST_GAP), ADULT).astype(np.int64)
    child, distance = _resident_children(people, home, age, given, seed, u)
    here = child != NOBODY
    partner = people.spouse[mother]
    female = people.sex[mother] == FEMALE
    people.mother[child[here]] = np.where(female, mother, partner)[here]
    people.father[child[here]] = np.where(female, partner, mother)[here]
    row = people.household[np.where(here, child, 0)]
    size = people.n_members.astype(float)
    outside = given.kin_outside_income_m * lognormals(key_of(seed, streams.KIN_INCOME, 0), ids, given.kin_outside_sd)
    w = uniforms(key_of(seed, streams.KIN_INCOME, 1), ids)
    elders = 1 + (partner != NOBODY) + np.floor(given.in_laws_mean + w).astype(np.int64)
    severe = here & (grade[np.where(here, child, 0)] > 0) & (grade[np.where(here, child, 0)] < 3)
    unable = uniforms(key_of(seed, streams.KIN_INCOME, 1 + 1), ids) < given.kin_unable
    return Kin(
        parent_household=home.astype(np.int32),
        child=child.astype(np.int32),
        distance=distance,
        income_pc_m=np.where(here, income_y[row] / size[row] / 12, outside).astype(np.int32),
        n_members=np.where(here, size[row], np.rint(given.kin_outside_members)).astype(np.uint8),
        n_elders=elders.astype(np.uint8),
        is_unable=severe | unable,
    )
