"""Elders by sex, age and need of care: the frame of the pyramid."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sim.clock import MONTHS_PER_YEAR
from sim.state.columns import Population

SEXES = ("male", "female")
NEEDS = ("able", "mild", "moderate", "severe", "total")
# The Law on the Protection of the Rights of the Elderly (art. 2) calls elders those of 60 and over.
_ELDER_AGE, _GROUP_YEARS, _OPEN_AGE = 60, 5, 95


def elders_by_need(population: Population) -> pd.DataFrame:
    """Return the elders of a population in the month that it describes.

    Returns
    -------
    pandas.DataFrame
        sex (male, female), age_from (first year of a group of five; 95 is open), need (able to total, as GB/T 42195
        grades ability), persons. Groups without anybody stand with 0.
    """
    persons = population.persons
    ages = (population.month - np.asarray(persons.born)) // MONTHS_PER_YEAR
    old = ages >= _ELDER_AGE
    groups = np.minimum(ages[old] // _GROUP_YEARS * _GROUP_YEARS, _OPEN_AGE)
    found = pd.DataFrame(
        {
            "sex": np.asarray(SEXES, dtype=object)[np.asarray(persons.sex)[old]],
            "age_from": groups,
            "need": np.asarray(NEEDS, dtype=object)[np.asarray(persons.ability)[old]],
        }
    )
    every = pd.MultiIndex.from_product(
        [SEXES, range(_ELDER_AGE, _OPEN_AGE + 1, _GROUP_YEARS), NEEDS], names=["sex", "age_from", "need"]
    )
    return found.value_counts().reindex(every, fill_value=0).rename("persons").reset_index()
