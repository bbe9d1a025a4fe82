"""Schooling: shares by cohort and residence, tilted to a county's mean years and illiteracy, dealt in exact numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from sim.population.fitting import apportion, round_table
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
    power = tilt[0] * years + tilt[1] * (years == 0)
    weights = shares * np.exp(power - power.max())  # the solver tries tilts whose exponentials have no number
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
    level = np.where(is_student, level_of_students(age), NO_SCHOOLING).astype(np.uint8)
    rows = np.flatnonzero((age >= FIRST_AGE) & ~is_student)
    if rows.size == 0:
        return level
    cohort, shares = _cohorts(age[rows], is_urban[rows])
    persons = np.bincount(cohort, minlength=len(shares))
    studying = float(years[level[(age >= FIRST_AGE) & is_student]].sum())
    grown = int((age >= FIRST_AGE).sum())
    table = persons[:, None] * _fitted(persons, shares, years, (studying, grown), (mean_years, illiteracy))
    whole = round_table(table, persons, apportion(rows.size, table.sum(axis=0)))
    order = np.lexsort((u[rows], cohort))
    level[rows[order]] = np.repeat(np.tile(np.arange(years.size), len(shares)), whole.ravel())
    return level


def level_of_students(age: NDArray[np.int16]) -> NDArray[np.uint8]:
    """Return the level of school that a student of each age attends."""
    return np.select(
        [age < JUNIOR_AGE, age < FIRST_AGE, age <= SENIOR_LAST_AGE], [PRIMARY, JUNIOR, SENIOR], TERTIARY
    ).astype(np.uint8)


def _fitted(
    persons: NDArray[np.int64],
    shares: Floats,
    years: Floats,
    studying: tuple[float, int],
    wanted: tuple[float, float],
) -> Floats:
    """Return the shares tilted so that, with the years of students and all residents asked, both figures hold."""
    student_years, grown = studying
    mean_years, illiteracy = wanted

    def distance(tilt: Floats) -> Floats:
        found = persons @ _tilted(shares, years, tilt)
        away = (found @ years + student_years) / grown - mean_years
        return np.array([away, (found[NO_SCHOOLING] / grown - illiteracy) * years[-1]])

    return _tilted(shares, years, least_squares(distance, np.zeros(len(wanted))).x)
