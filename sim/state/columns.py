"""People and households as columns: struct-of-arrays tables whose rows never change their number."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Column = NDArray[Any]


@dataclass(frozen=True)
class Table:
    """A set of equally long numpy columns."""

    def __len__(self) -> int:
        return len(getattr(self, fields(self)[0].name))

    def columns(self) -> dict[str, Column]:
        """Return the columns by name, in the order of their declaration."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def take(self, rows: Column) -> Any:
        """Return the same table with the given rows, in that order."""
        return replace(self, **{name: column[rows] for name, column in self.columns().items()})

    def frame(self) -> pd.DataFrame:
        """Return the table as a pandas frame (a copy)."""
        return pd.DataFrame(self.columns())


@dataclass(frozen=True)
class Persons(Table):
    """One row a person; the initial residents sorted by household, later arrivals appended."""

    id: NDArray[np.uint64]  # permanent key of all draws
    household: NDArray[np.int32]  # home at the start, or at entry
    township: NDArray[np.int16]
    sex: NDArray[np.uint8]
    born: NDArray[np.int32]  # month index
    relation: NDArray[np.uint8]  # to the head of the household
    marital: NDArray[np.uint8]
    spouse: NDArray[np.int32]  # row, or -1
    father: NDArray[np.int32]  # row, or -1
    mother: NDArray[np.int32]  # row, or -1
    schooling: NDArray[np.uint8]
    disability_type: NDArray[np.uint8]
    disability_grade: NDArray[np.uint8]  # 1 is the most severe, 0 none
    ability: NDArray[np.uint8]  # level 0 (able) to 4 (total loss), GB/T 42195-2022
    severe_illness: NDArray[np.uint8]
    work: NDArray[np.uint8]
    wage_m: NDArray[np.int32]  # fen a month when working
    pension: NDArray[np.uint8]
    pension_m: NDArray[np.int32]  # fen a month when drawn
    entered: NDArray[np.int16]  # month of the run in which the row enters; -1 if present from the start


@dataclass(frozen=True)
class Households(Table):
    """One row a dwelling community; collective households hold residents of institutions, dormitories and the like."""

    id: NDArray[np.uint64]
    township: NDArray[np.int16]
    is_urban: NDArray[np.bool_]
    is_collective: NDArray[np.bool_]
    first: NDArray[np.int32]  # row of the first initial member
    n_members: NDArray[np.uint16]  # initial members
    farm_y: NDArray[np.int32]  # fen net a year
    other_y: NDArray[np.int32]  # business, property and transfers, fen a year
    assets: NDArray[np.int64]  # financial, fen
    has_vehicle: NDArray[np.bool_]
    n_houses: NDArray[np.uint8]
    has_company: NDArray[np.bool_]
    cadre_kin: NDArray[np.bool_]  # close relative of a village cadre or of welfare staff
    low_income_cluster: NDArray[np.bool_]


@dataclass(frozen=True)
class Kin(Table):
    """One row an adult child who lives outside the parents' household; sorted by the parents' household."""

    parent_household: NDArray[np.int32]
    child: NDArray[np.int32]  # row of a resident child, or -1 outside the region
    distance: NDArray[np.uint8]
    income_pc_m: NDArray[np.int32]  # fen a month per head in the child's household
    n_members: NDArray[np.uint8]  # of the child's household
    n_elders: NDArray[np.uint8]  # elders whom that household supports
    is_unable: NDArray[np.bool_]  # on assistance, severely disabled, in prison ...


@dataclass(frozen=True)
class Population:
    """A synthetic population: persons in households, their kin elsewhere, and the townships they live in."""

    region: str
    month: int  # calendar month the figures describe
    persons: Persons
    households: Households
    kin: Kin
    townships: pd.DataFrame


def concatenate(tables: list[Any]) -> Any:
    """Return one table with the rows of several of the same kind."""
    first = tables[0]
    names = first.columns()
    return replace(first, **{name: np.concatenate([getattr(t, name) for t in tables]) for name in names})
