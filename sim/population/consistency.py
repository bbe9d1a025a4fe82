"""What the tables of one region must agree on; two figures that contradict each other are refused by name."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from sim.errors import DataError
from sim.population.declarations import Table, declaration

ELDER_AGE_OF_CENSUS = 65  # the census counts households by members of this age and over
MIN_THREE = 3  # "three and more" counts as three at least
FIFTHS = ("low", "lower_middle", "middle", "upper_middle", "high")
FIFTHS_TOLERANCE = 0.01  # fifths hold equal numbers of persons but are published in whole yuan
Paths = Mapping[str, Path]
Frames = Mapping[str, pd.DataFrame]
COMPLETE_TABLES = ("age_sex", "households", "marital", "shares", "income")
_STAFF_TOTALS = ("grid_workers", "grids", "child_workers", "social_work_stations")


def check_region(
    paths: Paths, frames: Frames, totals: Mapping[str, int], counties: list[str], profile: Path
) -> None:
    """Check the tables of one region against each other and against the totals of its profile.

    Parameters
    ----------
    paths, frames
        Files and their tables, by table name.
    totals : mapping of str to int
        Published totals by key.
    counties : list of str
        Codes of the region's counties.
    profile : Path
        The profile file, for messages.

    Raises
    ------
    DataError
        At the first contradiction: names the table's file, the column and both figures.
    """
    _check_totals_given(totals, profile)
    _check_counties(paths, frames, counties)
    for name in COMPLETE_TABLES:
        _check_complete(paths[name], frames[name], declaration(name), counties)
    counts = frames["households"].pivot(index="county_code", columns="indicator", values="value")
    _check_ages(paths, frames, counts, totals)
    _check_households(paths["households"], counts, totals)
    _check_elders(paths["households"], frames["age_sex"], counts)
    _check_sizes(paths["household_size"], frames["household_size"], counts)
    _check_shares(paths, frames)
    _check_incomes(paths["income"], frames["income"])
    _check_townships(paths["townships"], frames["townships"], counts, totals)
    _check_supply(paths, frames, totals)
    _check_facts(paths["facts"], frames["facts"], totals)


def _same(path: Path, column: str, found: int, wanted: int, what: str) -> None:
    if found != wanted:
        raise DataError(
            f"{what} is {found} here and {wanted} elsewhere; the two must agree", path, None, column
        )


def _check_totals_given(totals: Mapping[str, int], profile: Path) -> None:
    wanted = (
        "population",
        "urban_population",
        "family_households",
        "family_hh_pop",
        "elder_beds",
        "townships",
    )
    for key in (*wanted, *_STAFF_TOTALS):
        if key not in totals:
            raise DataError("the total is missing", profile, None, f"totals.{key}")


def _check_counties(paths: Paths, frames: Frames, counties: list[str]) -> None:
    """Every table that speaks of counties speaks of all of the region's, and of no other."""
    for name, frame in frames.items():
        if "county_code" in frame:
            wrong = set(frame["county_code"]) ^ set(counties)
            if wrong:
                message = f"county {min(wrong)} is not both in the profile and in this table"
                raise DataError(message, paths[name], None, "county_code")


def _check_complete(path: Path, frame: pd.DataFrame, table: Table, counties: list[str]) -> None:
    """Every county has a row for every choice that the key of the table allows."""
    choices = [column for column in table.columns if column.name in table.key and column.allowed]
    names = ["county_code", *(column.name for column in choices)]
    found = set(frame[names].itertuples(index=False, name=None))
    for wanted in itertools.product(counties, *(column.allowed for column in choices)):
        if wanted not in found:
            raise DataError(f"the row of {' '.join(wanted)} is missing", path, None, names[-1])


def _check_ages(paths: Paths, frames: Frames, counts: pd.DataFrame, totals: Mapping[str, int]) -> None:
    ages = frames["age_sex"]
    for county, persons in ages.groupby("county_code")["persons"].sum().items():
        wanted = int(counts.at[county, "population"])
        _same(paths["age_sex"], "persons", int(persons), wanted, f"the population of county {county}")
    _same(paths["age_sex"], "persons", int(ages["persons"].sum()), totals["population"], "the population")


def _check_households(path: Path, counts: pd.DataFrame, totals: Mapping[str, int]) -> None:
    generations = ["one_generation_hh", "two_generation_hh", "three_generation_hh", "four_plus_generation_hh"]
    for county, row in counts.iterrows():
        persons = int(row["family_hh_pop"] + row["collective_hh_pop"])
        _same(
            path,
            "value",
            persons,
            int(row["population"]),
            f"family and collective persons of county {county}",
        )
        by_generation = int(row[generations].sum())
        wanted = int(row["family_households"])
        _same(path, "value", by_generation, wanted, f"households by generation of county {county}")
        if row["urban_population"] > row["population"]:
            raise DataError(f"county {county} has more urban persons than persons", path, None, "value")
    for key in ("urban_population", "family_households", "family_hh_pop"):
        _same(path, "value", int(counts[key].sum()), totals[key], key)


def _check_elders(path: Path, ages: pd.DataFrame, counts: pd.DataFrame) -> None:
    """Households cannot hold more persons of 65 and over than the county has."""
    first_age = ages["age_group"].str.extract(r"^(\d+)", expand=False).astype(int)
    elders = ages[first_age >= ELDER_AGE_OF_CENSUS].groupby("county_code")["persons"].sum()
    for county, row in counts.iterrows():
        pairs = row["hh_with_two_65p"] + row["hh_with_two_65p"]
        housed = int(row["hh_with_one_65p"] + pairs + MIN_THREE * row["hh_with_three_plus_65p"])
        if housed > elders[county]:
            message = f"county {county} houses {housed} persons aged 65 and over and has {elders[county]}"
            raise DataError(message, path, None, "value")


def _check_sizes(path: Path, sizes: pd.DataFrame, counts: pd.DataFrame) -> None:
    for county, rows in sizes.groupby("county_code"):
        row = counts.loc[county]
        households = int(rows["households"].sum())
        _same(
            path,
            "households",
            households,
            int(row["family_households"]),
            f"the households of county {county}",
        )
        persons = int((rows["households"] * rows["size"]).sum())
        _same(
            path,
            "households",
            persons,
            int(row["family_hh_pop"]),
            f"the household members of county {county}",
        )
        alone = int(rows.loc[rows["size"] == 1, "households"].sum())
        _same(
            path,
            "households",
            alone,
            int(row["one_person_hh"]),
            f"the one-person households of county {county}",
        )
        if not np.allclose(rows["share"], rows["households"] / households):
            raise DataError(f"shares of county {county} are not those of its households", path, None, "share")


def _check_shares(paths: Paths, frames: Frames) -> None:
    for county, total in frames["marital"].groupby("county_code")["share"].sum().items():
        if not np.isclose(total, 1):
            message = f"marital shares of county {county} add to {total:.4f}, not to 1"
            raise DataError(message, paths["marital"], None, "share")


def _check_incomes(path: Path, incomes: pd.DataFrame) -> None:
    """The five income groups of a residence rise and together have its mean; a lost digit breaks one of the two."""
    for (county, residence), rows in incomes.groupby(["county_code", "residence"]):
        values = rows.set_index("indicator")["value"]
        fifths = values[[f"quintile_{name}" for name in FIFTHS]]
        falling = fifths.index[1:][np.diff(fifths.to_numpy(float)) <= 0]
        if len(falling):
            message = f"{falling[0]} of {residence} county {county} is not above the fifth below it"
            raise DataError(message, path, None, "value")
        wanted, found = float(values["disposable_income_mean"]), float(fifths.mean())
        if abs(found - wanted) > FIFTHS_TOLERANCE * wanted:
            message = (
                f"the five groups of {residence} county {county} have the mean {found:.0f}, "
                f"disposable_income_mean is {wanted:.0f}; the two must agree within {FIFTHS_TOLERANCE:.0%}"
            )
            raise DataError(message, path, None, "value")


def _check_townships(
    path: Path, townships: pd.DataFrame, counts: pd.DataFrame, totals: Mapping[str, int]
) -> None:
    _same(path, "code", len(townships), totals["townships"], "the number of townships")
    for row in townships.itertuples():
        if not row.code.startswith(row.county_code):
            raise DataError(
                f"township {row.code} does not begin with its county {row.county_code}", path, None, "code"
            )
        if row.urban_persons > row.persons:
            message = f"township {row.code} has more urban persons than persons"
            raise DataError(message, path, None, "urban_persons")
    pairs = (("persons", "population"), ("urban_persons", "urban_population"))
    for county, rows in townships.groupby("county_code"):
        for column, indicator in pairs:
            wanted = int(counts.at[county, indicator])
            _same(path, column, int(rows[column].sum()), wanted, f"{indicator} of county {county}")
        _same(path, "is_seat", int(rows["is_seat"].sum()), 1, f"the number of seats of county {county}")


def _check_supply(paths: Paths, frames: Frames, totals: Mapping[str, int]) -> None:
    known = set(frames["townships"]["code"])
    for name in ("homes", "staff"):
        strange = set(frames[name]["township_code"]) - known
        if strange:
            raise DataError(
                f"township {min(strange)} is not in the townships", paths[name], None, "township_code"
            )
    homes = frames["homes"]
    beds = int(homes["beds_ordinary"].sum() + homes["beds_nursing"].sum())
    _same(paths["homes"], "beds_ordinary", beds, totals["elder_beds"], "the number of elder-care beds")
    staff = frames["staff"]
    _same(paths["staff"], "township_code", len(staff), len(known), "the number of townships")
    for key in _STAFF_TOTALS:
        _same(paths["staff"], key, int(staff[key].sum()), totals[key], key)


def _check_facts(path: Path, facts: pd.DataFrame, totals: Mapping[str, int]) -> None:
    for row in facts.itertuples():
        if row.indicator in totals and row.bound == "exact":
            _same(path, "value", int(row.value), totals[row.indicator], row.indicator)
