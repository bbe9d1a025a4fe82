"""How far a synthetic population is from the published figures: one row a figure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.clock import MONTHS_PER_YEAR
from sim.population.assumptions import default_assumptions
from sim.population.health import ability_groups, share_of
from sim.population.incomes import RESIDENCES, income_mean, income_pattern, per_household
from sim.population.livelihood import PAID, SEVERE_GRADE
from sim.population.margins import (
    ELDER_AGE,
    GENERATION_KEYS,
    GROUP_YEARS,
    MARITAL_KEYS,
    N_SIZES,
    OPEN_GROUP,
    SEXES,
    CountyMargins,
    county_margins,
)
from sim.population.profile import RegionProfile
from sim.population.schooling import FIRST_AGE, years_of_schooling
from sim.state.codes import CHILD, GRANDCHILD, PARENT
from sim.state.columns import Population

COLUMNS = ("margin", "county", "group", "target", "fitted", "difference", "relative", "status")
EXACT, CLOSE, OFF = "exact", "close", "off"
TOLERANCE = 0.01  # relative difference up to which a figure counts as met
REGION = "all"
Row = tuple[str, str, str, float, float]


class Seen(NamedTuple):
    """A population with what the report needs of it, one county or all."""

    age: NDArray[np.int64]
    sex: NDArray[np.uint8]
    population: Population
    persons: NDArray[np.bool_]
    households: NDArray[np.bool_]


def fit_report(
    profile: RegionProfile, population: Population, scale: float = 1.0, assumptions: Any = None
) -> pd.DataFrame:
    """Return every published figure beside its value in the population.

    Parameters
    ----------
    profile : RegionProfile
        Published figures.
    population : Population
        A population of that region.
    scale : float
        The scale at which it was made.
    assumptions : named tuple, optional
        For the years that levels of schooling stand for, and the spread of incomes within a county.

    Returns
    -------
    DataFrame
        margin, county (code or "all"), group, target, fitted, difference, relative, status: exact; close (within
        one percent); off.
    """
    given = default_assumptions() if assumptions is None else assumptions
    margins = county_margins(profile, scale)
    age = (population.month - population.persons.born.astype(np.int64)) // MONTHS_PER_YEAR
    towns = profile.townships["county_code"].to_numpy()
    of_person = towns[population.persons.township]
    of_household = towns[population.households.township]
    income = household_income(population)
    rows: list[Row] = []
    for county in margins:
        seen = Seen(
            age, population.persons.sex, population, of_person == county.code, of_household == county.code
        )
        rows += list(_people(county, seen))
        rows += list(_homes(county, seen))
        rows += list(_shares(profile, county, seen, given))
        rows += list(_incomes(profile, county, seen, income, given))
    rows += list(_health(profile, population, age))
    return _frame(rows)


def household_income(population: Population) -> NDArray[np.float64]:
    """Return the market and pension income of each household in fen a year."""
    p, h = population.persons, population.households
    monthly = p.wage_m * np.isin(p.work, PAID) + p.pension_m.astype(np.float64)
    earned = per_household(monthly * MONTHS_PER_YEAR, p.household.astype(np.int64), len(h))
    return np.asarray(earned + h.farm_y + h.other_y)


def generations_of(population: Population) -> NDArray[np.int64]:
    """Return the number of generations in each household, read off the relations to the head."""
    p, n = population.persons, len(population.households)
    count = np.zeros(n, np.int64)
    named = np.isin(p.relation, (PARENT, CHILD, GRANDCHILD))
    for member in (p.relation == PARENT, ~named, p.relation == CHILD, p.relation == GRANDCHILD):
        count += np.bincount(p.household[member], minlength=n) > 0
    return count


def _people(county: CountyMargins, seen: Seen) -> Iterator[Row]:
    last = OPEN_GROUP // GROUP_YEARS
    group = np.minimum(seen.age // GROUP_YEARS, last)
    for sex, name in enumerate(SEXES):
        found = np.bincount(group[seen.persons & (seen.sex == sex)], minlength=last + 1)
        for k in range(last + 1):
            label = f"{name} {k * GROUP_YEARS}" + (f"-{(k + 1) * GROUP_YEARS - 1}" if k < last else "+")
            yield "age and sex", county.code, label, county.groups[sex, k], found[k]
    urban = seen.population.households.is_urban[seen.population.persons.household]
    yield "urban persons", county.code, "", county.urban, (seen.persons & urban).sum()
    outside = seen.population.households.is_collective[seen.population.persons.household]
    yield "persons outside families", county.code, "", county.collective, (seen.persons & outside).sum()


def _homes(county: CountyMargins, seen: Seen) -> Iterator[Row]:
    homes = seen.population.households
    mine = seen.households & ~homes.is_collective
    sizes = np.bincount(np.minimum(homes.n_members[mine], N_SIZES), minlength=N_SIZES + 1)
    for size in range(1, N_SIZES + 1):
        yield "household size", county.code, str(size), county.sizes[size - 1], sizes[size]
    elders = np.bincount(seen.population.persons.household[seen.age >= ELDER_AGE], minlength=len(homes))
    most = county.elders.size - 1
    by_elders = np.bincount(np.minimum(elders[mine], most), minlength=most + 1)
    for k in range(most + 1):
        yield "households by members of 65 and over", county.code, str(k), county.elders[k], by_elders[k]
    found = np.bincount(
        np.minimum(generations_of(seen.population)[mine], len(GENERATION_KEYS)), minlength=most + 2
    )
    for k, name in enumerate(GENERATION_KEYS, 1):
        yield "generations", county.code, name, county.generations[k - 1], found[k]


def _shares(profile: RegionProfile, county: CountyMargins, seen: Seen, given: Any) -> Iterator[Row]:
    p = seen.population.persons
    grown = seen.persons & (seen.age >= FIRST_AGE)
    marital = np.bincount(p.marital[grown], minlength=len(MARITAL_KEYS)) / max(grown.sum(), 1)
    for k, name in enumerate(MARITAL_KEYS):
        yield "marital status", county.code, name, county.marital[k], marital[k]
    wanted = profile.shares[profile.shares["county_code"] == county.code].set_index("indicator")["value"]
    level = p.schooling[grown]
    yield (
        "schooling",
        county.code,
        "mean years",
        wanted["mean_schooling"],
        years_of_schooling(given)[level].mean(),
    )
    yield "schooling", county.code, "without", wanted["illiteracy_share"], (level == 0).mean()
    homes = seen.population.households
    mine = seen.households & ~homes.is_collective
    yield "households with a car", county.code, "", wanted["car_share"], homes.has_vehicle[mine].mean()


def _incomes(
    profile: RegionProfile, county: CountyMargins, seen: Seen, income: NDArray[np.float64], given: Any
) -> Iterator[Row]:
    homes = seen.population.households
    for residence in RESIDENCES:
        rows = seen.households & ~homes.is_collective & (homes.is_urban == (residence == RESIDENCES[0]))
        if not rows.any():
            continue
        size = homes.n_members[rows].astype(np.float64)
        mean = income_mean(profile.income, county.code, residence)
        yield "income a head", county.code, residence, mean, income[rows].sum() / size.sum()
        order = np.argsort(income[rows] / size, kind="stable")
        rank = (np.cumsum(size[order]) - size[order] / 2) / size.sum()
        pattern = income_pattern(
            profile.national("national_income"), residence, float(given.within_county_spread)
        )
        fifth = np.minimum((rank * pattern.size).astype(np.int64), pattern.size - 1)
        sums = np.bincount(fifth, weights=income[rows][order], minlength=pattern.size) / income[rows].sum()
        for k in range(pattern.size):
            yield (
                "share of income by fifth",
                county.code,
                f"{residence} {k + 1}",
                pattern[k] / pattern.size,
                sums[k],
            )


def _health(profile: RegionProfile, population: Population, age: NDArray[np.int64]) -> Iterator[Row]:
    p = population.persons
    certified, severe = (
        p.disability_grade > 0,
        (p.disability_grade > 0) & (p.disability_grade <= SEVERE_GRADE),
    )
    wanted = share_of(profile.disability, "certificate_share")
    yield "certified disability", REGION, "any grade", wanted, certified.mean()
    wanted = share_of(profile.disability, "severe_certificate_share")
    yield "certified disability", REGION, "grades 1 and 2", wanted, severe.mean()
    for first, last, share in ability_groups(profile.disability):
        rows = (age >= first) & (age <= last)
        if rows.any():
            yield "loss of ability", REGION, f"{first}+", share, (p.ability[rows] > 0).mean()


def _frame(rows: list[Row]) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=list(COLUMNS[:5])).astype({"target": float, "fitted": float})
    frame["difference"] = frame["fitted"] - frame["target"]
    frame["relative"] = frame["difference"] / frame["target"].where(frame["target"] != 0, 1.0)
    near = np.where(frame["relative"].abs() <= TOLERANCE, CLOSE, OFF)
    frame["status"] = np.where(frame["difference"] == 0, EXACT, near)
    return frame[list(COLUMNS)]
