"""One county of a region as a region of its own: `ningxia.640104` is Xingqing with the figures of Ningxia's tables.

A shard keeps the whole's life tables (crude rates are published for the whole) through `parent`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd

from sim.errors import DataError

if TYPE_CHECKING:
    from sim.population.profile import Figure, RegionProfile

MARK = "."
BY_COUNTY = ("age_sex", "households", "household_size", "marital", "shares", "income", "townships")
BY_TOWNSHIP = ("homes", "staff")
COUNTED = ("population", "urban_population", "family_households", "family_hh_pop")
STAFFED = ("grid_workers", "grids", "child_workers", "social_work_stations")


def whole_of(region: str) -> str:
    """Return the region that a name belongs to: itself, or the region of which it is a shard."""
    return region.partition(MARK)[0]


def shard_name(region: str, county_code: str) -> str:
    """Return the name of one county of a region as a region of its own."""
    return f"{region}{MARK}{county_code}"


def shard_of(profile: RegionProfile, county_code: str) -> RegionProfile:
    """Return the profile of one county of a region.

    Raises
    ------
    DataError
        When the region has no such county.
    """
    county = profile.counties[profile.counties["code"] == county_code]
    if county.empty:
        raise DataError(
            f"{profile.name} has no county {county_code!r}; it has {', '.join(profile.counties['code'])}"
        )
    frames = {name: _of_county(getattr(profile, name), county_code) for name in BY_COUNTY}
    towns = frames["townships"]["code"]
    frames |= {
        name: frame[frame["township_code"].isin(towns)].reset_index(drop=True)
        for name in BY_TOWNSHIP
        for frame in (getattr(profile, name),)
    }
    digest = hashlib.sha256(f"{profile.digest}{MARK}{county_code}".encode()).hexdigest()
    label = type(profile.label)(zh=county["zh"].iloc[0], en=county["en"].iloc[0])
    return replace(
        profile, name=shard_name(profile.name, county_code), label=label, level="county", digest=digest,
        totals=MappingProxyType(_totals(profile.totals, frames)), counties=county.reset_index(drop=True),
        facts=profile.facts.iloc[:0], parent=profile, **frames,
    )  # fmt: skip


def _of_county(frame: pd.DataFrame, code: str) -> pd.DataFrame:
    return frame[frame["county_code"] == code].reset_index(drop=True)


def _totals(totals: Mapping[str, Figure], frames: Mapping[str, pd.DataFrame]) -> dict[str, Figure]:
    """Return the totals of a county, summed from its rows."""
    counts = frames["households"].set_index("indicator")["value"]
    values = {key: int(counts[key]) for key in COUNTED} | {
        key: int(frames["staff"][key].sum()) for key in STAFFED
    }
    values["elder_beds"] = int(frames["homes"][["beds_ordinary", "beds_nursing"]].to_numpy().sum())
    values["townships"] = len(frames["townships"])
    return {key: totals[key].model_copy(update={"value": value}) for key, value in values.items()}
