"""Schooling: shares by cohort and residence, tilted to a county's mean years and illiteracy, dealt by lot."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from sim.population.shapes import group_shape
from sim.state.codes import JUNIOR, NO_SCHOOLING, PRIMARY, SENIOR, TERTIARY

LEVEL_COLUMNS = ("none", "primary", "junior", "senior", "tertiary")
RESIDENCES = ("urban", "rural")
FIRST_AGE = 15  # the census prints mean years and illiteracy from this age
JUNIOR_AGE = 12  # first age of junior secondary school
SENIOR_LAST_AGE = 17  # students up to this age are in senior secondary school
Floats = NDArray[np.float64]


def years_of_schooling(given: Any) -> Floats:
    """Return the years that each level of schooling stands for."""
    return np.array([0.0, given.years_primary, given.years_junior, given.years_senior, given.years_tertiary])


def _cohorts(age: NDArray[np.int16], is_urban: NDArray[np.bool_]) -> tuple[NDArray[np.int64], Floats]:
    """Return the row of the shares for each person, and the shares."""
    table = group_shape("schooling_shares", ("residence", "age_from", *LEVEL_COLUMNS))
    starts = np.sort(table["age_from"].unique())
    ordered = [table[table["residence"] == name].sort_values("age_from") for name in RESIDENCES]
    shares = np.concatenate([rows[list(LEVEL_COLUMNS)].to_numpy(float) for rows in ordered])
    group = np.maximum(np.searchsorted(starts, age, side="right") - 1, 0)
    return np.where(is_urban, 0, starts.size) + group, shares


def _tilted(shares: Floats, years: Floats, tilt: Floats) -> Floats:
    weights = shares * np.exp(tilt[0] * years + tilt[1] * (years == 0))
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def deal_schooling(
    age: NDArray[np.int16],
    is_urban: NDArray[np.bool_],
    is_student: NDArray[np.bool_],
    u: Floats,
    mean_years: float,
    illiteracy: float,
    given: Any,
) -> NDArray[np.uint8]:
    """Return the highest level of schooling attended by the residents of one county.

    Parameters
    ----------
    age, is_urban, is_student : arrays[persons]
        Age in years, residence and whether the person is a student.
    u : float64[persons]
        One draw a person.
    mean_years, illiteracy : float
        Mean years of schooling, and share without schooling, among residents of 15 and over.
    given : named tuple
        Assumptions of `population.yaml`.
    """
    years = years_of_schooling(given)
    level = np.zeros(age.size, dtype=np.uint8)
    level[is_student] = np.where(
        age[is_student] < JUNIOR_AGE,
        PRIMARY,
        np.where(age[is_student] < FIRST_AGE, JUNIOR, np.where(age[is_student] <= SENIOR_LAST_AGE, SENIOR, TERTIARY)),
    )
    rows = np.flatnonzero((age >= FIRST_AGE) & ~is_student)
    if rows.size == 0:
        return level
    cohort, shares = _cohorts(age[rows], is_urban[rows])
    persons = np.bincount(cohort, minlength=len(shares))
    studying = years[level[(age >= FIRST_AGE) & is_student]].sum()
    grown = int((age >= FIRST_AGE).sum())

    def distance(tilt: Floats) -> Floats:
        found = persons @ _tilted(shares, years, tilt)
        return np.array([(found @ years + studying) / grown - mean_years,
                         (found[NO_SCHOOLING] / grown - illiteracy) * years[-1]])  # fmt: skip

    tilt = least_squares(distance, np.zeros(2)).x
    edges = np.cumsum(_tilted(shares, years, tilt), axis=1)[:, :-1]
    level[rows] = (u[rows, None] >= edges[cohort]).sum(axis=1)
    return level
