"""The order of rows: households with little income lie together, their members with them.

A month of policy goes through poor households and their members; lying together they are read in one stretch of memory.
Nothing else depends on the order: draws go by permanent ids.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from sim.clock import MONTHS_PER_YEAR
from sim.state.codes import EARNING, NO_PENSION, NOBODY
from sim.state.columns import Population


def income_per_head(population: Population) -> NDArray[np.float64]:
    """Return each household's cash income per head at the start, fen a year; infinite in institutions."""
    people, homes = population.persons, population.households
    wages = np.where(np.isin(people.work, EARNING), people.wage_m, 0)
    pensions = np.where(people.pension != NO_PENSION, people.pension_m, 0)
    monthly = np.bincount(people.household, wages + pensions, minlength=len(homes))
    income = MONTHS_PER_YEAR * monthly + homes.farm_y + homes.other_y
    return np.where(homes.is_collective, np.inf, income / np.maximum(homes.n_members, 1))


def poorest_first(population: Population) -> tuple[Population, NDArray[np.int32]]:
    """Return the same people with households in the order of their income per head, members together.

    Returns
    -------
    population : Population
    rows : int32 array, households
        The new row of each household, in the old order.
    """
    people, homes, kin = population.persons, population.households, population.kin
    order = np.argsort(income_per_head(population), kind="stable")
    home = _new_rows(order)
    by_home = np.argsort(home[people.household], kind="stable")
    persons, row = people.take(by_home), _new_rows(by_home)
    links = {name: row[getattr(persons, name)] for name in ("spouse", "father", "mother")}
    households = homes.take(order)
    first = np.cumsum(households.n_members, dtype=np.int32) - households.n_members
    kin = kin.take(np.argsort(home[kin.parent_household], kind="stable"))
    made = replace(
        population,
        persons=replace(persons, household=home[persons.household], **links),
        households=replace(households, first=first.astype(np.int32)),
        kin=replace(kin, parent_household=home[kin.parent_household], child=row[kin.child]),
    )
    return made, home[:-1]


def _new_rows(order: NDArray[np.int64]) -> NDArray[np.int32]:
    """Return the new row of each old one, and NOBODY for NOBODY, its last entry."""
    rows = np.full(order.size + 1, NOBODY, np.int32)
    rows[order] = np.arange(order.size, dtype=np.int32)
    return rows
