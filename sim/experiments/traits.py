"""Traits of persons by which a comparison is broken down: where and how they lived when the run began.

They are taken from the people before any policy, so they are the same in every scenario with one seed.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.clock import MONTHS_PER_YEAR
from sim.engine.world import World

TOWNSHIP, AGE, RESIDENCE, HOUSEHOLD_TYPE, INCOME_TENTH = (
    "township",
    "age",
    "residence",
    "household_type",
    "income_tenth",
)
DIMENSIONS = (TOWNSHIP, AGE, RESIDENCE, HOUSEHOLD_TYPE, INCOME_TENTH)
# Ends of the age groups: school age, adulthood, working age, the age of elders, the very old (statistical yearbooks).
AGE_FROM = (0, 18, 45, 60, 80)
AGES = ("age_0_17", "age_18_44", "age_45_59", "age_60_79", "age_80")
RESIDENCES = ("urban", "rural")
ADULT, ELDER = AGE_FROM[1], 60
N_TENTHS = 10
TENTHS = tuple(f"tenth_{number}" for number in range(1, N_TENTHS + 1))
ALONE_ELDER, ALONE, ELDERS_ONLY, WITH_CHILDREN, THREE_AGES, ADULTS, COLLECTIVE, LATER = (
    "household_alone_elder",
    "household_alone",
    "household_elders_only",
    "household_with_children",
    "household_three_ages",
    "household_adults",
    "household_collective",
    "household_later",
)
HOUSEHOLD_TYPES = (ALONE_ELDER, ALONE, ELDERS_ONLY, WITH_CHILDREN, THREE_AGES, ADULTS, COLLECTIVE, LATER)
GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {AGE: AGES, RESIDENCE: RESIDENCES, HOUSEHOLD_TYPE: HOUSEHOLD_TYPES, INCOME_TENTH: TENTHS}
)


def traits_of(world: World) -> pd.DataFrame:
    """Return the traits of every person who ever lives in the region.

    Returns
    -------
    pandas.DataFrame
        One row a person; township age residence household_type income_tenth, categories. Those who come later are as
        old as when they come, and of the household into which they come. Members of institutions have no tenth.
    """
    lives = world.histories
    persons, households = lives.persons, lives.households
    home = persons.household
    codes = np.array(list(world.profile.townships["code"]), dtype=object)
    kind = household_types(world)
    tenth = income_tenths(world)
    entered = lives.start + np.maximum(persons.entered.astype(np.int64), 0)
    age = np.maximum(entered - persons.born, 0) // MONTHS_PER_YEAR
    return pd.DataFrame(
        {
            TOWNSHIP: pd.Categorical.from_codes(households.township[home].astype(np.int64), codes),
            AGE: pd.Categorical.from_codes(np.digitize(age, AGE_FROM) - 1, AGES),
            RESIDENCE: pd.Categorical.from_codes((~households.is_urban[home]).astype(np.int8), RESIDENCES),
            HOUSEHOLD_TYPE: pd.Categorical.from_codes(kind[home], HOUSEHOLD_TYPES),
            INCOME_TENTH: pd.Categorical.from_codes(tenth[home], TENTHS),
        }
    )


def household_types(world: World) -> NDArray[np.int64]:
    """Return the type of each household at the start, as places in HOUSEHOLD_TYPES."""
    lives = world.histories
    persons, households = lives.persons, lives.households
    n = len(households)
    here = persons.entered < 0
    home, age = persons.household[here], (lives.start - persons.born[here]) // MONTHS_PER_YEAR
    size = np.bincount(home, minlength=n)
    young = np.bincount(home[age < ADULT], minlength=n)
    old = np.bincount(home[age >= ELDER], minlength=n)
    chosen = [
        (households.is_collective, COLLECTIVE),
        (size == 0, LATER),
        ((size == 1) & (old == 1), ALONE_ELDER),
        (size == 1, ALONE),
        (old == size, ELDERS_ONLY),
        ((young > 0) & (old > 0), THREE_AGES),
        (young > 0, WITH_CHILDREN),
    ]
    names = [HOUSEHOLD_TYPES.index(name) for _, name in chosen]
    return np.select([condition for condition, _ in chosen], names, HOUSEHOLD_TYPES.index(ADULTS))


def income_tenths(world: World) -> NDArray[np.int64]:
    """Return the tenth of each household by market income per head of the first year; -1 in institutions or without.

    Tenths hold equally many persons. Equal incomes go by the household's permanent number, so that the order of rows
    does not matter.
    """
    lives = world.histories
    size = lives.size_y[:, 0].astype(np.int64)
    counted = (size > 0) & ~lives.households.is_collective
    income = lives.market_income_y[:, 0] / np.maximum(size, 1)
    order = np.lexsort((lives.households.id, income))
    order = order[counted[order]]
    below = np.cumsum(size[order]) - size[order]
    made = np.full(len(size), -1, np.int64)
    total = max(int(size[order].sum()), 1)
    made[order] = below * len(TENTHS) // total
    return made
