"""Life tables: death and birth rates by single age, from five-year tables, scaled to a region's crude rates."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.clock import year_of
from sim.errors import DataError

Floats = NDArray[np.float64]
SEXES = ("male", "female")
CHINA = "China"
PER_THOUSAND = 1000
HALF = 0.5
SCALING_ROUNDS = 12  # the crude rate is then exact to nine digits
BEFORE_LAST = -2


class LifeTables(NamedTuple):
    """Yearly rates by single age of the population that lives.

    Attributes
    ----------
    mortality_y : float64, 2 x ages
        Deaths per person-year, men in the first row.
    fertility_y : float64, ages
        Births per woman-year.
    rural_share : float
        Share of the population that is rural; the mean of urban and rural death rates is `mortality_y`.
    """

    mortality_y: Floats
    fertility_y: Floats
    rural_share: float


class Profile(Protocol):
    """What the tables ask of a region's published figures."""

    @property
    def label(self) -> Any:
        """Names of the region, with the attribute `en`."""

    @property
    def province(self) -> Any:
        """Names of the province, with the attribute `en`."""

    @property
    def age_sex(self) -> pd.DataFrame:
        """Persons by county, sex and five-year age group."""

    def national(self, table: str) -> pd.DataFrame:
        """One national table."""

    def total(self, key: str) -> int:
        """One published total."""


def in_period(frame: pd.DataFrame, year: int) -> pd.DataFrame:
    """Return the rows of the period that holds the year, or of the nearest one."""
    periods = sorted(frame["period"].unique())
    first = np.array([int(p.split("-")[0]) for p in periods])
    place = max(int(np.searchsorted(first, year, side="right")) - 1, 0)
    return frame[frame["period"] == periods[place]]


def single_ages(first: Floats, width: Floats, rates: Floats, ages: int) -> Floats:
    """Spread rates of age groups over single ages: log-linear between midpoints, infants kept apart.

    Above the last midpoint the slope of the last two groups continues.
    """
    middle, log_rate = first + width * HALF, np.log(rates)
    x = np.arange(ages) + HALF
    out = np.interp(x, middle, log_rate)
    beyond = x > middle[-1]
    slope = (log_rate[-1] - log_rate[BEFORE_LAST]) / (middle[-1] - middle[BEFORE_LAST])
    out[beyond] = log_rate[-1] + slope * (x[beyond] - middle[-1])
    out[0] = log_rate[0]
    return np.exp(out)


def national_tables(mortality: pd.DataFrame, fertility: pd.DataFrame, month: int, ages: int) -> LifeTables:
    """Return the national rates of the period that holds a month.

    Parameters
    ----------
    mortality : DataFrame
        sex, age_start, width, period, value (deaths per person-year).
    fertility : DataFrame
        age_start, period, value (births per woman-year); five-year groups that follow one another.
    month : int
        Month number; the tables are those of its year.
    ages : int
        Number of single ages, the last one open.
    """
    year = year_of(month)
    deaths = in_period(mortality, year)
    rows = []
    for sex in SEXES:
        one = deaths[deaths["sex"] == sex].sort_values("age_start")
        first, width, rates = (one[name].to_numpy(float) for name in ("age_start", "width", "value"))
        rows.append(single_ages(first, width, rates, ages))
    births = in_period(fertility, year).sort_values("age_start")
    begins = births["age_start"].to_numpy(int)
    ends = [*begins[1:], begins[-1] + begins[1] - begins[0]]
    asfr = np.zeros(ages)
    for start, end, rate in zip(begins, ends, births["value"], strict=True):
        asfr[start:end] = rate
    return LifeTables(np.array(rows), asfr, 0.0)


def bounds(group: str) -> tuple[int, int]:
    """Return the first and last age of a group written as "5-9" or "0"; of an open one, "85+", the first twice."""
    low, _, high = group.rstrip("+").partition("-")
    return int(low), int(high or low)


def spread(groups: dict[str, float], ages: int) -> Floats:
    """Return persons by single age, evenly within each group."""
    out = np.zeros(ages)
    for group, persons in groups.items():
        low, high = bounds(group)
        out[low : high + 1] += persons / (high + 1 - low)
    return out


def residents_by_age(age_sex: pd.DataFrame, tail: pd.DataFrame, ages: int) -> Floats:
    """Return persons by sex and single age, shape 2 x ages; the open group is split like the national tail.

    Parameters
    ----------
    age_sex : DataFrame
        sex, age_group, persons; one row a county and group.
    tail : DataFrame
        sex, age_group, value: finer groups of the very old.
    """
    rows = []
    for sex in SEXES:
        counts = age_sex[age_sex["sex"] == sex].groupby("age_group")["persons"].sum()
        groups = {str(group): float(persons) for group, persons in counts.items()}
        for group in [name for name in groups if name.endswith("+")]:
            persons, low = groups.pop(group), bounds(group)[0]
            finer = tail[(tail["sex"] == sex) & (tail["age_group"].map(lambda name: bounds(name)[0]) >= low)]
            if finer.empty:
                raise DataError(f"no finer ages for the group {group}; give them in the table age_tail")
            for name, value in zip(finer["age_group"], finer["value"], strict=True):
                groups[str(name)] = persons * value / finer["value"].sum()
        rows.append(spread(groups, ages))
    return np.array(rows)


def scaled(
    tables: LifeTables, residents: Floats, crude_births: float, crude_deaths: float, rural_share: float
) -> LifeTables:
    """Return the tables multiplied so that residents of the given ages have the given crude rates (per thousand)."""
    total = residents.sum() / PER_THOUSAND
    mortality = tables.mortality_y
    for _ in range(SCALING_ROUNDS):
        deaths = (1 - np.exp(-mortality)) * residents
        mortality = mortality * (crude_deaths * total / deaths.sum())
    births = tables.fertility_y * residents[1]
    return LifeTables(
        mortality,
        tables.fertility_y * (crude_births * total / births.sum()),
        rural_share,
    )


def crude_rate(vital_rates: pd.DataFrame, places: list[str], indicator: str, year: int) -> float:
    """Return the crude rate per thousand of the first of the places that has one, in the nearest year.

    Raises
    ------
    DataError
        When none of the places has one.
    """
    for place in places:
        rows = vital_rates[(vital_rates["place"] == place) & (vital_rates["indicator"] == indicator)]
        if len(rows):
            nearest = (rows["year"].astype(int) - year).abs().idxmin()
            return float(rows.loc[nearest, "value"])
    raise DataError(f"no {indicator} for {', '.join(places)}; add it to the table vital_rates")


def life_tables(profile: Profile, law: Any, month: int) -> LifeTables:
    """Return a region's death and birth rates by single age for the year of a month.

    Parameters
    ----------
    profile : Profile
        Published figures of the region; the crude rates are the region's own, else its province's, else China's.
    law : NamedTuple
        Values of `lives.yaml` in force.
    month : int
        Month number of the start of the run.

    Returns
    -------
    LifeTables
        Of `oldest_age + 1` single ages. Depends on published figures alone, not on the synthetic population: one
        more person changes nobody's risks.
    """
    ages = int(law.oldest_age) + 1
    places = [profile.label.en, profile.province.en, CHINA]
    tail = profile.national("age_tail")
    near = next(place for place in [*places[1:], CHINA] if (tail["place"] == place).any())
    residents = residents_by_age(profile.age_sex, tail[tail["place"] == near], ages)
    vital, year = profile.national("vital_rates"), year_of(month)
    national = national_tables(profile.national("mortality"), profile.national("fertility"), month, ages)
    return scaled(
        national,
        residents,
        crude_rate(vital, places, "crude_birth_rate", year),
        crude_rate(vital, places, "crude_death_rate", year),
        1 - profile.total("urban_population") / profile.total("population"),
    )
