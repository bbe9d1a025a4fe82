"""Where households live: townships and residence (urban or rural), filled person by person to their targets.

A cell is one township and one residence. Collective households are placed first; family households are then drawn
into town or countryside by a race in which elders, large and older households lean to the countryside.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.draws import uniforms
from sim.population import streams
from sim.population.county import Dwelt
from sim.population.fitting import apportion, round_table
from sim.population.margins import ELDER_AGE, CountyMargins
from sim.state.codes import COLLECTIVE, NOBODY

LARGE = 5  # members from which a household counts as large
YOUNG = 45  # a household in which nobody is older counts as young
URBAN, RURAL = 0, 1
Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Settled:
    """One county's households, family and collective, in order of township; rows count within the county."""

    township: NDArray[np.int16]
    is_urban: NDArray[np.bool_]
    is_collective: NDArray[np.bool_]
    n_members: NDArray[np.int64]
    sex: NDArray[np.uint8]
    age: NDArray[np.int16]
    relation: NDArray[np.uint8]
    spouse: NDArray[np.int32]
    father: NDArray[np.int32]
    mother: NDArray[np.int32]


def cell_targets(townships: pd.DataFrame, margins: CountyMargins) -> Integers:
    """Return the persons of each township by residence, int64[townships, 2], which add to the county's totals."""
    persons = int(margins.ages.sum())
    whole = apportion(persons, townships["persons"].to_numpy(float))
    urban = townships["urban_persons"].to_numpy(float) / townships["persons"].to_numpy(float) * whole
    urban *= margins.urban / max(urban.sum(), 1.0)
    urban = np.minimum(urban, whole)
    short = margins.urban - urban.sum()
    room = whole - urban
    urban += room * short / max(room.sum(), 1.0)
    table = np.stack([urban, whole - urban], axis=1)
    return round_table(table, whole, np.array([margins.urban, persons - margins.urban]))


def place(
    dwelt: Dwelt, townships: pd.DataFrame, margins: CountyMargins, given: Any, seed: int, county: int
) -> Settled:
    """Return the county's households with their townships and residence.

    Parameters
    ----------
    dwelt : Dwelt
        Family households and their members, and the persons outside them.
    townships : DataFrame
        The county's townships; the index numbers the townships of the region.
    margins : CountyMargins
        The county's targets.
    given : named tuple
        Assumptions of `population.yaml`.
    seed, county : int
        Seed of the run and number of the county.
    """
    targets = cell_targets(townships, margins)
    outside, sizes, cells = _collective(dwelt, targets, given, seed, county)
    left = targets.copy()
    np.subtract.at(left, np.unravel_index(cells, targets.shape), sizes)
    home = _family_cells(dwelt, np.maximum(left, 0), given, seed, county)
    cell = np.concatenate([home, cells])
    members = np.concatenate([dwelt.types[:, 0].astype(np.int64), sizes])
    is_collective = np.arange(cell.size) >= home.size
    order = np.lexsort((np.arange(cell.size), is_collective, cell))
    return _ordered(dwelt, outside, order, cell, members, is_collective, townships.index.to_numpy())


def _family_cells(dwelt: Dwelt, left: Integers, given: Any, seed: int, county: int) -> Integers:
    """Return the cell of each family household: town or countryside first, then the township."""
    size = dwelt.types[:, 0].astype(np.int64)
    oldest = np.maximum.reduceat(dwelt.age, dwelt.first)
    weight = np.where(dwelt.types[:, 2] > 0, given.rural_weight_elder, 1.0)
    weight = weight * np.where(size >= LARGE, given.rural_weight_large, 1.0)
    weight *= np.where(oldest < YOUNG, given.rural_weight_young, 1.0)
    race = -np.log1p(-uniforms(streams.key_of(seed, streams.RESIDENCE, county), dwelt.ids)) * weight
    order = np.argsort(race, kind="stable")
    middle = np.cumsum(size[order]) - size[order] / 2
    rural = np.empty(size.size, dtype=np.int64)
    rural[order] = middle > left[:, URBAN].sum()
    lottery = uniforms(streams.key_of(seed, streams.TOWNSHIP, county), dwelt.ids)
    cells = np.empty(size.size, dtype=np.int64)
    for residence in (URBAN, RURAL):
        rows = np.flatnonzero(rural == residence)
        rows = rows[np.argsort(lottery[rows], kind="stable")]
        middle = np.cumsum(size[rows]) - size[rows] / 2
        bounds = np.cumsum(left[:, residence]) * (size[rows].sum() / max(left[:, residence].sum(), 1))
        township = np.searchsorted(bounds, middle, side="left")
        cells[rows] = np.minimum(township, len(left) - 1) * left.shape[1] + residence
    return cells


def _collective(
    dwelt: Dwelt, targets: Integers, given: Any, seed: int, county: int
) -> tuple[tuple[NDArray[np.uint8], NDArray[np.int16]], Integers, Integers]:
    """Return sex and age of the persons outside families, and the sizes and cells of their households.

    Elders are kept in households of their own, as in homes.
    """
    by_sex, by_age = np.indices(dwelt.collective.shape)
    counts = dwelt.collective.ravel()
    sex = np.repeat(by_sex.ravel(), counts).astype(np.uint8)
    age = np.repeat(by_age.ravel(), counts).astype(np.int16)
    ids = streams.permanent_ids(streams.region_key("collective", str(county)), streams.PERSON, sex.size)
    lottery = uniforms(streams.key_of(seed, streams.COLLECTIVE, county), ids)
    order = np.lexsort((lottery, age < ELDER_AGE))
    sex, age = sex[order], age[order]
    share = np.array([given.collective_urban, 1 - given.collective_urban])
    weights = targets / np.maximum(targets.sum(axis=0), 1) * share
    elders = int((age >= ELDER_AGE).sum())
    sizes, cells = [], []
    for total in (elders, age.size - elders):
        for cell, persons in enumerate(apportion(total, np.minimum(weights, targets).ravel())):
            groups = -(-int(persons) // int(given.collective_size))
            if groups:
                sizes.append(apportion(int(persons), np.ones(groups)))
                cells.append(np.full(groups, cell))
    if not sizes:
        return (sex, age), np.zeros(0, np.int64), np.zeros(0, np.int64)
    return (sex, age), np.concatenate(sizes), np.concatenate(cells)


def _ordered(
    dwelt: Dwelt,
    outside: tuple[NDArray[np.uint8], NDArray[np.int16]],
    order: Integers,
    cell: Integers,
    members: Integers,
    is_collective: NDArray[np.bool_],
    township_rows: Integers,
) -> Settled:
    """Return households and their members in a new order, with the links carried along."""
    first = np.cumsum(members) - members
    counts = members[order]
    start = np.cumsum(counts) - counts
    old_row = np.repeat(first[order] - start, counts) + np.arange(counts.sum())
    new_row = np.empty(old_row.size, dtype=np.int32)
    new_row[old_row] = np.arange(old_row.size)
    absent = np.full(outside[0].size, NOBODY, np.int32)

    def carried(link: NDArray[np.int32]) -> NDArray[np.int32]:
        whole = np.concatenate([link, absent])[old_row]
        return np.where(whole >= 0, new_row[whole], NOBODY).astype(np.int32)

    relation = np.concatenate([dwelt.relation, np.full(absent.size, COLLECTIVE, np.uint8)])
    return Settled(
        township=township_rows[cell[order] // 2].astype(np.int16),
        is_urban=cell[order] % 2 == URBAN,
        is_collective=is_collective[order],
        n_members=counts,
        sex=np.concatenate([dwelt.sex, outside[0]])[old_row],
        age=np.concatenate([dwelt.age, outside[1]])[old_row],
        relation=relation[old_row],
        spouse=carried(dwelt.spouse),
        father=carried(dwelt.father),
        mother=carried(dwelt.mother),
    )
