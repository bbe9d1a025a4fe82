"""Household incomes: what members earn and draw, bent to the county's means and five-group pattern by residence.

Pensions keep their statutory amounts. Everything else of a household - wages, farm and other income - is scaled by
one factor, which varies smoothly with the household's rank in its county and residence, until the mean of each fifth
of persons has the wanted share and the overall mean holds.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.clock import MONTHS_PER_YEAR
from sim.draws import uniforms
from sim.errors import DataError
from sim.money import FEN_PER_YUAN
from sim.population import streams
from sim.population.consistency import FIFTHS
from sim.population.livelihood import PAID, SEVERE_GRADE, People
from sim.population.streams import normals
from sim.state.codes import CHILD, EMPLOYEE_PENSION, FARMING, HEAD, MARRIED

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
NATION, MEAN, FIFTH_INDICATOR = "China", "disposable_income_mean", "disposable_income_quintile"
MOST_ROUNDS = 60
CLOSE = 1e-4  # a fifth's mean this near its target, relatively, is met
ELDER_AGE = 60
RESIDENCES = ("urban", "rural")


def per_household(values: NDArray[Any], household: Integers, n: int) -> Floats:
    """Return the sums of a person column by household."""
    return np.asarray(np.bincount(household, weights=values, minlength=n), dtype=np.float64)


def low_income_cluster(
    people: People, pension: NDArray[np.uint8], is_collective: NDArray[np.bool_], ids: NDArray[np.uint64],
    given: Any, seed: int,
) -> NDArray[np.bool_]:  # fmt: skip
    """Return the households of the low-income cluster: an exact share, led by disability, old age and lone parents."""
    n = ids.size
    severe = (people.grade > 0) & (people.grade <= SEVERE_GRADE)
    grown = people.age >= ELDER_AGE
    only_elders = per_household(grown, people.household, n) == np.bincount(people.household, minlength=n)
    employee = per_household(pension == EMPLOYEE_PENSION, people.household, n) > 0
    alone = per_household((people.relation == HEAD) & (people.marital != MARRIED), people.household, n) > 0
    minors = (
        per_household((people.relation == CHILD) & (people.age < ELDER_AGE // 2), people.household, n) > 0
    )
    weight = np.full(n, float(given.cluster_weight_other))
    for test, factor in (
        (per_household(people.ill, people.household, n) > 0, given.cluster_weight_ill),
        (only_elders & ~employee, given.cluster_weight_elder),
        (alone & minors, given.cluster_weight_lone),
        (per_household(severe, people.household, n) > 0, given.cluster_weight_disabled),
    ):
        weight = np.where(test, np.maximum(weight, factor), weight)
    weight[is_collective] = 0.0
    wanted = int(given.cluster_share * (~is_collective).sum() + 1 / 2)
    out = np.zeros(n, np.bool_)
    out[streams.chosen(streams.key_of(seed, streams.CLUSTER), ids, weight, wanted)] = True
    return out


def shared_effect(
    ids: NDArray[np.uint64], township: Integers, is_cluster: NDArray[np.bool_], given: Any, seed: int
) -> Floats:
    """Return the logarithm of what the earnings of a household share: its own effect, its township's, the cluster's."""
    own = given.household_sd * normals(streams.key_of(seed, streams.CLUSTER, 1), ids)
    towns = np.arange(township.max() + 1).astype(np.uint64)
    local = given.township_sd * normals(streams.key_of(seed, streams.PLACE_EFFECT), towns)
    return np.asarray(own + local[township] + is_cluster * np.log(given.cluster_factor))


def farm_income(
    people: People, work: NDArray[np.uint8], effect: Floats, ids: NDArray[np.uint64], given: Any, seed: int
) -> Floats:
    """Return net farm income in fen a year by household before calibration."""
    farmers = per_household(work == FARMING, people.household, ids.size)
    sd = given.farm_sd
    z = normals(streams.key_of(seed, streams.FARM), ids)
    return np.asarray(farmers * given.farm_worker_y * np.exp(sd * z - sd * sd / 2 + effect))


def other_income(
    n_members: Integers,
    is_urban: NDArray[np.bool_],
    effect: Floats,
    ids: NDArray[np.uint64],
    given: Any,
    seed: int,
) -> Floats:
    """Return business, property and transfer income in fen a year by household before calibration."""
    sd = given.other_sd
    level = np.where(is_urban, given.other_urban_y, given.other_rural_y) * n_members
    z = normals(streams.key_of(seed, streams.OTHER_INCOME), ids)
    return np.asarray(level * np.exp(sd * z - sd * sd / 2 + effect))


def income_pattern(national: pd.DataFrame, residence: str, spread: float) -> Floats:
    """Return the means of the five income groups of a residence in one county, relative to the county's mean.

    Parameters
    ----------
    national : table
        The published groups of the nation; the latest year is taken. They pool rich and poor places.
    spread : float
        Spread of log incomes within a county as a share of the nation's; 1 takes the nation's groups as they are.

    Raises
    ------
    DataError
        When a figure is missing or a higher fifth has a lower mean.
    """
    rows = national[(national["indicator"] == FIFTH_INDICATOR) & (national["residence"] == residence)]
    rows = rows[rows["place"] == NATION]
    latest = rows[rows["year"] == rows["year"].max()].set_index("group")["value"]
    fifths = latest.reindex(list(FIFTHS)).to_numpy(float)
    if not np.all(np.diff(fifths) > 0):
        raise DataError(
            f"the fifths of {residence} incomes do not rise", "national_income.csv", None, "value"
        )
    within = (fifths / fifths.mean()) ** spread
    return np.asarray(within / within.mean())


def income_mean(income: pd.DataFrame, county: str, residence: str) -> float:
    """Return a county's mean income a head in fen a year."""
    rows = income[(income["county_code"] == county) & (income["residence"] == residence)]
    return float(rows.set_index("indicator")["value"][MEAN]) * FEN_PER_YUAN


def calibrated(
    scalable: Floats,
    fixed: Floats,
    n_members: Integers,
    mean: float,
    pattern: Floats,
    floor: float,
    lottery: Floats,
) -> Floats:
    """Return the income to which each household's scalable income is scaled, fen a year.

    Parameters
    ----------
    scalable, fixed : float64[households]
        Income that may be scaled, and pensions, fen a year.
    n_members : int64[households]
        Weights: every fifth holds a fifth of the persons.
    mean : float
        Wanted income a head over all persons, fen a year.
    pattern : float64[5]
        Wanted means of the fifths relative to the overall mean.
    floor : float
        Least income a head.
    lottery : float64[households]
        Breaks ties of rank.
    """
    size = np.maximum(n_members, 1).astype(np.float64)
    raw = np.maximum((scalable + fixed) / size, 1.0)
    rank = ranks(raw, size, lottery)
    total = _bent(raw, rank, size, fixed, mean * pattern, floor)
    flexible = total - fixed
    target = mean * size.sum() - fixed.sum()
    return np.asarray(flexible * max(target, 0.0) / max(flexible.sum(), 1.0))


def ranks(income_pc: Floats, size: Floats, lottery: Floats) -> Floats:
    """Return each household's place between 0 and 1 among persons ordered by income a head."""
    order = np.lexsort((lottery, income_pc))
    rank = np.empty(income_pc.size)
    rank[order] = (np.cumsum(size[order]) - size[order] / 2) / size.sum()
    return rank


def _bent(raw: Floats, rank: Floats, size: Floats, fixed: Floats, wanted: Floats, floor: float) -> Floats:
    """Return household incomes whose fifths have the wanted means; never below the floor or what is fixed."""
    n = wanted.size
    group = np.minimum((rank * n).astype(np.int64), n - 1)
    middle = (np.arange(n) + 1 / 2) / n
    persons = np.maximum(np.bincount(group, weights=size, minlength=n), 1.0)
    log_factor = np.zeros(n)
    total = raw * size
    for _ in range(MOST_ROUNDS):
        factor = np.exp(np.interp(rank, middle, log_factor))
        total = np.maximum(np.maximum(raw * factor, floor) * size, fixed)
        found = np.maximum(np.bincount(group, weights=total, minlength=n) / persons, 1.0)
        if np.abs(found / wanted - 1).max() < CLOSE:
            break
        log_factor += np.log(wanted / found)
    return total


def calibrate_region(
    scalable: Floats, fixed: Floats, n_members: Integers, cells: list[tuple[str, str, Integers]],
    income: pd.DataFrame, national: pd.DataFrame, ids: NDArray[np.uint64], given: Any, seed: int,
) -> Floats:  # fmt: skip
    """Return the scaled income of every family household, county by county and residence by residence, fen a year.

    `cells` names county, residence and rows; households in no cell (collective ones) keep what they have.
    """
    out = scalable.copy()
    lottery = uniforms(streams.key_of(seed, streams.OTHER_INCOME, 1), ids)
    for county, residence, rows in cells:
        if rows.size:
            shift = given.income_shift_urban if residence == RESIDENCES[0] else given.income_shift_rural
            mean = income_mean(income, county, residence) * float(np.exp(shift))
            pattern = income_pattern(national, residence, float(given.within_county_spread))
            out[rows] = calibrated(
                scalable[rows],
                fixed[rows],
                n_members[rows],
                mean,
                pattern,
                float(given.income_floor_y),
                lottery[rows],
            )
    return out


def share_out(
    wage: Floats, work: NDArray[np.uint8], household: Integers, farm: Floats, other: Floats, scaled: Floats
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int32]]:
    """Return wages (fen a month), farm and other income (fen a year) that add to the scaled income of each household.

    What rounding leaves over, and the income of households with nothing to scale, is other income.
    """
    n = farm.size
    earned = per_household(wage * np.isin(work, PAID) * MONTHS_PER_YEAR, household, n)
    before = earned + farm + other
    factor = np.divide(scaled, before, out=np.zeros(n), where=before > 0)
    usual = float(np.median(factor[before > 0])) if (before > 0).any() else 1.0
    own = np.where(np.isin(work, PAID), factor[household], usual)
    wage_m = np.minimum(wage * own, np.iinfo(np.int32).max).astype(np.int32)
    farm_y = np.minimum(farm * factor, np.iinfo(np.int32).max).astype(np.int32)
    earned = per_household(wage_m * np.isin(work, PAID).astype(np.float64) * MONTHS_PER_YEAR, household, n)
    other_y = np.maximum(np.rint(scaled) - earned - farm_y, 0.0)
    return wage_m, farm_y, np.minimum(other_y, np.iinfo(np.int32).max).astype(np.int32)
