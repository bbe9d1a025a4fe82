"""A province as its counties: each lives and is governed by itself, one or a few at a time, and the results are folded.

Memory is that of the counties in hand, however many there are. Nothing crosses a county's border inside the run: an
adult child in another county counts as living elsewhere, beds and visits are those of the own county, and movers leave
or arrive as they do at a region's border. Counts and money of the whole are exact sums, ratios are formed from the
summed counts; a Gini coefficient or a median cannot be summed and is the mean of the counties weighted by residents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.engine.county import County
from sim.engine.report import report
from sim.engine.world import Worlds, law_book
from sim.finance.ledger import Ledger
from sim.indicators.series import Key, Series
from sim.population.fitting import apportion
from sim.population.profile import RegionProfile, load_profile
from sim.population.shards import shard_name, shard_of
from sim.results.catalogue import describe
from sim.results.run import Run
from sim.scenario import Scenario

SHARDED_LEVEL, YUAN = "province", "yuan"


@dataclass(frozen=True)
class Part:
    """What one county leaves behind under one scenario.

    Attributes
    ----------
    series, region_series, ledger
        As in the county, one column a township.
    persons : int
        Residents at the start.
    """

    series: Series
    region_series: dict[Key, NDArray[np.float64]]
    ledger: Ledger
    persons: int


def is_sharded(scenario: Scenario) -> bool:
    """True if the scenario's region is a province, which is run county by county."""
    return load_profile(scenario.region).level == SHARDED_LEVEL


def shard_scenarios(scenario: Scenario, profile: RegionProfile) -> list[Scenario]:
    """Return the scenario of each county: its share of a scaled population, and the beds that open in it."""
    codes = [str(code) for code in profile.counties["code"]]
    residents = profile.household_counts().loc[codes, "population"].to_numpy(np.int64)
    scaled = None if scenario.population is None else apportion(scenario.population, residents)
    out = []
    for number, code in enumerate(codes):
        beds = tuple(one for one in scenario.bed_changes if one.township.startswith(code))
        services = tuple(one for one in scenario.service_changes if one.township.startswith(code))
        population = None if scaled is None else int(scaled[number])
        name = shard_name(profile.name, code)
        own = replace(scenario, region=name, bed_changes=beds, service_changes=services)
        out.append(replace(own, population=population))
    return out


def run_county(scenarios: Sequence[Scenario], threads: int = 1) -> list[Part]:
    """Return the parts of one county under several scenarios, which share its people and their lives."""
    worlds = Worlds(keep=1)
    out = []
    for scenario in scenarios:
        county = County(scenario, world=worlds.of(scenario, threads), threads=threads)
        while county.running:
            county.step()
        persons = len(county.world.population.persons)
        out.append(Part(county.series, county.region_series, county.ledger, persons))
        county.close()
    return out


def fold(scenario: Scenario, profile: RegionProfile, parts: Sequence[Part]) -> Run:
    """Return the run of a whole region from the parts of its counties, in the order of the profile."""
    order = np.argsort(_township_codes(profile), kind="stable")
    weights = np.array([part.persons for part in parts], np.float64)
    whole: Any = SimpleNamespace(
        scenario=scenario, t=scenario.months - 1, law=law_book(scenario),
        series=_series(parts, scenario.months, order),
        region_series=_region_series(parts, weights), ledger=_ledger(parts, order),
        world=SimpleNamespace(
            profile=profile, population=SimpleNamespace(persons=range(int(weights.sum()))), parts=len(parts)
        ),
    )  # fmt: skip
    return report(whole)


def _township_codes(profile: RegionProfile) -> NDArray[np.str_]:
    """Return township codes in the order of the parts."""
    codes = [shard_of(profile, str(code)).townships["code"] for code in profile.counties["code"]]
    return np.asarray(pd.concat(codes).to_numpy(), np.str_)


def _series(parts: Sequence[Part], months: int, order: NDArray[np.intp]) -> Series:
    """Return the series of all townships side by side; what a county never filled is zero there."""
    whole = Series(months, sum(part.series.n_townships for part in parts))
    for key in dict.fromkeys(key for part in parts for key in part.series.values):
        kinds = {part.series.values[key].dtype for part in parts if key in part.series.values}
        kind = np.result_type(*kinds)
        columns = [
            part.series.values.get(key, np.zeros((months, part.series.n_townships), kind)) for part in parts
        ]
        whole.values[key] = np.concatenate(columns, axis=1)[:, order]
    return whole


def _region_series(parts: Sequence[Part], weights: NDArray[np.float64]) -> dict[Key, NDArray[np.float64]]:
    """Return sums of what may be summed, and of the rest means over the counties that have it, by residents."""
    out = {}
    for key in dict.fromkeys(key for part in parts for key in part.region_series):
        have = [key in part.region_series for part in parts]
        values = np.array([part.region_series[key] for part in parts if key in part.region_series])
        known = ~np.isnan(values)
        given = known * weights[have][:, None]
        if describe(key[0]).unit == YUAN:
            out[key] = np.where(known.any(axis=0), np.nansum(values, axis=0), np.nan)
            continue
        total = given.sum(axis=0)
        with np.errstate(invalid="ignore", divide="ignore"):
            out[key] = np.where(total > 0, (np.nan_to_num(values) * given).sum(axis=0) / total, np.nan)
    return out


def _ledger(parts: Sequence[Part], order: NDArray[np.intp]) -> Ledger:
    """Return the books of all townships side by side."""
    books = [part.ledger for part in parts]
    return Ledger(
        programmes=books[0].programmes,
        credits=np.concatenate([book.credits for book in books], axis=1)[:, order],
        debits=np.concatenate([book.debits for book in books], axis=1)[:, order],
        persons=np.concatenate([book.persons for book in books], axis=1)[:, order],
    )
