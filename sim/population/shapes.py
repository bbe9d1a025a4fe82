"""The shapes that the synthesis assumes: proportions by age or by household type, kept as tables beside the code.

A shape fixes proportions only; the level comes from the margins of the county. Between the ages that a table
names, a shape is linear.
"""

from __future__ import annotations

import functools
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.errors import DataError
from sim.population.margins import N_AGES, SEXES

FOLDER = Path(__file__).parent
BOTH = "all"
SEED_AXES = ("size", "generations", "elders")


@functools.cache
def _read(name: str) -> pd.DataFrame:
    return pd.read_csv(FOLDER / f"{name}.csv")


def age_shape(name: str) -> NDArray[np.float64]:
    """Return a shape as float64[2, N_AGES], by sex and single age.

    Raises
    ------
    DataError
        When no shape has this name.
    """
    table = _read("age_shapes")
    rows = table[table["shape"] == name]
    if rows.empty:
        raise DataError(f"no shape {name!r}; there are {', '.join(sorted(table['shape'].unique()))}")
    out = np.empty((len(SEXES), N_AGES))
    for sex, label in enumerate(SEXES):
        mine = rows[rows["sex"].isin([label, BOTH])].sort_values("age")
        out[sex] = np.interp(np.arange(N_AGES), mine["age"].to_numpy(float), mine["value"].to_numpy(float))
    return out


def household_seed() -> NDArray[np.float64]:
    """Return plausible proportions of households as float64[10, 4, 4]: size, generations, members of 65 and over."""
    table = _read("household_seed")
    size, generations, elders = (table[axis].to_numpy(int) for axis in SEED_AXES)
    out = np.zeros((size.max(), generations.max(), elders.max() + 1))
    out[size - 1, generations - 1, elders] = table["weight"].to_numpy(float)
    return out


def group_shape(name: str, columns: tuple[str, ...]) -> pd.DataFrame:
    """Return a table of shares by group (schooling, work ...) with the given value columns, in its own order."""
    table = _read(name)
    missing = [column for column in columns if column not in table]
    if missing:
        raise DataError(f"column {missing[0]!r} is missing", FOLDER / f"{name}.csv", None, missing[0])
    return table.copy()
