"""Persons by sex and age group of a county, from a known shape bent to the totals that the county prints."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.population.fitting import apportion, fit_table
from sim.population.margins import GROUP_YEARS, OPEN_GROUP, SEXES
from sim.regions.form import CountyForm

CENSUS_ADULT, CENSUS_ELDER, CENSUS_OLD = 15, 60, 65
GROUPS = (*(f"{age}-{age + GROUP_YEARS - 1}" for age in range(0, OPEN_GROUP, GROUP_YEARS)), f"{OPEN_GROUP}+")
FIRST = np.array([int(group.rstrip("+").split("-")[0]) for group in GROUPS])


def shape_of(ages: pd.DataFrame, place: str) -> NDArray[np.float64]:
    """Return persons by sex and age group of a place of the national table `census_ages`, float64[2, 18]."""
    rows = ages[ages["place"] == place].set_index(["sex", "age_group"])["value"]
    return np.array([[float(rows[sex, group]) for group in GROUPS] for sex in SEXES])


def _broad(county: CountyForm, shape: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the shape with each broad age class brought to its printed total."""
    out = shape * (county.population / shape.sum())
    old = FIRST >= CENSUS_OLD
    elder = FIRST >= CENSUS_ELDER
    young = FIRST < CENSUS_ADULT
    if county.persons_60 is not None:
        out[:, elder] *= county.persons_60 / out[:, elder].sum()
    if county.persons_65 is not None:
        rest = elder & ~old
        whole = county.persons_60 if county.persons_60 is not None else out[:, elder].sum()
        out[:, old] *= county.persons_65 / out[:, old].sum()
        out[:, rest] *= max(whole - county.persons_65, 0) / out[:, rest].sum()
    if county.persons_0_14 is not None:
        out[:, young] *= county.persons_0_14 / out[:, young].sum()
    fixed = np.zeros(FIRST.size, np.bool_)
    if county.persons_60 is not None or county.persons_65 is not None:
        fixed |= elder
    if county.persons_0_14 is not None:
        fixed |= young
    free = ~fixed
    out[:, free] *= (county.population - out[:, fixed].sum()) / out[:, free].sum()
    return out


def age_table(county: CountyForm, shape: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return persons by sex and age group, int64[2, 18], that add to the county's population.

    Parameters
    ----------
    county : CountyForm
        Printed totals: any of both sexes, 0-14, 60+, 65+.
    shape : float64[2, 18]
        Persons of the place that lends its shape.
    """
    table = _broad(county, shape)
    if county.male is not None:
        sexes = np.array([county.male, county.population - county.male], np.float64)
        table = fit_table(table, [((1,), table.sum(axis=0)), ((0,), sexes)])
    return apportion(county.population, table.ravel()).reshape(table.shape)


def persons_from(table: NDArray[np.int64], age: int) -> int:
    """Return the persons of an age and over; the age begins a group."""
    return int(table[:, age <= FIRST].sum())
