"""The same people in another order of rows."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sim.state.codes import NOBODY


def shuffled(population, seed):
    """Return the population with households, and the persons within them, in another order; ids stay."""
    rng = np.random.default_rng(seed)
    people, homes = population.persons, population.households
    new_homes = rng.permutation(len(homes))  # new row -> old row
    rank = np.empty(len(homes), np.int64)
    rank[new_homes] = np.arange(len(homes))
    order = np.lexsort((rng.random(len(people)), rank[people.household]))  # new row -> old row
    row = np.empty(len(people) + 1, np.int32)
    row[order] = np.arange(len(people))
    row[NOBODY] = NOBODY
    persons = people.take(order)
    links = {name: row[getattr(persons, name)] for name in ("spouse", "father", "mother")}
    persons = replace(persons, household=rank[persons.household].astype(np.int32), **links)
    households = homes.take(new_homes)
    first = np.concatenate([[0], np.cumsum(households.n_members)])[:-1].astype(np.int32)
    kin_order = np.argsort(rank[population.kin.parent_household], kind="stable")
    kin = population.kin.take(kin_order)
    kin = replace(
        kin,
        parent_household=rank[kin.parent_household].astype(np.int32),
        child=row[kin.child].astype(np.int32),
    )
    return replace(population, persons=persons, households=replace(households, first=first), kin=kin)
