"""The published figures of one region: `profile.yaml`, its tables, and the national tables, checked against each other.

The data folder is `data/` beside the package; the environment variable MINSHENG_DATA names another one.
"""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import pandas as pd
from pydantic import BaseModel, ConfigDict, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from sim.clock import parse_month
from sim.errors import DataError, SimError
from sim.population.consistency import check_region
from sim.population.declarations import declarations
from sim.population.files import digest_of, stamp_of
from sim.population.shards import MARK, shard_of
from sim.population.tables import load_table

DATA_VARIABLE = "MINSHENG_DATA"
PROFILE_FILE = "profile.yaml"
KEPT_PROFILES = 4
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
Status = Literal["published", "derived", "remembered", "assumed"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Label(_Strict):
    """A name in Chinese and in English."""

    zh: str
    en: str


class Figure(_Strict):
    """One published total with its unit, year, source and status."""

    value: int
    unit: str
    year: int
    source: str
    url: str = ""
    status: Status
    note: str = ""


class Switch(_Strict):
    """One way of doing things that differs between places: the value in force and what could be chosen."""

    label: Label
    value: str
    choices: list[str]
    year: int
    source: str
    status: Status
    note: str = ""


class County(_Strict):
    """A county, district or city of county rank."""

    code: str
    zh: str
    en: str


class ProfileFile(_Strict):
    """What `profile.yaml` holds."""

    key: str
    label: Label
    province: Label
    level: Literal["province", "prefecture", "county"]
    fictional: bool
    population_month: str
    counties: list[County]
    totals: dict[str, Figure]
    place: dict[str, Switch]


@dataclass(frozen=True)
class RegionProfile:
    """The published figures of one region; frames are read-only by agreement.

    Attributes
    ----------
    name, label, province, level, fictional
        Key, names, rank, and whether the region is invented.
    population_month : int
        Month number of the census to which ages and counts refer.
    totals, place
        Published totals by key; local switches by key.
    counties : DataFrame
        code, zh, en.
    townships : DataFrame
        The declared columns of `townships` and county_zh, county_en, urban_share; rows in order of code.
    age_sex, households, household_size, marital, shares, income, disability, homes, staff, facts : DataFrame
        The region's tables as declared (docs/data_dictionary.md). Ids are text.
    digest : str
        SHA-256 over every file that the profile was read from, for caches.
    parent : RegionProfile or None
        The region of which this is one county, None for a whole region.
    """

    name: str
    label: Label
    province: Label
    level: str
    fictional: bool
    population_month: int
    totals: Mapping[str, Figure]
    place: Mapping[str, Switch]
    counties: pd.DataFrame
    townships: pd.DataFrame
    age_sex: pd.DataFrame
    households: pd.DataFrame
    household_size: pd.DataFrame
    marital: pd.DataFrame
    shares: pd.DataFrame
    income: pd.DataFrame
    disability: pd.DataFrame
    homes: pd.DataFrame
    staff: pd.DataFrame
    facts: pd.DataFrame
    digest: str
    national_tables: Mapping[str, pd.DataFrame] = field(repr=False)
    parent: RegionProfile | None = field(default=None, repr=False)

    def national(self, table: str) -> pd.DataFrame:
        """Return a copy of one national table.

        Raises
        ------
        DataError
            When no national table has this name.
        """
        if table not in self.national_tables:
            raise DataError(f"no national table {table!r}; there are {', '.join(self.national_tables)}")
        return self.national_tables[table].copy()

    def total(self, key: str) -> int:
        """Return the value of one published total, such as "population" or "elder_beds"."""
        if key not in self.totals:
            raise DataError(f"no total {key!r} for {self.name}; there are {', '.join(self.totals)}")
        return self.totals[key].value

    def household_counts(self) -> pd.DataFrame:
        """Return the household counts with one row per county code and one column per indicator."""
        return self.households.pivot(index="county_code", columns="indicator", values="value")


def data_root(root: Path | None = None) -> Path:
    """Return the data folder: the one given, else the one that MINSHENG_DATA names, else `data/` beside the package.

    Raises
    ------
    DataError
        When it is not a folder.
    """
    if root is None:
        named = os.environ.get(DATA_VARIABLE)
        root = Path(named) if named else Path(__file__).resolve().parent.parent.parent / "data"
    if not root.is_dir():
        raise DataError(
            f"not a folder; set {DATA_VARIABLE} to the folder that holds 'national' and 'regions'", root
        )
    return root


def available_regions(root: Path | None = None) -> list[str]:
    """Return the keys of the regions that have a profile, in alphabetical order."""
    regions = data_root(root) / "regions"
    return sorted(
        path.parent.name for path in regions.glob(f"*/{PROFILE_FILE}") if _NAME.fullmatch(path.parent.name)
    )


def load_profile(name: str, root: Path | None = None) -> RegionProfile:
    """Read and check the published figures of one region.

    Parameters
    ----------
    name : str
        Key of the region, one of `available_regions()`; with a dot and a county code, that county alone.
    root : Path, optional
        Data folder; see `data_root`.

    Raises
    ------
    DataError
        When there is no such region, a table breaks its declaration, or two tables contradict each other.
    """
    region, mark, county = name.partition(MARK)
    if mark:
        return shard_of(load_profile(region, root), county)
    folder = data_root(root)
    regions = available_regions(folder)
    if name not in regions:
        raise DataError(f"no region {name!r}; there are {', '.join(regions) or 'none'}", folder)
    home = folder / "regions" / name
    paths = _paths(home, folder)
    return _loaded(name, folder, stamp_of([home / PROFILE_FILE, *paths.values()]))


def _paths(home: Path, folder: Path) -> dict[str, Path]:
    """Return the file of each table."""
    return {
        key: (home if table.scope == "region" else folder / "national") / table.path
        for key, table in declarations().items()
    }


@functools.lru_cache(maxsize=KEPT_PROFILES)
def _loaded(name: str, folder: Path, stamp: tuple[tuple[int, ...], ...]) -> RegionProfile:
    """Read and check one region; `stamp` tells one state of its files from another."""
    home = folder / "regions" / name
    given = _read_profile_file(home / PROFILE_FILE, name)
    paths = _paths(home, folder)
    frames = {key: load_table(path, declarations()[key]) for key, path in paths.items()}
    check_region(
        paths, frames, {key: figure.value for key, figure in given.totals.items()},
        [county.code for county in given.counties], home / PROFILE_FILE,
    )  # fmt: skip
    return _profile(given, frames, digest_of(folder, [home / PROFILE_FILE, *paths.values()]))


def _profile(given: ProfileFile, frames: Mapping[str, pd.DataFrame], digest: str) -> RegionProfile:
    """Return the profile of checked figures."""
    counties = pd.DataFrame([county.model_dump() for county in given.counties])
    national = {key: frames[key] for key, table in declarations().items() if table.scope == "national"}
    return RegionProfile(
        name=given.key, label=given.label, province=given.province, level=given.level, fictional=given.fictional,
        population_month=parse_month(given.population_month),
        totals=MappingProxyType(given.totals), place=MappingProxyType(given.place),
        counties=counties, townships=_townships(frames["townships"], counties),
        age_sex=frames["age_sex"], households=frames["households"], household_size=frames["household_size"],
        marital=frames["marital"], shares=frames["shares"], income=frames["income"],
        disability=frames["disability"], homes=frames["homes"], staff=frames["staff"], facts=frames["facts"],
        digest=digest, national_tables=MappingProxyType(national),
    )  # fmt: skip


def _read_profile_file(path: Path, name: str) -> ProfileFile:
    """Return the checked content of `profile.yaml`."""
    try:
        raw = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
        given = ProfileFile.model_validate(raw)
        parse_month(given.population_month)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise DataError(first["msg"].lower(), path, None, key or None) from error
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark is not None else None
        raise DataError("not readable YAML, or a key given twice", path, line) from error
    except UnicodeDecodeError as error:
        raise DataError("not UTF-8 (perhaps GBK)", path) from error
    except SimError as error:
        raise DataError(str(error), path, None, "population_month") from error
    if given.key != name:
        raise DataError(
            f"the key is {given.key!r} and the folder {name!r}; they must agree", path, None, "key"
        )
    for key, switch in given.place.items():
        if switch.value not in switch.choices:
            raise DataError(
                f"{switch.value!r} is not one of {', '.join(switch.choices)}", path, None, f"place.{key}"
            )
    return given


def _townships(townships: pd.DataFrame, counties: pd.DataFrame) -> pd.DataFrame:
    """Return the townships in order of code, with the names of their county and their urban share."""
    names = counties.set_index("code")
    frame = townships.sort_values("code", ignore_index=True)
    frame["county_zh"] = frame["county_code"].map(names["zh"])
    frame["county_en"] = frame["county_code"].map(names["en"])
    frame["urban_share"] = frame["urban_persons"] / frame["persons"]
    return frame
