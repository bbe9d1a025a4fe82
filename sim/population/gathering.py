"""From counties to one region: persons in rows, households with townships and residence, the rest in collectives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.draws import key_of, uniforms
from sim.population import streams
from sim.population.county import Dwelt, settle
from sim.population.fitting import apportion
from sim.population.margins import ELDER_AGE, CountyMargins
from sim.state.codes import COLLECTIVE, NOBODY

_LARGE, _YOUNG = 5, 45


@dataclass
class Residents:
    """Everyone of a region, sorted by household; rows of persons and households count over the whole region."""

    person_id: NDArray[np.uint64]
    household: NDArray[np.int32]
    sex: NDArray[np.uint8]
    age: NDArray[np.int16]
    relation: NDArray[np.uint8]
    spouse: NDArray[np.int32]
    father: NDArray[np.int32]
    mother: NDArray[np.int32]
    county: NDArray[np.int16]  # of the household
    household_id: NDArray[np.uint64]
    is_collective: NDArray[np.bool_]
    is_urban: NDArray[np.bool_]
    township: NDArray[np.int16]
    first: NDArray[np.int32]
    n_members: NDArray[np.uint16]

    def sums(self, values: NDArray[Any]) -> NDArray[Any]:
        """Return the sum of a person column over each household."""
        return np.add.reduceat(values, self.first)


def _collective(dwelt: Dwelt, size: int) -> tuple[NDArray[np.uint8], NDArray[np.int16], NDArray[np.int64]]:
    """Return sex and age of the persons in collectives, mixed over the county, and the sizes of the collectives."""
    sex, age = np.nonzero(dwelt.collective)
    count = dwelt.collective[sex, age]
    sex, age = np.repeat(sex, count), np.repeat(age, count)
    n = sex.size
    if n == 0:
        return sex.astype(np.uint8), age.astype(np.int16), np.zeros(0, np.int64)
    houses = -(-n // size)
    return sex.astype(np.uint8), age.astype(np.int16), apportion(n, np.ones(houses))


def _one_county(margins: CountyMargins, given: Any, seed: int, row: int, region: str) -> dict[str, NDArray[Any]]:
    key = streams.region_key(region, margins.code)
    dwelt = settle(margins, given, seed, row, key)
    sex, age, sizes = _collective(dwelt, int(given.collective_size))
    n_home, n = dwelt.sex.size, dwelt.sex.size + sex.size
    n_households = len(dwelt.ids) + sizes.size
    order = np.argsort(
        uniforms(key_of(seed, streams.COLLECTIVE, row), streams.permanent_ids(key, streams.COUNTY, sex.size)),
        kind="stable",
    )
    members = np.concatenate([dwelt.types[:, 0].astype(np.int64), sizes])
    nobody = np.full(sex.size, NOBODY, np.int32)
    return {
        "person_id": streams.permanent_ids(key, streams.PERSON, n),
        "household": np.repeat(np.arange(n_households, dtype=np.int32), members),
        "sex": np.concatenate([dwelt.sex, sex[order]]),
        "age": np.concatenate([dwelt.age, age[order]]),
        "relation": np.concatenate([dwelt.relation, np.full(n - n_home, COLLECTIVE, np.uint8)]),
        "spouse": np.concatenate([dwelt.spouse, nobody]),
        "father": np.concatenate([dwelt.father, nobody]),
        "mother": np.concatenate([dwelt.mother, nobody]),
        "household_id": streams.permanent_ids(key, streams.HOUSEHOLD, n_households),
        "is_collective": np.arange(n_households) >= len(dwelt.ids),
        "n_members": members.astype(np.uint16),
        "county": np.full(n_households, row, np.int16),
    }


def _residence(part: dict[str, NDArray[Any]], margins: CountyMargins, given: Any, key: int) -> NDArray[np.bool_]:
    """Return which households of a county are urban; urban persons come within one household of the margin."""
    members = part["n_members"].astype(np.int64)
    first = np.cumsum(members) - members
    oldest = np.maximum.reduceat(part["age"], first)
    weight = np.where(oldest >= ELDER_AGE, given.rural_weight_elder, 1.0)
    weight = weight * np.where(members >= _LARGE, given.rural_weight_large, 1.0)
    weight = weight * np.where(oldest < _YOUNG, given.rural_weight_young, 1.0)
    weight = np.where(part["is_collective"], (1.0 - given.collective_urban), weight)
    race = -np.log1p(-uniforms(key, part["household_id"])) / weight
    order = np.argsort(race, kind="stable")
    rural = members.sum() - margins.urban
    urban = np.ones(len(members), np.bool_)
    urban[order[np.cumsum(members[order]) <= rural]] = False
    return urban


def _townships(
    part: dict[str, NDArray[Any]], townships: pd.DataFrame, code: str, key: int
) -> NDArray[np.int16]:
    """Return the township of each household, by the urban and rural residents of the townships."""
    own = townships[townships["county_code"] == code]
    members = part["n_members"].astype(np.int64)
    out = np.zeros(len(members), np.int16)
    draw = uniforms(key, part["household_id"])
    persons = {
        True: own["urban_persons"].to_numpy(float),
        False: (own["persons"] - own["urban_persons"]).to_numpy(float),
    }
    for is_urban, weights in persons.items():
        rows = np.nonzero(part["is_urban"] == is_urban)[0]
        rows = rows[np.argsort(draw[rows], kind="stable")]
        ends = np.cumsum(weights) / weights.sum() * members[rows].sum()
        middle = np.cumsum(members[rows]) - members[rows] / (1 + 1)
        out[rows] = own.index.to_numpy()[np.minimum(np.searchsorted(ends, middle), len(own) - 1)]
    return out


def gather(profile: Any, margins: list[CountyMargins], given: Any, seed: int) -> Residents:
    """Return the residents of all counties in one table.

    Parameters
    ----------
    profile : RegionProfile
        Its name keys the permanent ids; its townships take the households.
    margins : list of CountyMargins
        One a county, in the order of the profile.
    """
    townships = profile.townships.reset_index(drop=True)
    parts: list[dict[str, NDArray[Any]]] = []
    persons = households = 0
    for row, own in enumerate(margins):
        part = _one_county(own, given, seed, row, profile.name)
        part["is_urban"] = _residence(part, own, given, key_of(seed, streams.RESIDENCE, row))
        part["township"] = _townships(part, townships, own.code, key_of(seed, streams.TOWNSHIP, row))
        for link in ("spouse", "father", "mother"):
            part[link] = np.where(part[link] == NOBODY, NOBODY, part[link] + persons).astype(np.int32)
        part["household"] = (part["household"] + households).astype(np.int32)
        persons, households = persons + len(part["sex"]), households + len(part["n_members"])
        parts.append(part)
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    first = np.cumsum(columns["n_members"].astype(np.int64)) - columns["n_members"]
    return Residents(first=first.astype(np.int32), **columns)
