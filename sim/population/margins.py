"""The margins of each county as whole numbers that agree with one another, at full size or scaled down."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.errors import DataError
from sim.population.fitting import apportion
from sim.population.profile import RegionProfile

Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
SEXES = ("male", "female")
MARITAL_KEYS = ("never_married", "married", "divorced", "widowed")
GENERATION_KEYS = ("one_generation_hh", "two_generation_hh", "three_generation_hh", "four_plus_generation_hh")
ELDER_KEYS = ("hh_with_one_65p", "hh_with_two_65p", "hh_with_three_plus_65p")
N_SIZES = 10
ELDER_AGE = 65  # the census counts households by members of this age and over
GROUP_YEARS = 5
OPEN_GROUP = 85  # first age of the open group of the county tables
N_AGES = 105  # single ages 0 to 104; the last stands for itself and more
INFANT_GROUP, TODDLER_GROUP, OLDEST_GROUP = "0", "1-4", "100+"
STEEPEST = 0.9  # bound on the slope inside an age group, so that no single age becomes empty
OLD_AGE_DECLINE = 0.8  # persons of one age above 100 per person of the age before


class CountyMargins(NamedTuple):
    """What the synthetic population of one county must reproduce.

    Attributes
    ----------
    code : str
        County code.
    ages : int64[2, N_AGES]
        Persons by sex and single year of age.
    groups : int64[2, 18]
        Persons by sex and five-year group, the last open.
    sizes : int64[10]
        Family households with 1, 2, ... 10 members (10 stands for 10 and more).
    generations : int64[4]
        Family households of one, two, three, four and more generations.
    elders : int64[4]
        Family households with 0, 1, 2, 3 members of 65 and over.
    collective : int
        Persons outside family households.
    urban : int
        Urban residents.
    marital : float64[4]
        Shares of residents of 15 and over: never married, married, divorced, widowed.
    """

    code: str
    ages: Integers
    groups: Integers
    sizes: Integers
    generations: Integers
    elders: Integers
    collective: int
    urban: int
    marital: Floats


def county_margins(profile: RegionProfile, scale: float = 1.0) -> list[CountyMargins]:
    """Return the margins of every county, in the order of the profile.

    Parameters
    ----------
    profile : RegionProfile
        Published figures.
    scale : float
        Share of the real size, above 0 and at most 1; scaled margins are rounded and made to agree.

    Raises
    ------
    DataError
        When the scale is out of range.
    """
    if not 0 < scale <= 1:
        raise DataError(f"the scale is {scale}; it must be above 0 and at most 1")
    counts = profile.household_counts()
    tails = _tails(profile)
    return [_one(profile, counts.loc[code], str(code), tails, scale) for code in profile.counties["code"]]


def _one(
    profile: RegionProfile, counts: pd.Series, code: str, tails: tuple[Floats, Floats], scale: float
) -> CountyMargins:
    households = max(int(counts["family_households"] * scale + 0.5), 1)
    sizes = _sizes(profile, code, households)
    generations = apportion(households, counts[list(GENERATION_KEYS)].to_numpy(float))
    with_elders = counts[list(ELDER_KEYS)].to_numpy(float)
    without = counts["family_households"] - with_elders.sum()
    elders = apportion(households, np.array([without, *with_elders]))
    family = int(sizes @ np.arange(1, N_SIZES + 1))
    persons = max(int(counts["population"] * scale + 0.5), family)
    groups = _groups(profile, code, persons)
    _make_room(elders, int(groups[:, ELDER_AGE // GROUP_YEARS :].sum()))
    marital = profile.marital[profile.marital["county_code"] == code].set_index("marital")["share"]
    return CountyMargins(
        code=code,
        ages=single_ages(groups, *tails),
        groups=groups,
        sizes=sizes,
        generations=generations,
        elders=elders,
        collective=persons - family,
        urban=int(counts["urban_population"] / counts["population"] * persons + 0.5),
        marital=marital.loc[list(MARITAL_KEYS)].to_numpy(float),
    )


def _sizes(profile: RegionProfile, code: str, households: int) -> Integers:
    table = profile.household_size
    rows = table[table["county_code"] == code].sort_values("size")
    weights = np.zeros(N_SIZES)
    weights[rows["size"].to_numpy(int) - 1] = rows["households"].to_numpy(float)
    return apportion(households, weights)


def _groups(profile: RegionProfile, code: str, persons: int) -> Integers:
    rows = profile.age_sex[profile.age_sex["county_code"] == code]
    first = rows["age_group"].str.extract(r"^(\d+)", expand=False).astype(int).to_numpy()
    table = np.zeros((len(SEXES), OPEN_GROUP // GROUP_YEARS + 1))
    for sex, name in enumerate(SEXES):
        chosen = (rows["sex"] == name).to_numpy()
        table[sex, first[chosen] // GROUP_YEARS] = rows["persons"].to_numpy(float)[chosen]
    return apportion(persons, table.ravel()).reshape(table.shape)


def _make_room(elders: Integers, available: int) -> None:
    """Take elders out of households, in place, while they ask for more than the scaled county has."""
    counts = np.arange(elders.size)
    while int(elders @ counts) > available:
        highest = int(np.flatnonzero(elders[1:])[-1]) + 1
        elders[highest] -= 1
        elders[highest - 1] += 1


def _tails(profile: RegionProfile) -> tuple[Floats, Floats]:
    """Return by sex the share of infants in 0-4, and the shares of single ages 85 to 104 in 85 and over."""
    table = profile.national("age_tail")
    place = getattr(profile.province, "en", "")
    if place not in set(table["place"]):
        place = table["place"].iloc[0]
    infants, oldest = [], []
    for sex in SEXES:
        rows = table[(table["place"] == place) & (table["sex"] == sex)].set_index("age_group")["value"]
        infants.append(rows[INFANT_GROUP] / (rows[INFANT_GROUP] + rows[TODDLER_GROUP]))
        groups = [str(g) for g in rows.index if g not in (INFANT_GROUP, TODDLER_GROUP)]
        groups.sort(key=lambda g: int(g.rstrip("+").split("-")[0]))
        oldest.append(_spread_oldest(rows[groups].to_numpy(float)))
    return np.array(infants), np.array(oldest)


def _spread_oldest(values: Floats) -> Floats:
    """Spread the groups 85-89 ... 100+ over single ages, each declining geometrically into the next."""
    spread = []
    for i, value in enumerate(values):
        following = values[i + 1] / value if i + 1 < len(values) else OLD_AGE_DECLINE**GROUP_YEARS
        decline = following ** (1 / GROUP_YEARS) ** np.arange(GROUP_YEARS)
        spread.append(value * decline / decline.sum())
    shares = np.concatenate(spread)
    return np.asarray(shares / shares.sum())


def single_ages(groups: Integers, infants: Floats, oldest: Floats) -> Integers:
    """Spread five-year groups over single ages, linear within a group along the slope of its neighbours.

    Parameters
    ----------
    groups : int64[2, 18]
        Persons by sex and group, the last open.
    infants : float64[2]
        Share of infants in the first group.
    oldest : float64[2, N_AGES - 85]
        Shares of single ages in the open group.

    Returns
    -------
    int64[2, N_AGES]
        Persons by sex and single age; every group keeps its total.
    """
    ages = np.zeros((len(SEXES), N_AGES), dtype=np.int64)
    steps = np.arange(GROUP_YEARS) - (GROUP_YEARS - 1) / 2
    last = groups.shape[1] - 1
    for sex in range(len(SEXES)):
        for group in range(last):
            here, before, after = groups[sex, group], groups[sex, max(group - 1, 0)], groups[sex, group + 1]
            slope = (after - before) / (2 * GROUP_YEARS * max(here, 1)) if group + 1 < last else 0.0
            weights = 1 + np.clip(slope, -STEEPEST / 2, STEEPEST / 2) * steps
            if group == 0:
                weights = np.array(
                    [infants[sex], *np.full(GROUP_YEARS - 1, (1 - infants[sex]) / (GROUP_YEARS - 1))]
                )
            start = group * GROUP_YEARS
            ages[sex, start : start + GROUP_YEARS] = apportion(int(here), np.maximum(weights, 1 - STEEPEST))
        ages[sex, OPEN_GROUP:] = apportion(int(groups[sex, last]), oldest[sex])
    return ages
